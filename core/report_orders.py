"""Who gets reports by themselves, and which are due: once each, missed ones when we are back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import audit
from core.desk import Desk
from core.officers import standing_in
from core.periods import Period, closed_week, span_of
from storage import report_orders
from storage.models import Officer


@dataclass(frozen=True, kw_only=True)
class Due:
    """A report that an officer waits for."""

    officer: Officer
    first: datetime
    end: datetime
    monthly: bool


async def switch(desk: Desk, officer: Officer, *, key: str, now: datetime) -> bool:
    """/report auto: on, or off again; whether it is on now. What ended before is not sent."""
    zone, closes = desk.rules.hours.zone, desk.rules.week_end
    async with desk.database.unit() as unit:
        on = not await report_orders.drop(unit, desk.bot, officer.user)
        if on:
            week, month = closed_week(now, zone, closes)[1], span_of(Period.LAST_MONTH, now, zone)[1]
            await report_orders.add(unit, desk.bot, officer.user, week=week, month=month)
        action = "report_auto_on" if on else "report_auto_off"
        await audit.note(unit, desk, user=officer.user, action=action, subject="", now=now, key=key)
    return on


async def due(desk: Desk, *, now: datetime) -> list[Due]:
    """What should be written now: at most the newest week and month for each officer who still is one."""
    zone = desk.rules.hours.zone
    week, month = closed_week(now, zone, desk.rules.week_end), span_of(Period.LAST_MONTH, now, zone)
    found = []
    async with desk.database.reading() as unit:
        for order in await report_orders.everyone(unit, desk.bot):
            officer = await standing_in(unit, desk, order.user)
            if officer is None:
                continue
            if order.week_done < week[1]:
                found.append(Due(officer=officer, first=week[0], end=week[1], monthly=False))
            if order.month_done < month[1]:
                found.append(Due(officer=officer, first=month[0], end=month[1], monthly=True))
    return found


async def delivered(desk: Desk, one: Due) -> None:
    """It has left, or never will."""
    async with desk.database.unit() as unit:
        await report_orders.done(unit, desk.bot, one.officer.user, one.end, monthly=one.monthly)
