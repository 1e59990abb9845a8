"""Queries about pushes and the texts they were made with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal, select, update

from content.choose import Heard
from content.questions import Quiz
from content.words import Audience, Kind, Script
from storage.database import Unit, held, insert_once, one_at_a_time
from storage.models import Counts, DeliveryState, GroupId, Push, PushId
from storage.tables import deliveries, push_texts, pushes

# Why a push stands still: an owner is asked about it, or its groups do not all have their rows yet.
PAUSED, FILLING = "paused", "filling"
HEARD = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class NewPush:
    """What a push is made of. `key` makes it happen once; `texts` are (html, share, hash) per script.

    `media`: the picture whose captions the texts are; `resends`: the push that is said once more.
    A quiz has beside each text what its poll is made of; a letter may ask for a `promise`.
    """

    key: str
    kind: Kind
    item: str
    fraud_type: str
    title: str
    code: str
    created_by: int | None
    texts: Mapping[Script, tuple[str, str, str]]
    media: int | None = None
    resends: PushId | None = None
    quizzes: Mapping[Script, Quiz] = field(default_factory=dict)
    promise: bool = False


async def in_line(unit: Unit, bot: int) -> None:
    """Makers of pushes go one by one: each has to see what the one before gave, or a group gets too much."""
    await one_at_a_time(unit, f"pushes of {bot}")


async def id_of_key(unit: Unit, bot: int, key: str) -> PushId | None:
    found = (await unit.execute(select(pushes.c.id).where(pushes.c.bot == bot, pushes.c.key == key))).scalar()
    return PushId(found) if found is not None else None


async def add_once(unit: Unit, bot: int, new: NewPush, *, now: datetime) -> tuple[PushId, bool]:
    """The push of that key with its texts, and whether it was made just now."""
    statement = insert_once(unit, pushes).values(
        bot=bot,
        key=new.key,
        kind=new.kind,
        item=new.item,
        fraud_type=new.fraud_type,
        title=new.title,
        code=new.code,
        created_at=now,
        created_by=new.created_by,
        media_id=new.media,
        resends=new.resends,
        promise=new.promise,
        tried=0,
        odd=0,
    )
    statement = statement.on_conflict_do_nothing(index_elements=[pushes.c.bot, pushes.c.key])
    made = (await unit.execute(statement.returning(pushes.c.id))).scalar()
    if made is None:
        push = await id_of_key(unit, bot, new.key)
        assert push is not None
        return push, False
    rows = [
        {
            "push_id": made,
            "script": script,
            "html": html,
            "share": share,
            "hash": digest,
            "quiz": new.quizzes[script].as_json() if script in new.quizzes else None,
        }
        for script, (html, share, digest) in new.texts.items()
    ]
    await unit.execute(push_texts.insert(), rows)
    return PushId(made), True


async def by_code(unit: Unit, bot: int, code: str) -> Push | None:
    query = select(pushes).where(pushes.c.bot == bot, pushes.c.code == code)
    row = (await unit.execute(query)).first()
    return _push(row) if row else None


async def by_id(unit: Unit, push: PushId) -> Push | None:
    row = (await unit.execute(select(pushes).where(pushes.c.id == push))).first()
    return _push(row) if row else None


async def text(unit: Unit, push: PushId, script: Script) -> tuple[str, str]:
    """The text as sent: its HTML, and what 转给家人 shares."""
    query = select(push_texts.c.html, push_texts.c.share)
    row = (await unit.execute(query.where(push_texts.c.push_id == push, push_texts.c.script == script))).one()
    return row.html, row.share


async def heard(unit: Unit, groups: Collection[GroupId]) -> dict[GroupId, dict[str, Heard]]:
    """What each group was sent or is about to be sent, by item."""
    query = (
        select(
            deliveries.c.group_id,
            pushes.c.item,
            pushes.c.fraud_type,
            func.count().label("times"),
            func.max(deliveries.c.due_at).label("last"),
        )
        .join(pushes, pushes.c.id == deliveries.c.push_id)
        .where(deliveries.c.group_id.in_(groups), deliveries.c.state.in_(HEARD))
        .group_by(deliveries.c.group_id, pushes.c.item, pushes.c.fraud_type)
    )
    found: dict[GroupId, dict[str, Heard]] = {group: {} for group in groups}
    for row in await unit.execute(query):
        found[GroupId(row.group_id)][row.item] = Heard(row.times, row.last, row.fraud_type)
    return found


async def counts(unit: Unit, push: PushId) -> Counts:
    query = select(deliveries.c.state, func.count()).where(deliveries.c.push_id == push)
    rows = await unit.execute(query.group_by(deliveries.c.state))
    return Counts(**{row[0]: row[1] for row in rows})


# Put together once, as in storage/deliveries.py: counted for each copy.
_TRIED = (
    update(pushes)
    .where(pushes.c.id == bindparam("push"))
    .values(tried=pushes.c.tried + 1, odd=pushes.c.odd + bindparam("one_more"))
    .returning(pushes.c.tried, pushes.c.odd)
)


async def tried(unit: Unit, push: PushId, *, odd: bool) -> tuple[int, int]:
    """Count one more outcome; how many there are now, and how many of them nobody can explain."""
    row = (await unit.execute(_TRIED, {"push": push, "one_more": int(odd)})).one()
    return row.tried, row.odd


async def pause(unit: Unit, push: PushId) -> None:
    """Hold a push that nobody has decided about yet; an alert is never held."""
    undecided = (pushes.c.id == push) & pushes.c.halted.is_(None) & (pushes.c.kind != Kind.ALERT)
    await unit.execute(update(pushes).where(undecided).values(halted=PAUSED))


async def paused(unit: Unit, bot: int) -> list[Push]:
    """Pushes that wait for the owner's word."""
    query = select(pushes).where(pushes.c.bot == bot, _halted(PAUSED))
    return [_push(row) for row in await unit.execute(held(unit, query, pushes))]


@dataclass(frozen=True, kw_only=True)
class ToFill:
    """A push whose groups do not all have their rows yet, and which groups those are."""

    push: PushId
    kind: Kind
    made_at: datetime
    region: str | None
    audiences: tuple[Audience, ...]
    segments: tuple[str, ...]
    item: str


async def fill_later(
    unit: Unit,
    push: PushId,
    *,
    region: str | None,
    audiences: Collection[Audience],
    segments: Collection[str],
) -> None:
    """Hold a push until all groups of those audiences and segments under that region have their rows."""
    meant = {"region": region, "audiences": list(audiences), "segments": list(segments)}
    await unit.execute(update(pushes).where(pushes.c.id == push).values(halted=FILLING, meant=meant))


async def to_fill(unit: Unit, bot: int) -> ToFill | None:
    """The oldest push that lacks rows."""
    query = select(pushes).where(pushes.c.bot == bot, _halted(FILLING)).order_by(pushes.c.id).limit(1)
    row = (await unit.execute(query)).first()
    if row is None:
        return None
    return ToFill(
        push=PushId(row.id),
        kind=Kind(row.kind),
        made_at=row.created_at,
        region=row.meant["region"],
        audiences=tuple(map(Audience, row.meant["audiences"])),
        segments=tuple(row.meant.get("segments", ())),
        item=row.item,
    )


async def filled(unit: Unit, push: PushId) -> None:
    """All its rows are there: it may leave."""
    mine = (pushes.c.id == push) & (pushes.c.halted == FILLING)
    await unit.execute(update(pushes).where(mine).values(halted=None))


async def fill_no_more(unit: Unit, bot: int) -> None:
    """What lacks rows gets none any more."""
    mine = (pushes.c.bot == bot) & _halted(FILLING)
    await unit.execute(update(pushes).where(mine).values(halted="cancelled"))


def _halted(why: str) -> ColumnElement[bool]:
    """Said with the value itself, so that the index of the few pushes that stand still serves."""
    return pushes.c.halted == literal(why, literal_execute=True)


async def halt(unit: Unit, push: PushId, why: str) -> None:
    """What the owner decided: `cancelled`, or `overruled` to let it go on whatever happens."""
    await unit.execute(update(pushes).where(pushes.c.id == push).values(halted=why))


async def overview(unit: Unit, bot: int | None) -> list[dict[str, Any]]:
    """Every push, newest first, with its deliveries by state, failures by reason, and receipts."""
    query = select(pushes).order_by(pushes.c.created_at.desc(), pushes.c.id.desc())
    rows = {
        row.id: {"push": _push(row), "halted": row.halted, "states": {}, "failures": {}, "receipts": 0}
        for row in await unit.execute(query.where(pushes.c.bot == bot) if bot is not None else query)
    }
    tally = select(
        deliveries.c.push_id,
        deliveries.c.state,
        deliveries.c.reason,
        func.count().label("number"),
        func.sum(deliveries.c.receipts).label("receipts"),
    ).group_by(deliveries.c.push_id, deliveries.c.state, deliveries.c.reason)
    for row in await unit.execute(tally):
        if row.push_id not in rows:
            continue
        one = rows[row.push_id]
        one["states"][row.state] = one["states"].get(row.state, 0) + row.number
        one["receipts"] += row.receipts
        if row.state == DeliveryState.FAILED:
            one["failures"][row.reason] = one["failures"].get(row.reason, 0) + row.number
    return list(rows.values())


def _push(row: Any) -> Push:
    return Push(
        id=PushId(row.id),
        kind=Kind(row.kind),
        item=row.item,
        fraud_type=row.fraud_type,
        title=row.title,
        code=row.code,
        created_at=row.created_at,
        created_by=row.created_by,
    )
