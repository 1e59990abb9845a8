"""Telegram's own measures, and what its clients would turn into a link or a call."""

from __future__ import annotations

import re
import unicodedata

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ANSWER_LIMIT = 200
POLL_QUESTION_LIMIT = 300
POLL_OPTION_LIMIT = 100
EXPLANATION_LIMIT = 200
EXPLANATION_LINE_FEEDS = 2

_WEB = re.compile(
    r"(?:https?://|www\.|tg://)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w@])@\w{4,}"
    r"|(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|top|vip|xyz|cc|info|io|me|app|shop|site|club|online|ru|tk|ly)"
    r"(?![\w.-])(?:/\S*)?",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(r"(?<![\w.%])\+?\d[\d\- ]{1,17}\d(?![\w%元块万亿人个条岁])", re.ASCII)
_NOT_A_PHONE = re.compile(r"^(?:19|20)\d\d(?:-\d{1,2}){0,2}$|^\d{1,2}-\d{1,2}$")
_SHORT = frozenset({"110", "119", "120", "122"})


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units, so most emoji count two."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """The text within `limit` UTF-16 units, ended by … where something was cut off."""
    if utf16_length(text) <= limit:
        return text
    kept = text
    while utf16_length(kept) > limit - 1:
        kept = kept[: max(0, len(kept) - max(1, (utf16_length(kept) - limit) // 2))]
    return kept + "…"


def web_like(text: str) -> list[str]:
    """Every link, bare domain, mail address and @name that a client would make tappable."""
    return _WEB.findall(text)


def phone_like(text: str) -> list[str]:
    """Every digit run that reads as a telephone number: five digits and more, and the short ones like 110.

    Full-width digits count; years, dates and amounts are left alone.
    """
    runs = _PHONE.findall(unicodedata.normalize("NFKC", text))
    found = (re.sub(r"[ \-]", "", run) for run in runs if not _NOT_A_PHONE.match(run))
    return [run for run in found if len(run) >= 5 or run in _SHORT]
