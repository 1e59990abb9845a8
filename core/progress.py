"""How an officer's push is getting on."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk import Desk
from storage import progress, pushes
from storage.models import Counts, PushId
from storage.progress import Progress as Progress


@dataclass(frozen=True)
class Standing:
    """A progress message and the counts that it should show."""

    progress: Progress
    counts: Counts

    @property
    def ended(self) -> bool:
        return self.counts.total == self.counts.ended


async def standings(desk: Desk) -> list[Standing]:
    """Every progress message that is not final yet."""
    async with desk.database.reading() as unit:
        return [
            Standing(one, await pushes.counts(unit, one.push))
            for one in await progress.unfinished(unit, desk.bot)
        ]


async def showed(desk: Desk, push: PushId, shown: str, *, ended: bool) -> None:
    async with desk.database.unit() as unit:
        await progress.showed(unit, push, shown, ended=ended)
