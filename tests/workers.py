"""Who runs which tests when several work at once (make test): what shares something stays with one worker.

The stories of the bot share their time, the tests of the page a browser. The longest is begun first; the
rest goes file by file to whoever is free, and a worker that comes upon PostgreSQL starts a server of its own.
"""

from __future__ import annotations

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

# The first that fits: how a test's id begins → what it shares.
SHARES = {
    "tests/end_to_end/demo/": "demo",
    "tests/end_to_end/test_postgres": "postgres",
    "tests/end_to_end/": "stories",
}
FIRST = ("stories", "demo", "postgres")
# Then by rooms; where files are short comes last, so that both workers end at about the same time.
ROOMS = ("core", "storage", "bot", "content", "reports", "scheduler", "sandbox")
# Stories wait for a bot that has limits of its own for what it waits for.
BEHIND = 5
_PLACED = pytest.StashKey[bool]()


def shared(test: str) -> str:
    """What a test shares: the name of a thing, else its file."""
    return next((name for start, name in SHARES.items() if test.startswith(start)), test.partition("::")[0])


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist is published without types
    """Hands out the tests by what they share."""

    def _split_scope(self, nodeid: str) -> str:
        return shared(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    """xdist asks who distributes."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several workers the longest comes first."""
    order = [*FIRST, *(f"tests/{room}/" for room in ROOMS)]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _place(shared(item.nodeid), order))


def _place(what: str, order: list[str]) -> int:
    return next((place for place, begins in enumerate(order) if what.startswith(begins)), len(order))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of several workers that which tells the stories goes before the others once these only compute."""
    stash, what = item.config.stash, shared(item.nodeid)
    if not hasattr(item.config, "workerinput") or stash.get(_PLACED, False):
        return
    if what not in FIRST:
        os.nice(BEHIND)
    stash[_PLACED] = what not in ("demo", "postgres")
