"""What an officer's alert that waits for its approval looks like from the author's side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import alert_preview, alert_urgent
from core.alert_preview import Approver
from core.desk import Desk
from storage import drafts
from storage.alerts import Alert
from storage.models import Officer


@dataclass(frozen=True, kw_only=True)
class Waits:
    """An alert nobody has decided about: for how long, who may, and whether its author may send it alone."""

    alert: Alert
    minutes: int
    approvers: tuple[Approver, ...]
    alone: bool


async def of_author(desk: Desk, officer: Officer, *, now: datetime) -> list[Waits]:
    """All that this person submitted and nobody has answered yet, oldest first."""
    async with desk.database.reading() as unit:
        mine = [one for one in await drafts.waiting(unit, desk.bot) if one.author == officer.user]
    found = []
    for alert in mine:
        since = now - (alert.submitted_at or now)
        found.append(
            Waits(
                alert=alert,
                minutes=max(0, int(since.total_seconds() // 60)),
                approvers=await alert_preview.who_approves(desk, alert),
                alone=await alert_urgent.why_not(desk, officer, alert, now=now) is None,
            )
        )
    return found
