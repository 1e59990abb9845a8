"""What an officer's push says: the item that all its groups together heard least, or that fits them best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from content.asking import YEAR, Choice, Why, choose_question
from content.choose import Heard, Score, choose, in_season
from content.fresh import FreshCase
from content.letters import Letter
from content.library import Content
from content.models import Item, Piece
from content.words import Kind
from core import fresh_items
from core.desk import Desk
from core.errors import AllAsked, NobodyToReach, NothingSuits
from core.knowledge import Lately
from core.shelf import Shelf
from storage import reachable
from storage.database import Unit
from storage.reachable import Reachable, Size, Sort

# A question that is new to nearly as many groups as the newest may be chosen for what it is about.
NEARLY = 0.9


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """All groups that might hear it, as if they were one: how many by audience, what they heard and know."""

    sizes: list[Size]
    sorts: list[Sort]
    # By question, those of them that were asked it within the year.
    asked: Mapping[str, list[Sort]]
    heard: Mapping[str, Heard]
    scores: Mapping[str, Score]
    # Fraud types met near any of them lately, the most pressing first.
    near: tuple[str, ...]
    # What all of them may hear: those of this region, and of what lies above it.
    shelf: Shelf
    region: str | None
    # What officers published these weeks for all of them.
    fresh: tuple[FreshCase, ...] = ()

    @classmethod
    async def of(
        cls, unit: Unit, desk: Desk, wanted: Reachable, region: str | None, *, now: datetime
    ) -> Crowd:
        """`region`: under which they lie. Raises NobodyToReach."""
        sizes = await reachable.sizes(unit, wanted)
        if not sizes:
            raise NobodyToReach
        places = await reachable.places(unit, wanted)
        lately = await Lately.of(unit, desk, now=now)
        return cls(
            sizes=sizes,
            sorts=await reachable.sorts(unit, wanted),
            asked=await reachable.asked(unit, wanted, since=now - YEAR),
            heard=await reachable.heard(unit, wanted),
            scores=await reachable.scores(unit, wanted),
            near=lately.near(places),
            shelf=await Shelf.of(unit, desk),
            region=region,
            fresh=await fresh_items.over(unit, desk, region, now=now),
        )

    def reach(self, piece: Piece) -> int:
        """How many groups it is for."""
        return _number(piece, self.sorts)

    def asked_before(self, piece: Piece) -> int:
        """How many of those were asked it within the year."""
        return _number(piece, self.asked.get(piece.id, ()))


def _number(piece: Piece, sorts: Iterable[Sort]) -> int:
    return sum(one.groups for one in sorts if piece.suits(one.audience, one.segments))


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
    for news in crowd.fresh if kind is Kind.CASE else ():
        known = crowd.heard[news.id].times if news.id in crowd.heard else 0
        if news.id not in offered and known < crowd.reach(news):
            return news
    suiting = [item for item in crowd.shelf.of_kind(kind, crowd.region) if crowd.reach(item)]
    fresh = [item for item in suiting if item.id not in offered] or suiting
    item = choose(fresh, crowd.heard, desk.rules.hours.day(now), crowd.scores)
    if item is None:
        raise NothingSuits(kind)
    return item


def _letter(desk: Desk, crowd: Crowd, offered: Sequence[str], *, now: datetime) -> Letter:
    """The letter of the festival that is near, else the one that they got least; none out of its time."""
    today = desk.rules.hours.day(now)
    suiting = [
        one
        for one in desk.library.letters.values()
        if crowd.reach(one) and (one.season is None or in_season(one.season, today))
    ]
    letter = choose([one for one in suiting if one.id not in offered] or suiting, crowd.heard, today)
    if letter is None:
        raise NothingSuits(Kind.LETTER)
    return letter


def _question(
    desk: Desk, crowd: Crowd, offered: Sequence[str], frauds: Sequence[str], *, now: datetime
) -> Choice:
    """One question for these groups, new this year to the most of them; by what they know together.

    Raises NothingSuits, AllAsked.
    """
    suiting = [one for one in desk.library.questions.values() if crowd.reach(one)]
    if frauds:
        suiting = [one for one in suiting if one.fraud_type in frauds]
    if not suiting:
        raise NothingSuits(Kind.QUIZ)
    new = {one.id: crowd.reach(one) - crowd.asked_before(one) for one in suiting}
    fresh = [one for one in suiting if new[one.id]]
    if not fresh:
        raise AllAsked
    some = [one for one in fresh if one.id not in offered] or fresh
    widest = max(new[one.id] for one in some)
    choice = choose_question(
        [one for one in some if new[one.id] >= NEARLY * widest],
        _some_time_ago(desk, crowd, now=now),
        local=() if frauds else crowd.near,
        scores=crowd.scores,
        now=now,
        zone=desk.rules.hours.zone,
    )
    assert choice is not None
    return replace(choice, why=Why.WANTED) if frauds else choice


def _some_time_ago(desk: Desk, crowd: Crowd, *, now: datetime) -> dict[str, Heard]:
    """What they were asked, as if before this year: whoever was asked it within the year gets no row."""
    return {
        item: replace(one, last=min(one.last, now - YEAR))
        for item, one in crowd.heard.items()
        if item in desk.library.questions
    }
