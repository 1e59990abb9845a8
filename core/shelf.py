"""What is in rotation for a place: the library, and what the office's own people wrote for it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from content.library import Content
from content.models import Item
from content.own import OwnItem
from content.words import Kind
from core import own_items
from core.desk import Desk
from core.errors import CoreError
from storage import own
from storage.database import Unit
from storage.models import Group
from storage.own import Own, OwnState


@dataclass(frozen=True)
class Shelf:
    """The library with the own items in use, each with the region whose groups hear it (None: all)."""

    desk: Desk
    own: tuple[tuple[OwnItem, str | None], ...] = ()

    @classmethod
    async def of(cls, unit: Unit, desk: Desk) -> Shelf:
        """As it stands in this very transaction."""
        rows = await own.in_states(unit, desk.bot, (OwnState.ACTIVE,))
        return cls(desk, tuple((item, row.region) for row in rows if (item := _sound(desk, row))))

    def suiting(self, kind: Kind, group: Group) -> list[Item]:
        """What that group may hear."""
        assert group.audience is not None
        return [
            *self.desk.library.suiting(kind, group.audience, group.segments),
            *(item for item in self._at(kind, group.region) if item.suits(group.audience, group.segments)),
        ]

    def of_kind(self, kind: Kind, region: str | None) -> list[Item]:
        """What all groups under that region may hear, each of its audience."""
        return [*self.desk.library.of_kind(kind), *self._at(kind, region)]

    def everywhere(self, kind: Kind) -> list[Item]:
        """What any group may hear: for one who asks alone, and of whom nobody knows where they live."""
        return [*self.desk.library.of_kind(kind), *(item for item, _ in self.own if item.kind is kind)]

    def find(self, name: str, region: str | None = None) -> Content | None:
        """The one of that id; one of the office's own only where its region covers this one."""
        found = self.desk.library.find(name)
        if found is not None:
            return found
        return next(
            (item for item, place in self.own if item.id == name and self._covers(place, region)), None
        )

    def _at(self, kind: Kind, region: str | None) -> list[OwnItem]:
        return [item for item, place in self.own if item.kind is kind and self._covers(place, region)]

    def _covers(self, place: str | None, region: str | None) -> bool:
        return self.desk.regions.covers(place, region)


def _sound(desk: Desk, row: Own) -> OwnItem | None:
    """None for one that an older version took and this one would not: it must not hold up all others."""
    try:
        return own_items.piece(desk, row)
    except (ValidationError, CoreError):
        return None
