"""What every use case works with, put together once by bot/app.py."""

from __future__ import annotations

from dataclasses import dataclass

from content.library import Library
from content.regions import Office, Regions
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

    def office(self, region: str | None) -> Office:
        """Who stands behind a region's groups."""
        return self.regions.office(region, self.rules.office)
