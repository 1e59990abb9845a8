"""The nouns we remember, as plain frozen rows. Ids are the database's own; times are aware UTC."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NewType

from content.questions import Quiz
from content.words import Audience, Form, Kind, QuizMode, Script, Severity, form_for

GroupId = NewType("GroupId", int)
PushId = NewType("PushId", int)
DeliveryId = NewType("DeliveryId", int)
FollowupId = NewType("FollowupId", int)


class GroupState(StrEnum):
    """`new`: the card hangs there, nobody pressed yet; such a group counts nowhere."""

    NEW = "new"
    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    LEFT = "left"


class DeliveryState(StrEnum):
    """pending → sending → sent / failed / unknown; pending → expired / cancelled."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class FollowupKind(StrEnum):
    """What is done to a message after it was sent. All but `reply` may be done twice without harm."""

    PIN = "pin"
    UNPIN = "unpin"
    MARK = "mark"
    DELETE = "delete"
    CLOSE = "close"
    REPLY = "reply"


class FollowupState(StrEnum):
    """pending → doing → done / failed / unknown; pending → expired / cancelled."""

    PENDING = "pending"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What an Officer may do."""

    OWNER = "owner"
    CHIEF = "chief"
    OFFICER = "officer"
    CLERK = "clerk"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A Telegram chat that the bot was added to."""

    id: GroupId
    chat: int
    title: str
    state: GroupState
    reason: str | None
    resume_as: GroupState | None
    audience: Audience | None
    segments: tuple[str, ...]
    region: str | None
    script: Script
    topic: int | None
    members: int | None
    confirmed_at: datetime | None
    quiz_mode: QuizMode = QuizMode.ANONYMOUS
    quiz_days: int = 3
    form: Form | None = None

    @property
    def form_or_default(self) -> Form:
        """How it gets its tips: as it chose, else as is usual for its audience."""
        return form_for(self.audience, self.form)

    @property
    def subscribed(self) -> bool:
        return self.state in (GroupState.ACTIVE, GroupState.PAUSED)

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When a group gets a kind of Item. `next_at` is None until the sweep has worked it out.

    With `nth` it is the n-th such weekday of the month, else every `every` weeks.
    """

    id: int
    group: GroupId
    kind: Kind
    weekdays: frozenset[int]
    at: time
    every: int
    phase: int
    since: datetime
    next_at: datetime | None
    nth: int | None = None


@dataclass(frozen=True, kw_only=True)
class Push:
    """One decision to send one Item to some groups."""

    id: PushId
    kind: Kind
    item: str
    fraud_type: str
    title: str
    code: str
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, kw_only=True)
class Job:
    """A pending Delivery, or a pending Followup of one, as the dispatcher queues it."""

    delivery: DeliveryId
    push: PushId
    group: GroupId
    chat: int
    priority: int
    due_at: datetime
    counted: bool = False
    followup: FollowupId | None = None

    @property
    def row(self) -> tuple[DeliveryId, FollowupId | None]:
        """Which row it is: two jobs of one row are the same."""
        return self.delivery, self.followup


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture to be sent: by Telegram's number for it, or for the first time as bytes."""

    id: int
    file_id: str | None
    content: bytes | None
    poster: bool = False


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A claimed Delivery with all that is sent: the snapshot of its Push in the group's script.

    `severity`: of an alert. `reply_to`: the message that it answers, where that still stands. A quiz goes out
    in its `mode`, for so many days. Under a letter stands 回执, and 我承诺 where it asks for a `promise`.
    `refused_before`: what was sent to that group last was refused. `spoken`: there are recordings of it.
    """

    delivery: DeliveryId
    push: PushId
    group: GroupId
    chat: int
    topic: int | None
    html: str
    share: str
    key: str
    script: Script
    not_after: datetime
    reply_to: int | None = None
    picture: Picture | None = None
    severity: Severity | None = None
    quiz: Quiz | None = None
    mode: QuizMode = QuizMode.ANONYMOUS
    quiz_days: int = 3
    kind: Kind = Kind.TIP
    promise: bool = False
    silent: bool = False
    refused_before: bool = False
    spoken: bool = False


@dataclass(frozen=True, kw_only=True)
class Act:
    """A claimed Followup with all that doing it takes.

    `message` is the one that it acts on; None where nobody knows its number, or where it stands `elsewhere`,
    in a chat that the group left: then a reply stands alone, and nothing else can be done. `html` is in the
    group's script. `payload` may say `buttons`: `push` (all three) or `check` (only 是真的吗), none else; and
    `rings`, for a reply that may wake people. `caption`: the text hangs on a picture.
    """

    followup: FollowupId
    kind: FollowupKind
    version: int
    delivery: DeliveryId
    push: PushId
    group: GroupId
    chat: int
    topic: int | None
    message: int | None
    html: str | None
    payload: dict[str, Any]
    key: str
    share: str
    script: Script
    caption: bool
    tries: int
    not_after: datetime
    elsewhere: bool = False
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Officer:
    """A person who may act for the office."""

    user: int
    role: Role
    region: str | None
    name: str
    active: bool


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The deliveries of a push by state."""

    pending: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    expired: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.pending + self.sending + self.ended

    @property
    def ended(self) -> int:
        return self.sent + self.failed + self.unknown + self.expired + self.cancelled


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What came of a push, or of several: deliveries by how they ended, and what people did."""

    sent: int
    failed: int
    unknown: int
    members: int
    receipts: int
    answers: int
    right: int


REACHED = tuple(one.name for one in fields(Reached))


@dataclass(frozen=True, kw_only=True)
class Firing:
    """A Slot that fell at a local date and time; `missed` when we were away for too long."""

    slot: Slot
    local_date: date
    at: datetime
    missed: bool


@dataclass(frozen=True, kw_only=True)
class Button:
    """What an officer's button means; its key is all that Telegram carries."""

    key: str
    user: int
    action: str
    payload: dict[str, Any]
    used_at: datetime | None
    expires_at: datetime
