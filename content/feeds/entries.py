"""What a feed said, as plain data that crosses from the parsing process to the bot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

IDENTITY_LIMIT = 300
TITLE_LIMIT = 200
TEXT_LIMIT = 20_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One article of a feed: plain text, its address where it has one, an aware date where it has one."""

    identity: str
    title: str
    text: str
    link: str | None
    published: datetime | None

    @cached_property
    def hash(self) -> str:
        """Changes when the words change."""
        return sha256(f"{self.title}\n{self.text}".encode(errors="replace")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A feed as read: `refused` names why it was not.

    Dropped, and counted: what is `empty`, and `listings`, pages that only list articles.
    """

    title: str = ""
    entries: tuple[Entry, ...] = ()
    empty: int = 0
    listings: int = 0
    refused: str | None = None


def identity_of(parts: Iterable[str | None], title: str, text: str) -> str:
    """The first of guid and link that there is, else a hash of the words."""
    named = next((part.strip() for part in parts if part and part.strip()), None)
    if named and len(named) <= IDENTITY_LIMIT and named.isprintable():
        return named
    return sha256((named or f"{title}\n{text}").encode(errors="replace")).hexdigest()
