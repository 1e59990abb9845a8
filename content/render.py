"""Turns an Item into the message that a group reads; the whole frame keeps Telegram's limits."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass

from content.models import Item
from content.texts import texts_in, to_script
from content.wire import TEXT_LIMIT, utf16_length
from content.words import Kind, Script

_TAG = re.compile(r"</?[a-z][^>]*>")


class TooLong(Exception):
    """The whole message is longer than Telegram takes."""

    def __init__(self, length: int, limit: int = TEXT_LIMIT) -> None:
        super().__init__(f"{length} characters, at most {limit}")
        self.length, self.limit = length, limit


@dataclass(frozen=True)
class Rendered:
    """A message as it will be sent (HTML), what 转给家人 passes on, and the hash that holds both fast."""

    html: str
    share: str
    hash: str


def render(item: Item, *, office: str, code: str, script: Script) -> Rendered:
    """The item in its frame: the office, the title, the body, the one action, 96110 and the code."""
    texts = texts_in(script)
    words = {name: to_script(getattr(item, name), script) for name in ("title", "body", "action", "source")}
    source = words.pop("source")
    if item.kind is Kind.CASE:
        words["mark"] = texts.plain("case-typical" if item.typical else "case-public", source=source)
    message = texts.html(f"push-{item.kind}", office=office, code=code, **words)
    length = utf16_length(visible(message))
    if length > TEXT_LIMIT:
        raise TooLong(length)
    share = texts.plain("share", title=words["title"], action=words["action"])
    return Rendered(message, share, hashlib.sha256(f"{message}\n{share}".encode()).hexdigest())


def plain_frame(item: Item, script: Script) -> str:
    """The item for one reader who asked in private: no office speaks, so no code."""
    words = {name: to_script(getattr(item, name), script) for name in ("title", "body", "action")}
    return texts_in(script).html("tip-plain", **words)


def visible(message: str) -> str:
    """What a reader sees of an HTML message: the text that Telegram counts."""
    return html.unescape(_TAG.sub("", message))
