"""A county's quarter in a database, written in bulk: pushes to many groups, taps, answers, offline work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from content.words import Audience, Severity, Work
from storage import tables
from storage.database import Database, Unit
from storage.models import GroupState

WEEKS, A_WEEK = 12, 4
# A slot's hour brings other items to other groups.
ITEMS = 25
GROUPS, RECEIPTS, ANSWERS = 10_000, 600_000, 400_000
PEOPLE = 300_000
PHOTO = 250_000
NEAR_GROUPS = 30
NEAR = ("xingfu-village", "hehua-village", "experimental-school")
FAR = ("taoyuan-village", "county-middle-school", "hongda-machinery", "heping")
AUDIENCES = (*[Audience.VILLAGE] * 6, *[Audience.PARENT] * 3, Audience.ENTERPRISE)
FRAUDS = ("rebate", "customer_service", "investment", "loan", "authority", "school_fee")
# What SQLite says to a text of the same shape as SQLAlchemy's own, and PostgreSQL to a moment.
MOMENT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', {since} + {seconds}, 'unixepoch')",
    "postgresql": "to_timestamp({since} + {seconds})",
}


@dataclass(frozen=True)
class Archive:
    """How much there is: `share` of everything at its full size, up to the moment `now`."""

    bot: int
    now: datetime
    share: float = 1.0

    @property
    def groups(self) -> int:
        return int(GROUPS * self.share)

    @property
    def rows(self) -> int:
        """Deliveries, receipts and answers."""
        return self.groups * WEEKS * A_WEEK + int((RECEIPTS + ANSWERS) * self.share)

    @property
    def since(self) -> datetime:
        return self.now - timedelta(weeks=WEEKS)


async def fill(database: Database, archive: Archive, chats: Sequence[int]) -> None:
    """Everything of the archive; the groups of the first of `chats` are near, all others far."""
    async with database.unit() as unit:
        if unit.dialect.name == "sqlite":
            # For this connection alone: keys in no order want their whole index at hand.
            await unit.execute(text("PRAGMA cache_size=-400000"))
        await unit.execute(insert(tables.groups), [_group(archive, *one) for one in enumerate(chats)])
        for statement in _statements(archive, unit.dialect.name):
            await unit.execute(text(statement))
        await _write_down(unit, archive)
    async with database.unit() as unit:
        # PostgreSQL would by now have looked at its tables by itself; SQLite never does.
        if unit.dialect.name == "postgresql":
            await unit.execute(text("ANALYZE"))


def _group(archive: Archive, number: int, chat: int) -> dict[str, Any]:
    near = number < NEAR_GROUPS
    moments = ("created_at", "confirmed_at", "carded_at", "subscribed_at", "members_at")
    return {
        "bot": archive.bot,
        "chat": chat,
        "title": f"第{number}村反诈群",
        "state": GroupState.SUSPENDED if number % 500 == 499 else GroupState.ACTIVE,
        "audience": AUDIENCES[number % 10],
        "segments": [],
        "region": NEAR[number % 3] if near else FAR[number % 4],
        "script": "simplified",
        "members": 40 + number % 260,
        "refusals": 0,
        **dict.fromkeys(moments, archive.since - timedelta(days=number % 30)),
    }


def _statements(archive: Archive, engine: str) -> list[str]:
    """Pushes by week, kind and item, each kind once a week to every group; who tapped, who answered."""
    bot, groups = archive.bot, archive.groups
    since = int(archive.since.timestamp())

    def at(seconds: str) -> str:
        return MOMENT[engine].format(since=since, seconds=seconds)

    def rows(count: int, into: str, columns: str, values: str) -> str:
        """One INSERT of `count` rows made of the number i, from 0."""
        numbers = f"SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}"
        return f"WITH RECURSIVE n(i) AS ({numbers}) INSERT INTO {into} ({columns}) SELECT {values} FROM n"

    # The i-th push is number i / ITEMS of the quarter's slots: four a week, the fourth a quiz.
    pushes, quizzes = WEEKS * A_WEEK * ITEMS, groups * WEEKS
    slot_of_push, slot = f"(i / {ITEMS})", f"(i / {groups})"
    kind = (
        f"CASE WHEN {slot_of_push} % 4 = 3 THEN 'quiz' WHEN i % 100 = 25 THEN 'alert'"
        f" WHEN {slot_of_push} % 4 = 1 THEN 'case' ELSE 'tip' END"
    )
    fraud = "CASE i % 6 " + " ".join(f"WHEN {n} THEN '{one}'" for n, one in enumerate(FRAUDS)) + " END"
    slot_at = "{0} / 4 * 604800 + {0} % 4 * 100000 + 7200"
    began = slot_at.format(slot_of_push)
    ended = f"{slot_at.format(slot)} + i % 3600"
    state = (
        f"CASE WHEN {slot} % 4 = 3 OR i % 200 > 1 THEN 'sent' WHEN i % 200 = 0 THEN 'failed'"
        " ELSE 'unknown' END"
    )
    reason = f"CASE WHEN {slot} % 4 <> 3 AND i % 200 = 0 THEN 'no_rights' END"
    # Of the i-th receipt and the i-th answer: how manieth thing that is no quiz it is about, and which quiz.
    receipts, answers = int(RECEIPTS * archive.share), int(ANSWERS * archive.share)
    nth, asked = f"(i * {groups * WEEKS * 3} / {receipts})", f"(i * {quizzes} / {answers})"
    other = f"({nth} / {groups * 3} * {groups * 4} + {nth} % {groups * 3} + 1)"
    quiz = f"(i / {groups} * {groups * 4} + {groups * 3} + i % {groups} + 1)"
    people, any_day = int(PEOPLE * archive.share), f"i % {WEEKS * 7} * 86400"
    person = f"'0123456789abcdef0123456789' || CAST(100000 + i * 7 % {people} AS TEXT)"
    week_of = f"{nth} / {groups * 3} * 604800 + {nth} % {groups * 3} / {groups} * 100000"
    return [
        rows(
            pushes,
            "pushes",
            "bot, key, kind, item, fraud_type, title, code, created_at, tried, odd, promise",
            f"{bot}, 'slot:' || CAST(i AS TEXT), {kind}, 'item-' || CAST(i % {ITEMS} AS TEXT), {fraud},"
            f" '先垫钱的活儿，都是坑', 'B' || CAST(i AS TEXT), {at(began)}, {groups // ITEMS}, 0, FALSE",
        ),
        rows(
            pushes,
            "push_texts",
            "push_id, script, html, share, hash",
            "i + 1, 'simplified', '<b>先垫钱的活儿，都是坑</b>', '先垫钱的活儿', '0'",
        ),
        rows(
            groups * WEEKS * A_WEEK,
            "deliveries",
            "push_id, group_id, state, priority, counted, due_at, not_after, moved, claimed_at, ended_at,"
            " message, reason, members, key, receipts, receipts_shown, promises",
            f"{slot} * {ITEMS} + i % {ITEMS} + 1, i % {groups} + 1, {state}, 5, TRUE,"
            f" {at(slot_at.format(slot))}, {at(slot_at.format(slot) + ' + 86400')}, FALSE,"
            f" {at(ended)}, {at(ended)}, i, {reason}, 40 + i % {groups} % 260, 'k' || CAST(i AS TEXT),"
            f" CASE WHEN {slot} % 4 = 3 THEN 0 ELSE 2 END, 2, 0",
        ),
        rows(
            quizzes,
            "rounds",
            "bot, delivery_id, mode, state, poll, chat, options, right_option, answered, answered_right,"
            " opened_at, closes_at",
            f"{bot}, {quiz}, 'open', 'closed', 'poll' || CAST(i AS TEXT), -1, 4, 0, 3 + i % 2, 1 + i % 3,"
            f" {at(f'i / {groups} * 604800 + 307200 + i % 3600')}, {at(f'i / {groups} * 604800 + 400000')}",
        ),
        rows(
            receipts,
            "receipts",
            "delivery_id, person, place, at",
            f"{other}, {person}, 1, {at(f'{week_of} + 10800 + i % 80000')}",
        ),
        rows(
            answers,
            "answers",
            "round_id, person, choice, at",
            f"{asked} + 1, {person}, i % 3 % 2, {at(f'{asked} / {groups} * 604800 + 310000 + i % 80000')}",
        ),
        rows(
            people // 3,
            "interactions",
            "bot, day, person, kind, place, region, at",
            f"{bot}, {_day(engine, since, any_day)}, {person}, 'check',"
            f" 'group:' || CAST(i % {groups} + 1 AS TEXT), NULL, {at(any_day)}",
        ),
        rows(
            people // 30,
            "help_calls",
            "bot, day, person, card, choice, first, region, fraud_type, at",
            f"{bot}, {_day(engine, since, any_day)}, {person}, i, 'unsure', TRUE,"
            f" 'pingan', {fraud}, {at(any_day)}",
        ),
    ]


def _day(engine: str, since: int, seconds: str) -> str:
    day = {"sqlite": "date({0}, 'unixepoch')", "postgresql": "CAST(to_timestamp({0}) AS DATE)"}
    return day[engine].format(f"{since} + {seconds}")


async def _write_down(unit: Unit, archive: Archive) -> None:
    """Alerts behind the pushes of that kind, and a quarter's offline work, a tenth of it with a photo."""
    table, now = tables.alerts, archive.now
    pushes = (await unit.execute(tables.pushes.select().where(tables.pushes.c.kind == "alert"))).all()
    await unit.execute(
        insert(table),
        [
            {
                "bot": archive.bot,
                "author": 2002,
                "state": "corrected" if one.id % 3 == 0 else "expired",
                "version": 1,
                "text": "有人冒充老师收资料费\n先打电话问清楚，再动钱包。",
                "audiences": [],
                "segments": [],
                "severity": Severity.WARNING,
                "fraud_type": "school_fee",
                "life_hours": 24,
                "pin": False,
                "code": f"A{one.id}",
                "created_at": one.created_at - timedelta(minutes=5),
                "decided_at": one.created_at,
                "expires_at": one.created_at + timedelta(days=1),
                "ended_at": one.created_at + timedelta(days=1),
                "reminded": 0,
                "unreviewed": False,
                "push_id": one.id,
            }
            for one in pushes
        ],
    )
    lines, works = int(2400 * archive.share), list(Work)
    photos = [
        {
            "id": number,
            "bot": archive.bot,
            "kind": "photo",
            "content": os.urandom(PHOTO),
            "hash": f"{number}",
            "created_at": now,
        }
        for number in range(1, lines // 10 + 1)
    ]
    await unit.execute(insert(tables.media), photos)
    await unit.execute(
        insert(tables.ledger),
        [
            {
                "bot": archive.bot,
                "key": f"line{number}",
                "officer": 2002,
                "region": "pingan",
                "kind": works[number % len(works)],
                "number": 1 + number % 40,
                "money": 100_000 if works[number % len(works)] == Work.CRIME else 0,
                "place": "幸福村文化广场",
                "day": (now - timedelta(days=number % (WEEKS * 7))).date(),
                "fraud_type": "rebate" if works[number % len(works)] == Work.CRIME else None,
                "media_id": number // 10 + 1 if number % 10 == 0 and number // 10 < len(photos) else None,
                "created_at": now.astimezone(UTC),
            }
            for number in range(lines)
        ],
    )
