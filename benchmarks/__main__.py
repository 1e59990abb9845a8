"""`python -m benchmarks [names…]`: measures, prints one table, exits 1 when a bound is missed."""

from __future__ import annotations

import asyncio
import os
import sys
import time
import traceback
from collections.abc import Awaitable, Callable

from benchmarks.rows import (
    alerts,
    broadcast,
    card,
    demo,
    feeds,
    flow,
    one_group,
    outage,
    quiz_taps,
    reports,
    rounds,
    starting,
    taps,
    urgent,
    votes,
)
from benchmarks.table import Row, lines
from bot.logs import set_up

NO_TOKEN = "0:no-token-at-all"
Measure = Callable[[], Awaitable[list[Row]]]


async def unhurried() -> list[Row]:
    """Rows that mostly wait for a clock and judge no speed share the time."""
    both = await asyncio.gather(one_group.measure(), outage.measure())
    return [row for rows in both for row in rows]


MEASURES: dict[str, Measure] = {
    "starting": starting.measure,
    "broadcast": broadcast.measure,
    "urgent": urgent.measure,
    "alerts": alerts.in_peace,
    "alerts_crowd": alerts.in_a_crowd,
    "flow": flow.measure,
    "taps": taps.measure,
    "card": card.measure,
    "votes": votes.measure,
    "rounds": rounds.measure,
    "quiz_taps": quiz_taps.measure,
    "reports": reports.on_sqlite,
    "reports_postgres": reports.on_postgresql,
    "feeds": feeds.measure,
    "demo": demo.measure,
    "unhurried": unhurried,
}


def main() -> int:
    """Measure what was named, or everything."""
    names = sys.argv[1:] or list(MEASURES)
    if strange := [name for name in names if name not in MEASURES]:
        print(f"unknown: {' '.join(strange)}; there are: {' '.join(MEASURES)}", file=sys.stderr)
        return 2
    set_up("ERROR", "text", NO_TOKEN)
    rows: list[Row] = []
    for name in names:
        rows += _measured(name)
    print(*lines(rows), sep="\n")
    missed = sum(row.held is False for row in rows)
    print(
        f"\n{missed} of {sum(row.held is not None for row in rows)} bounds missed"
        if missed
        else "\nevery bound held"
    )
    return 1 if missed else 0


def _measured(name: str) -> list[Row]:
    """A failure is a missed bound, not the end of the others; the machine's load is told beside."""
    began = time.monotonic()
    try:
        rows = asyncio.run(_run(MEASURES[name]))
    except Exception as error:
        traceback.print_exc()
        rows = [Row(measure=name, ours=f"failed: {type(error).__name__} {error}"[:80], held=False)]
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{name}: {time.monotonic() - began:.0f} s, load {load:.1f} on {cores} cores", file=sys.stderr)
    return rows


async def _run(measure: Measure) -> list[Row]:
    return await measure()


if __name__ == "__main__":
    sys.exit(main())
