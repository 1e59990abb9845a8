"""What stands in the groups once an alert is over: every copy marked or deleted, every group told once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from content.alert_frame import Mark, render_mark, render_notice
from content.words import Script, Severity
from core.deliveries import CALLED_OFF
from core.desk import Desk
from core.ports import Done, FollowOutcome, Gone, Priority
from storage import alert_life, deliveries, followups, groups, progress, pushes
from storage.alerts import Alert
from storage.database import Unit
from storage.followups import STANDING
from storage.models import Act, FollowupKind, PushId

# How long what is done to the copies may take; a copy of unknown fate may turn up as late.
PATIENCE = timedelta(days=7)
# A later mark overwrites an earlier one.
VERSIONS = {Mark.EXPIRED: 1, Mark.CORRECTED: 2, Mark.WITHDRAWN: 3}


async def close(
    unit: Unit,
    desk: Desk,
    alert: Alert,
    mark: Mark,
    priority: Priority,
    *,
    now: datetime,
    reason: str = "",
    code: str = "",
    erase: bool = False,
) -> None:
    """Nothing more of it is sent; what is there is marked, then unpinned after everything else."""
    assert alert.push is not None
    ids = await alert_life.pushes_of(unit, alert.push)
    for push in ids:
        await pushes.halt(unit, push, "cancelled")
        await deliveries.cancel_push(unit, push, CALLED_OFF, now=now)
    await followups.cancel(unit, ids, [FollowupKind.PIN], CALLED_OFF, now=now)
    await write_on(unit, desk, ids, mark, priority, reason, erase, now=now, code=code)
    await followups.add_to_copies(
        unit,
        alert_life.pinned(ids),
        FollowupKind.UNPIN,
        priority=Priority.COSMETIC,
        due_at=now,
        not_after=now + PATIENCE,
    )
    await progress.reopen(unit, alert.push)


async def write_on(
    unit: Unit,
    desk: Desk,
    ids: Collection[PushId],
    mark: Mark,
    priority: Priority,
    reason: str,
    erase: bool,
    *,
    now: datetime,
    code: str = "",
) -> None:
    """Change every copy, or delete it; one that can't be deleted is changed (core/followup_ends.py)."""
    kind = FollowupKind.DELETE if erase else FollowupKind.MARK
    for push in ids:
        own, texts = await alert_life.texts_of(unit, push)
        html = {
            script: render_mark(mark, said, desk.rules.office, code or own, script, reason)
            for script, said in texts.items()
        }
        await followups.add_to_copies(
            unit,
            followups.copies_of([push]),
            kind,
            version=VERSIONS[mark],
            priority=priority,
            due_at=now,
            not_after=now + PATIENCE,
            html=html,
            payload={"buttons": "check"},
        )


async def tell(unit: Unit, desk: Desk, alert: Alert, reason: str, *, now: datetime) -> None:
    """One answer per group, also where nobody knows whether the alert arrived."""
    assert alert.push is not None
    ids = await alert_life.pushes_of(unit, alert.push)
    scripts = await groups.scripts(unit, desk.bot)
    words = {"office": desk.rules.office, "code": alert.code, "reason": reason}
    await followups.add_to_copies(
        unit,
        alert_life.one_per_group(ids, STANDING),
        FollowupKind.REPLY,
        priority=Priority.ALERT,
        due_at=now,
        not_after=now + PATIENCE,
        html={script: render_notice(script=script, **words) for script in {*scripts, Script.SIMPLIFIED}},
        payload={"rings": alert.severity is Severity.URGENT},
    )


async def deleted(unit: Unit, desk: Desk, act: Act, outcome: FollowOutcome, now: datetime) -> None:
    """What could not be deleted at least says that it was withdrawn."""
    if not isinstance(outcome, Done | Gone) and act.html is not None:
        await followups.add_once(
            unit,
            act.delivery,
            FollowupKind.MARK,
            version=VERSIONS[Mark.WITHDRAWN] + 1,
            priority=Priority.ALERT,
            due_at=now,
            not_after=act.not_after,
            html=act.html,
            payload=act.payload,
        )
