"""Which Question a Group is asked next, and why: pure, as choose.py is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zlib import crc32
from zoneinfo import ZoneInfo

from content.choose import Heard, Score, in_season, rank, weak_spots
from content.questions import Question

YEAR = timedelta(days=365)


class Why(StrEnum):
    """What decided for a question."""

    WANTED = "wanted"
    LOCAL = "local"
    WEAK = "weak"
    SEASON = "season"
    SELDOM = "seldom"


@dataclass(frozen=True)
class Choice:
    """A question with what decided for it; `score` is the group's on that fraud type."""

    question: Question
    why: Why
    score: Score


def choose_question(
    questions: Iterable[Question],
    asked: Mapping[str, Heard],
    *,
    local: Sequence[str],
    scores: Mapping[str, Score],
    now: datetime,
    zone: ZoneInfo,
) -> Choice | None:
    """The next of the questions that suit a group; None when each was asked within the year.

    First the fraud types met nearby lately (`local`, the most pressing first), then those with the lowest
    share right here, then the types asked least; the season decides between equals alone. `asked` is by
    question id.
    """
    fresh = [one for one in questions if one.id not in asked or now - asked[one.id].last >= YEAR]
    if not fresh:
        return None
    today, weak = now.astimezone(zone).date(), weak_spots(scores)
    near = {fraud: number for number, fraud in reversed(list(enumerate(local)))}
    times = Counter[str]()
    for one in asked.values():
        times[one.fraud_type] += one.times

    def need(one: Question) -> tuple[float, ...]:
        return near.get(one.fraud_type, len(near)), weak.get(one.fraud_type, 1.0), times[one.fraud_type]

    def order(one: Question) -> tuple[object, ...]:
        before = asked[one.id].last.timestamp() if one.id in asked else 0.0
        return (*need(one), not in_season(one.season, today), before, *rank(one))

    chosen = min(fresh, key=order)
    fraud = chosen.fraud_type
    if fraud in near:
        why = Why.LOCAL
    elif fraud in weak:
        why = Why.WEAK
    else:
        others = [one for one in fresh if need(one) == need(chosen)]
        why = _by_season(chosen, others, today)
    return Choice(chosen, why, scores.get(fraud, Score(0, 0)))


def _by_season(chosen: Question, equals: Iterable[Question], today: date) -> Why:
    """Whether the season decided between those that were asked as seldom."""
    all_alike = len({in_season(one.season, today) for one in equals}) == 1
    return Why.SEASON if in_season(chosen.season, today) and not all_alike else Why.SELDOM


def choose_play(questions: Iterable[Question], played: Mapping[str, datetime], seed: str) -> Question | None:
    """The next question for one person in private: those never played first, in an order of their own."""

    def order(one: Question) -> tuple[float, float]:
        last = played[one.id].timestamp() if one.id in played else 0.0
        return last, _shuffled(seed, one.id)

    return min(questions, key=order, default=None)


def _shuffled(seed: str, name: str) -> float:
    return float(crc32(f"{seed}:{name}".encode()))
