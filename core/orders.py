"""An officer's push: looked at first, then sent to the confirmed groups under their region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from content.asking import YEAR, Choice
from content.library import Content
from content.questions import Question
from content.render import Rendered
from content.words import Audience, Form, Kind, Script
from core import audit, fresh_items, lock, pushes
from core.codes import new_code
from core.desk import Desk
from core.errors import ContentChanged, NobodyToReach, UsedButton
from core.hours import Hours, Measure, Place
from core.order_choice import Crowd, pick
from core.shelf import Shelf
from core.wording import kind_of, worded
from storage import deliveries, officers, progress, reachable
from storage import pushes as push_rows
from storage.database import Unit
from storage.deliveries import NewDelivery
from storage.models import Button, GroupId, Officer, PushId
from storage.reachable import Reachable

# So many groups at once: whoever else wants the database waits for no more.
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Exactly what would go out, to how many, and how many of them would hear it later."""

    item: Content
    rendered: Rendered
    code: str
    groups: int
    members: int
    moved: int
    full: int
    waits_until: datetime | None
    offered: tuple[str, ...]
    # Of a question: what decided for it.
    choice: Choice | None = None
    frauds: tuple[str, ...] = ()
    # Of a letter: the day that it is written on.
    day: date
    # How many of the groups get it as a poster.
    posters: int = 0
    # Of a question: how many more groups it is for that were asked it within the year.
    asked: int = 0

    def payload(self) -> dict[str, Any]:
        """What the 发送 button stands for; the hash holds it to what was shown."""
        told = {"item": self.item.id, "code": self.code, "hash": self.rendered.hash}
        return {**told, "offered": self.offered, "day": self.day.isoformat()}


async def preview(
    desk: Desk,
    officer: Officer,
    kind: Kind,
    offered: Sequence[str] = (),
    *,
    frauds: Sequence[str] = (),
    now: datetime,
) -> Preview:
    """The item that these groups heard least, or the question that fits them best; not one offered before.

    Questions may be narrowed to fraud types. Raises StillLocked, NobodyToReach, NothingSuits.
    """
    hours, code, day = desk.rules.hours, new_code(), desk.rules.hours.day(now)
    async with desk.database.reading() as unit:
        await lock.require_open(unit, desk)
        everyone = _reachable(desk, officer.region, list(Audience))
        crowd = await Crowd.of(unit, desk, everyone, officer.region, now=now)
        item, choice = pick(desk, kind, crowd, offered, frauds, now=now)
        wanted = _meant(desk, officer.region, item, now=now)
        reached = await reachable.sizes(unit, wanted)
        elsewhere = await _not_now(unit, desk, wanted, now=now)
    rendered = worded(desk, item, code, Script.SIMPLIFIED, region=officer.region, day=day)
    return Preview(
        item=item,
        rendered=rendered,
        code=code,
        groups=sum(one.groups for one in reached),
        members=sum(one.members for one in reached),
        moved=sum(1 for place in elsewhere if place.moved and not place.full),
        full=sum(1 for place in elsewhere if place.full),
        waits_until=hours.opening_after(now) if hours.is_quiet_at(now) else None,
        offered=(*offered, item.id),
        choice=choice,
        frauds=tuple(frauds),
        day=day,
        asked=crowd.asked_before(item) if isinstance(item, Question) else 0,
        posters=sum(one.groups for one in reached if rendered.poster and one.form is not Form.TEXT),
    )


async def _not_now(unit: Unit, desk: Desk, wanted: Reachable, *, now: datetime) -> list[Place]:
    """Where those groups find place for it that have much before them; all others hear it now."""
    hours, usual = desk.rules.hours, Measure()
    day = hours.day(hours.heard_at(now))
    monday = day - timedelta(days=day.weekday())
    full = await reachable.crowded(
        unit,
        wanted,
        _span(hours, day, 1),
        _span(hours, monday, 7),
        per_day=usual.per_day,
        per_week=usual.per_week,
    )
    found = list[Place]()
    for some in _chunks(full):
        calendar = await pushes.Calendar.of(unit, some, hours, now=now)
        found += [calendar.place(group, now) for group in some]
    return found


def _span(hours: Hours, first: date, days: int) -> tuple[datetime, datetime]:
    """So many local days from their midnight on."""
    start, end = (datetime.combine(one, time(), hours.zone) for one in (first, first + timedelta(days=days)))
    return start.astimezone(UTC), end.astimezone(UTC)


def _chunks(groups: list[GroupId]) -> Iterator[list[GroupId]]:
    return (groups[start : start + CHUNK] for start in range(0, len(groups), CHUNK))


async def send(
    desk: Desk, officer: Officer, button: Button, *, chat: int, message: int, now: datetime
) -> PushId:
    """Send what the pressed 发送 stands for, once; `message` becomes the progress message.

    Nothing leaves before every group has its row. Raises StillLocked, UsedButton when it was pressed before,
    ContentChanged, NobodyToReach.
    """
    code, day = button.payload["code"], date.fromisoformat(button.payload["day"])
    async with desk.database.reading() as unit:
        item = await _find(unit, desk, button.payload["item"], officer.region, now=now)
    if item is None:
        raise ContentChanged
    shown = worded(desk, item, code, Script.SIMPLIFIED, region=officer.region, day=day)
    if shown.hash != button.payload["hash"]:
        raise ContentChanged
    wanted = _meant(desk, officer.region, item, now=now)
    async with desk.database.unit() as unit:
        await lock.require_open(unit, desk)
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        await push_rows.in_line(unit, desk.bot)
        number = sum(one.groups for one in await reachable.sizes(unit, wanted))
        if not number:
            raise NobodyToReach
        new = await _next_rows(unit, desk, wanted, None, now=now)
        order = {"code": code, "by": officer.user, "region": officer.region, "day": day}
        push = await pushes.make(unit, desk, item, f"order:{button.key}", new, now=now, **order)
        if len(new) == CHUNK:
            await push_rows.fill_later(
                unit, push, region=officer.region, audiences=item.audiences, segments=item.segments
            )
        await progress.start(unit, push, chat, message)
        await audit.note(
            unit,
            desk,
            user=officer.user,
            action="push",
            subject=f"{item.kind} {item.id} {code} {number}",
            now=now,
            key=f"push:{button.key}",
            content_hash=shown.hash,
        )
    await fill(desk, now=now)
    desk.wake.wake()
    return push


async def _find(unit: Unit, desk: Desk, name: str, region: str | None, *, now: datetime) -> Content | None:
    """That piece of the library, of the office's own, or of these weeks' cases, if that region hears it."""
    if not fresh_items.is_fresh(name):
        return (await Shelf.of(unit, desk)).find(name, region)
    return next((one for one in await fresh_items.over(unit, desk, region, now=now) if one.id == name), None)


async def fill(desk: Desk, *, now: datetime) -> int:
    """Give the groups of large pushes their rows, some at a time, then let the pushes go. Returns how many.

    What a crash left half done is gone on with; what was ordered too long ago reaches nobody more.
    """
    filled = 0
    while await _fill_some(desk, now=now):
        filled += 1
    if filled:
        desk.wake.wake()
    return filled


async def _fill_some(desk: Desk, *, now: datetime) -> bool:
    """Some rows more for the oldest push that lacks any; False when none does."""
    async with desk.database.unit() as unit:
        await push_rows.in_line(unit, desk.bot)
        if await lock.holds(unit, desk.bot):
            return False
        open_one = await push_rows.to_fill(unit, desk.bot)
        if open_one is None:
            return False
        new = list[NewDelivery]()
        if now - open_one.made_at < pushes.SHELF_LIFE:
            wanted = replace(
                _reachable(desk, open_one.region, open_one.audiences),
                segments=open_one.segments,
                unasked=_unasked(open_one.kind, open_one.item, now=open_one.made_at),
            )
            new = await _next_rows(unit, desk, wanted, open_one.push, now=now)
            await deliveries.add(unit, open_one.push, pushes.PRIORITIES[open_one.kind], new, now=now)
        if len(new) < CHUNK:
            await push_rows.filled(unit, open_one.push)
    return True


async def _next_rows(
    unit: Unit, desk: Desk, wanted: Reachable, push: PushId | None, *, now: datetime
) -> list[NewDelivery]:
    some = await reachable.without(unit, wanted, push, limit=CHUNK)
    calendar = await pushes.Calendar.of(unit, some, desk.rules.hours, now=now)
    return [calendar.delivery(group, now) for group in some]


def _meant(desk: Desk, region: str | None, item: Content, *, now: datetime) -> Reachable:
    """The groups that it suits; of a question, or a fresh case, those that had it not within the year."""
    wanted = _reachable(desk, region, item.audiences)
    return replace(wanted, segments=item.segments, unasked=_unasked(kind_of(item), item.id, now=now))


def _unasked(kind: Kind, item: str, *, now: datetime) -> tuple[str, datetime] | None:
    return (item, now - YEAR) if kind is Kind.QUIZ or fresh_items.is_fresh(item) else None


def _reachable(desk: Desk, region: str | None, audiences: Sequence[Audience]) -> Reachable:
    return Reachable(desk.bot, desk.regions.under(region), audiences)


async def drop(desk: Desk, officer: Officer, button: Button, *, now: datetime) -> None:
    """取消: the preview can no longer be sent. Raises UsedButton when it was sent before."""
    async with desk.database.unit() as unit:
        for key in (button.key, button.payload["sends"]):
            if not await officers.use_button(unit, key, now=now):
                raise UsedButton
        await audit.note(
            unit, desk, user=officer.user, action="push_dropped", subject="", now=now, key=button.key
        )
