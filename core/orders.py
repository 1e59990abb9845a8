"""An officer's push: looked at first, then sent to the confirmed groups under their region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from content.asking import Choice, Why, choose_question
from content.choose import Heard, choose, in_season
from content.letters import Letter
from content.library import Content
from content.models import Item
from content.questions import Question
from content.render import Rendered
from content.words import Audience, Form, Kind, Script
from core import audit, lock, pushes
from core.codes import new_code
from core.desk import Desk
from core.errors import ContentChanged, NobodyToReach, NothingSuits, UsedButton
from core.knowledge import Knowledge, together
from core.wording import worded
from storage import groups, officers, progress
from storage import pushes as push_rows
from storage.database import Unit
from storage.models import Button, Group, Officer, PushId


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

    Questions may be narrowed to fraud types. Raises NobodyToReach, NothingSuits.
    """
    async with desk.database.reading() as unit:
        await lock.require_open(unit, desk)
        audience = await _audience(unit, desk, officer, list(Audience))
        if not audience:
            raise NobodyToReach
        item, choice = await _chosen(unit, desk, kind, audience, offered, frauds, now=now)
        reached = [group for group in audience if group.audience in item.audiences]
        ids = [group.id for group in reached]
        calendar = await pushes.Calendar.of(unit, ids, desk.rules.hours, now=now)
    places = [calendar.place(group, now) for group in ids]
    code = new_code()
    hours = desk.rules.hours
    day = hours.day(now)
    rendered = worded(desk, item, code, Script.SIMPLIFIED, region=officer.region, day=day)
    return Preview(
        item=item,
        rendered=rendered,
        code=code,
        groups=len(reached),
        members=sum(group.members or 0 for group in reached),
        moved=sum(1 for place in places if place.moved and not place.full),
        full=sum(1 for place in places if place.full),
        waits_until=hours.opening_after(now) if hours.is_quiet_at(now) else None,
        offered=(*offered, item.id),
        choice=choice,
        frauds=tuple(frauds),
        day=day,
        posters=sum(1 for one in reached if rendered.poster and one.form_or_default is not Form.TEXT),
    )


async def _chosen(
    unit: Unit,
    desk: Desk,
    kind: Kind,
    audience: list[Group],
    offered: Sequence[str],
    frauds: Sequence[str],
    *,
    now: datetime,
) -> tuple[Content, Choice | None]:
    """What would go out, and of a question why."""
    known = await Knowledge.of(unit, desk, audience, now=now)
    if kind is Kind.QUIZ:
        choice = await _pick_question(unit, desk, audience, known, offered, frauds, now=now)
        return choice.question, choice
    if kind is Kind.LETTER:
        return await _pick_letter(unit, desk, audience, offered, now=now), None
    return await _pick(unit, desk, kind, audience, known, offered, now=now), None


async def send(
    desk: Desk, officer: Officer, button: Button, *, chat: int, message: int, now: datetime
) -> PushId:
    """Send what the pressed 发送 stands for, once; `message` becomes the progress message.

    Raises StillLocked, UsedButton when it was pressed before, ContentChanged, NobodyToReach.
    """
    item, code = desk.library.find(button.payload["item"]), button.payload["code"]
    if item is None:
        raise ContentChanged
    day = date.fromisoformat(button.payload["day"])
    shown = worded(desk, item, code, Script.SIMPLIFIED, region=officer.region, day=day)
    if shown.hash != button.payload["hash"]:
        raise ContentChanged
    async with desk.database.unit() as unit:
        await lock.require_open(unit, desk)
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        await push_rows.in_line(unit, desk.bot)
        reached = [group.id for group in await _audience(unit, desk, officer, item.audiences)]
        if not reached:
            raise NobodyToReach
        calendar = await pushes.Calendar.of(unit, reached, desk.rules.hours, now=now)
        new = [calendar.delivery(group, now) for group in reached]
        order = {"code": code, "by": officer.user, "region": officer.region, "day": day}
        push = await pushes.make(unit, desk, item, f"order:{button.key}", new, now=now, **order)
        await progress.start(unit, push, chat, message)
        await audit.note(
            unit,
            desk,
            user=officer.user,
            action="push",
            subject=f"{item.kind} {item.id} {code} {len(reached)}",
            now=now,
            key=f"push:{button.key}",
            content_hash=shown.hash,
        )
    desk.wake.wake()
    return push


async def drop(desk: Desk, officer: Officer, button: Button, *, now: datetime) -> None:
    """取消: the preview can no longer be sent. Raises UsedButton when it was sent before."""
    async with desk.database.unit() as unit:
        for key in (button.key, button.payload["sends"]):
            if not await officers.use_button(unit, key, now=now):
                raise UsedButton
        await audit.note(
            unit, desk, user=officer.user, action="push_dropped", subject="", now=now, key=button.key
        )


async def _audience(unit: Unit, desk: Desk, officer: Officer, audiences: Sequence[Audience]) -> list[Group]:
    regions = desk.regions.under(officer.region)
    return await groups.reachable(unit, desk.bot, regions=regions, audiences=audiences)


async def _pick(
    unit: Unit,
    desk: Desk,
    kind: Kind,
    audience: list[Group],
    known: Knowledge,
    offered: Sequence[str],
    *,
    now: datetime,
) -> Item:
    present = {group.audience for group in audience}
    suiting = [item for item in desk.library.of_kind(kind) if present & set(item.audiences)]
    heard = _all_heard(await push_rows.heard(unit, [group.id for group in audience]))
    fresh = [item for item in suiting if item.id not in offered] or suiting
    item = choose(fresh, heard, desk.rules.hours.day(now), together(known.scores.values()))
    if item is None:
        raise NothingSuits(kind)
    return item


async def _pick_letter(
    unit: Unit, desk: Desk, audience: list[Group], offered: Sequence[str], *, now: datetime
) -> Letter:
    """The letter of the festival that is near, else the one that these groups got least; none out of time."""
    present, today = {group.audience for group in audience}, desk.rules.hours.day(now)
    suiting = [
        one
        for one in desk.library.letters.values()
        if present & set(one.audiences) and (one.season is None or in_season(one.season, today))
    ]
    heard = _all_heard(await push_rows.heard(unit, [group.id for group in audience]))
    letter = choose([one for one in suiting if one.id not in offered] or suiting, heard, today)
    if letter is None:
        raise NothingSuits(Kind.LETTER)
    return letter


async def _pick_question(
    unit: Unit,
    desk: Desk,
    audience: list[Group],
    known: Knowledge,
    offered: Sequence[str],
    frauds: Sequence[str],
    *,
    now: datetime,
) -> Choice:
    """One question for all these groups: new this year to each of them, by what they know together."""
    present = {group.audience for group in audience}
    suiting = [one for one in desk.library.questions.values() if present & set(one.audiences)]
    if frauds:
        suiting = [one for one in suiting if one.fraud_type in frauds]
    heard = _all_heard(await push_rows.heard(unit, [group.id for group in audience]))
    asked = {item: one for item, one in heard.items() if item in desk.library.questions}
    near = () if frauds else tuple(dict.fromkeys(one for some in known.local.values() for one in some))
    choice = None
    # What suits the most groups first; what suits only some of them when all of that was asked this year.
    for some in _widest_first([one for one in suiting if one.id not in offered] or suiting, audience):
        choice = choice or choose_question(
            some,
            asked,
            local=near,
            scores=together(known.scores.values()),
            now=now,
            zone=desk.rules.hours.zone,
        )
    if choice is None:
        raise NothingSuits(Kind.QUIZ)
    return replace(choice, why=Why.WANTED) if frauds else choice


def _widest_first(questions: list[Question], groups: list[Group]) -> list[list[Question]]:
    """The questions by how many of these groups they are for, the most first."""
    by_reach: dict[int, list[Question]] = {}
    for one in questions:
        by_reach.setdefault(sum(group.audience in one.audiences for group in groups), []).append(one)
    return [by_reach[reach] for reach in sorted(by_reach, reverse=True)]


def _all_heard(by_group: dict[Any, dict[str, Heard]]) -> dict[str, Heard]:
    everything: dict[str, Heard] = {}
    for one in by_group.values():
        for item, heard in one.items():
            before = everything.get(item)
            times = heard.times + (before.times if before else 0)
            last = max(heard.last, before.last) if before else heard.last
            everything[item] = Heard(times, last, heard.fraud_type)
    return everything
