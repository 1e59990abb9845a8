"""What core needs from outside, and the words both sides share: Sender, Clock, Wake, Outcome, Priority."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from storage.models import Act, Parcel


class Priority(IntEnum):
    """Who leaves first when several wait; the smaller the sooner (DESIGN.md rule 3)."""

    ALERT = 0
    OFFICER = 1
    RESIDENT = 2
    QUIZ = 3
    CASE = 4
    TIP = 5
    COSMETIC = 6


class Clock(Protocol):
    """The only place where time is read; decisions take `now` as an argument."""

    def now(self) -> datetime:
        """Aware UTC."""


class Wake(Protocol):
    """Tells the dispatcher that rows may be waiting. Losing a wake costs a minute, never a delivery."""

    def wake(self) -> None: ...


@dataclass(frozen=True)
class Sent:
    """Telegram took it and gave it a number, and one for its picture or its poll."""

    message_id: int
    file_id: str | None = None
    poll: str | None = None


@dataclass(frozen=True)
class NotSent:
    """Certainly not delivered; may be tried again after `retry_after` seconds. `flood`: Telegram said 429."""

    retry_after: float
    flood: bool = False


@dataclass(frozen=True)
class Moved:
    """The chat was upgraded; nothing was delivered under the old id."""

    new_chat: int


@dataclass(frozen=True)
class Gone:
    """Nobody there any more: kicked, deleted, not found."""

    reason: str


# What is wrong with a message that no chat would take.
BAD_MARKS, TOO_LONG = "bad_marks", "too_long"


@dataclass(frozen=True)
class Refused:
    """Telegram understood and said no. `explained` is False for an answer that we have no name for."""

    reason: str
    explained: bool = True

    @property
    def is_ours(self) -> bool:
        """Whether the message itself is at fault: its group did nothing."""
        return self.reason in (BAD_MARKS, TOO_LONG)


@dataclass(frozen=True)
class Unknown:
    """The request left and no answer came: it may have been delivered."""

    reason: str


Outcome = Sent | NotSent | Moved | Gone | Refused | Unknown


@dataclass(frozen=True)
class Done:
    """The message is as it should be; `reason` where it was so before. `result`: what a poll counted."""

    reason: str | None = None
    result: dict[str, Any] | None = None


# A reply ends in Sent, every other kind of Followup in Done.
FollowOutcome = Outcome | Done


class Sender(Protocol):
    """The one way by which a Delivery or a Followup leaves."""

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        """Send it and say how it ended; never raises for anything Telegram does, but for a bad token.

        `leaving` is called at the moment the request leaves. Raises BadToken.
        """

    async def follow(self, act: Act, leaving: Callable[[], None]) -> FollowOutcome:
        """Do it and say how it ended; as `send` otherwise."""

    async def answers(self) -> bool:
        """Whether Telegram answers at all (getMe)."""


class BadToken(Exception):
    """Telegram does not know this token: nothing can go on."""
