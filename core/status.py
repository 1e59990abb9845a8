"""What went where: the figures behind `xiaolaba status`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import lock
from storage import candidates, feeds, groups, pushes, scores, slots, updates
from storage.database import Database
from storage.feeds import Feed, FeedId
from storage.models import DeliveryState

STOPPED = ("paused", "cancelled")
MISSED_SHOWN_FOR = timedelta(days=14)


async def status(database: Database, bot: int | None, *, now: datetime) -> dict[str, Any]:
    """The contract's JSON, with what was missed and what was parked beside it. `bot` None: every bot."""
    async with database.reading() as unit:
        overview = await pushes.overview(unit, bot)
        found = await candidates.counts(unit)
        missed = await slots.unsent(unit, bot, since=now - MISSED_SHOWN_FOR)
        return {
            "schema": 1,
            "groups": await groups.counts(unit, bot),
            "pushes": [_push(row) for row in overview],
            "rounds": await scores.listed(unit, bot),
            "feeds": [_feed(one, found) for one in await feeds.listed(unit, bot)],
            "missed": [_missed(*row) for row in missed],
            "parked_updates": await updates.count_parked(unit, bot),
            "locked": await lock.anywhere(unit, bot),
        }


def _push(row: dict[str, Any]) -> dict[str, Any]:
    push, states = row["push"], row["states"]
    open_rows = states.get(DeliveryState.PENDING, 0) + states.get(DeliveryState.SENDING, 0)
    return {
        "id": push.id,
        "kind": push.kind.value,
        "item": push.item,
        "title": push.title,
        "state": row["halted"] if row["halted"] in STOPPED else "sending" if open_rows else "sent",
        "code": push.code,
        "created": push.created_at.isoformat(timespec="seconds"),
        "deliveries": {state.value: states.get(state, 0) for state in DeliveryState},
        "failures": row["failures"],
        "receipts": row["receipts"],
    }


def _feed(feed: Feed, counts: dict[FeedId, int]) -> dict[str, Any]:
    return {
        "name": feed.name,
        "last_ok": feed.last_ok.isoformat(timespec="seconds") if feed.last_ok else None,
        "error": feed.error,
        "candidates": counts.get(feed.id, 0),
        "state": feed.state.value,
    }


def _missed(day: Any, at: Any, kind: str, why: str, number: int) -> dict[str, Any]:
    return {"date": day.isoformat(), "time": f"{at:%H:%M}", "kind": kind, "why": why, "groups": number}
