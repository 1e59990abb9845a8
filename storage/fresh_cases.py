"""Queries about fresh cases: what officers made of an article, from the draft to its last week."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import or_, select, update

from content.words import Audience
from storage.candidates import CandidateId
from storage.database import Unit, held, insert_once
from storage.tables import fresh_cases as table

FreshId = NewType("FreshId", int)


class FreshState(StrEnum):
    """draft → waiting → published → ended; dropped and rejected end before."""

    DRAFT = "draft"
    WAITING = "waiting"
    REJECTED = "rejected"
    DROPPED = "dropped"
    PUBLISHED = "published"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A case in its three parts, where it comes from and whom it is for.

    `cards`: who was asked to approve it, and in which message; `shown`: the state that these tell of.
    """

    id: FreshId
    author: int
    state: FreshState
    version: int
    title: str
    course: str
    sign: str
    action: str
    source: str
    link: str | None
    fraud_type: str | None
    audiences: tuple[Audience, ...]
    region: str | None
    candidate: CandidateId | None
    hash: str | None
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    decided_by: int | None
    reason: str | None
    until: datetime | None
    cards: dict[int, int]
    shown: str


async def add_once(unit: Unit, bot: int, key: str, *, now: datetime, **values: Any) -> FreshId:
    """A new draft, or the one that was begun under that key before."""
    fresh = {"state": FreshState.DRAFT, "version": 1, "cards": {}, "shown": FreshState.DRAFT}
    row = insert_once(unit, table).values(bot=bot, key=key, created_at=now, **fresh, **values)
    await unit.execute(row.on_conflict_do_nothing(index_elements=[table.c.bot, table.c.key]))
    query = select(table.c.id).where(table.c.bot == bot, table.c.key == key)
    return FreshId((await unit.execute(query)).scalar_one())


async def by_id(unit: Unit, bot: int, fresh: FreshId) -> Fresh | None:
    """The case, kept from other writers till the unit ends."""
    query = select(table).where(table.c.bot == bot, table.c.id == fresh)
    row = (await unit.execute(held(unit, query, table))).first()
    return _fresh(row) if row else None


async def change(unit: Unit, fresh: FreshId, expected: Collection[FreshState], **values: Any) -> bool:
    """Set columns of a case that is in one of the expected states; False when it is in another."""
    mine = (table.c.id == fresh) & table.c.state.in_(expected)
    return (await unit.execute(update(table).where(mine).values(**values))).rowcount == 1


async def published(unit: Unit, bot: int, *, now: datetime) -> list[Fresh]:
    """Those that go before the library's cases, the newest first."""
    query = select(table).where(table.c.bot == bot, table.c.state == FreshState.PUBLISHED)
    found = await unit.execute(
        query.where(table.c.until > now).order_by(table.c.decided_at.desc(), table.c.id.desc())
    )
    return [_fresh(row) for row in found]


async def listed(unit: Unit, bot: int, *, now: datetime) -> list[Fresh]:
    """Those that are under way or still go out, the newest first."""
    open_states = (FreshState.DRAFT, FreshState.WAITING, FreshState.REJECTED)
    alive = or_(
        table.c.state.in_(open_states), (table.c.state == FreshState.PUBLISHED) & (table.c.until > now)
    )
    query = select(table).where(table.c.bot == bot, alive).order_by(table.c.id.desc())
    return [_fresh(row) for row in await unit.execute(query)]


async def untold(unit: Unit, bot: int) -> list[Fresh]:
    """Those of which somebody may not have been shown how they stand; one that waits always."""
    news = or_(table.c.shown != table.c.state, table.c.state == FreshState.WAITING)
    query = select(table).where(table.c.bot == bot, news)
    return [_fresh(row) for row in await unit.execute(query.order_by(table.c.id))]


async def carded(unit: Unit, fresh: FreshId, cards: dict[int, int], shown: str) -> None:
    """These people have it in front of them, and it says that."""
    values = {"cards": {str(user): message for user, message in cards.items()}, "shown": shown}
    await unit.execute(update(table).where(table.c.id == fresh).values(**values))


def _fresh(row: Any) -> Fresh:
    values = dict(row._mapping)
    for name in ("bot", "key"):
        values.pop(name)
    values["candidate"] = values.pop("candidate_id")
    values["state"] = FreshState(values["state"])
    values["audiences"] = tuple(Audience(one) for one in values["audiences"])
    values["cards"] = {int(user): message for user, message in values["cards"].items()}
    return Fresh(**values)
