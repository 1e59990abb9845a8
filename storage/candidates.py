"""Queries about candidates: articles in feeds that wait for an officer's word, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import func, insert, select, update

from storage.database import Unit, held, one_at_a_time
from storage.feeds import AWAY, FeedId
from storage.tables import candidates, feeds

CandidateId = NewType("CandidateId", int)
TITLE_LENGTH, LINK_LENGTH = 200, 1000
# So much of a text tells whether two articles are one story.
COMPARED = 400
_BEST_FIRST = (candidates.c.points.desc(), candidates.c.id.desc())


class CandidateState(StrEnum):
    """new → ignored / taken, and back where nothing was made of it; `merged`: the same story is there."""

    NEW = "new"
    IGNORED = "ignored"
    TAKEN = "taken"
    MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An article that waits for an officer's word."""

    id: CandidateId
    feed: FeedId
    title: str
    text: str
    link: str | None
    published_at: datetime | None
    points: int
    found: tuple[str, ...]
    state: CandidateState
    seen_at: datetime


async def in_line(unit: Unit, bot: int) -> None:
    """Readings are kept one by one: each has to see what the one before found."""
    await one_at_a_time(unit, f"candidates of {bot}")


@dataclass(frozen=True)
class Seen:
    """An article of a feed that was seen before."""

    id: CandidateId
    hash: str
    state: CandidateState


async def known(unit: Unit, feed: FeedId, identities: Collection[str]) -> dict[str, Seen]:
    """Of these identities those seen before."""
    query = select(candidates.c.id, candidates.c.identity, candidates.c.hash, candidates.c.state)
    query = query.where(candidates.c.feed_id == feed, candidates.c.identity.in_(identities))
    return {
        row.identity: Seen(CandidateId(row.id), row.hash, CandidateState(row.state))
        for row in await unit.execute(query)
    }


async def newest(unit: Unit, bot: int) -> CandidateId | None:
    """The last one that was added."""
    query = select(candidates.c.id).where(candidates.c.bot == bot)
    found = (await unit.execute(query.order_by(candidates.c.id.desc()).limit(1))).scalar()
    return None if found is None else CandidateId(found)


async def add_all(unit: Unit, bot: int, feed: FeedId, rows: list[dict[str, Any]], *, now: datetime) -> None:
    """Candidates of a feed."""
    fixed = {"bot": bot, "feed_id": feed, "seen_at": now}
    if rows:
        await unit.execute(insert(candidates), [row | fixed for row in rows])


async def rewrite(unit: Unit, candidate: CandidateId, **values: Any) -> None:
    await unit.execute(update(candidates).where(candidates.c.id == candidate).values(**values))


@dataclass(frozen=True)
class Story:
    """What tells whether another article is the same; `region` is its feed's."""

    id: CandidateId
    title: str
    text: str
    region: str | None


async def recent(unit: Unit, bot: int, *, since: datetime, limit: int) -> list[Story]:
    """Stories seen since then, whatever became of them, the newest first; none that nobody sees any more."""
    query = (
        select(
            candidates.c.id,
            candidates.c.title,
            func.substr(candidates.c.text, 1, COMPARED).label("text"),
            feeds.c.region,
        )
        .join(feeds, feeds.c.id == candidates.c.feed_id)
        .where(candidates.c.bot == bot, candidates.c.seen_at >= since)
        .where(candidates.c.state != CandidateState.MERGED)
        .where(~(AWAY & (candidates.c.state == CandidateState.NEW)))
        .order_by(candidates.c.id.desc())
        .limit(limit)
    )
    return [Story(CandidateId(row.id), row.title, row.text, row.region) for row in await unit.execute(query)]


@dataclass(frozen=True)
class News:
    """What a digest tells of a candidate; its text stays where it is, for there may be thousands."""

    id: CandidateId
    feed: FeedId
    title: str
    seen_at: datetime


async def news(unit: Unit, bot: int, *, since: datetime, until: datetime) -> list[News]:
    """Candidates seen in that time that nobody decided about, best first."""
    columns = (candidates.c.id, candidates.c.feed_id, candidates.c.title, candidates.c.seen_at)
    query = select(*columns).where(candidates.c.bot == bot, candidates.c.state == CandidateState.NEW)
    query = query.where(candidates.c.seen_at >= since, candidates.c.seen_at <= until)
    found = await unit.execute(query.order_by(*_BEST_FIRST))
    return [News(CandidateId(row.id), FeedId(row.feed_id), row.title, row.seen_at) for row in found]


async def queue(unit: Unit, bot: int, of: Collection[FeedId], *, since: datetime) -> list[CandidateId]:
    """Candidates of these feeds seen since then that nobody decided about, best first."""
    query = select(candidates.c.id).where(candidates.c.bot == bot, candidates.c.state == CandidateState.NEW)
    query = query.where(candidates.c.seen_at >= since, candidates.c.feed_id.in_(of))
    return [CandidateId(one) for one in (await unit.execute(query.order_by(*_BEST_FIRST))).scalars()]


async def by_id(unit: Unit, bot: int, candidate: CandidateId) -> Candidate | None:
    query = select(candidates).where(candidates.c.bot == bot, candidates.c.id == candidate)
    row = (await unit.execute(held(unit, query, candidates))).first()
    return _candidate(row) if row else None


async def decide(
    unit: Unit, candidate: CandidateId, state: CandidateState, by: int, *, now: datetime
) -> bool:
    """Settle a candidate, once; False when somebody did before."""
    mine = (candidates.c.id == candidate) & (candidates.c.state == CandidateState.NEW)
    values = {"state": state, "decided_at": now, "decided_by": by}
    return (await unit.execute(update(candidates).where(mine).values(values))).rowcount == 1


async def put_back(unit: Unit, candidate: CandidateId) -> None:
    """Nothing was made of it after all: it waits again."""
    mine = (candidates.c.id == candidate) & (candidates.c.state == CandidateState.TAKEN)
    values = {"state": CandidateState.NEW, "decided_at": None, "decided_by": None}
    await unit.execute(update(candidates).where(mine).values(values))


async def outlived(unit: Unit, bot: int, *, before: datetime, limit: int) -> list[CandidateId]:
    """Some that were seen before then and have words still."""
    wordy = (candidates.c.text != "") | (candidates.c.title != "")
    query = select(candidates.c.id).where(candidates.c.bot == bot, candidates.c.seen_at < before, wordy)
    return [CandidateId(one) for one in (await unit.execute(query.limit(limit))).scalars()]


async def empty(unit: Unit, of: Collection[CandidateId]) -> None:
    """Take their words away; by their identity and hash they are still known."""
    nothing: dict[str, Any] = {"title": "", "text": "", "link": None, "found": []}
    await unit.execute(update(candidates).where(candidates.c.id.in_(of)).values(nothing))


async def counts(unit: Unit) -> dict[FeedId, int]:
    """How many candidates each feed gave; a story that another feed had told counts there."""
    query = select(candidates.c.feed_id, func.count()).where(candidates.c.state != CandidateState.MERGED)
    rows = await unit.execute(query.group_by(candidates.c.feed_id))
    return {FeedId(row[0]): row[1] for row in rows}


def _candidate(row: Any) -> Candidate:
    names = ("title", "text", "link", "published_at", "points", "seen_at")
    return Candidate(
        id=CandidateId(row.id),
        feed=FeedId(row.feed_id),
        found=tuple(row.found),
        state=CandidateState(row.state),
        **{name: getattr(row, name) for name in names},
    )
