"""/report auto: the week's and the month's report once each, and after a long absence only the newest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core import report_orders
from storage import officers
from storage.database import Database
from storage.models import Officer, Role
from tests.core.desks import ZONE, desk
from tests.storage.files import BOT, fresh

CLERK = Officer(user=1004, role=Role.CLERK, region="pingan", name="小陈", active=True)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


async def appoint(database: Database, now: datetime) -> None:
    async with database.unit() as unit:
        await officers.put(
            unit, BOT, CLERK.user, role=CLERK.role, region=CLERK.region, name=CLERK.name, by=None, now=now
        )


async def test_each_report_once_and_missed_ones_once_when_back(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, began = desk(database), local("2026-11-18 10:00")
        await appoint(database, began)
        assert await report_orders.switch(town, CLERK, key="a", now=began)
        assert await report_orders.due(town, now=local("2026-11-20 14:59")) == []
        [week] = await report_orders.due(town, now=local("2026-11-20 15:00"))
        assert (week.first, week.end) == (local("2026-11-13 15:00"), local("2026-11-20 15:00"))
        assert not week.monthly
        await report_orders.delivered(town, week)
        assert await report_orders.due(town, now=local("2026-11-27 14:59")) == []
        # Three weeks off: the newest week and the month that ended meanwhile, each once.
        back = local("2026-12-14 09:00")
        missed = await report_orders.due(town, now=back)
        assert [(one.end, one.monthly) for one in missed] == [
            (local("2026-12-11 15:00"), False),
            (local("2026-12-01 00:00"), True),
        ]
        for one in missed:
            await report_orders.delivered(town, one)
        assert await report_orders.due(town, now=back) == []
        assert not await report_orders.switch(town, CLERK, key="b", now=back)
        assert await report_orders.due(town, now=local("2027-02-01 09:00")) == []
