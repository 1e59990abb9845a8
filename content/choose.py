"""Which Item a Group hears next: pure, from what it has heard, how it answered and what day it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from content.models import Piece
from content.words import FRAUD_TYPES, SEASONS

Suiting = TypeVar("Suiting", bound=Piece)

# Before anybody has answered we believe what twenty answers, fourteen of them right, would tell.
PRIOR_RIGHT, PRIOR_ANSWERED = 14, 20
# Four wrong answers in a row get below it, three don't.
WEAK_BELOW = 0.6


@dataclass(frozen=True)
class Heard:
    """How often a group got an item, when last, and what fraud it was about."""

    times: int
    last: datetime
    fraud_type: str


@dataclass(frozen=True)
class Score:
    """How a group's quizzes on one fraud type were answered."""

    right: int
    answered: int

    @property
    def believed(self) -> float:
        """The share right that we believe in: a few answers hardly move it from where it begins."""
        return (self.right + PRIOR_RIGHT) / (self.answered + PRIOR_ANSWERED)


def weak_spots(scores: Mapping[str, Score]) -> dict[str, float]:
    """The fraud types that a group does not see through yet, each with the share right that we believe in."""
    return {fraud: score.believed for fraud, score in scores.items() if score.believed < WEAK_BELOW}


def choose(
    items: Iterable[Suiting],
    heard: Mapping[str, Heard],
    today: date,
    scores: Mapping[str, Score] | None = None,
) -> Suiting | None:
    """The next of the items that suit a group, or None when there are none.

    No repeat until all were used; among the fresh ones those in season first, then the group's weak spots
    by its quizzes' `scores` per fraud type, then the type that it has not heard for longest. `heard` is by
    item id and may name items no longer there.
    """
    suiting = list(items)
    if not suiting:
        return None
    rounds = {item.id: heard[item.id].times if item.id in heard else 0 for item in suiting}
    fewest = min(rounds.values())
    fresh = [item for item in suiting if rounds[item.id] == fewest]
    types, weak = _last_heard_types(heard), weak_spots(scores or {})
    return min(
        fresh,
        key=lambda item: (
            not in_season(item.season, today),
            weak.get(item.fraud_type, 1.0),
            *_age(item, types, heard),
            *rank(item),
        ),
    )


def in_season(season: str | None, today: date) -> bool:
    """Whether a season's days include today; a season may cross the year's end."""
    if season is None:
        return False
    first, last = SEASONS[season]
    day = (today.month, today.day)
    return first <= day <= last if first <= last else day >= first or day <= last


def _last_heard_types(heard: Mapping[str, Heard]) -> dict[str, float]:
    last: dict[str, float] = {}
    for one in heard.values():
        moment = one.last.timestamp()
        last[one.fraud_type] = max(moment, last.get(one.fraud_type, moment))
    return last


def rank(item: Piece) -> tuple[int, str]:
    """Among equals the commonest fraud first; the list of types is in that order."""
    return FRAUD_TYPES.index(item.fraud_type), item.id


def _age(item: Piece, types: Mapping[str, float], heard: Mapping[str, Heard]) -> tuple[float, float]:
    own = heard[item.id].last.timestamp() if item.id in heard else 0.0
    return types.get(item.fraud_type, 0.0), own
