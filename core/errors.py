"""What can go wrong in a use case. Errors carry facts and a key; texts/ makes one sentence of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from content.words import Kind


class CoreError(Exception):
    """The root of the room's errors. `key` names the sentence in texts/, its facts are the attributes."""

    key: str


@dataclass
class UnknownGroup(CoreError):
    """No subscribed group lives in that chat."""

    chat: int
    key = "not-subscribed"


class GroupPaused(CoreError):
    """The group's admins hold everything back."""

    key = "group-paused"


@dataclass
class InQuietHours(CoreError):
    """A slot was asked for at an hour when the bot keeps still."""

    at: time
    start: time
    end: time
    key = "in-quiet-hours"


@dataclass
class NothingSuits(CoreError):
    """The library has nothing of that kind for these groups, or nothing on that word."""

    kind: Kind
    word: str = ""

    @property
    def key(self) -> str:  # type: ignore[override]  # it depends on the facts here
        return "nothing-on-word" if self.word else "nothing-suits"


class NobodyToReach(CoreError):
    """No confirmed group lies under the officer's region."""

    key = "nobody-to-reach"


@dataclass
class UnknownRegion(CoreError):
    region: str
    key = "unknown-region"


@dataclass
class NoRight(CoreError):
    """The person may not do that; the attempt stands in the audit."""

    action: str
    key = "officers-only"


class NotYourRegion(CoreError):
    """An officer reached for a group or a place outside their own region."""

    key = "not-your-region"


class UnknownButton(CoreError):
    """A button that was forged."""

    key = "stale-button"


class ForeignButton(CoreError):
    """A button that was laid out for somebody else."""

    key = "button-theirs"


class OldButton(CoreError):
    """A button past its time."""

    key = "button-old"


class UsedButton(CoreError):
    """A button that works once, pressed again."""

    key = "button-used"


class ContentChanged(CoreError):
    """What would be sent is no longer what was shown."""

    key = "content-changed"


class AlertOver(CoreError):
    """The alert was decided before, or is corrected, withdrawn or past its time."""

    key = "alert-over"


@dataclass
class AskedTooOften(CoreError):
    """A group had its asked-for tip only a moment ago."""

    seconds: int
    key = "too-often"


class FeedSettled(CoreError):
    """Somebody decided about that article before, or it is gone."""

    key = "candidate-settled"
