"""Stories told side by side: a story is mostly waiting for a clock, so several share the time.

The first story that pytest runs tells all that were selected, a few at once; each test reports its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

Story = Callable[[Path], Awaitable[None]]
Told = Callable[[pytest.FixtureRequest, pytest.TempPathFactory], Awaitable[None]]
AT_ONCE = 8
LOG_SHOWN = 6_000

_stories: dict[str, tuple[int, Story]] = {}
_ends: dict[str, Exception | None] = {}


def side_by_side(seconds: int) -> Callable[[Story], Told]:
    """A story about that long, as a test. It is given a folder of its own; the longest is begun first."""

    def decorate(story: Story) -> Told:
        name = f"{story.__module__}.{story.__name__}"
        _stories[name] = (seconds, story)

        async def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
            if name not in _ends:
                await _tell_all({_name(item) for item in request.session.items}, tmp_path_factory)
            if error := _ends[name]:
                raise error

        told.__name__, told.__qualname__, told.__module__ = (
            story.__name__,
            story.__qualname__,
            story.__module__,
        )
        told.__doc__ = story.__doc__
        return told

    return decorate


def _name(item: pytest.Item) -> str:
    function: Any = getattr(item, "function", None)
    return f"{getattr(function, '__module__', '')}.{item.name}"


async def _tell_all(wanted: set[str], folders: pytest.TempPathFactory) -> None:
    places = asyncio.Semaphore(AT_ONCE)
    chosen = sorted(
        ((seconds, name) for name, (seconds, _) in _stories.items() if name in wanted), reverse=True
    )
    await asyncio.gather(*(_tell(name, places, folders.mktemp("town")) for _, name in chosen))


async def _tell(name: str, places: asyncio.Semaphore, folder: Path) -> None:
    async with places:
        try:
            await _stories[name][1](folder)
        except Exception as error:
            log = folder / "bot.log"
            if log.exists():
                error.add_note(log.read_text(errors="replace")[-LOG_SHOWN:])
            _ends[name] = error
        else:
            _ends[name] = None
