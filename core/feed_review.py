"""People decide about what feeds brought: the queue, the morning's digest, taking and ignoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from core import audit, lock
from core.desk import Desk
from core.errors import NotYourRegion
from core.feed_errors import FeedSettled
from core.feeds import REMEMBERED
from core.officers import MAY_PUSH, staff
from storage import candidates, feeds, updates
from storage.candidates import Candidate, CandidateId, CandidateState, News
from storage.database import Unit
from storage.feeds import Feed
from storage.models import Officer

MAY_REVIEW = MAY_PUSH
DIGEST_AT = time(8, 30)
# Later in the day nobody wants the morning's news any more.
DIGEST_UNTIL = time(20, 0)
LONG_AGO = "1970-01-02T00:00:00+00:00"

Waiting = tuple[Candidate, Feed]


@dataclass(frozen=True)
class Digest:
    """What one officer is told in the morning: what is new, and how much waits altogether.

    `before`: when that officer was told last.
    """

    officer: Officer
    new: tuple[tuple[News, Feed], ...]
    waiting: int
    before: str


async def queue(desk: Desk, officer: Officer, *, now: datetime) -> list[CandidateId]:
    """What waits for that officer's word, best first."""
    async with desk.database.reading() as unit:
        mine = [one.id for one in await feeds.listed(unit, desk.bot) if concerns(desk, officer, one)]
        return await candidates.queue(unit, desk.bot, mine, since=now - REMEMBERED)


async def look(desk: Desk, officer: Officer, candidate: CandidateId) -> Waiting:
    """One that waits, with its feed. Raises FeedSettled where somebody decided, NotYourRegion."""
    async with desk.database.reading() as unit:
        found = await look_in(unit, desk, officer, candidate)
    if found[0].state is not CandidateState.NEW:
        raise FeedSettled
    return found


async def ignore(desk: Desk, officer: Officer, candidate: CandidateId, *, key: str, now: datetime) -> None:
    """忽略, once. Raises FeedSettled, NotYourRegion."""
    async with desk.database.unit() as unit:
        if not await audit.has(unit, desk, key):
            await settle_in(unit, desk, officer, candidate, CandidateState.IGNORED, key=key, now=now)


async def take(desk: Desk, officer: Officer, candidate: CandidateId, *, key: str, now: datetime) -> Waiting:
    """It becomes an alert's draft, once; the same press finds it again. Raises FeedSettled, NotYourRegion."""
    async with desk.database.unit() as unit:
        if await audit.has(unit, desk, key):
            return await look_in(unit, desk, officer, candidate)
        return await settle_in(unit, desk, officer, candidate, CandidateState.TAKEN, key=key, now=now)


async def settle_in(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    candidate: CandidateId,
    state: CandidateState,
    *,
    key: str,
    now: datetime,
) -> Waiting:
    """Within a unit: decide about it. Raises FeedSettled, NotYourRegion."""
    found = await look_in(unit, desk, officer, candidate)
    if not await candidates.decide(unit, candidate, state, officer.user, now=now):
        raise FeedSettled
    subject = f"{candidate} {found[0].title}"
    await audit.note(
        unit, desk, user=officer.user, action=f"candidate_{state}", subject=subject, now=now, key=key
    )
    return found


async def look_in(unit: Unit, desk: Desk, officer: Officer, candidate: CandidateId) -> Waiting:
    """Within a unit: that candidate, whatever became of it. Raises FeedSettled, NotYourRegion."""
    found = await candidates.by_id(unit, desk.bot, candidate)
    feed = await feeds.by_id(unit, desk.bot, found.feed) if found else None
    if found is None or feed is None:
        raise FeedSettled
    if not concerns(desk, officer, feed):
        raise NotYourRegion
    return found, feed


def concerns(desk: Desk, officer: Officer, feed: Feed) -> bool:
    """Whether a feed is that officer's business; one without a region, or with a lost one, is everybody's."""
    lost = feed.region is None or feed.region not in desk.regions
    return lost or desk.regions.covers(officer.region, feed.region)


async def digests(desk: Desk, *, now: datetime) -> list[Digest]:
    """Who has to be told what this morning, once a day each, where something came since the last time.

    What came later than 08:30 waits for the next morning, also where the bot was down at that hour.
    """
    zone = desk.rules.hours.zone
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), DIGEST_AT, zone)
    if not DIGEST_AT <= local.time() < DIGEST_UNTIL or await lock.is_locked(desk):
        return []
    people = [one for one in await staff(desk) if one.role in MAY_REVIEW and one.active]
    told = []
    async with desk.database.reading() as unit:
        marks = {one.user: await _told(unit, desk, one) for one in people}
        days = {user: datetime.fromisoformat(mark).astimezone(zone).date() for user, mark in marks.items()}
        people = [one for one in people if days[one.user] < local.date()]
        found = await candidates.news(unit, desk.bot, since=now - REMEMBERED, until=morning) if people else []
        known = {one.id: one for one in await feeds.listed(unit, desk.bot)} if found else {}
        for officer in people:
            mine = {number for number, feed in known.items() if concerns(desk, officer, feed)}
            before = datetime.combine(days[officer.user], DIGEST_AT, zone)
            new = tuple((one, known[one.feed]) for one in found if one.feed in mine and one.seen_at > before)
            if new:
                waiting = await candidates.queue(unit, desk.bot, mine, since=now - REMEMBERED)
                told.append(Digest(officer, new, len(waiting), marks[officer.user]))
    return told


async def _told(unit: Unit, desk: Desk, officer: Officer) -> str:
    return await updates.mark(unit, desk.bot, _mark(officer)) or LONG_AGO


async def telling(desk: Desk, digest: Digest, *, now: datetime) -> None:
    """That officer is being told: noted first, or a crash in between would tell the same twice."""
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _mark(digest.officer), now.isoformat())


async def not_told(desk: Desk, digest: Digest) -> None:
    """It never left: that officer is to be told again."""
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _mark(digest.officer), digest.before)


def _mark(officer: Officer) -> str:
    return f"digest:{officer.user}"
