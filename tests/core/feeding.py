"""What waits in an officer's queue, with its words: for tests of feeds."""

from __future__ import annotations

from datetime import datetime

from core import feed_review
from core.desk import Desk
from core.feed_review import Waiting
from storage.models import Officer


async def waiting(town: Desk, officer: Officer, *, now: datetime) -> list[Waiting]:
    """All of it, best first."""
    return [
        await feed_review.look(town, officer, one) for one in await feed_review.queue(town, officer, now=now)
    ]
