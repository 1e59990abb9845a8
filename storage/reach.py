"""Counting queries of the reports: groups, persons and questions; for a period and for some groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from content.words import Audience
from storage.database import Unit
from storage.help import CallCount
from storage.models import GroupId, GroupState
from storage.tables import (
    answers,
    deliveries,
    groups,
    help_calls,
    interactions,
    receipts,
    rounds,
)

# Names that stand in a person's place: of one who asked to be forgotten, of a channel that answered.
_NOBODY = ("forgotten:%", "chat:%")
PRIVATE = "private"
# A group's row as the place of an interaction.
_PLACE = "group:"
_TOLD = (
    "id",
    "title",
    "audience",
    "region",
    "state",
    "confirmed_at",
    "members",
    "subscribed_at",
    "left_at",
)
_ACTIVE = (GroupState.ACTIVE, GroupState.PAUSED)


class _unindexed(FunctionElement[int]):  # it reads as a function of SQL
    """A column by which SQLite must not begin: it would read all that these groups ever got.

    PostgreSQL gets the bare column: from a sum it guesses one row of two hundred, and begins there too.
    """

    type = BigInteger()
    inherit_cache = True


@compiles(_unindexed)
def _bare(element: _unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(_unindexed, "sqlite")
def _signed(element: _unindexed, compiler: SQLCompiler, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


@dataclass(frozen=True, kw_only=True)
class Span:
    """[first, end) and the groups that count: of this bot, in these regions (None: all), of that audience.

    `away`: reasons of a suspended group that is in truth gone, since the bot is not in it any more.
    """

    bot: int
    first: datetime
    end: datetime
    regions: Collection[str] | None
    audience: Audience | None
    away: Collection[str] = ()

    def within(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return and_(column >= self.first, column < self.end)

    def on_days(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The local days on which the period may lie in any zone: what an index by day can find."""
        a_day = timedelta(days=1)
        return and_(column >= self.first.date() - a_day, column <= self.end.date() + a_day)

    def of_groups(self) -> ColumnElement[bool]:
        mine = [_unindexed(groups.c.bot) == self.bot]
        if self.regions is not None:
            mine.append(groups.c.region.in_(self.regions))
        if self.audience is not None:
            mine.append(groups.c.audience == self.audience)
        return and_(*mine)

    def counting(self) -> ColumnElement[bool]:
        """Groups that an officer vouched for; the others count in no report."""
        return and_(self.of_groups(), groups.c.confirmed_at.is_not(None))

    def gone(self) -> ColumnElement[bool]:
        """Unsubscribed, deleted, or without the bot; since `left_at`."""
        out = and_(groups.c.state == GroupState.SUSPENDED, groups.c.reason.in_(self.away))
        return or_(groups.c.state == GroupState.LEFT, out)

    def halted(self) -> ColumnElement[bool]:
        """Suspended with the bot still in it; since `left_at`."""
        return and_(groups.c.state == GroupState.SUSPENDED, not_(self.gone()))

    def active(self) -> ColumnElement[bool]:
        """Subscribed and confirmed at the period's end."""
        there = groups.c.state.in_(_ACTIVE) | (groups.c.left_at >= self.end)
        return and_(
            self.of_groups(), there, groups.c.subscribed_at < self.end, groups.c.confirmed_at < self.end
        )


async def group_counts(unit: Unit, span: Span) -> dict[str, int]:
    """groups_active, members_in_groups, groups_new, groups_confirmed, groups_lost, groups_suspended."""
    counting = span.counting()
    wanted = {
        "groups_active": number(span.active()),
        "members_in_groups": total(span.active(), groups.c.members),
        "groups_new": number(counting & span.within(groups.c.subscribed_at)),
        "groups_confirmed": number(counting & span.within(groups.c.confirmed_at)),
        "groups_lost": number(counting & span.gone() & span.within(groups.c.left_at)),
        "groups_suspended": number(counting & span.halted() & (groups.c.left_at < span.end)),
    }
    query = select(*(column.label(name) for name, column in wanted.items())).select_from(groups)
    return {name: int(value) for name, value in (await unit.execute(query)).one()._mapping.items()}


async def people_and_receipts(unit: Unit, span: Span) -> tuple[int, int]:
    """How many different persons tapped, answered by name or used a resident's command; and how many taps."""
    tap, other = literal(1).label("tap"), literal(0).label("tap")
    tapped = select(receipts.c.person, tap).select_from(_receipts()).where(span.counting())
    told = (
        select(answers.c.person, other)
        .select_from(answers.join(rounds).join(deliveries).join(groups))
        .where(span.counting(), span.within(answers.c.at))
    )
    asked = select(interactions.c.person, other).where(
        interactions.c.bot == span.bot,
        span.on_days(interactions.c.day),
        span.within(interactions.c.at),
        _asked_here(span),
    )
    everyone = union_all(tapped.where(span.within(receipts.c.at)), told, asked).subquery()
    named = and_(*(everyone.c.person.not_like(nobody) for nobody in _NOBODY))
    each = select(case((named, 1), else_=0).label("named"), func.sum(everyone.c.tap).label("taps"))
    summed = each.group_by(everyone.c.person).subquery()
    query = select(func.coalesce(func.sum(summed.c.named), 0), func.coalesce(func.sum(summed.c.taps), 0))
    persons, taps = (await unit.execute(query)).one()
    return int(persons), int(taps)


async def help_calls_made(unit: Unit, span: Span) -> list[CallCount]:
    """Calls for help by local day, place, choice and fraud type.

    They come in private, from nobody knows which audience: a report about one audience has none.
    """
    if span.audience is not None:
        return []
    keys = [help_calls.c[name] for name in ("day", "region", "choice", "fraud_type")]
    questions = func.sum(case((help_calls.c.first, 1), else_=0)).label("questions")
    query = select(*keys, func.count().label("calls"), questions).where(
        help_calls.c.bot == span.bot, span.on_days(help_calls.c.day), span.within(help_calls.c.at)
    )
    if span.regions is not None:
        query = query.where(help_calls.c.region.in_(span.regions))
    rows = await unit.execute(query.group_by(*keys).order_by(*keys))
    return [CallCount(**{**row._mapping, "questions": int(row.questions)}) for row in rows]


async def group_rows(unit: Unit, span: Span) -> list[Any]:
    """Every group that was subscribed within the period, by region and title; `gone`: it is not any more."""
    # Ten thousand rows of all that is known of a group take a third of a second to read.
    columns = (groups.c[name] for name in _TOLD)
    query = select(*columns, span.gone().label("gone")).where(
        span.of_groups(),
        groups.c.subscribed_at < span.end,
        or_(not_(span.gone()), groups.c.left_at >= span.first),
    )
    return list(await unit.execute(query.order_by(groups.c.region, groups.c.title, groups.c.id)))


async def last_interactions(unit: Unit, span: Span, *, since: datetime) -> dict[GroupId, datetime]:
    """When somebody in each group last tapped, answered or asked, where somebody did since then.

    Groups that do not count may be among them.
    """
    tapped = (
        select(deliveries.c.group_id, func.max(receipts.c.at))
        .join_from(receipts, deliveries)
        .where(receipts.c.at >= since, receipts.c.at < span.end)
        .group_by(deliveries.c.group_id)
    )
    told = (
        select(deliveries.c.group_id, func.max(rounds.c.opened_at))
        .join_from(rounds, deliveries)
        .where(rounds.c.bot == span.bot, rounds.c.answered > 0)
        .where(rounds.c.opened_at >= since, rounds.c.opened_at < span.end)
        .group_by(deliveries.c.group_id)
    )
    asked = (
        select(interactions.c.place, func.max(interactions.c.at))
        .where(interactions.c.bot == span.bot, interactions.c.place.startswith(_PLACE))
        .where(interactions.c.day >= since.date() - timedelta(days=1))
        .where(interactions.c.at >= since, interactions.c.at < span.end)
        .group_by(interactions.c.place)
    )
    found: dict[GroupId, datetime] = {}
    for query in (tapped, told, asked):
        for name, at in await unit.execute(query):
            group = GroupId(int(str(name).removeprefix(_PLACE)))
            found[group] = max(at, found.get(group, at))
    return found


async def shares(unit: Unit, span: Span) -> list[tuple[str | None, Audience, int, int]]:
    """Active groups and their members by region and audience."""
    keys = (groups.c.region, groups.c.audience)
    query = select(*keys, func.count(), func.coalesce(func.sum(groups.c.members), 0))
    rows = await unit.execute(query.where(span.active()).group_by(*keys).order_by(*keys))
    return [(row[0], Audience(row[1]), row[2], int(row[3])) for row in rows]


def number(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    """How many rows are so."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def total(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column's sum over the rows that are so."""
    return func.coalesce(func.sum(case((condition, column), else_=0)), 0)


def _receipts() -> Any:
    tapped = receipts.join(deliveries, deliveries.c.id == receipts.c.delivery_id)
    return tapped.join(groups, groups.c.id == deliveries.c.group_id)


def _place() -> ColumnElement[str]:
    return literal(_PLACE) + cast(groups.c.id, String)


def _asked_here(span: Span) -> ColumnElement[bool]:
    """A command used in one of the groups; one used in private belongs to a region, but to no audience."""
    in_group = interactions.c.place.in_(select(_place()).where(span.counting()))
    if span.audience is not None:
        return in_group
    alone = interactions.c.place == PRIVATE
    if span.regions is not None:
        alone = and_(alone, interactions.c.region.in_(span.regions))
    return or_(in_group, alone)
