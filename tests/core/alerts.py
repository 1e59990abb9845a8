"""Alerts in tests: written by nobody in particular, sent at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from content.words import Audience, Severity
from core import alert_sending
from core.desk import Desk
from storage import alerts
from storage.alerts import Alert, AlertId
from storage.models import Officer, PushId, Role

OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)
TEXT = "有人冒充老师收资料费\n先给老师打电话，再动手机钱包。"


async def draft(town: Desk, code: str, now: datetime, **values: Any) -> AlertId:
    """An alert by the owner to everybody, silent at night, for a day."""
    usual: dict[str, Any] = {
        "author": 1001,
        "text": TEXT,
        "audiences": list(Audience),
        "segments": [],
        "region": None,
        "severity": Severity.WARNING,
        "fraud_type": "school_fee",
        "life_hours": 24,
        "pin": False,
        "code": code,
    }
    async with town.database.unit() as unit:
        return await alerts.add(unit, town.bot, now=now, **(usual | values))


async def read(town: Desk, alert: AlertId) -> Alert:
    async with town.database.reading() as unit:
        found = await alerts.by_id(unit, town.bot, alert)
    assert found is not None
    return found


async def launch(town: Desk, alert: AlertId, now: datetime) -> PushId:
    async with town.database.unit() as unit:
        found = await alerts.by_id(unit, town.bot, alert)
        assert found is not None
        push = await alert_sending.launch(unit, town, found, by=OWNER, now=now)
    town.wake.wake()
    return push
