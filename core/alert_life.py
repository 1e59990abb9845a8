"""An alert's life after it left: sent, said again where nobody knows, corrected, withdrawn, past its time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from content.alert_frame import REASON_LIMIT, Mark
from content.texts import tame
from content.words import Severity
from core import alert_approval, alert_marks, alert_sending, audit
from core.codes import new_code
from core.desk import Desk
from core.errors import AlertOver, NothingUnsure, NotYourRegion, UsedButton
from core.officers import MAY_PUSH, still
from core.ports import Priority
from storage import alert_life, followups, groups, officers, progress, pushes
from storage import alerts as alert_rows
from storage.alerts import LIVE, Alert, AlertId, AlertState
from storage.database import Unit
from storage.models import FollowupKind, Officer, PushId, Role
from storage.pushes import NewPush

WITHDRAWABLE = (*LIVE, AlertState.CORRECTED, AlertState.EXPIRED)
MAY_END_OTHERS = frozenset({Role.OWNER, Role.CHIEF})


async def tend(desk: Desk, *, now: datetime) -> None:
    """What the clock brings: what all have is sent and pinned; past its time it is marked or lapses."""
    await alert_approval.lapse(desk, now=now)
    async with desk.database.reading() as unit:
        standing = await alert_life.live(unit, desk.bot)
        ready = [one.id for one in standing if await _is_ready(unit, one, now)]
    for alert in ready:
        async with desk.database.unit() as unit:
            found = await alert_rows.by_id(unit, desk.bot, alert)
            if found is not None and found.state in LIVE:
                await _step(unit, found, desk, now=now)
        desk.wake.wake()


async def _is_ready(unit: Unit, alert: Alert, now: datetime) -> bool:
    assert alert.push is not None
    assert alert.expires_at is not None
    if alert.expires_at <= now:
        return True
    if alert.state is not AlertState.SENDING:
        return False
    return not await alert_life.is_open(unit, await alert_life.pushes_of(unit, alert.push))


async def _step(unit: Unit, alert: Alert, desk: Desk, *, now: datetime) -> None:
    if await _is_ready(unit, alert, now):
        assert alert.expires_at is not None
        if alert.expires_at <= now:
            await alert_rows.change(unit, alert.id, LIVE, state=AlertState.EXPIRED, ended_at=now)
            await alert_marks.close(unit, desk, alert, Mark.EXPIRED, Priority.COSMETIC, now=now)
        elif await alert_rows.change(unit, alert.id, [AlertState.SENDING], state=AlertState.SENT):
            await _pin(unit, alert, now=now)


async def _pin(unit: Unit, alert: Alert, *, now: datetime) -> None:
    """After all sends: what every group should find on top of its chat."""
    assert alert.push is not None
    assert alert.expires_at is not None
    if alert.severity is Severity.URGENT or (alert.pin and alert.severity is Severity.WARNING):
        copies = followups.copies_of(await alert_life.pushes_of(unit, alert.push))
        await followups.add_to_copies(
            unit,
            copies,
            FollowupKind.PIN,
            # Ten thousand of them take minutes: nobody who asks for something waits behind them.
            priority=Priority.QUIZ,
            due_at=now,
            not_after=alert.expires_at,
        )


async def resend(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> int:
    """Say it once more where nobody knows whether it arrived; the rows of unknown outcome stay.

    Returns to how many groups. Raises UsedButton, NotYourRegion, AlertOver, NothingUnsure.
    """
    async with desk.database.unit() as unit:
        found = await _take(unit, desk, officer, alert, LIVE, key, now=now)
        assert found.push is not None
        assert found.expires_at is not None
        if found.expires_at <= now:
            raise AlertOver
        reached = await alert_life.unsure(unit, await alert_life.pushes_of(unit, found.push))
        if not reached:
            raise NothingUnsure
        push = await _say_again(unit, desk, found, by=officer, key=key, now=now)
        await alert_sending.deliver(unit, push, reached, {}, now, found.expires_at, now=now)
        await alert_rows.change(unit, alert, LIVE, state=AlertState.SENDING)
        await progress.reopen(unit, found.push)
        await _note(unit, desk, officer, "alert_resent", f"{found.code} {len(reached)}", key, now=now)
    desk.wake.wake()
    return len(reached)


async def _say_again(unit: Unit, desk: Desk, alert: Alert, *, by: Officer, key: str, now: datetime) -> PushId:
    original = await alert_rows.by_id(unit, desk.bot, alert.corrects) if alert.corrects else None
    code = new_code()
    frame = alert_sending.framed(
        desk, alert, now=now, corrects=original.code if original else None, code=code, again=True
    )
    new = NewPush(
        key=f"alert:{alert.id}:again:{key}",
        code=code,
        texts=alert_sending.texts(alert.text, frame, await groups.scripts(unit, desk.bot)),
        created_by=by.user,
        resends=alert.push,
        **alert_sending.described(alert),
    )
    push, _ = await pushes.add_once(unit, desk.bot, new, now=now)
    return push


async def withdraw(
    desk: Desk, officer: Officer, alert: AlertId, reason: str, *, erase: bool, key: str, now: datetime
) -> None:
    """Take it back: every copy says so, or is deleted, and every group is told once.

    Raises UsedButton, NotYourRegion, AlertOver when somebody did it before.
    """
    reason = tame(reason, REASON_LIMIT)
    async with desk.database.unit(ahead=True) as unit:
        found = await _take(unit, desk, officer, alert, WITHDRAWABLE, key, now=now)
        ended = {"state": AlertState.WITHDRAWN, "reason": reason, "ended_at": now, "ended_by": officer.user}
        await alert_rows.change(unit, alert, WITHDRAWABLE, **ended)
        await alert_marks.close(
            unit, desk, found, Mark.WITHDRAWN, Priority.ALERT, now=now, reason=reason, erase=erase
        )
        await alert_marks.tell(unit, desk, found, reason, now=now)
        action = "alert_erased" if erase else "alert_withdrawn"
        await _note(unit, desk, officer, action, f"{found.code} {reason}", key, now=now)
    desk.wake.wake()


def check_withdrawable(alert: Alert) -> None:
    """Raises AlertOver when there is nothing to take back any more."""
    if alert.state not in WITHDRAWABLE:
        raise AlertOver


async def erase(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> None:
    """Delete the copies of a withdrawn alert; its groups were told when it was withdrawn.

    Raises UsedButton, NotYourRegion, AlertOver when it stands, or is deleted already.
    """
    async with desk.database.unit() as unit:
        found = await _take(unit, desk, officer, alert, [AlertState.WITHDRAWN], key, now=now)
        assert found.push is not None
        ids = await alert_life.pushes_of(unit, found.push)
        if await alert_life.is_erased(unit, ids):
            raise AlertOver
        await alert_marks.write_on(
            unit, desk, ids, Mark.WITHDRAWN, Priority.ALERT, found.reason or "", True, now=now
        )
        await progress.reopen(unit, found.push)
        await _note(unit, desk, officer, "alert_erased", found.code, key, now=now)
    desk.wake.wake()


async def begin_correction(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> Alert:
    """A draft that puts this alert right, with its choices; it is written and approved like any other.

    Raises AlertOver, NotYourRegion.
    """
    async with desk.database.unit() as unit:
        original = await alert_rows.by_id(unit, desk.bot, alert)
        if original is None or original.state not in LIVE:
            raise AlertOver
        if not may_end(desk, officer, original):
            raise NotYourRegion
        made = await alert_life.correction_draft(unit, desk.bot, officer.user, alert)
        if made is None:
            made = await alert_rows.add(
                unit,
                desk.bot,
                now=now,
                author=officer.user,
                text="",
                audiences=list(original.audiences),
                segments=list(original.segments),
                region=original.region,
                severity=original.severity,
                fraud_type=original.fraud_type,
                life_hours=original.life_hours,
                pin=original.pin,
                code=new_code(),
                corrects=alert,
            )
            await _note(unit, desk, officer, "alert_correct", original.code, key, now=now)
        draft = await alert_rows.by_id(unit, desk.bot, made)
    assert draft is not None
    return draft


def may_end(desk: Desk, officer: Officer, alert: Alert) -> bool:
    """Whether one person is enough: its author, or a chief or owner whose region covers it."""
    covers = desk.regions.covers(officer.region, alert.region)
    return officer.user == alert.author or (officer.role in MAY_END_OTHERS and covers)


async def _take(
    unit: Unit,
    desk: Desk,
    officer: Officer,
    alert: AlertId,
    states: Collection[AlertState],
    key: str,
    *,
    now: datetime,
) -> Alert:
    """The alert, kept from others, with the button spent."""
    if not await officers.use_button(unit, key, now=now):
        raise UsedButton
    found = await alert_rows.by_id(unit, desk.bot, alert)
    if found is None or found.state not in states:
        raise AlertOver
    if not may_end(desk, await still(unit, desk, officer, MAY_PUSH), found):
        raise NotYourRegion
    return found


async def _note(
    unit: Unit, desk: Desk, officer: Officer, action: str, subject: str, key: str, *, now: datetime
) -> None:
    await audit.note(unit, desk, user=officer.user, action=action, subject=subject, now=now, key=f"b:{key}")
