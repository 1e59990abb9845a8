"""What an officer's push says: the item that all its groups together heard least, or that fits them best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from content.asking import Choice, Why, choose_question
from content.choose import Heard, Score, choose, in_season
from content.letters import Letter
from content.library import Content
from content.models import Item
from content.questions import Question
from content.words import Audience, Kind
from core.desk import Desk
from core.errors import NobodyToReach, NothingSuits
from core.knowledge import GOES_AROUND
from storage import alerts, reachable
from storage.database import Unit
from storage.reachable import Reachable, Size


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """All groups that might hear it, as if they were one: how many by audience, what they heard and know."""

    sizes: list[Size]
    heard: Mapping[str, Heard]
    scores: Mapping[str, Score]
    # Fraud types met near any of them lately, the newest first.
    near: tuple[str, ...]

    @classmethod
    async def of(cls, unit: Unit, desk: Desk, wanted: Reachable, *, now: datetime) -> Crowd:
        """Raises NobodyToReach."""
        sizes = await reachable.sizes(unit, wanted)
        if not sizes:
            raise NobodyToReach
        places = await reachable.places(unit, wanted)
        recent = await alerts.recent_types(unit, desk.bot, since=now - GOES_AROUND)
        near = [fraud for fraud, at in recent if any(desk.regions.covers(at, place) for place in places)]
        return cls(
            sizes=sizes,
            heard=await reachable.heard(unit, wanted),
            scores=await reachable.scores(unit, wanted),
            near=tuple(dict.fromkeys(near)),
        )

    @property
    def groups(self) -> Counter[Audience]:
        """How many groups there are of each audience."""
        found = Counter[Audience]()
        for one in self.sizes:
            found[one.audience] += one.groups
        return found


def pick(
    desk: Desk, kind: Kind, crowd: Crowd, offered: Sequence[str], frauds: Sequence[str], *, now: datetime
) -> tuple[Content, Choice | None]:
    """What would go out, and of a question why. Raises NothingSuits."""
    if kind is Kind.QUIZ:
        choice = _question(desk, crowd, offered, frauds, now=now)
        return choice.question, choice
    if kind is Kind.LETTER:
        return _letter(desk, crowd, offered, now=now), None
    return _item(desk, kind, crowd, offered, now=now), None


def _item(desk: Desk, kind: Kind, crowd: Crowd, offered: Sequence[str], *, now: datetime) -> Item:
    present = crowd.groups.keys()
    suiting = [item for item in desk.library.of_kind(kind) if present & set(item.audiences)]
    fresh = [item for item in suiting if item.id not in offered] or suiting
    item = choose(fresh, crowd.heard, desk.rules.hours.day(now), crowd.scores)
    if item is None:
        raise NothingSuits(kind)
    return item


def _letter(desk: Desk, crowd: Crowd, offered: Sequence[str], *, now: datetime) -> Letter:
    """The letter of the festival that is near, else the one that they got least; none out of its time."""
    present, today = crowd.groups.keys(), desk.rules.hours.day(now)
    suiting = [
        one
        for one in desk.library.letters.values()
        if present & set(one.audiences) and (one.season is None or in_season(one.season, today))
    ]
    letter = choose([one for one in suiting if one.id not in offered] or suiting, crowd.heard, today)
    if letter is None:
        raise NothingSuits(Kind.LETTER)
    return letter


def _question(
    desk: Desk, crowd: Crowd, offered: Sequence[str], frauds: Sequence[str], *, now: datetime
) -> Choice:
    """One question for all these groups: new this year to each of them, by what they know together."""
    present = crowd.groups.keys()
    suiting = [one for one in desk.library.questions.values() if present & set(one.audiences)]
    if frauds:
        suiting = [one for one in suiting if one.fraud_type in frauds]
    asked = {item: one for item, one in crowd.heard.items() if item in desk.library.questions}
    choice = None
    # What suits the most groups first; what suits only some of them when all of that was asked this year.
    for some in _widest_first([one for one in suiting if one.id not in offered] or suiting, crowd.groups):
        choice = choice or choose_question(
            some,
            asked,
            local=() if frauds else crowd.near,
            scores=crowd.scores,
            now=now,
            zone=desk.rules.hours.zone,
        )
    if choice is None:
        raise NothingSuits(Kind.QUIZ)
    return replace(choice, why=Why.WANTED) if frauds else choice


def _widest_first(questions: list[Question], groups: Mapping[Audience, int]) -> list[list[Question]]:
    """The questions by how many of these groups they are for, the most first."""
    by_reach: dict[int, list[Question]] = {}
    for one in questions:
        by_reach.setdefault(sum(groups.get(audience, 0) for audience in one.audiences), []).append(one)
    return [by_reach[reach] for reach in sorted(by_reach, reverse=True)]
