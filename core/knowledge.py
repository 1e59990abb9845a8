"""What is known about groups that decides what they hear next: their weak spots, what is met nearby."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
        recent = await alerts.recent_types(unit, desk.bot, since=now - GOES_AROUND)
        crimes = await ledger.crimes(unit, desk.bot, since=desk.rules.hours.day(now - GOES_AROUND))
        covers = desk.regions.covers
        local = {
            group.id: (
                *(fraud for fraud, region in recent if covers(region, group.region)),
                # A case that an officer wrote down for the county happened in one of its villages.
                *(fraud for region, fraud in crimes if fraud and _near(covers, region, group.region)),
            )
            for group in wanted
        }
        local = {group: tuple(dict.fromkeys(frauds)) for group, frauds in local.items()}
        return cls(await scores.of_groups(unit, [group.id for group in wanted]), local)


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


def together(groups: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Several groups' scores as one."""
    found: dict[str, Score] = {}
    for scores_of_one in groups:
        for fraud, one in scores_of_one.items():
            before = found.get(fraud, Score(0, 0))
            found[fraud] = Score(before.right + one.right, before.answered + one.answered)
    return found
