"""Reach: what a report says, counted in one place. Every figure's meaning stands in the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content.regions import Regions
from content.words import Audience, Severity
from core.figures import (
    AlertRow,
    Figures,
    GroupRow,
    LedgerRow,
    PushRow,
    RateRow,
    Report,
    Scope,
    Share,
    Sheet,
    WeekRow,
)
from core.rates import rates
from storage import audit, ledger, reach, scores
from storage.alerts import AlertState
from storage.database import Database, Unit
from storage.models import GroupId, GroupState
from storage.reach import Span

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
    async with books.database.reading() as unit:
        span = _span(books, scope)
        pushes = await reach.push_rows(unit, span)
        alerts = await reach.alert_rows(unit, span)
        rows = [_push(row) for row in pushes if not row["asked"]]
        return Report(
            office=books.regions.office(scope.region, books.office).name,
            region=books.regions.get(scope.region).name,
            scope=scope,
            made_at=now.astimezone(books.zone),
            audit_head=(await audit.head(unit, books.bot) or "")[:HEAD_SHOWN],
            figures=await _figures(unit, span, pushes, alerts),
            before=await _counted(unit, _span(books, scope.before)),
            failures=await reach.failures(unit, span),
            pushes=tuple(rows),
            groups=await _groups(unit, span, now=now),
            rates=await _rates(unit, books, scope),
            alerts=tuple(_alert(row) for row in alerts),
            ledger=await _ledger(unit, books, scope),
            weeks=tuple(_weeks(rows, scope, books.zone)),
            shares=tuple(
                Share(region=region, audience=audience, groups=number, members=members)
                for region, audience, number, members in await reach.shares(unit, span)
            ),
            sheets=await _sheets(unit, pushes),
            helped=tuple(await reach.questions(unit, span)),
        )


async def _counted(unit: Unit, span: Span) -> Figures:
    return await _figures(unit, span, await reach.push_rows(unit, span), await reach.alert_rows(unit, span))


async def _figures(unit: Unit, span: Span, pushes: list[dict[str, Any]], alerts: list[Any]) -> Figures:
    helped = await reach.questions(unit, span)
    states = [AlertState(row.state) for row in alerts]
    return Figures(
        **await reach.group_counts(unit, span),
        **await reach.delivery_counts(unit, span),
        pushes=sum(1 for row in pushes if not row["asked"]),
        people_interacted=await reach.people(unit, span),
        receipts=await reach.receipt_count(unit, span),
        quiz_answers=sum(row["answers"] for row in pushes),
        quiz_right=sum(row["right"] for row in pushes),
        questions_answered=sum(number for _, _, number in helped),
        alerts=len(alerts),
        alerts_corrected=states.count(AlertState.CORRECTED),
        alerts_withdrawn=states.count(AlertState.WITHDRAWN),
    )


async def _groups(unit: Unit, span: Span, *, now: datetime) -> tuple[GroupRow, ...]:
    done = await reach.activity(unit, span)
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
                state=row.state,
                confirmed=row.confirmed_at is not None,
                members=row.members,
                since=row.subscribed_at,
                sent=sent,
                receipts=receipts,
                answers=answers,
                last_interaction=last.get(group),
                care=care(row, last.get(group), span, now=now),
            )
        )
    return tuple(told)


def care(row: Any, last: datetime | None, span: Span, *, now: datetime) -> str | None:
    """Why somebody should look after a group: left, suspended, unconfirmed, silent; None when all is well."""
    if row.state == GroupState.LEFT:
        return "left" if row.left_at is not None and span.first <= row.left_at < span.end else None
    if row.state == GroupState.SUSPENDED:
        return "suspended"
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


async def _ledger(unit: Unit, books: Books, scope: Scope) -> tuple[LedgerRow, ...]:
    first = scope.first.astimezone(books.zone).date()
    last = (scope.end - timedelta(microseconds=1)).astimezone(books.zone).date()
    written = await ledger.within(unit, books.bot, books.regions.under(scope.region), first, last)
    return tuple(
        LedgerRow(
            kind=entry.line.kind,
            day=entry.line.day,
            place=entry.line.place,
            number=entry.line.number,
            fraud_type=entry.line.fraud_type,
            money=entry.line.money,
            officer=entry.officer,
            photo=photo,
        )
        for entry, photo in written
    )


async def _sheets(unit: Unit, pushes: list[dict[str, Any]]) -> tuple[Sheet, ...]:
    """The newest pushes, each as the first group received it."""
    drawn = []
    for row in [row for row in pushes if row["sent"] and not row["asked"]][-SHEETS:]:
        found = await reach.sheet(unit, row["push"], row["first_delivery"])
        if found is not None:
            title, html, at, receipts = found
            drawn.append(Sheet(group=title, html=html, at=at, receipts=receipts))
    return tuple(drawn)


def _weeks(pushes: list[PushRow], scope: Scope, zone: ZoneInfo) -> list[WeekRow]:
    """Every week that the period touches, the quiet ones too."""

    def monday_of(moment: datetime) -> date:
        day = moment.astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    monday, weeks = monday_of(scope.first), []
    while monday <= monday_of(scope.end):
        mine = [push for push in pushes if monday_of(push.at) == monday]
        taken, told = sum(push.receipts for push in mine), sum(push.answers for push in mine)
        weeks.append(WeekRow(monday=monday, pushes=len(mine), receipts=taken, answers=told))
        monday += timedelta(days=7)
    return weeks


def _push(row: dict[str, Any]) -> PushRow:
    counts = {name: row[name] for name in ("sent", "failed", "unknown", "members", "receipts", "answers")}
    names = {name: row[name] for name in ("code", "kind", "title")}
    fraud = row["fraud_type"] or None
    return PushRow(**names, **counts, fraud_type=fraud, right=row["right"], at=row["created_at"])


def _alert(row: Any) -> AlertRow:
    minutes = round((row.last - row.created_at).total_seconds() / 60) if row.sent else None
    return AlertRow(
        code=row.code,
        severity=Severity(row.severity),
        text=row.text,
        fraud_type=row.fraud_type,
        at=row.decided_at or row.created_at,
        sent=row.sent,
        minutes=minutes,
        state=row.state,
    )


def _span(books: Books, scope: Scope) -> Span:
    return Span(
        bot=books.bot,
        first=scope.first,
        end=scope.end,
        regions=books.regions.under(scope.region),
        audience=scope.audience,
    )
