"""Who forwards a talk sends it in pieces: what one person sent within some seconds is one question.

It is kept in memory alone, for as long as a person needs to press a button, and then let go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from telegram import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

GAP = 3.0
KEPT = 120.0
# What is longer than a message is published in pieces at once; two articles are hardly.
PUBLISHED_TOGETHER = 60.0


class Origin(NamedTuple):
    """Who first wrote what was forwarded, and when in seconds."""

    author: str
    at: float


@dataclass
class _Burst:
    """Messages of one person, each soon after the one before: words and origins by the messages' numbers."""

    last: float
    words: dict[int, str] = field(default_factory=dict)
    origins: dict[int, Origin | None] = field(default_factory=dict)

    def goes_on(self, message: int, origin: Origin | None, full: int) -> bool:
        """Whether a message of that origin goes on with the one before it, which is as long as one may be."""
        before = [one for one in self.words if one < message]  # not itself, seen twice after a crash
        if not before or len(self.words[max(before)]) < full:
            return False
        known = self.origins[max(before)]
        if origin is None or known is None:
            return origin is known
        return origin.author == known.author and abs(origin.at - known.at) <= PUBLISHED_TOGETHER


class Bursts:
    """What each person sent of late. `now` in seconds."""

    def __init__(self, gap: float = GAP, kept: float = KEPT) -> None:
        self._gap, self._kept = gap, kept
        self._of: dict[int, list[_Burst]] = {}

    def add(self, person: int, message: int, words: str, now: float, origin: Origin | None = None) -> bool:
        """Take a message in; whether it only goes on with what that person has been sending."""
        self._forget(person, now)
        bursts = self._of.setdefault(person, [])
        for burst in bursts:
            if message in burst.words:  # seen twice, after a crash
                return message != min(burst.words)
        last = bursts[-1] if bursts else None
        if last is not None and last.last <= now <= last.last + self._gap:
            last.last = now
            last.words[message], last.origins[message] = words, origin
            return True
        bursts.append(_Burst(now, {message: words}, {message: origin}))
        return False

    def around(self, person: int, message: int) -> str | None:
        """All that was sent together with that message, in order; None when it is not remembered."""
        for burst in self._of.get(person, ()):
            if message in burst.words:
                return "\n".join(words for _, words in sorted(burst.words.items()) if words)
        return None

    def runs_on(self, person: int, message: int, full: int, now: float, origin: Origin | None = None) -> bool:
        """Whether that message, sent now, goes on with the one before, which is as long as one may be."""
        bursts = self._of.get(person)
        last = bursts[-1] if bursts else None
        if last is None or not last.last <= now <= last.last + self._gap:
            return False
        return last.goes_on(message, origin, full)

    def whole(self, person: int, message: int, full: int) -> str | None:
        """That message and what goes on with it, each behind one of `full` letters; None when forgotten."""
        for burst in self._of.get(person, ()):
            if message in burst.words:
                text = burst.words[message]
                for number in sorted(one for one in burst.words if one > message):
                    if not burst.goes_on(number, burst.origins[number], full):
                        break
                    text += burst.words[number]
                return text
        return None

    def forget(self, now: float) -> None:
        """Let go what is old. A clock that stepped back keeps nothing for longer."""
        for person in list(self._of):
            self._forget(person, now)

    def _forget(self, person: int, now: float) -> None:
        bursts = self._of.pop(person, [])
        if fresh := [burst for burst in bursts if now - self._kept < burst.last <= now]:
            self._of[person] = fresh


def origin_of(message: Message) -> Origin | None:
    """Where a message was forwarded from; None: its sender wrote it."""
    first = message.forward_origin
    match first:
        case None:
            return None
        case MessageOriginChannel():
            author = f"chat {first.chat.id}"
        case MessageOriginChat():
            author = f"chat {first.sender_chat.id}"
        case MessageOriginUser():
            author = f"person {first.sender_user.id}"
        case MessageOriginHiddenUser():
            author = f"somebody {first.sender_user_name}"
        case _:
            author = first.type
    return Origin(author, first.date.timestamp())
