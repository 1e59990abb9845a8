"""Looks into the book beside the running bot and never writes: figures, and what is due when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.status import status
from storage import groups, slots
from storage.database import DatabaseTrouble, open_database
from storage.models import Group, GroupState, Slot
from storage.schema import found_version

ALL = 1_000_000


class Onlooker:
    """One bot's database, opened to be read again and again; `close` it at the end."""

    def __init__(self, url: str, bot: int) -> None:
        self._database, self._bot = open_database(url), bot

    async def status(self, *, now: datetime) -> dict[str, Any] | None:
        """The contract's status; None while there is no book yet."""
        try:
            if await found_version(self._database) is None:
                return None
            return await status(self._database, self._bot, now=now)
        except DatabaseTrouble:
            return None

    async def timetable(self) -> list[tuple[Group, Slot]]:
        """Every slot of every group that takes pushes."""
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
