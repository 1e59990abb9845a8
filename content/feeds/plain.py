"""HTML as a person would read it aloud: plain lines of text, and the addresses inside."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

_GONE = re.compile(r"<(script|style|iframe|noscript)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|p|div|li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
# Marks without width: they part words from themselves, or turn their letters round.
_UNSEEN = re.compile(r"[\0\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HREF = re.compile(r"""href\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)


def to_plain(markup: str) -> str:
    """The text of some HTML, a paragraph a line; also of HTML that was escaped once more."""
    text = markup
    for _ in range(2):
        text = _TAG.sub("", _BREAK.sub("\n", _GONE.sub(" ", text)))
        text = html.unescape(text)
        if not _TAG.search(text):
            break
    lines = (_SPACE.sub(" ", line).strip() for line in _UNSEEN.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


def hidden_link(markup: str) -> str | None:
    """The address that some feeds hide in a title, or percent-encoded in their own link."""
    found = _HREF.search(html.unescape(unquote(markup)))
    return found[1] if found else None
