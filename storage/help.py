"""Queries about calls for help, commands used, and the hints that officers get of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, union_all, update

from storage.database import Unit, insert_once, one_at_a_time
from storage.tables import answers, deliveries, groups, help_calls, hints, interactions, receipts, rounds


@dataclass(frozen=True)
class Call:
    """A choice on a help card: by whom, from where, and which scheme the check saw in the text."""

    person: str
    choice: str
    region: str | None
    fraud_type: str | None
    signature: str | None


@dataclass(frozen=True)
class Hint:
    """Several people asked about one scheme; `told` are the officers who know."""

    id: int
    region: str | None
    fraud_type: str
    signature: str
    people: int
    told: tuple[int, ...]


@dataclass(frozen=True)
class CallCount:
    """How often a choice was made on a day; `questions`: how many of them were the first on their card.

    The sum of `questions` is 解答咨询: a person who presses two buttons of a card asked one question.
    """

    day: date
    region: str | None
    choice: str
    fraud_type: str | None
    calls: int
    questions: int


async def in_line(unit: Unit, bot: int) -> None:
    """Nobody else adds calls or hints until this unit ends: two would each count one person too few."""
    await one_at_a_time(unit, f"help:{bot}")


async def add_call(unit: Unit, bot: int, card: int, call: Call, *, day: date, now: datetime) -> bool:
    """Remember a choice; False when that card's choice was remembered before."""
    mine = (help_calls.c.bot == bot, help_calls.c.person == call.person, help_calls.c.card == card)
    first = (await unit.execute(select(help_calls.c.id).where(*mine).limit(1))).first() is None
    values = {**vars(call), "bot": bot, "card": card, "first": first, "day": day, "at": now}
    once = insert_once(unit, help_calls).values(values).on_conflict_do_nothing().returning(help_calls.c.id)
    return (await unit.execute(once)).scalar() is not None


async def calls_since(unit: Unit, bot: int, fraud_type: str, since: datetime) -> list[Call]:
    """The calls about one fraud, the oldest first; those of forgotten people no longer count."""
    columns = [help_calls.c[name] for name in Call.__dataclass_fields__]
    query = select(*columns).where(help_calls.c.bot == bot, help_calls.c.fraud_type == fraud_type)
    query = query.where(help_calls.c.at > since, help_calls.c.person.not_like("forgotten:%"))
    return [Call(**row._mapping) for row in await unit.execute(query.order_by(help_calls.c.id))]


async def note_once(
    unit: Unit, bot: int, person: str, kind: str, place: str, region: str | None, *, day: date, now: datetime
) -> None:
    """A person used a command in a place that day."""
    values = {
        "bot": bot,
        "person": person,
        "kind": kind,
        "place": place,
        "region": region,
        "day": day,
        "at": now,
    }
    await unit.execute(insert_once(unit, interactions).values(values).on_conflict_do_nothing())


async def region_of(unit: Unit, bot: int, person: str) -> str | None:
    """The place of the group in which that person was seen last; None: never seen in a group with one."""
    tapped = (
        select(groups.c.region, receipts.c.at)
        .join(deliveries, deliveries.c.group_id == groups.c.id)
        .join(receipts, receipts.c.delivery_id == deliveries.c.id)
        .where(groups.c.bot == bot, receipts.c.person == person, groups.c.region.is_not(None))
    )
    asked = select(interactions.c.region, interactions.c.at).where(
        interactions.c.bot == bot, interactions.c.person == person, interactions.c.region.is_not(None)
    )
    answered = (
        select(groups.c.region, answers.c.at)
        .join(deliveries, deliveries.c.group_id == groups.c.id)
        .join(rounds, rounds.c.delivery_id == deliveries.c.id)
        .join(answers, answers.c.round_id == rounds.c.id)
        .where(groups.c.bot == bot, answers.c.person == person, groups.c.region.is_not(None))
    )
    seen = union_all(tapped, answered, asked).subquery()
    return (await unit.execute(select(seen.c.region).order_by(seen.c.at.desc()).limit(1))).scalar()


async def hints_since(unit: Unit, bot: int, fraud_type: str, since: datetime) -> list[Hint]:
    query = select(hints).where(hints.c.bot == bot, hints.c.fraud_type == fraud_type, hints.c.at > since)
    return [_hint(row) for row in await unit.execute(query)]


async def add_hint(
    unit: Unit, bot: int, region: str | None, fraud_type: str, signature: str, people: int, *, now: datetime
) -> None:
    values = {"region": region, "fraud_type": fraud_type, "signature": signature, "people": people}
    await unit.execute(insert(hints).values(bot=bot, at=now, told=[], **values))


async def untold(unit: Unit, bot: int, since: datetime) -> list[Hint]:
    """Hints of which somebody does not know yet."""
    query = select(hints).where(hints.c.bot == bot, hints.c.told_at.is_(None), hints.c.at > since)
    return [_hint(row) for row in await unit.execute(query.order_by(hints.c.id))]


async def told(unit: Unit, hint: int, users: tuple[int, ...], *, ended: datetime | None) -> None:
    """Who knows by now; `ended`: nobody is left to tell."""
    await unit.execute(update(hints).where(hints.c.id == hint).values(told=list(users), told_at=ended))


async def forget(unit: Unit, person: str) -> int:
    """Cut the person's link to calls and commands; the counts stay. Returns how many there were."""
    cut = 0
    for table in (help_calls, interactions):
        gone = await unit.execute(
            update(table)
            .where(table.c.person == person)
            # Each row still needs a name of its own; this one leads back to nobody.
            .values(person=literal("forgotten:").concat(cast(table.c.id, String)))
        )
        cut += int(gone.rowcount)
    return cut


def _hint(row: Any) -> Hint:
    return Hint(row.id, row.region, row.fraud_type, row.signature, row.people, tuple(row.told))
