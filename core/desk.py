"""What every use case works with, put together once by bot/app.py."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.hotlines import MAINLAND, Hotlines
from content.library import Library
from content.regions import Office, Regions
from content.signbook import SignBook, sign_book
from core.hours import Hours
from core.ports import Wake
from storage.database import Database


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the operator decided."""

    office: str
    owners: frozenset[int]
    hours: Hours
    auto_confirm: bool = False
    two_person: bool = True
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The bot's own id and name, what it remembers, what it says, and the operator's rules."""

    bot: int
    username: str
    database: Database
    library: Library
    regions: Regions
    rules: Rules
    secret: bytes
    wake: Wake
    hotlines: Hotlines = MAINLAND
    content_dir: Path | None = None

    @property
    def signs(self) -> SignBook:
        """What the check knows; read when first asked for."""
        return sign_book(self.content_dir)

    def office(self, region: str | None) -> Office:
        """Who stands behind a region's groups."""
        return self.regions.office(region, self.rules.office)
