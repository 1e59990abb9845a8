"""Who forwards a talk sends it in pieces: what one person sent within some seconds is one question.

It is kept in memory alone, for as long as a person needs to press a button, and then let go.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GAP = 3.0
KEPT = 120.0


@dataclass
class _Burst:
    """Messages of one person, each soon after the one before; their words by the messages' numbers."""

    last: float
    words: dict[int, str] = field(default_factory=dict)


class Bursts:
    """What each person sent of late. `now` in seconds."""

    def __init__(self, gap: float = GAP, kept: float = KEPT) -> None:
        self._gap, self._kept = gap, kept
        self._of: dict[int, list[_Burst]] = {}

    def add(self, person: int, message: int, words: str, now: float) -> bool:
        """Take a message in; whether it only goes on with what that person has been sending."""
        self.forget(now)
        bursts = self._of.setdefault(person, [])
        for burst in bursts:
            if message in burst.words:  # seen twice, after a crash
                return message != min(burst.words)
        last = bursts[-1] if bursts else None
        if last is not None and last.last <= now <= last.last + self._gap:
            last.last = now
            last.words[message] = words
            return True
        bursts.append(_Burst(now, {message: words}))
        return False

    def around(self, person: int, message: int) -> str | None:
        """All that was sent together with that message, in order; None when it is not remembered."""
        for burst in self._of.get(person, ()):
            if message in burst.words:
                return "\n".join(words for _, words in sorted(burst.words.items()) if words)
        return None

    def runs_on(self, person: int, message: int, full: int, now: float) -> bool:
        """Whether that message, sent now, comes right behind another as long as one may be."""
        bursts = self._of.get(person)
        last = bursts[-1] if bursts else None
        if last is None or not last.last <= now <= last.last + self._gap:
            return False
        before = [one for one in last.words if one < message]  # not itself, seen twice after a crash
        return bool(before) and len(last.words[max(before)]) >= full

    def whole(self, person: int, message: int, full: int) -> str | None:
        """That message and what it runs on with, each behind one of `full` letters; None when forgotten."""
        for burst in self._of.get(person, ()):
            if message in burst.words:
                text, before = "", full
                for _, words in sorted(one for one in burst.words.items() if one[0] >= message):
                    if before < full:
                        break
                    text, before = text + words, len(words)
                return text
        return None

    def forget(self, now: float) -> None:
        """Let go what is old. A clock that stepped back keeps nothing for longer."""
        for person, bursts in list(self._of.items()):
            fresh = [burst for burst in bursts if now - self._kept < burst.last <= now]
            if fresh:
                self._of[person] = fresh
            else:
                del self._of[person]
