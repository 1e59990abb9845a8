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


class AllAsked(CoreError):
    """Every question that suits these groups was asked in each of them within the year."""

    key = "all-asked"


class NobodyToReach(CoreError):
    """No confirmed group lies under the officer's region."""

    key = "nobody-to-reach"


@dataclass
class UnknownRegion(CoreError):
    """An owner typed a place that regions.yaml does not have."""

    region: str
    key = "unknown-region"


class RegionGone(CoreError):
    """A button stands for a place that is no longer in regions.yaml."""

    key = "region-gone"


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


class StillLocked(CoreError):
    """The data was restored, and nothing leaves before an owner has said what becomes of what was due."""

    key = "still-locked"


class ContentChanged(CoreError):
    """What would be sent is no longer what was shown."""

    key = "content-changed"


class AlertOver(CoreError):
    """The alert was decided before, or is corrected, withdrawn or past its time."""

    key = "alert-over"


class AlertPast(AlertOver):
    """The time that the alert would have held until has passed before it left."""

    key = "alert-past"


class NothingUnsure(CoreError):
    """Of every copy it is known whether it arrived."""

    key = "alert-nothing-unsure"


@dataclass
class AskedTooOften(CoreError):
    """A group had its asked-for tip only a moment ago."""

    seconds: int
    key = "too-often"


@dataclass
class AlertRefused(CoreError):
    """Words that can't go into an alert. `why` is a content.defang.Why, `what` the part that offends."""

    why: str
    what: str
    key = "alert-refused"


@dataclass
class AlertTooLong(CoreError):
    """The words leave no room for the frame and what may be marked on it later; `over`: by how many."""

    over: int
    key = "alert-too-long"


class NoDraft(CoreError):
    """What would be changed is no draft of this person's any more."""

    key = "alert-no-draft"


class NamesSomebody(CoreError):
    """The text looks as if it named a person, and nobody said that it does not."""

    key = "alert-names-somebody"


class OwnAlert(CoreError):
    """The author pressed 批准 under their own alert."""

    key = "alert-own"


class AlertChanged(CoreError):
    """What was shown is not what stands there now: the author went on writing."""

    key = "alert-changed"


@dataclass
class AlertDecided(CoreError):
    """Somebody was quicker. `who` did it; `how` is approved, rejected, urgent or dropped."""

    who: str
    how: str
    key = "alert-decided"


@dataclass
class BadExpiry(CoreError):
    """No moment that an alert could end at: not understood, past, or further off than a week."""

    why: str
    key = "alert-bad-expiry"


@dataclass
class BadPhoto(CoreError):
    """A picture that can't go out. `why`: qr, broken, large or slow."""

    why: str
    key = "alert-bad-photo"


@dataclass
class NotUrgent(CoreError):
    """Sending alone is not open to this person now. `why` says which condition fails."""

    why: str
    key = "urgent-refused"


class WeakPin(CoreError):
    """Not six digits and more, or ones that anybody tries first."""

    key = "pin-weak"


@dataclass
class WrongPin(CoreError):
    """`left`: how many tries remain."""

    left: int
    key = "pin-wrong"


class PinLocked(CoreError):
    """Too many wrong ones in a row: only an owner opens it again."""

    key = "pin-locked"


class SpentInvitation(CoreError):
    """A link that somebody else opened, that is too old, or that never was."""

    key = "invitation-spent"


class QuizEnough(CoreError):
    """A group was asked twice today because its admins wished so."""

    key = "quiz-enough"


class UnknownFraud(CoreError):
    """No fraud type bears that name."""

    key = "unknown-fraud"


@dataclass
class UnreadableLine(CoreError):
    """What an officer wrote cannot be a line of the ledger; `why` is the key of the sentence."""

    why: str

    @property
    def key(self) -> str:  # type: ignore[override]  # it depends on the facts here
        return self.why


class EntryClosed(CoreError):
    """A line of the ledger that is gone, somebody else's, or older than one may change."""

    key = "ledger-closed"


@dataclass
class BadPeriod(CoreError):
    """A period that no report can be about; `why` is the key of the sentence."""

    why: str

    @property
    def key(self) -> str:  # type: ignore[override]  # it depends on the facts here
        return self.why


class BadTemplate(Exception):
    """An office's own template asks for something that a report does not have; says what."""
