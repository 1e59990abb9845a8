"""Counts what one person does in a while, in memory: enough to slow a guesser down."""

from __future__ import annotations

from collections import deque


class SlidingCount:
    """At most `limit` in any `window` seconds for each key; forgets keys that fell quiet."""

    def __init__(self, limit: int, window: float) -> None:
        self._limit, self._window = limit, window
        self._seen: dict[int, deque[float]] = {}

    def allows(self, key: int, now: float) -> bool:
        """Count one more, and say whether it is within the limit. `now` in seconds."""
        if len(self._seen) > 10_000:
            self._forget(now)
        times = self._seen.setdefault(key, deque())
        # A clock that stepped back must not lock anyone out for the length of its step.
        while times and not now - self._window < times[0] <= now:
            times.popleft()
        if len(times) >= self._limit:
            return False
        times.append(now)
        return True

    def _forget(self, now: float) -> None:
        quiet = [key for key, times in self._seen.items() if not times or times[-1] <= now - self._window]
        for key in quiet:
            del self._seen[key]
