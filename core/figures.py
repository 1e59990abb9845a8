"""What a report says, as plain data: made by core/reach.py, written out by reports/."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.words import Audience, Kind, Severity
from core import shares
from core.periods import span_before
from storage.models import Reached


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a report is about: [first, end), a region and all below it, one audience or all."""

    first: datetime
    end: datetime
    region: str | None
    audience: Audience | None

    def before(self, zone: ZoneInfo) -> Scope:
        """The period before: for whole months as many months, else as many days and hours."""
        first, end = span_before(self.first, self.end, zone)
        return replace(self, first=first, end=end)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts of a period, money in yuan; what each means stands in the texts as `definition`."""

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
    alert_minutes: int | None = None
    talks: int = 0
    leaflets: int = 0
    visits: int = 0
    broadcasts: int = 0
    posters: int = 0
    forwards: int = 0
    other_work: int = 0
    crimes: int = 0
    crimes_money: int = 0
    dissuasions: int = 0
    dissuasions_money: int = 0


@dataclass(frozen=True, kw_only=True)
class PushRow(Reached):
    """One push within the scope, and what came of it."""

    code: str
    kind: Kind
    title: str
    fraud_type: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KindRow(Reached):
    """All pushes of one kind. What groups asked for themselves is sent, but no push of ours."""

    kind: Kind
    pushes: int


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

    @property
    def shares(self) -> tuple[shares.Share, shares.Share]:
        """Before and after."""
        first = shares.Share(self.right_first, self.answered_first)
        return first, shares.Share(self.right_later, self.answered_later)


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """One alert as it was read; `correction`: as it was put right.

    `minutes`: from the first word written to the last group.
    """

    code: str
    severity: Severity
    text: str
    fraud_type: str | None
    at: datetime
    sent: int
    minutes: int | None
    state: str
    correction: str | None = None


@dataclass(frozen=True, kw_only=True)
class HelpRow:
    """A choice on help cards, by day and place ("": unknown); `questions`: so often a card's first."""

    day: date
    place: str
    choice: str
    fraud_type: str | None
    calls: int
    questions: int


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """Offline work as an officer wrote it down. Money in fen; not every photo there is may be at hand."""

    kind: str
    day: date
    place: str
    number: int
    fraud_type: str | None
    money: int
    officer: int
    photo: bytes | None = None
    pictured: bool = False


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
    scope_before: Scope
    made_at: datetime
    audit_head: str
    figures: Figures
    before: Figures
    failures: dict[str, int]
    failures_before: dict[str, int] = field(default_factory=dict)
    kinds: tuple[KindRow, ...] = ()
    pushes: tuple[PushRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    rates: tuple[RateRow, ...] = ()
    alerts: tuple[AlertRow, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    shares: tuple[Share, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    helped: tuple[HelpRow, ...] = ()
