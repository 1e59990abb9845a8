"""A closing's work does not grow with all the rounds that ever were."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from core import answers, closings, groups, leaving, quizzes
from core.answers import PollCounts
from core.desk import Desk
from core.ports import Done, FollowOutcome, Sent
from tests.core.desks import desk
from tests.storage.files import NOW, add_group
from tests.storage.files import fresh as opened
from tests.storage.test_plans import grow, laborious, listening

OVER = NOW + timedelta(days=3, hours=1)


async def leave(town: Desk, outcome: FollowOutcome) -> None:
    """The one job that waits is done."""
    [job] = await leaving.next_jobs(town, now=OVER, limit=9)
    load = await leaving.claim(town, job, now=OVER)
    assert load is not None
    if isinstance(outcome, Done):
        told = PollCounts("p1", tuple(outcome.result["options"]) if outcome.result else (), True)
        await answers.take(town, [told], now=OVER)
    await leaving.record(town, load, outcome, now=OVER)


def grow_rounds(file: Path) -> None:
    """Every delivery was a quiz, closed long ago and answered with its results."""
    rounds = "bot, mode, state, chat, options, right_option, answered, answered_right, opened_at, closes_at"
    followups = "kind, version, state, priority, due_at, not_after, tries, payload"
    with closing(sqlite3.connect(file)) as book, book:
        for table, columns, state in (("rounds", rounds, "closed"), ("followups", followups, "done")):
            copied = ", ".join(
                f"'{state}'" if name == "state" else f"one.{name}" for name in columns.split(", ")
            )
            book.execute(
                f"INSERT INTO {table} (delivery_id, {columns}) SELECT deliveries.id, {copied} "
                f"FROM deliveries, (SELECT * FROM {table} LIMIT 1) AS one "
                f"WHERE deliveries.id NOT IN (SELECT delivery_id FROM {table})"
            )
            assert book.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 10_000


async def test_a_closing_walks_through_no_old_rounds(tmp_path: Path) -> None:
    """Begun, done, told by its update, settled; looked for each minute; and the group sends the bot away."""
    file = tmp_path / "xiaolaba.db"
    async with opened(tmp_path) as database:
        town = desk(database, quiet=None)
        await add_group(database, -1)
        await quizzes.ask(town, -1, key="1", now=NOW)
        [job] = await leaving.next_jobs(town, now=NOW, limit=9)
        load = await leaving.claim(town, job, now=NOW)
        assert load is not None
        await leaving.record(town, load, Sent(5, poll="p1"), now=NOW)
        with listening(database) as asked:
            assert await closings.close_due(town, now=OVER) == 1
            await leave(town, Done(result={"options": [0, 0, 0], "total": 0}))
            await leave(town, Sent(6))
            await closings.give_up_stuck(town, now=OVER)
            await groups.removed(town, -1, now=OVER)
    assert len(asked) > 15
    grow(file)
    grow_rounds(file)
    for state in ("open", "closing"):
        with closing(sqlite3.connect(file)) as book, book:
            book.execute("UPDATE rounds SET state = ? WHERE poll = 'p1'", (state,))
        assert laborious(file, asked) == []
