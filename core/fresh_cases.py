"""An officer makes a case of an article: cut to its parts, put right part by part, one row per draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from content.wire import utf16_length
from core import audit, feed_review
from core.alert_desk import check_region, tidy
from core.articles import LEAST, LIMITS, Article, Suggested, article_of, suggest
from core.desk import Desk
from core.feed_errors import FreshTooLong, FreshTooShort, NoFresh
from core.officers import MAY_PUSH
from storage import candidates, fresh_cases
from storage.candidates import CandidateId, CandidateState
from storage.database import Unit
from storage.fresh_cases import Fresh, FreshId, FreshState
from storage.models import Officer

MAY_MAKE = MAY_PUSH
GIVEN_UP = (FreshState.DRAFT, FreshState.WAITING, FreshState.REJECTED)


async def begin(
    desk: Desk, officer: Officer, article: Article, *, key: str, now: datetime
) -> tuple[Fresh, Suggested]:
    """A draft of what an officer pasted, once per key."""
    found = await suggest(desk, article)
    async with desk.database.unit() as unit:
        return await _begin(unit, desk, officer, article, found, None, key=key, now=now), found


async def begin_of(
    desk: Desk, officer: Officer, candidate: CandidateId, *, key: str, now: datetime
) -> tuple[Fresh, Suggested]:
    """A draft of what a feed brought, which waits for nobody any more. Raises FeedSettled, NotYourRegion."""
    async with desk.database.reading() as unit:
        article = article_of(desk, await feed_review.look_in(unit, desk, officer, candidate))
    found = await suggest(desk, article)
    async with desk.database.unit() as unit:
        if not await audit.has(unit, desk, key):
            await feed_review.settle_in(
                unit, desk, officer, candidate, CandidateState.TAKEN, key=key, now=now
            )
        return await _begin(unit, desk, officer, article, found, candidate, key=key, now=now), found


async def own_draft(desk: Desk, officer: Officer, fresh: FreshId) -> Fresh:
    """A draft of this person's. Raises NoFresh."""
    async with desk.database.reading() as unit:
        return await draft_in(unit, desk, officer, fresh)


async def write(
    desk: Desk, officer: Officer, fresh: FreshId, part: str, words: str, *, key: str, now: datetime
) -> Fresh:
    """Other words for one part of a draft. Raises NoFresh, AlertRefused, FreshTooLong, FreshTooShort."""
    said = tidy(desk, words).text
    over = utf16_length(said) - LIMITS[part]
    if over > 0:
        raise FreshTooLong(over)
    if utf16_length(said) < LEAST.get(part, 1):
        raise FreshTooShort
    if part in ("title", "source"):
        said = " ".join(said.split())
    return await _change(desk, officer, fresh, f"fresh_{part}", {part: said}, key=key, now=now)


async def choose(
    desk: Desk, officer: Officer, fresh: FreshId, *, key: str, now: datetime, **wanted: Any
) -> Fresh:
    """Set audiences, region, fraud_type or link of a draft. Raises NoFresh, RegionGone, NotYourRegion."""
    if "region" in wanted:
        check_region(desk, officer, wanted["region"])
    return await _change(desk, officer, fresh, "fresh_choose", wanted, key=key, now=now)


async def drop(desk: Desk, officer: Officer, fresh: FreshId, *, key: str, now: datetime) -> Fresh:
    """取消, 不发了: nothing is made of it; what a feed brought waits again. Raises NoFresh."""
    async with desk.database.unit() as unit:
        found = await fresh_cases.by_id(unit, desk.bot, fresh)
        if found is None or found.author != officer.user:
            raise NoFresh
        values = {"state": FreshState.DROPPED, "decided_at": now}
        if not await fresh_cases.change(unit, fresh, GIVEN_UP, **values):
            if found.state is not FreshState.DROPPED:
                raise NoFresh
            return found
        if found.candidate is not None:
            await candidates.put_back(unit, found.candidate)
        await note(unit, desk, officer, "fresh_drop", found, key=key, now=now)
    return found


async def draft_in(unit: Unit, desk: Desk, officer: Officer, fresh: FreshId) -> Fresh:
    """Within a unit: this person's draft. Raises NoFresh."""
    found = await fresh_cases.by_id(unit, desk.bot, fresh)
    if found is None or found.author != officer.user or found.state is not FreshState.DRAFT:
        raise NoFresh
    return found


async def note(
    unit: Unit, desk: Desk, officer: Officer, action: str, fresh: Fresh, *, key: str, now: datetime
) -> None:
    """What an officer did with a case, in the audit: its number and version, never its words."""
    await audit.note(
        unit,
        desk,
        user=officer.user,
        action=action,
        subject=f"fresh-{fresh.id} v{fresh.version}",
        now=now,
        key=key if key.endswith(action) else f"{key}:{action}",
        content_hash=fresh.hash,
    )


async def _begin(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    article: Article,
    found: Suggested,
    candidate: CandidateId | None,
    *,
    key: str,
    now: datetime,
) -> Fresh:
    here = article.region is not None and article.region in desk.regions
    theirs = here and desk.regions.covers(officer.region, article.region)
    made = await fresh_cases.add_once(
        unit,
        desk.bot,
        key,
        now=now,
        author=officer.user,
        source=found.source,
        link=found.link,
        fraud_type=found.fraud_type,
        audiences=list(found.audiences),
        region=article.region if theirs else officer.region,
        candidate_id=candidate,
        **vars(found.parts),
    )
    draft = await draft_in(unit, desk, officer, made)
    await note(unit, desk, officer, "fresh_begin", draft, key=key, now=now)
    return draft


async def _change(
    desk: Desk,
    officer: Officer,
    fresh: FreshId,
    action: str,
    values: dict[str, Any],
    *,
    key: str,
    now: datetime,
) -> Fresh:
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, fresh)
        changed = replace(draft, **values, version=draft.version + 1)
        await fresh_cases.change(unit, fresh, (FreshState.DRAFT,), version=changed.version, **values)
        await note(unit, desk, officer, action, changed, key=key, now=now)
    return changed
