"""A Push is made: by a slot, by an officer, or because somebody asked. Row by row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.choose import Heard, choose
from content.letters import Letter
from content.library import Content
from content.models import Item
from content.questions import Question
from content.render import Rendered
from content.search import best_on
from content.words import Kind, Script
from core import fresh_items, lock
from core.codes import new_code, new_key
from core.desk import Desk
from core.errors import AskedTooOften, GroupPaused, NothingSuits, UnknownGroup
from core.hours import Hours, Place, measure, place
from core.knowledge import Knowledge, next_question
from core.ports import Priority
from core.shelf import Shelf
from core.wording import kind_of, worded
from storage import deliveries, groups, measures, posters, pushes, slots
from storage.database import Unit
from storage.deliveries import NewDelivery
from storage.models import Firing, Group, GroupId, GroupState, Push, PushId, Slot
from storage.posters import Card
from storage.pushes import NewPush

SHELF_LIFE = timedelta(hours=24)
ASK_AGAIN_AFTER = timedelta(seconds=60)
PRIORITIES = {
    Kind.TIP: Priority.TIP,
    Kind.LETTER: Priority.TIP,
    Kind.CASE: Priority.CASE,
    Kind.QUIZ: Priority.QUIZ,
}


@dataclass(frozen=True)
class Plan:
    """What a slot's arithmetic says: what fell since it was last looked at, and when it falls next."""

    firings: tuple[Firing, ...]
    next_at: datetime | None


Planner = Callable[[Slot], Plan]


async def fire_slots(desk: Desk, planner: Planner, *, now: datetime, limit: int) -> int:
    """Turn up to `limit` ready slots into pushes and deliveries, once. Returns how many were ready."""
    async with desk.database.unit() as unit:
        await pushes.in_line(unit, desk.bot)
        ready = await slots.ready(unit, desk.bot, now=now, limit=limit)
        plans = [planner(slot) for slot in ready]
        fallen = [firing for plan in plans for firing in plan.firings]
        if fallen:
            await _fire(unit, desk, fallen, now=now)
        times = ((slot.id, plan.next_at) for slot, plan in zip(ready, plans, strict=True))
        await slots.set_next(unit, times, now=now)
    if fallen:
        desk.wake.wake()
    return len(ready)


async def _fire(unit: Unit, desk: Desk, fallen: list[Firing], *, now: datetime) -> None:
    ids = {firing.slot.group for firing in fallen}
    known = await groups.by_ids(unit, ids)
    heard = await pushes.heard(unit, ids)
    knowledge = await Knowledge.of(unit, desk, known.values(), now=now)
    shelf, fresh = await Shelf.of(unit, desk), await fresh_items.published(unit, desk, now=now)
    chosen: dict[Firing, Item | Question | None] = {}
    for firing in fallen:
        group = known[firing.slot.group]
        item: Item | Question | None = None
        if not firing.missed:
            item = fresh_items.first(desk, group, firing.slot.kind, fresh, heard[group.id])
            item = item or _next_item(shelf, group, firing, heard[group.id], knowledge, now)
        if item is not None:
            heard[group.id][item.id] = _once_more(heard[group.id].get(item.id), item, now)
        chosen[firing] = item
    results = {one: "missed" if one.missed else "pushed" if item else "empty" for one, item in chosen.items()}
    claimed = await slots.claim_firings(unit, results, now=now)
    await _push_claimed(unit, desk, {one: chosen[one] for one in fallen if one in claimed}, now=now)


async def _push_claimed(
    unit: Unit, desk: Desk, chosen: Mapping[Firing, Item | Question | None], *, now: datetime
) -> None:
    """One push for all the groups that hear the same item on the same local date and time."""
    ids = {firing.slot.group for firing in chosen}
    calendar = await Calendar.of(unit, ids, desk.rules.hours, now=now)
    batches: dict[tuple[Item | Question, str], list[NewDelivery]] = {}
    for firing, item in chosen.items():
        if item is not None:
            batch = item, f"slot:{firing.slot.kind}:{item.id}:{firing.local_date}:{firing.slot.at:%H:%M}"
            batches.setdefault(batch, []).append(calendar.delivery(firing.slot.group, now))
    for (item, key), new in batches.items():
        await make(unit, desk, item, key, new, now=now)


async def make(
    unit: Unit,
    desk: Desk,
    item: Content,
    key: str,
    new: Iterable[NewDelivery],
    *,
    now: datetime,
    code: str | None = None,
    by: int | None = None,
    priority: Priority | None = None,
    region: str | None = None,
    day: date | None = None,
) -> PushId:
    """The push of that key with its texts, and one delivery row per group.

    A letter is signed by the office of `region`, on that `day`.
    """
    made, kind = code or new_code(), kind_of(item)
    scripts = await groups.scripts(unit, desk.bot)
    written = day or desk.rules.hours.day(now)
    texts = {one: worded(desk, item, made, one, region=region, day=written) for one in scripts}
    push = NewPush(
        key=key,
        kind=kind,
        item=item.id,
        fraud_type=item.fraud_type,
        title=item.title,
        code=made,
        created_by=by,
        texts={script: (one.html, one.share, one.hash) for script, one in texts.items()},
        quizzes={script: one.quiz for script, one in texts.items() if one.quiz is not None},
        promise=isinstance(item, Letter) and item.promise,
    )
    row, new_one = await pushes.add_once(unit, desk.bot, push, now=now)
    if new_one and await posters.wanted(unit, desk.bot):
        await posters.add(unit, desk.bot, row, _cards(texts), now=now)
    await deliveries.add(unit, row, PRIORITIES[kind] if priority is None else priority, new, now=now)
    return row


def _cards(texts: Mapping[Script, Rendered]) -> dict[Script, Card]:
    return {
        script: Card(one.poster, one.caption, one.hash)
        for script, one in texts.items()
        if one.poster is not None
    }


@dataclass
class Calendar:
    """What the groups have before them these two weeks, so that nobody gets too much."""

    hours: Hours
    slots: dict[GroupId, list[frozenset[int]]]
    due: dict[GroupId, list[datetime]]

    @classmethod
    async def of(cls, unit: Unit, ids: Iterable[GroupId], hours: Hours, *, now: datetime) -> Calendar:
        wanted = list(ids)
        weekdays: dict[GroupId, list[frozenset[int]]] = {group: [] for group in wanted}
        for slot in await slots.of_groups(unit, wanted):
            weekdays[slot.group].append(slot.weekdays)
        return cls(hours, weekdays, await measures.due_between(unit, wanted, *hours.fortnight(now)))

    def place(self, group: GroupId, due: datetime) -> Place:
        return place(due, self.due[group], measure(self.slots[group]), self.hours)

    def delivery(self, group: GroupId, due: datetime) -> NewDelivery:
        """A row that keeps the group's measure; it takes its place at once."""
        where = self.place(group, due)
        if not where.full:
            self.due[group].append(where.due_at)
        return NewDelivery(
            group=group,
            key=new_key(),
            due_at=where.due_at,
            not_after=where.due_at + SHELF_LIFE,
            moved=where.moved,
            expired_for="measure_full" if where.full else None,
        )


async def find(desk: Desk, push: PushId) -> Push:
    """The push of that id, which must be there."""
    async with desk.database.reading() as unit:
        found = await pushes.by_id(unit, push)
    assert found is not None
    return found


async def ask(desk: Desk, chat: int, kind: Kind, word: str, *, key: str, now: datetime) -> None:
    """Somebody in the group asked for a tip: it comes at once and counts against nothing.

    Raises StillLocked, UnknownGroup, GroupPaused, NothingSuits, AskedTooOften.
    """
    async with desk.database.unit() as unit:
        await lock.require_open(unit, desk)
        await pushes.in_line(unit, desk.bot)
        group = await groups.by_chat(unit, desk.bot, chat)
        if group is None or not group.subscribed or group.audience is None:
            raise UnknownGroup(chat)
        if group.state is GroupState.PAUSED:
            raise GroupPaused
        if await pushes.id_of_key(unit, desk.bot, f"asked:{key}") is not None:
            return
        await _not_too_often(unit, group, now=now)
        suiting = best_on((await Shelf.of(unit, desk)).suiting(kind, group), word)
        heard = await pushes.heard(unit, [group.id])
        known = await Knowledge.of(unit, desk, [group], now=now)
        item = choose(suiting, heard[group.id], desk.rules.hours.day(now), known.scores[group.id])
        if item is None:
            raise NothingSuits(kind, word)
        new = NewDelivery(group.id, new_key(), now, now + SHELF_LIFE, counted=False)
        await make(unit, desk, item, f"asked:{key}", [new], now=now, priority=Priority.RESIDENT)
    desk.wake.wake()


async def _not_too_often(unit: Unit, group: Group, *, now: datetime) -> None:
    last = await measures.last_asked(unit, group.id)
    if last is not None and now - last < ASK_AGAIN_AFTER and last <= now:
        raise AskedTooOften(int((ASK_AGAIN_AFTER - (now - last)).total_seconds()) + 1)


def _next_item(
    shelf: Shelf, group: Group, firing: Firing, heard: Mapping[str, Heard], known: Knowledge, now: datetime
) -> Item | Question | None:
    if firing.slot.kind is Kind.QUIZ:
        choice = next_question(shelf.desk, group, heard, known, now=now)
        return choice.question if choice else None
    suiting = shelf.suiting(firing.slot.kind, group)
    return choose(suiting, heard, firing.local_date, known.scores[group.id])


def _once_more(before: Heard | None, item: Item | Question, now: datetime) -> Heard:
    return Heard(before.times + 1 if before else 1, now, item.fraud_type)
