"""Queries about who gets reports by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from storage.database import Unit
from storage.tables import report_orders


@dataclass(frozen=True)
class ReportOrder:
    """Up to when an officer has the weekly and the monthly reports."""

    user: int
    week_done: datetime
    month_done: datetime


async def everyone(unit: Unit, bot: int) -> list[ReportOrder]:
    rows = await unit.execute(
        select(report_orders).where(report_orders.c.bot == bot).order_by(report_orders.c.user)
    )
    return [ReportOrder(row.user, row.week_done, row.month_done) for row in rows]


async def add(unit: Unit, bot: int, user: int, *, week: datetime, month: datetime) -> None:
    await unit.execute(insert(report_orders).values(bot=bot, user=user, week_done=week, month_done=month))


async def drop(unit: Unit, bot: int, user: int) -> bool:
    """Whether there was one."""
    gone = await unit.execute(
        delete(report_orders).where(report_orders.c.bot == bot, report_orders.c.user == user)
    )
    return gone.rowcount == 1


async def done(unit: Unit, bot: int, user: int, until: datetime, *, monthly: bool) -> None:
    column = report_orders.c.month_done if monthly else report_orders.c.week_done
    await unit.execute(
        update(report_orders)
        .where(report_orders.c.bot == bot, report_orders.c.user == user)
        .values({column: until})
    )
