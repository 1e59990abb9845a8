"""What a report says of pushes, from their tallies: a row each, sums by kind and by week, and the alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content.words import Kind, Severity
from core.figures import AlertRow, KindRow, PushRow, Scope, WeekRow
from storage.models import REACHED
from storage.tallies import Tally

# Rows of the alerts' table, each with what its push did.
Alerts = list[tuple[Any, Tally]]


def pushes(tallies: Sequence[Tally]) -> tuple[PushRow, ...]:
    """A row for each that was somebody's decision to push."""
    return tuple(_push(one) for one in tallies if not one.asked)


def kinds(tallies: Sequence[Tally]) -> tuple[KindRow, ...]:
    """What there was of each kind; together the figures of all pushes."""
    found = []
    for kind in Kind:
        mine = [one for one in tallies if one.kind is kind]
        sums = {name: sum(getattr(one, name) for one in mine) for name in REACHED}
        if mine:
            found.append(KindRow(kind=kind, pushes=sum(not one.asked for one in mine), **sums))
    return tuple(found)


def various(tallies: Sequence[Tally], most: int) -> list[Tally]:
    """The newest that reached somebody, but of each kind one at least; oldest first."""
    sent = [one for one in tallies if one.sent and not one.asked]
    newest = {one.kind: one for one in sent}
    rest = [one for one in reversed(sent) if one not in newest.values()]
    chosen = [*newest.values(), *rest][:most]
    return [one for one in sent if one in chosen]


def alerts(rows: Alerts, corrections: dict[int, str]) -> tuple[AlertRow, ...]:
    return tuple(_alert(row, tally, corrections.get(row.id)) for row, tally in rows)


def minutes(row: Any, tally: Tally) -> int | None:
    """From an alert's first word to the last group; None where it reached nobody."""
    return round((tally.last - row.created_at).total_seconds() / 60) if tally.last else None


def weeks(pushes: Sequence[PushRow], scope: Scope, zone: ZoneInfo) -> tuple[WeekRow, ...]:
    """Every week that the period touches, the quiet ones too."""

    def monday_of(moment: datetime) -> date:
        day = moment.astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    monday, found = monday_of(scope.first), []
    while monday <= monday_of(scope.end - timedelta(microseconds=1)):
        mine = [push for push in pushes if monday_of(push.at) == monday]
        taken, told = sum(push.receipts for push in mine), sum(push.answers for push in mine)
        found.append(WeekRow(monday=monday, pushes=len(mine), receipts=taken, answers=told))
        monday += timedelta(days=7)
    return tuple(found)


def _push(tally: Tally) -> PushRow:
    names = [one.name for one in fields(PushRow) if one.name != "at"]
    return PushRow(**{name: getattr(tally, name) for name in names}, at=tally.created_at)


def _alert(row: Any, tally: Tally, correction: str | None) -> AlertRow:
    return AlertRow(
        code=row.code,
        severity=Severity(row.severity),
        text=row.text,
        fraud_type=row.fraud_type,
        at=row.decided_at or row.created_at,
        sent=tally.sent,
        minutes=minutes(row, tally),
        state=row.state,
        correction=correction,
    )
