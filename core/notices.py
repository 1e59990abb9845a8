"""What the owners are told about deliveries: each thing once, whatever restarts come between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import audit
from core.deliveries import FLOOD, NO_LINE, RESTING, told_of_rights
from core.desk import Desk
from core.errors import UsedButton
from storage import deliveries, groups, officers, pushes, updates
from storage.database import Unit
from storage.models import Button, Counts, Group, Officer, Push

NEWS = timedelta(days=2)


@dataclass(frozen=True)
class NoRights:
    """A group refused us three times in a row and rests now; its `reason` says why."""

    group: Group

    @property
    def mark(self) -> str:
        return told_of_rights(self.group.id)


@dataclass(frozen=True)
class Expired:
    """A push went stale for some groups: Telegram asked for too much patience, or could not be reached.

    Told when the first one did, and again at the push's end if there were more by then (`over`).
    """

    push: Push
    groups: int
    why: str
    over: bool

    @property
    def mark(self) -> str:
        return f"told:{self.why}:{self.push.id}"


@dataclass(frozen=True)
class Paused:
    """Too many odd refusals: the push waits for the owner's word."""

    push: Push
    counts: Counts

    @property
    def mark(self) -> str:
        return f"told:paused:{self.push.id}"


Notice = NoRights | Expired | Paused


async def untold(desk: Desk, *, now: datetime) -> list[Notice]:
    """What the owners do not know yet."""
    async with desk.database.reading() as unit:
        found: list[Notice] = []
        for group in await groups.suspended_since(unit, desk.bot, RESTING, before=now):
            found.append(NoRights(group))
        for why in (FLOOD, NO_LINE):
            for push, number in await deliveries.expired_for(unit, desk.bot, why, since=now - NEWS):
                counts = await pushes.counts(unit, push.id)
                found.append(Expired(push, number, why, over=counts.total == counts.ended))
        for push in await pushes.paused(unit, desk.bot):
            found.append(Paused(push, await pushes.counts(unit, push.id)))
        return [one for one in found if _is_news(one, await updates.mark(unit, desk.bot, one.mark))]


def _is_news(notice: Notice, told_before: str | None) -> bool:
    """`told_before` is the mark: for `Expired` how many groups it was told of, else when."""
    if told_before is None:
        return True
    if not isinstance(notice, Expired) or not notice.over:
        return False
    return told_before.isdecimal() and notice.groups > int(told_before)


async def told(desk: Desk, notice: Notice, *, now: datetime) -> None:
    """The owners know."""
    async with desk.database.unit() as unit:
        value = str(notice.groups) if isinstance(notice, Expired) else now.isoformat()
        await updates.set_mark(unit, desk.bot, notice.mark, value)


async def decide(desk: Desk, owner: Officer, button: Button, *, goes_on: bool, now: datetime) -> Push:
    """The owner's word on a paused push, once: it goes on whatever happens, or what waits is cancelled.

    Raises UsedButton when the push is no longer paused.
    """
    async with desk.database.unit() as unit:
        push = await _paused(unit, desk, button.payload["push"])
        if push is None or not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        await pushes.halt(unit, push.id, "overruled" if goes_on else "cancelled")
        if not goes_on:
            await deliveries.cancel_push(unit, push.id, "owner", now=now)
        action = "push_goes_on" if goes_on else "push_cancelled"
        await audit.note(
            unit, desk, user=owner.user, action=action, subject=push.code, now=now, key=f"b:{button.key}"
        )
    desk.wake.wake()
    return push


async def _paused(unit: Unit, desk: Desk, push: int) -> Push | None:
    return next((one for one in await pushes.paused(unit, desk.bot) if one.id == push), None)
