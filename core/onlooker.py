"""Looks into the book beside the running bot and never writes: figures, and what is due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.status import status
from storage import groups, slots
from storage.database import DatabaseTrouble, open_database
from storage.models import Group, GroupState, Slot
from storage.schema import found_version

ALL = 1_000_000


@dataclass(frozen=True)
class Look:
    """The contract's status, and every slot of every group that takes pushes."""

    status: dict[str, Any]
    timetable: list[tuple[Group, Slot]]


class Onlooker:
    """One bot's database, opened to be read again and again; `close` it at the end."""

    def __init__(self, url: str, bot: int) -> None:
        self._database, self._bot = open_database(url), bot

    async def look(self, *, now: datetime) -> Look | None:
        """How things stand; None while there is no book, or it cannot be read just now."""
        try:
            if await found_version(self._database) is None:
                return None
            return Look(await status(self._database, self._bot, now=now), await self._timetable())
        except DatabaseTrouble:
            return None

    async def _timetable(self) -> list[tuple[Group, Slot]]:
        async with self._database.reading() as unit:
            found = [
                group
                for state in ("active", "unconfirmed")
                for group in (await groups.listed(unit, self._bot, limit=ALL, regions=None, state=state))[0]
                if group.state is GroupState.ACTIVE
            ]
            mine = await slots.of_groups(unit, [group.id for group in found])
        by_id = {group.id: group for group in found}
        return [(by_id[slot.group], slot) for slot in mine]

    async def close(self) -> None:
        await self._database.close()
