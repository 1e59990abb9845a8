"""Telegram's flood limits as strict sliding windows."""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Messages and edits allowed in any window; None switches one off."""

    per_second: int | None = 30
    per_group_minute: int | None = 20
    per_group_second: int | None = 1
    per_private_second: int | None = 1


TELEGRAMS = Limits()


@dataclass(slots=True)
class _Window:
    span: float
    times: deque[float]

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        if len(self.times) < (self.times.maxlen or 0):
            return 0.0
        return max(self.times[0] + self.span - now, 0.0)


@dataclass(slots=True)
class Flood:
    """What one token sent lately; a refused call does not count."""

    limits: Limits | None
    windows: dict[tuple[int, float], _Window] = field(default_factory=dict)

    def retry_after(self, chat_id: int, *, private: bool, now: float) -> int:
        """Whole seconds that a 429 names; 0 when the call may pass."""
        wait = max((window.wait(now) for window in self._windows(chat_id, private)), default=0.0)
        return math.ceil(wait)

    def record(self, chat_id: int, *, private: bool, now: float) -> None:
        """Count a call that passed."""
        for window in self._windows(chat_id, private):
            window.times.append(now)

    def _windows(self, chat_id: int, private: bool) -> list[_Window]:
        if self.limits is None:
            return []
        rules = [(0, 1.0, self.limits.per_second)]
        if private:
            rules.append((chat_id, 1.0, self.limits.per_private_second))
        else:
            rules.append((chat_id, 1.0, self.limits.per_group_second))
            rules.append((chat_id, 60.0, self.limits.per_group_minute))
        return [self._window(key, span, count) for key, span, count in rules if count is not None]

    def _window(self, key: int, span: float, count: int) -> _Window:
        window = self.windows.get((key, span))
        if window is None or window.times.maxlen != count:
            window = self.windows[key, span] = _Window(span, deque(maxlen=count))
        return window
