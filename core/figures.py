"""What a report says, as plain data: made by core/reach.py, written out by reports/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.words import Audience, Kind, Severity


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a report is about: [first, end), a region and all below it, one audience or all."""

    first: datetime
    end: datetime
    region: str | None
    audience: Audience | None

    @property
    def before(self) -> Scope:
        """The period before, as long."""
        return Scope(
            first=self.first - (self.end - self.first),
            end=self.first,
            region=self.region,
            audience=self.audience,
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts of a period; what each means stands in the texts as `figure-<name>`."""

    groups_active: int = 0
    groups_new: int = 0
    groups_confirmed: int = 0
    groups_lost: int = 0
    groups_suspended: int = 0
    pushes: int = 0
    deliveries_sent: int = 0
    deliveries_failed: int = 0
    deliveries_unknown: int = 0
    members_addressed: int = 0
    members_in_groups: int = 0
    people_interacted: int = 0
    receipts: int = 0
    quiz_answers: int = 0
    quiz_right: int = 0
    questions_answered: int = 0
    alerts: int = 0
    alerts_corrected: int = 0
    alerts_withdrawn: int = 0


@dataclass(frozen=True, kw_only=True)
class PushRow:
    """One push within the scope, and what came of it."""

    code: str
    kind: Kind
    title: str
    fraud_type: str | None
    at: datetime
    sent: int
    failed: int
    unknown: int
    members: int
    receipts: int
    answers: int
    right: int


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group, and what it got and did. `care` says why it needs somebody to look: a key of the texts."""

    title: str
    audience: Audience | None
    region: str | None
    state: str
    confirmed: bool
    members: int | None
    since: datetime | None
    sent: int
    receipts: int
    answers: int
    last_interaction: datetime | None
    care: str | None


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """Answers on one fraud type by one audience: the first round on it in a group, and the later ones."""

    fraud_type: str
    audience: Audience
    answered_first: int
    right_first: int
    answered_later: int
    right_later: int

    @property
    def answered(self) -> int:
        return self.answered_first + self.answered_later

    @property
    def right(self) -> int:
        return self.right_first + self.right_later


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """One alert as it was read. `minutes`: from the first word written to the last group."""

    code: str
    severity: Severity
    text: str
    fraud_type: str | None
    at: datetime
    sent: int
    minutes: int | None
    state: str


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """Offline work as an officer wrote it down. Money in fen."""

    kind: str
    day: date
    place: str
    number: int
    fraud_type: str | None
    money: int
    officer: int
    photo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """One week of the period, for the chart."""

    monday: date
    pushes: int
    receipts: int
    answers: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many groups and members one audience has in one region."""

    region: str | None
    audience: Audience
    groups: int
    members: int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A push as a group received it, for the picture."""

    group: str
    html: str
    at: datetime
    receipts: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that one report says."""

    office: str
    region: str
    scope: Scope
    made_at: datetime
    audit_head: str
    figures: Figures
    before: Figures
    failures: dict[str, int]
    pushes: tuple[PushRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    rates: tuple[RateRow, ...] = ()
    alerts: tuple[AlertRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    shares: tuple[Share, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    helped: tuple[tuple[str, str | None, int], ...] = ()
