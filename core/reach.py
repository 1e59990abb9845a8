"""Reach: what a report says, counted in one place. Every figure's meaning stands in the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content.regions import Regions
from content.words import Audience, Kind
from core import reach_ledger, reach_pushes
from core.figures import Figures, GroupRow, HelpRow, RateRow, Report, Scope, Share, Sheet
from core.groups import AWAY
from core.rates import rates
from storage import audit, reach, scores, tallies
from storage.alerts import AlertState
from storage.database import Database, Unit
from storage.help import CallCount
from storage.ledger import Entry
from storage.models import GroupId, GroupState
from storage.reach import Span
from storage.tallies import Tally

SILENT_AFTER = timedelta(days=28)
SHEETS = 6
HEAD_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Books:
    """What reports are made from."""

    database: Database
    bot: int
    regions: Regions
    office: str
    zone: ZoneInfo


async def report(books: Books, scope: Scope, *, now: datetime) -> Report:
    """Everything about the period, all of it read at one moment."""
    async with books.database.counting() as unit:
        span, earlier = _span(books, scope), scope.before(books.zone)
        pushes = await tallies.tallies(unit, span)
        alerts = await _alert_rows(unit, pushes)
        helped = await reach.help_calls_made(unit, span)
        written = await reach_ledger.written(unit, span, books.regions, books.zone)
        failures, failures_before = await tallies.failures(unit, span, _span(books, earlier))
        rows = reach_pushes.pushes(pushes)
        return Report(
            office=books.regions.office(scope.region, books.office).name,
            region=books.regions.get(scope.region).name,
            scope=scope,
            scope_before=earlier,
            made_at=now.astimezone(books.zone),
            audit_head=(await audit.head(unit, books.bot) or "")[:HEAD_SHOWN],
            figures=await _figures(unit, span, pushes, alerts, helped, written),
            before=await _counted(unit, books, earlier),
            failures=failures,
            failures_before=failures_before,
            kinds=reach_pushes.kinds(pushes),
            pushes=rows,
            groups=await _groups(unit, span),
            rates=await _rates(unit, books, scope),
            alerts=reach_pushes.alerts(alerts, await tallies.corrections(unit, books.bot)),
            ledger=await reach_ledger.pictured(unit, written),
            weeks=reach_pushes.weeks(rows, scope, books.zone),
            shares=tuple(
                Share(region=region, audience=audience, groups=number, members=members)
                for region, audience, number, members in await reach.shares(unit, span)
            ),
            sheets=await _sheets(unit, await _right(unit, books, pushes)),
            helped=tuple(_help_row(books, one) for one in helped),
        )


async def _counted(unit: Unit, books: Books, scope: Scope) -> Figures:
    span = _span(books, scope)
    written = await reach_ledger.written(unit, span, books.regions, books.zone)
    pushes = await tallies.tallies(unit, span)
    alerts = await _alert_rows(unit, pushes)
    helped = await reach.help_calls_made(unit, span)
    return await _figures(unit, span, pushes, alerts, helped, written)


async def _figures(
    unit: Unit,
    span: Span,
    pushes: list[Tally],
    alerts: reach_pushes.Alerts,
    helped: list[CallCount],
    written: list[Entry],
) -> Figures:
    states = [AlertState(row.state) for row, _ in alerts]
    minutes = [reach_pushes.minutes(*one) for one in alerts]
    people, receipts = await reach.people_and_receipts(unit, span)
    return Figures(
        **await reach.group_counts(unit, span),
        pushes=sum(1 for one in pushes if not one.asked),
        deliveries_sent=sum(one.sent for one in pushes),
        deliveries_failed=sum(one.failed for one in pushes),
        deliveries_unknown=sum(one.unknown for one in pushes),
        members_addressed=sum(one.members for one in pushes),
        people_interacted=people,
        receipts=receipts,
        quiz_answers=sum(one.answers for one in pushes),
        quiz_right=sum(one.right for one in pushes),
        questions_answered=sum(one.questions for one in helped),
        alerts=len(alerts),
        alerts_corrected=states.count(AlertState.CORRECTED),
        alerts_withdrawn=states.count(AlertState.WITHDRAWN),
        alert_minutes=max((one for one in minutes if one is not None), default=None),
        **reach_ledger.sums(written),
    )


async def _alert_rows(unit: Unit, pushes: list[Tally]) -> reach_pushes.Alerts:
    """Each alert that reached somebody in the period, with its tally."""
    mine = {one.push: one for one in pushes if one.kind is Kind.ALERT}
    return [(row, mine[row.push_id]) for row in await tallies.alert_rows(unit, mine)]


async def _groups(unit: Unit, span: Span) -> tuple[GroupRow, ...]:
    done = await tallies.activity(unit, span)
    since = min(span.end - SILENT_AFTER, span.first)
    last = await reach.last_interactions(unit, span, since=since)
    told = []
    for row in await reach.group_rows(unit, span):
        group = GroupId(row.id)
        sent, receipts, answers = done.get(group, (0, 0, 0))
        told.append(
            GroupRow(
                title=row.title,
                audience=Audience(row.audience) if row.audience else None,
                region=row.region,
                state=GroupState.LEFT if row.gone else row.state,
                confirmed=row.confirmed_at is not None,
                members=row.members,
                since=row.subscribed_at,
                sent=sent,
                receipts=receipts,
                answers=answers,
                last_interaction=last.get(group),
                care=care(row, last.get(group), span),
            )
        )
    return tuple(told)


def care(row: Any, last: datetime | None, span: Span) -> str | None:
    """Why somebody should look after a group: left, suspended, unconfirmed, silent; None when all is well."""
    if row.gone:
        return "left" if row.left_at is not None and row.left_at < span.end else None
    if row.state == GroupState.SUSPENDED:
        return "suspended" if row.left_at is not None and row.left_at < span.end else None
    if row.confirmed_at is None:
        return "unconfirmed"
    long_there = row.subscribed_at < span.end - SILENT_AFTER
    return "silent" if long_there and (last is None or last < span.end - SILENT_AFTER) else None


async def _rates(unit: Unit, books: Books, scope: Scope) -> tuple[RateRow, ...]:
    regions = books.regions.under(scope.region)
    lines = await scores.lines(unit, books.bot, regions=regions, since=scope.first, until=scope.end)
    return tuple(
        RateRow(
            fraud_type=one.fraud_type,
            audience=one.audience,
            answered_first=one.before.answered,
            right_first=one.before.right,
            answered_later=one.after.answered,
            right_later=one.after.right,
        )
        for one in rates(lines)
        if scope.audience in (None, one.audience)
    )


async def _right(unit: Unit, books: Books, pushes: list[Tally]) -> list[Tally]:
    """All but the alerts that were taken back or put right: nobody shows wrong words as proof of work."""
    wrong = await tallies.of_wrong_words(unit, books.bot)
    return [one for one in pushes if one.push not in wrong]


async def _sheets(unit: Unit, pushes: list[Tally]) -> tuple[Sheet, ...]:
    """The newest pushes, of each kind one at least, each as the first group received it."""
    drawn = []
    for one in reach_pushes.various(pushes, SHEETS):
        found = await tallies.sheet(unit, one.push, one.first_delivery)
        if found is not None:
            title, html, at, receipts = found
            drawn.append(Sheet(group=title, html=html, at=at, receipts=receipts))
    return tuple(drawn)


def _help_row(books: Books, count: CallCount) -> HelpRow:
    # A place that the file of regions no longer has keeps its id.
    known = count.region is not None and count.region in books.regions
    place = books.regions.get(count.region).name if known else count.region or ""
    return HelpRow(
        day=count.day,
        place=place,
        choice=count.choice,
        fraud_type=count.fraud_type,
        calls=count.calls,
        questions=count.questions,
    )


def _span(books: Books, scope: Scope) -> Span:
    return Span(
        bot=books.bot,
        first=scope.first,
        end=scope.end,
        regions=books.regions.under(scope.region),
        audience=scope.audience,
        away=AWAY,
    )
