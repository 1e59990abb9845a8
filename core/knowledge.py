"""What is known about groups that decides what they hear next: their weak spots, what is met nearby."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.asking import Choice, choose_question
from content.choose import Heard, Score
from core.desk import Desk
from storage import alerts, ledger, scores
from storage.database import Unit
from storage.models import Group, GroupId

# An alert tells for so long what goes around.
GOES_AROUND = timedelta(days=21)


@dataclass(frozen=True)
class Knowledge:
    """Per group: its quizzes' scores by fraud type, and the types met nearby lately, the newest first."""

    scores: Mapping[GroupId, Mapping[str, Score]]
    local: Mapping[GroupId, tuple[str, ...]]

    @classmethod
    async def of(cls, unit: Unit, desk: Desk, groups: Iterable[Group], *, now: datetime) -> Knowledge:
        wanted = list(groups)
        lately = await Lately.of(unit, desk, now=now)
        local = {group.id: lately.near([group.region]) for group in wanted}
        return cls(await scores.of_groups(unit, [group.id for group in wanted]), local)


@dataclass(frozen=True)
class Lately:
    """Fraud type and place of what was met anywhere these weeks, the newest first: alerts, reported cases."""

    alerts: Sequence[tuple[str, str | None]]
    cases: Sequence[tuple[str, str | None]]
    covers: Callable[[str | None, str | None], bool]

    @classmethod
    async def of(cls, unit: Unit, desk: Desk, *, now: datetime) -> Lately:
        since = now - GOES_AROUND
        recent = await alerts.recent_types(unit, desk.bot, since=since)
        crimes = await ledger.crimes(unit, desk.bot, since=desk.rules.hours.day(since))
        return cls(recent, crimes, desk.regions.covers)

    def near(self, places: Collection[str | None]) -> tuple[str, ...]:
        """The types met in or near any of these places, the most pressing first."""
        warned = [fraud for fraud, at in self.alerts if any(self.covers(at, one) for one in places)]
        # A case that an officer wrote down for the county happened in one of its villages.
        happened = [fraud for fraud, at in self.cases if any(_near(self.covers, at, one) for one in places)]
        return tuple(dict.fromkeys([*warned, *happened]))


def _near(covers: Callable[[str | None, str | None], bool], one: str | None, other: str | None) -> bool:
    return covers(one, other) or covers(other, one)


def next_question(
    desk: Desk, group: Group, heard: Mapping[str, Heard], known: Knowledge, *, now: datetime
) -> Choice | None:
    """What this group is asked next; None when it was asked everything within the year."""
    assert group.audience is not None
    questions = desk.library.questions
    return choose_question(
        desk.library.asking(group.audience, group.segments),
        {item: one for item, one in heard.items() if item in questions},
        local=known.local[group.id],
        scores=known.scores[group.id],
        now=now,
        zone=desk.rules.hours.zone,
    )
