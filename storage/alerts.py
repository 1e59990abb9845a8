"""Queries about alerts: one row from the draft to the last mark."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import insert, select, update

from content.words import Audience, Severity
from storage.database import Unit, held
from storage.models import PushId
from storage.tables import alerts, pushes

AlertId = NewType("AlertId", int)


class AlertState(StrEnum):
    """draft → waiting → sending → sent → corrected / withdrawn / expired; dropped and rejected end before."""

    DRAFT = "draft"
    WAITING = "waiting"
    REJECTED = "rejected"
    DROPPED = "dropped"
    SENDING = "sending"
    SENT = "sent"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


LIVE = (AlertState.SENDING, AlertState.SENT)


@dataclass(frozen=True, kw_only=True)
class Alert:
    """An officer's warning. `hash`: what the approver saw; `corrects`: the alert it puts right."""

    id: AlertId
    author: int
    state: AlertState
    version: int
    text: str
    media: int | None
    audiences: tuple[Audience, ...]
    segments: tuple[str, ...]
    region: str | None
    severity: Severity
    fraud_type: str | None
    life_hours: int
    pin: bool
    code: str
    hash: str | None
    created_at: datetime
    submitted_at: datetime | None
    reminded: int
    decided_at: datetime | None
    decided_by: int | None
    reason: str | None
    unreviewed: bool
    push: PushId | None
    corrects: AlertId | None
    expires_at: datetime | None
    ended_at: datetime | None
    ended_by: int | None

    @property
    def lapsed(self) -> bool:
        """Nobody decided before its time was over."""
        return self.state is AlertState.REJECTED and self.decided_by is None


async def add(unit: Unit, bot: int, *, now: datetime, **values: Any) -> AlertId:
    """A new draft; `values` are columns of the table."""
    fresh: dict[str, Any] = {"state": AlertState.DRAFT, "version": 1, "reminded": 0, "unreviewed": False}
    row = insert(alerts).values(bot=bot, created_at=now, **fresh, **values)
    return AlertId((await unit.execute(row.returning(alerts.c.id))).scalar_one())


async def by_id(unit: Unit, bot: int, alert: AlertId) -> Alert | None:
    """The alert, kept from other writers till the unit ends."""
    query = select(alerts).where(alerts.c.bot == bot, alerts.c.id == alert)
    row = (await unit.execute(held(unit, query, alerts))).first()
    return _alert(row) if row else None


async def change(unit: Unit, alert: AlertId, expected: Collection[AlertState], **values: Any) -> bool:
    """Set columns of an alert that is in one of the expected states; False when it is in another."""
    changed = await unit.execute(
        update(alerts).where(alerts.c.id == alert, alerts.c.state.in_(expected)).values(**values)
    )
    return changed.rowcount == 1


async def recent_types(unit: Unit, bot: int, *, since: datetime) -> list[tuple[str, str | None]]:
    """Fraud type and region of each alert that went out since then and was not withdrawn, newest first."""
    went_out = (*LIVE, AlertState.CORRECTED, AlertState.EXPIRED)
    query = (
        select(alerts.c.fraud_type, alerts.c.region)
        .join(pushes, pushes.c.id == alerts.c.push_id)
        .where(alerts.c.bot == bot, alerts.c.state.in_(went_out), alerts.c.fraud_type.is_not(None))
        .where(pushes.c.created_at >= since)
        .order_by(pushes.c.created_at.desc(), alerts.c.id.desc())
    )
    return [(row.fraud_type, row.region) for row in await unit.execute(query)]


def _alert(row: Any) -> Alert:
    values = dict(row._mapping)
    values.pop("bot")
    values["media"], values["push"] = values.pop("media_id"), values.pop("push_id")
    values["state"], values["severity"] = AlertState(values["state"]), Severity(values["severity"])
    values["audiences"] = tuple(Audience(one) for one in values["audiences"])
    values["segments"] = tuple(values["segments"])
    return Alert(**values)
