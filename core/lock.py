"""A restored database is locked: nothing that was due leaves before the owner has said so."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core import audit
from core.desk import Desk
from core.errors import StillLocked, UsedButton
from storage import officers, overdue, updates
from storage import pushes as push_rows
from storage.database import Unit
from storage.models import Button, Officer
from storage.overdue import Waiting

MARK = "locked"
REASON = "restored"  # of a delivery that was cancelled by the owner's word


@dataclass(frozen=True, kw_only=True)
class Lock:
    """Since when we are locked, from when the data is, and what was the newest push in it."""

    taken_at: datetime
    restored_at: datetime
    last_push: int

    @classmethod
    def read(cls, value: str) -> Lock:
        told = json.loads(value)
        return cls(
            taken_at=datetime.fromisoformat(told["taken_at"]),
            restored_at=datetime.fromisoformat(told["restored_at"]),
            last_push=told["last_push"],
        )

    def __str__(self) -> str:
        told = {
            "taken_at": self.taken_at.isoformat(),
            "restored_at": self.restored_at.isoformat(),
            "last_push": self.last_push,
        }
        return json.dumps(told)


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """What would leave if we were not locked: pushes with due deliveries, groups with due slots."""

    lock: Lock
    pushes: tuple[Waiting, ...]
    slots: int

    @property
    def deliveries(self) -> int:
        return sum(push.groups for push in self.pushes)


async def close(unit: Unit, bots: Collection[int], *, taken_at: datetime, now: datetime) -> None:
    """Lock these bots, in the transaction that restores their data."""
    lock = Lock(taken_at=taken_at, restored_at=now, last_push=await overdue.last_push(unit))
    for bot in bots:
        await updates.set_mark(unit, bot, MARK, str(lock))


async def holds(unit: Unit, bot: int) -> bool:
    """Whether that bot is locked."""
    return await updates.mark(unit, bot, MARK) is not None


async def require_open(unit: Unit, desk: Desk) -> None:
    """Whoever wants something sent now is told at once that it would wait. Raises StillLocked."""
    if await holds(unit, desk.bot):
        raise StillLocked


async def anywhere(unit: Unit, bot: int | None) -> bool:
    """The same; of any bot where `bot` is None."""
    return bool(await overdue.marked(unit, MARK)) if bot is None else await holds(unit, bot)


async def is_locked(desk: Desk) -> bool:
    async with desk.database.reading() as unit:
        return await holds(unit, desk.bot)


async def is_locked_by(desk: Desk, button: Button) -> bool:
    """Whether the lock that this button opens is still there."""
    async with desk.database.reading() as unit:
        return await updates.mark(unit, desk.bot, MARK) == str(button.payload["lock"])


async def look(desk: Desk, *, now: datetime) -> Overdue | None:
    """What waits for the owner's word; None when we are not locked."""
    async with desk.database.reading() as unit:
        value = await updates.mark(unit, desk.bot, MARK)
        if value is None:
            return None
        lock = Lock.read(value)
        pushes = await overdue.waiting(unit, desk.bot, up_to=lock.last_push, now=now)
        slots = await overdue.slots_due(unit, desk.bot, now=now)
        return Overdue(lock=lock, pushes=tuple(pushes), slots=slots)


async def open_again(desk: Desk, owner: Officer, button: Button, *, goes_on: bool, now: datetime) -> int:
    """The owner's word, once: what is due leaves, or it is cancelled; then all goes on as ever.

    Returns how many deliveries were cancelled. Raises UsedButton when we are not locked by that lock.
    """
    value, cancelled = button.payload["lock"], 0
    async with desk.database.unit() as unit:
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        if not await overdue.drop_mark(unit, desk.bot, MARK, value):
            raise UsedButton
        if not goes_on:
            up_to = Lock.read(value).last_push
            cancelled = await overdue.cancel(unit, desk.bot, REASON, up_to=up_to, now=now)
            await push_rows.fill_no_more(unit, desk.bot)
        action = "unlock_send" if goes_on else "unlock_drop"
        subject = str(cancelled)
        await audit.note(
            unit, desk, user=owner.user, action=action, subject=subject, now=now, key=f"b:{button.key}"
        )
    desk.wake.wake()
    return cancelled
