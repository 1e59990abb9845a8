"""Queries about the ledger of offline work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NewType

from sqlalchemy import func, select, update

from content.words import Work
from storage.database import Unit, held, insert_once
from storage.tables import ledger, media

EntryId = NewType("EntryId", int)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What an officer wrote: how many, where, when; `money` in fen, lost or saved."""

    kind: Work
    number: int
    money: int
    place: str
    day: date
    fraud_type: str | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the ledger as it stands there."""

    id: EntryId
    officer: int
    region: str | None
    line: Line
    photo: int | None
    created_at: datetime


async def add_once(
    unit: Unit, bot: int, key: str, officer: int, region: str | None, line: Line, *, now: datetime
) -> EntryId:
    """The entry of that key, made now or before."""
    values = {
        "bot": bot,
        "key": key,
        "officer": officer,
        "region": region,
        "created_at": now,
        **_values(line),
    }
    statement = insert_once(unit, ledger).values(values)
    statement = statement.on_conflict_do_nothing(index_elements=[ledger.c.bot, ledger.c.key])
    await unit.execute(statement)
    query = select(ledger.c.id).where(ledger.c.bot == bot, ledger.c.key == key)
    return EntryId((await unit.execute(query)).scalar_one())


async def by_id(unit: Unit, bot: int, entry: EntryId) -> Entry | None:
    query = select(ledger).where(ledger.c.bot == bot, ledger.c.id == entry, ledger.c.deleted_at.is_(None))
    row = (await unit.execute(held(unit, query, ledger))).first()
    return _entry(row) if row else None


async def of_officer(unit: Unit, bot: int, officer: int, *, since: datetime) -> list[Entry]:
    """What that officer wrote since then, newest first."""
    query = select(ledger).where(ledger.c.bot == bot, ledger.c.officer == officer)
    query = query.where(ledger.c.created_at >= since, ledger.c.deleted_at.is_(None))
    return [_entry(row) for row in await unit.execute(query.order_by(ledger.c.id.desc()))]


async def within(unit: Unit, bot: int, first: date, last: date) -> list[Entry]:
    """All work of those days, oldest first."""
    query = (
        select(ledger)
        .where(ledger.c.bot == bot, ledger.c.deleted_at.is_(None))
        .where(ledger.c.day >= first, ledger.c.day <= last)
        .order_by(ledger.c.day, ledger.c.id)
    )
    return [_entry(row) for row in await unit.execute(query)]


async def photo_sizes(unit: Unit, photos: Sequence[int]) -> dict[int, int]:
    """The bytes of each."""
    query = select(media.c.id, func.length(media.c.content)).where(media.c.id.in_(photos))
    return {row[0]: row[1] for row in await unit.execute(query)}


async def photos(unit: Unit, wanted: Sequence[int]) -> dict[int, bytes]:
    query = select(media.c.id, media.c.content).where(media.c.id.in_(wanted))
    return {row[0]: row[1] for row in await unit.execute(query)}


async def crimes(unit: Unit, bot: int, *, since: date) -> list[tuple[str, str | None]]:
    """Fraud type and region of the cases that happened since then, the newest first."""
    query = select(ledger.c.fraud_type, ledger.c.region).where(
        ledger.c.bot == bot,
        ledger.c.kind == Work.CRIME,
        ledger.c.day >= since,
        ledger.c.deleted_at.is_(None),
        ledger.c.fraud_type.is_not(None),
    )
    newest = func.max(ledger.c.day).desc(), func.max(ledger.c.id).desc()
    query = query.group_by(ledger.c.fraud_type, ledger.c.region).order_by(*newest)
    return [(row.fraud_type, row.region) for row in await unit.execute(query)]


async def change(unit: Unit, entry: EntryId, line: Line, *, now: datetime) -> None:
    await unit.execute(update(ledger).where(ledger.c.id == entry).values(changed_at=now, **_values(line)))


async def add_photo(unit: Unit, entry: EntryId, photo: int) -> None:
    await unit.execute(update(ledger).where(ledger.c.id == entry).values(media_id=photo))


async def delete(unit: Unit, entry: EntryId, *, now: datetime) -> None:
    """It counts nowhere any more; the row stays for whoever has to answer for it."""
    await unit.execute(update(ledger).where(ledger.c.id == entry).values(deleted_at=now))


def _values(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "number": line.number,
        "money": line.money,
        "place": line.place,
        "day": line.day,
        "fraud_type": line.fraud_type,
    }


def _entry(row: Any) -> Entry:
    line = Line(
        kind=Work(row.kind),
        number=row.number,
        money=row.money,
        place=row.place,
        day=row.day,
        fraud_type=row.fraud_type,
    )
    return Entry(
        id=EntryId(row.id),
        officer=row.officer,
        region=row.region,
        line=line,
        photo=row.media_id,
        created_at=row.created_at,
    )
