"""Queries about answers: once per person and round, and those that wait for their round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import String, cast, delete, literal, select, update

from storage.database import Unit, held, insert_once, one_at_a_time
from storage.rounds import ENDED, RoundId
from storage.tables import answers, parked_answers, parked_counts, plays, rounds


@dataclass(frozen=True)
class Vote:
    """One answer to a poll: who, as a hash, and which option, from 0."""

    poll: str
    person: str
    choice: int


@dataclass(frozen=True)
class Answer:
    """A Vote with the round it belongs to."""

    round: RoundId
    person: str
    choice: int


async def add_once(unit: Unit, new: Collection[Answer], *, now: datetime) -> list[Answer]:
    """Store these answers; those of them that are new, each person's first one."""
    if not new:
        return []
    rows = [
        {"round_id": one.round, "person": one.person, "choice": one.choice, "at": now}
        for one in {(one.round, one.person): one for one in reversed(list(new))}.values()
    ]
    statement = insert_once(unit, answers).on_conflict_do_nothing(index_elements=["round_id", "person"])
    added = await unit.execute(
        statement.returning(answers.c.round_id, answers.c.person, answers.c.choice), rows
    )
    return [Answer(RoundId(row.round_id), row.person, row.choice) for row in added]


async def choices_of(unit: Unit, wanted: Collection[tuple[RoundId, str]]) -> dict[tuple[RoundId, str], int]:
    """What these persons chose in these rounds, those that have answered."""
    if not wanted:
        return {}
    of_round, of_person = {one for one, _ in wanted}, {person for _, person in wanted}
    query = select(answers).where(answers.c.round_id.in_(of_round), answers.c.person.in_(of_person))
    return {(RoundId(row.round_id), row.person): row.choice for row in await unit.execute(query)}


async def numbers_in_line(unit: Unit, bot: int) -> None:
    """Until this unit ends no poll's number is written down elsewhere, and nothing is parked."""
    await one_at_a_time(unit, f"polls {bot}")


async def park(unit: Unit, bot: int, votes: Iterable[Vote], *, now: datetime) -> None:
    """Keep answers to polls that we do not know, or not yet."""
    rows = [
        {"bot": bot, "poll": one.poll, "person": one.person, "choice": one.choice, "at": now} for one in votes
    ]
    if rows:
        await unit.execute(insert_once(unit, parked_answers).on_conflict_do_nothing(), rows)


async def park_counts(unit: Unit, bot: int, poll: str, counts: list[int], *, now: datetime) -> None:
    """The same for what an unknown poll's update said; the newest stays."""
    statement = insert_once(unit, parked_counts).values(bot=bot, poll=poll, counts=counts, at=now)
    keys = [parked_counts.c.bot, parked_counts.c.poll]
    values = {"counts": counts, "at": now}
    await unit.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def unpark(unit: Unit, bot: int, poll: str) -> tuple[list[Vote], list[int] | None]:
    """What was kept for this poll: answers and the newest counts; it is kept no longer."""
    mine = (parked_answers.c.bot == bot) & (parked_answers.c.poll == poll)
    votes = await unit.execute(delete(parked_answers).where(mine).returning(parked_answers))
    found = [Vote(row.poll, row.person, row.choice) for row in votes]
    told = (parked_counts.c.bot == bot) & (parked_counts.c.poll == poll)
    counts = (
        await unit.execute(delete(parked_counts).where(told).returning(parked_counts.c.counts))
    ).scalar()
    return found, counts


async def drop_parked(unit: Unit, bot: int, *, before: datetime) -> None:
    """What nobody asked for by then belongs to no poll of ours."""
    for table in (parked_answers, parked_counts):
        await unit.execute(delete(table).where(table.c.bot == bot, table.c.at < before))


async def own_names(unit: Unit, new: Sequence[Answer], salts: Mapping[RoundId, str]) -> list[Answer]:
    """These answers, those under the other name by persons who answered that round and were then forgotten.

    `salts`: of the rounds that have one.
    """
    if not salts:
        return list(new)
    other = {one: _forgotten(salts[one.round], one.person) for one in new if one.round in salts}
    known = await choices_of(unit, {(one.round, name) for one, name in other.items()})
    return [
        replace(one, person=other[one]) if (one.round, other.get(one, "")) in known else one for one in new
    ]


async def _rename(unit: Unit, person: str) -> int:
    """In rounds that are open nobody answers twice: there a name that only the round's salt leads to."""
    mine = (answers.c.person == person) & rounds.c.state.not_in(ENDED)
    query = select(answers.c.id, rounds.c.id.label("round"), rounds.c.salt)
    query = query.join(rounds, rounds.c.id == answers.c.round_id).where(mine).order_by(rounds.c.id)
    found = (await unit.execute(held(unit, query, rounds))).all()
    for row in found:
        salt = row.salt or token_hex(16)
        await unit.execute(update(rounds).where(rounds.c.id == row.round).values(salt=salt))
        named = update(answers).where(answers.c.id == row.id).values(person=_forgotten(salt, person))
        await unit.execute(named)
    return len(found)


def _forgotten(salt: str, person: str) -> str:
    return "forgotten:" + sha256(f"{salt}:{person}".encode()).hexdigest()[:32]


async def forget(unit: Unit, person: str) -> int:
    """Cut the person's link to every answer and play; the counts stay. Returns how many there were."""
    cut = await _rename(unit, person)
    for table in (answers, plays):
        # Each row still needs a name of its own; this one leads back to nobody.
        nobody = literal("forgotten:").concat(cast(table.c.id, String))
        forgotten = update(table).where(table.c.person == person).values(person=nobody)
        cut += (await unit.execute(forgotten)).rowcount
    parked = delete(parked_answers).where(parked_answers.c.person == person)
    return cut + int((await unit.execute(parked)).rowcount)
