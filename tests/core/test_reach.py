"""A report's figures against rows counted by hand, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from content.regions import load_regions
from content.words import Audience, Work
from core import interactions as interactions_of
from core import reach
from core.figures import Figures, Scope
from core.interactions import Used
from core.reach import Books, report
from core.reach_pushes import various
from storage import ledger, tallies
from storage.database import Database
from storage.ledger import Line
from storage.models import DeliveryId, DeliveryState, Group
from storage.reach import Span
from storage.tables import (
    alerts,
    answers,
    deliveries,
    groups,
    help_calls,
    interactions,
    pushes,
    receipts,
    rounds,
)
from tests.core.desks import ZONE, desk
from tests.storage.files import BOT, add_group, add_push

FIRST = datetime(2026, 11, 20, 7, tzinfo=UTC)
END = FIRST + timedelta(days=7)
DURING = FIRST + timedelta(days=3)
BEFORE = FIRST - timedelta(days=2)
SCOPE = Scope(first=FIRST, end=END, region=None, audience=None)


class County:
    """A database with what happened in it, told row by row."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.books = Books(database=database, bot=BOT, regions=load_regions(), office="反诈中心", zone=ZONE)

    async def write(self, table: Any, *rows: dict[str, Any]) -> None:
        async with self.database.unit() as unit:
            await unit.execute(insert(table), list(rows))

    async def group(self, chat: int, audience: Audience, region: str, members: int, **values: Any) -> Group:
        made = await add_group(self.database, chat, audience)
        since = {"subscribed_at": BEFORE, "confirmed_at": BEFORE, "region": region, "members": members}
        async with self.database.unit() as unit:
            await unit.execute(update(groups).where(groups.c.id == made.id).values({**since, **values}))
        return made

    async def push(
        self, key: str, at: datetime, ended: Sequence[tuple[Group, DeliveryState, int]], kind: str = "tip"
    ) -> list[DeliveryId]:
        ids = await add_push(self.database, [group for group, _, _ in ended], key, at)
        async with self.database.unit() as unit:
            for one, (_, state, members) in zip(ids, ended, strict=True):
                reason = "no_rights" if state is DeliveryState.FAILED else None
                values = {"state": state, "ended_at": at, "members": members, "reason": reason}
                await unit.execute(update(deliveries).where(deliveries.c.id == one).values(values))
            await unit.execute(update(pushes).where(pushes.c.key == key).values(kind=kind))
        return ids

    async def tap(self, delivery: DeliveryId, person: str, at: datetime) -> None:
        await self.write(receipts, {"delivery_id": delivery, "person": person, "place": 1, "at": at})
        async with self.database.unit() as unit:
            more = {"receipts": deliveries.c.receipts + 1}
            await unit.execute(update(deliveries).where(deliveries.c.id == delivery).values(more))

    async def round(self, delivery: DeliveryId, answered: int, right: int, people: Sequence[str]) -> None:
        row = {"bot": BOT, "delivery_id": delivery, "mode": "open", "state": "open", "chat": -1, "options": 4}
        counts = {"right_option": 0, "answered": answered, "answered_right": right}
        times = {"opened_at": DURING, "closes_at": END, "poll": f"poll{delivery}"}
        async with self.database.unit() as unit:
            made = insert(rounds).values(**row, **counts, **times).returning(rounds.c.id)
            number = (await unit.execute(made)).scalar_one()
            told = [{"round_id": number, "person": one, "choice": 0, "at": DURING} for one in people]
            await unit.execute(insert(answers), told)


@pytest.fixture
async def county(database: Database) -> County:
    """Two groups at work, one unconfirmed, one that left amid the week; a week before with one push."""
    made = County(database)
    village = await made.group(-1, Audience.VILLAGE, "xingfu-village", 100)
    school = await made.group(-2, Audience.PARENT, "experimental-school", 46)
    stranger = await made.group(-3, Audience.VILLAGE, "hehua-village", 900, confirmed_at=None)
    gone = await made.group(-4, Audience.VILLAGE, "taoyuan-village", 30)
    sent, failed, unknown = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN
    await made.push("slot:before", BEFORE + timedelta(hours=1), [(village, sent, 90)])
    tip = await made.push(
        "slot:tip",
        DURING,
        [(village, sent, 100), (school, failed, 46), (stranger, sent, 900), (gone, sent, 30)],
    )
    case = await made.push("order:case", DURING, [(village, sent, 101), (school, unknown, 46)], "case")
    quiz = await made.push("slot:quiz", DURING, [(village, sent, 101), (school, sent, 46)], "quiz")
    asked = await made.push("asked:one", DURING, [(village, sent, 101)])
    async with database.unit() as unit:
        left = {"state": "left", "left_at": DURING}
        await unit.execute(update(groups).where(groups.c.id == gone.id).values(left))
    await made.tap(tip[0], "ann", DURING)
    await made.tap(tip[0], "bob", DURING)
    await made.tap(case[0], "ann", DURING)
    await made.tap(case[0], "forgotten:7", DURING)
    await made.tap(asked[0], "cid", FIRST - timedelta(seconds=1))
    await made.tap(tip[2], "who", DURING)
    await made.round(quiz[0], 5, 3, ["ann", "dan", "chat:-100"])
    await made.round(quiz[1], 4, 4, ["eva"])
    used = {"bot": BOT, "day": DURING.date(), "kind": "verify", "at": DURING, "region": None}
    await made.write(
        interactions,
        {**used, "person": "fay", "place": "private"},
        {**used, "person": "ann", "place": f"group:{village.id}"},
        {**used, "person": "gil", "place": f"group:{stranger.id}"},
    )
    call = {"bot": BOT, "day": DURING.date(), "at": DURING, "region": "pingan", "fraud_type": "rebate"}
    await made.write(
        help_calls,
        {**call, "person": "ann", "card": 1, "choice": "unsure", "first": True},
        {**call, "person": "ann", "card": 1, "choice": "paid", "first": False},
        {**call, "person": "hal", "card": 2, "choice": "paid", "first": True},
    )
    return made


async def test_every_figure_is_what_a_clerk_would_count(county: County) -> None:
    told = await report(county.books, SCOPE, now=END)
    assert told.figures == Figures(
        groups_active=2,
        groups_new=0,
        groups_confirmed=0,
        groups_lost=1,
        groups_suspended=0,
        pushes=3,
        deliveries_sent=6,
        deliveries_failed=1,
        deliveries_unknown=1,
        members_addressed=100 + 30 + 101 + 101 + 46 + 101,
        members_in_groups=146,
        people_interacted=5,
        receipts=4,
        quiz_answers=9,
        quiz_right=7,
        questions_answered=2,
    )
    assert told.failures == {"no_rights": 1}
    assert told.before == replace(
        Figures(), pushes=1, deliveries_sent=1, members_addressed=90, groups_active=3, groups_new=3,
        groups_confirmed=3, members_in_groups=176, receipts=1, people_interacted=1,
    )  # fmt: skip
    assert told.failures_before == {}
    assert [(row.kind, row.pushes, row.sent, row.answers) for row in told.kinds] == [
        ("tip", 1, 3, 0),
        ("case", 1, 1, 0),
        ("quiz", 1, 2, 9),
    ]
    assert [(row.kind, row.sent, row.answers, row.right) for row in told.pushes] == [
        ("tip", 2, 0, 0),
        ("case", 1, 0, 0),
        ("quiz", 2, 9, 7),
    ]


async def test_a_region_and_an_audience_narrow_every_figure(county: County) -> None:
    town = await report(county.books, replace(SCOPE, region="pingan"), now=END)
    assert (town.figures.groups_active, town.figures.deliveries_sent, town.figures.groups_lost) == (2, 5, 0)
    assert town.figures.questions_answered == sum(row.questions for row in town.helped) == 2
    assert {row.place for row in town.helped} <= {"平安镇", "幸福村"}
    parents = await report(county.books, replace(SCOPE, audience=Audience.PARENT), now=END)
    assert parents.figures.quiz_answers == 4
    assert parents.figures.people_interacted == 1
    assert {rate.audience for rate in parents.rates} == {Audience.PARENT}
    nowhere = await report(county.books, replace(SCOPE, region="heping", audience=Audience.PARENT), now=END)
    assert set(asdict(nowhere.figures).values()) == {0, None}, "no alert took no minutes"


async def test_groups_that_need_somebody_are_named_with_the_reason(county: County) -> None:
    told = await report(county.books, SCOPE, now=END)
    assert {row.title: row.care for row in told.groups} == {
        "群-1": None,
        "群-2": None,
        "群-3": "unconfirmed",
        "群-4": "left",
    }
    later = END + reach.SILENT_AFTER + timedelta(days=1)
    quiet = await report(county.books, Scope(first=END, end=later, region=None, audience=None), now=later)
    assert {row.title: row.care for row in quiet.groups}["群-1"] == "silent"


async def test_who_took_the_bot_out_is_lost_and_who_refuses_it_is_suspended(county: County) -> None:
    out = {"state": "suspended", "reason": "kicked", "left_at": DURING}
    shut = {**out, "reason": "no_rights"}
    async with county.database.unit() as unit:
        await unit.execute(update(groups).where(groups.c.chat == -1).values(out))
        await unit.execute(update(groups).where(groups.c.chat == -2).values(shut))
    told = await report(county.books, SCOPE, now=END)
    figures = told.figures
    assert (figures.groups_active, figures.groups_lost, figures.groups_suspended) == (0, 2, 1)
    assert {row.title: row.care for row in told.groups}["群-1"] == "left"
    assert {row.title: row.care for row in told.groups}["群-2"] == "suspended"
    # Up to that day both were there; what was long gone when the next week began is in no list.
    assert told.before.groups_active == 3
    later = Scope(first=END, end=END + timedelta(days=7), region=None, audience=None)
    listed = await report(county.books, later, now=later.end)
    assert {row.title for row in listed.groups} == {"群-2", "群-3"}


async def test_a_command_used_in_a_group_is_a_person_and_a_sign_of_life(county: County) -> None:
    town = desk(county.database)
    late = END + timedelta(days=29)
    span = Scope(first=END, end=END + timedelta(days=30), region=None, audience=Audience.VILLAGE)
    assert (await report(county.books, span, now=span.end)).figures.people_interacted == 0
    await interactions_of.note(town, 4711, Used.CHECK, -1, now=late)
    told = await report(county.books, span, now=span.end)
    assert told.figures.people_interacted == 1
    assert {row.title: row.care for row in told.groups}["群-1"] is None


async def test_offline_work_stands_beside_the_pushes(county: County) -> None:
    talk = Line(kind=Work.TALK, number=2, money=0, place="广场", day=date(2026, 11, 22), fraud_type=None)
    async with county.database.unit() as unit:
        for key, line in (("a", talk), ("b", replace(talk, day=date(2026, 11, 10)))):
            await ledger.add_once(unit, BOT, key, 1003, "pingan", line, now=DURING)
    told = await report(county.books, SCOPE, now=END)
    assert [(row.kind, row.number, row.place) for row in told.ledger] == [("talk", 2, "广场")]
    assert (told.figures.talks, told.before.talks) == (2, 0)
    crime = Line(kind=Work.CRIME, number=2, money=1_250_049, place="镇", day=talk.day, fraud_type="rebate")
    async with county.database.unit() as unit:
        await ledger.add_once(unit, BOT, "c", 1003, "pingan", crime, now=DURING)
    later = await report(county.books, replace(SCOPE, first=END, end=END + timedelta(days=7)), now=END)
    assert (later.before.talks, later.before.crimes, later.before.crimes_money) == (2, 2, 12_500)
    assert (await report(county.books, replace(SCOPE, region="heping"), now=END)).ledger == ()


async def test_what_the_county_did_in_a_village_counts_for_its_town_too(county: County) -> None:
    talk = Line(
        kind=Work.TALK, number=1, money=0, place="荷花村广场", day=date(2026, 11, 22), fraud_type=None
    )
    async with county.database.unit() as unit:
        await ledger.add_once(unit, BOT, "a", 1001, None, talk, now=DURING)
        await ledger.add_once(unit, BOT, "b", 1001, None, replace(talk, place="县城"), now=DURING)
    talks = dict[str | None, int]()
    for region in (None, "pingan", "hehua-village", "xingfu-village", "heping"):
        told = await report(county.books, replace(SCOPE, region=region), now=END)
        talks[region] = told.figures.talks
    expected = {"pingan": 1, "hehua-village": 1, "xingfu-village": 0, "heping": 0}
    assert talks.pop(None) == 2
    assert talks == expected


@pytest.mark.parametrize(("written", "weeks"), [(-1, (3, 0)), (0, (0, 3)), (60 * 48, (0, 3))])
async def test_work_of_the_closing_day_counts_in_one_week_alone(
    county: County, written: int, weeks: tuple[int, int]
) -> None:
    """Written a minute before the week closes, as it closes, or two days later."""
    friday = Line(kind=Work.VISITS, number=3, money=0, place="村", day=date(2026, 11, 27), fraud_type=None)
    async with county.database.unit() as unit:
        at = END + timedelta(minutes=written)
        await ledger.add_once(unit, BOT, "f", 1003, "pingan", friday, now=at)
    after = replace(SCOPE, first=END, end=END + timedelta(days=7))
    told = [await report(county.books, scope, now=after.end) for scope in (SCOPE, after)]
    assert tuple(one.figures.visits for one in told) == weeks


async def test_an_empty_period_has_nothing_but_its_groups(county: County) -> None:
    far = Scope(first=END + timedelta(days=60), end=END + timedelta(days=67), region=None, audience=None)
    told = await report(county.books, far, now=far.end)
    counted = {name: value for name, value in asdict(told.figures).items() if value}
    assert counted == {"groups_active": 2, "members_in_groups": 146}
    assert (told.pushes, told.sheets, told.failures) == ((), (), {})


async def test_the_pictures_show_each_kind_before_more_of_the_newest(county: County) -> None:
    """One tip of the beginning stands beside the newest quizzes."""
    group = await county.group(-9, Audience.VILLAGE, "xingfu-village", 10)
    for number in range(reach.SHEETS + 2):
        at = DURING + timedelta(minutes=number)
        await county.push(f"slot:{number}", at, [(group, DeliveryState.SENT, 10)], "quiz")
    async with county.database.unit() as unit:
        made = await tallies.tallies(unit, Span(bot=BOT, first=FIRST, end=END, regions=None, audience=None))
    chosen = various(made, reach.SHEETS)
    assert len(chosen) == reach.SHEETS
    assert {one.kind for one in chosen} == {"tip", "case", "quiz"}
    assert chosen == sorted(chosen, key=lambda one: (one.created_at, one.push))


# Put right, and that put right again; and one taken back.
LIFE = (("corrected", None), ("corrected", 1), ("withdrawn", None), ("sent", 2))


async def test_an_alert_is_told_with_its_minutes_and_as_it_was_put_right(county: County) -> None:
    group = await county.group(-9, Audience.VILLAGE, "xingfu-village", 10)
    ids = []
    for key in ("wrong", "better", "rumour", "right"):
        [delivery] = await county.push(key, DURING, [(group, DeliveryState.SENT, 10)], "alert")
        async with county.database.unit() as unit:
            ids.append((await unit.execute(select(deliveries.c.push_id).filter_by(id=delivery))).scalar_one())
    written = {"bot": BOT, "author": 1003, "version": 1, "audiences": [], "segments": [], "life_hours": 24}
    written |= {"severity": "warning", "pin": False, "reminded": 0, "unreviewed": False}
    begun = {"decided_at": DURING, "created_at": DURING - timedelta(minutes=7)}
    for number, (state, corrects) in enumerate(LIFE):
        told = {"id": number + 1, "state": state, "corrects": corrects, "push_id": ids[number]}
        words = {"text": f"话{number}", "code": f"code{number}"}
        await county.write(alerts, {**written, **begun, **told, **words})
    report_of_week = await report(county.books, SCOPE, now=END)
    assert [(one.text, one.correction, one.state, one.minutes) for one in report_of_week.alerts] == [
        ("话0", "话3", "corrected", 7),
        ("话2", None, "withdrawn", 7),
    ]
    figures = report_of_week.figures
    assert (figures.alerts, figures.alerts_corrected, figures.alerts_withdrawn) == (2, 1, 1)
    assert (figures.alert_minutes, report_of_week.before.alert_minutes) == (7, None)
    async with county.database.unit() as unit:
        await unit.execute(update(alerts).where(alerts.c.id == 4).values(state="withdrawn"))
    taken_back = await report(county.books, SCOPE, now=END)
    assert (taken_back.alerts[0].state, taken_back.alerts[0].correction) == ("corrected", None)
    assert len(report_of_week.sheets) == 4, "tip, case, quiz and the last words; what was wrong is not shown"
    assert ("alert", 4, 4) in {(row.kind, row.pushes, row.sent) for row in report_of_week.kinds}
