"""From 提交审批 to the decision: a second person reads exactly what will be read, and says yes or no."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from content.masking import looks_named
from core import alert_preview, alert_sending, audit
from core.alert_desk import check_region, draft_in, note
from core.alert_preview import Look
from core.desk import Desk
from core.errors import (
    AlertChanged,
    AlertDecided,
    NamesSomebody,
    NobodyToReach,
    NoDraft,
    NotYourRegion,
    OwnAlert,
    UsedButton,
)
from core.officers import MAY_APPROVE, standing_in, still
from storage import alerts, drafts, officers
from storage.alerts import Alert, AlertId, AlertState
from storage.database import Unit
from storage.models import Button, Officer

_ENDED = {
    AlertState.REJECTED: "rejected",
    AlertState.DROPPED: "dropped",
}


def shown(look: Look, *, nameless: bool = False) -> dict[str, Any]:
    """What a button under a preview stands for: this alert, as it was shown, and until when it holds."""
    return {
        "alert": look.alert.id,
        "version": look.alert.version,
        "hash": look.hash,
        "expires": look.expires_at.isoformat(),
        "nameless": nameless,
    }


async def submit(
    desk: Desk, officer: Officer, button: Button, *, card: int | None, now: datetime
) -> tuple[Alert, bool]:
    """提交审批, or 发送 where one person is enough; the flag says whether it is on its way already.

    `card` is the message that goes on as the author's own card. Raises NoDraft, AlertChanged, NotYourRegion,
    NamesSomebody, UsedButton, NobodyToReach, AlertOver, AlertPast.
    """
    async with desk.database.unit(ahead=True) as unit:
        draft = await draft_in(unit, desk, officer, AlertId(button.payload["alert"]))
        expires_at = datetime.fromisoformat(button.payload["expires"])
        await _same(unit, desk, draft, button, expires_at, now=now)
        check_region(desk, officer, draft.region)
        if looks_named(draft.text) and not button.payload["nameless"]:
            raise NamesSomebody
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        ready = replace(draft, hash=button.payload["hash"], expires_at=expires_at)
        alert_sending.check_time(desk, ready, now)
        await drafts.put_author_card(unit, draft.id, draft.version, officer.user, card)
        if not desk.rules.two_person:
            await send(unit, desk, ready, officer, card=card, now=now)
            await note(unit, desk, officer, "alert_send", ready, key=f"b:{button.key}", now=now)
        else:
            await _wait(unit, desk, ready, now=now)
            await note(unit, desk, officer, "alert_submit", ready, key=f"b:{button.key}", now=now)
    if not desk.rules.two_person:
        desk.wake.wake()
    return ready, not desk.rules.two_person


async def approve(desk: Desk, officer: Officer, button: Button, *, tap: str = "", now: datetime) -> Alert:
    """批准: the decision, the audit and every delivery in one transaction.

    `tap` tells presses of one button apart: the same press, handled again after a crash, ends as it did
    before. Raises AlertChanged, AlertDecided, OwnAlert, NotYourRegion, NobodyToReach, AlertOver.
    """
    key = f"b:{button.key}:{tap}"
    async with desk.database.unit(ahead=True) as unit:
        if tap and (done := await _done_before(unit, desk, key, button.payload)):
            return done
        alert = await _to_decide(unit, desk, officer, button.payload)
        assert alert.expires_at is not None
        await _same(unit, desk, alert, button, alert.expires_at, now=now)
        await officers.use_button(unit, button.key, now=now)
        card = await author_card(unit, desk, alert)
        await send(unit, desk, alert, officer, card=card, now=now)
        await note(unit, desk, officer, "alert_approve", alert, key=key, now=now)
    desk.wake.wake()
    return alert


async def reject(
    desk: Desk, officer: Officer, payload: dict[str, Any], reason: str, *, key: str, now: datetime
) -> Alert:
    """驳回, with the reason that the author will read; the same `key` again ends as before.

    Raises like `approve`.
    """
    async with desk.database.unit() as unit:
        if done := await _done_before(unit, desk, key, payload):
            return done
        alert = await _to_decide(unit, desk, officer, payload)
        decided = {"decided_at": now, "decided_by": officer.user, "reason": reason, "ended_at": now}
        await alerts.change(unit, alert.id, (AlertState.WAITING,), state=AlertState.REJECTED, **decided)
        await note(unit, desk, officer, "alert_reject", alert, key=key, now=now)
    return alert


async def check(desk: Desk, officer: Officer, payload: dict[str, Any]) -> None:
    """Whether that person could still decide about it. Raises like `approve`."""
    async with desk.database.unit() as unit:
        await _to_decide(unit, desk, officer, payload)


async def take_back(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> Alert:
    """改一改: what waits, or was rejected, is a draft again, and what others were shown is void.

    Raises NoDraft, AlertDecided.
    """
    async with desk.database.unit() as unit:
        found = await alerts.by_id(unit, desk.bot, alert)
        if found is None or found.author != officer.user:
            raise NoDraft
        if found.state is AlertState.DRAFT:
            return found
        if found.state not in (AlertState.WAITING, AlertState.REJECTED):
            raise await decided(unit, desk, found)
        await drafts.drop_drafts(unit, desk.bot, officer.user, now=now)
        fresh = {
            "state": AlertState.DRAFT,
            "version": found.version + 1,
            **dict.fromkeys(("hash", "expires_at", "submitted_at", "decided_at", "decided_by", "reason")),
            "reminded": 0,
            "ended_at": None,
        }
        await alerts.change(unit, alert, (found.state,), **fresh)
        await drafts.close_card(unit, alert, found.version, officer.user)
        await note(unit, desk, officer, "alert_recall", found, key=key, now=now)
        return await draft_in(unit, desk, officer, alert)


async def give_up(desk: Desk, officer: Officer, alert: AlertId, *, key: str, now: datetime) -> Alert:
    """不发了: what waited for an approval will not be sent. Raises NoDraft, AlertDecided."""
    async with desk.database.unit() as unit:
        found = await alerts.by_id(unit, desk.bot, alert)
        if found is None or found.author != officer.user:
            raise NoDraft
        if found.state is not AlertState.WAITING:
            raise await decided(unit, desk, found)
        await alerts.change(unit, alert, (AlertState.WAITING,), state=AlertState.DROPPED, ended_at=now)
        await note(unit, desk, officer, "alert_drop", found, key=key, now=now)
    return found


async def lapse(desk: Desk, *, now: datetime) -> None:
    """What waited past its own time can't be approved any more; its author is told by the card's chore."""
    async with desk.database.reading() as unit:
        late = [one for one in await drafts.waiting(unit, desk.bot) if alert_sending.is_past(desk, one, now)]
    for alert in late:
        async with desk.database.unit() as unit:
            found = await alerts.by_id(unit, desk.bot, alert.id)
            if found is not None and alert_sending.is_past(desk, found, now):
                lapsed = {"state": AlertState.REJECTED, "ended_at": now}
                await alerts.change(unit, found.id, (AlertState.WAITING,), **lapsed)


async def send(
    unit: Unit, desk: Desk, alert: Alert, by: Officer, *, card: int | None, now: datetime, **more: Any
) -> None:
    """It goes out on that person's word, within the unit; the author's card shows how it gets on."""
    values = {"hash": alert.hash, "decided_at": now, "decided_by": by.user, **more}
    open_states = (AlertState.DRAFT, AlertState.WAITING)
    if not await alerts.change(unit, alert.id, open_states, **values):
        raise await decided(unit, desk, alert)
    push = await alert_sending.launch(unit, desk, alert, by=by, now=now)
    if card is not None:
        await drafts.watch_here(unit, push, card)


async def author_card(unit: Unit, desk: Desk, alert: Alert) -> int | None:
    """The message in which the author follows that version; None for one whose office ended since."""
    if await standing_in(unit, desk, alert.author) is None:
        return None
    asks = await drafts.asks_of(unit, alert.id, alert.version)
    return next((one.message for one in asks if one.user == alert.author), None)


async def decided(unit: Unit, desk: Desk, alert: Alert) -> AlertDecided:
    """The error that says who was quicker."""
    names = await officers.names(unit, desk.bot)
    by = alert.decided_by or alert.author
    how = _ENDED.get(alert.state, "urgent" if alert.unreviewed else "approved")
    if alert.lapsed:
        how = "lapsed"
    return AlertDecided(names.get(by) or str(by), how)


async def _wait(unit: Unit, desk: Desk, alert: Alert, *, now: datetime) -> None:
    if not await alert_sending.audience_of(unit, desk, alert):
        raise NobodyToReach
    asked = await alert_preview.approvers(unit, desk, alert)
    waiting = {"state": AlertState.WAITING, "hash": alert.hash, "expires_at": alert.expires_at}
    await alerts.change(unit, alert.id, (AlertState.DRAFT,), submitted_at=now, reminded=0, **waiting)
    await drafts.add_asks(unit, alert.id, alert.version, {one.user: one.reached for one in asked})


async def _done_before(unit: Unit, desk: Desk, key: str, payload: dict[str, Any]) -> Alert | None:
    """The alert that this very press, or these very words, decided about already."""
    return await alerts.by_id(unit, desk.bot, payload["alert"]) if await audit.has(unit, desk, key) else None


async def _to_decide(unit: Unit, desk: Desk, officer: Officer, payload: dict[str, Any]) -> Alert:
    """The alert that waits for this person's word, in the version that was shown."""
    alert = await alerts.by_id(unit, desk.bot, AlertId(payload["alert"]))
    if alert is None or alert.version != payload["version"]:
        raise AlertChanged
    if alert.author == officer.user:
        raise OwnAlert
    officer = await still(unit, desk, officer, MAY_APPROVE)
    if not desk.regions.covers(officer.region, alert.region):
        raise NotYourRegion
    if alert.state is AlertState.DRAFT:
        raise AlertChanged
    if alert.state is not AlertState.WAITING:
        raise await decided(unit, desk, alert)
    return alert


async def _same(
    unit: Unit, desk: Desk, alert: Alert, button: Button, expires_at: datetime, *, now: datetime
) -> None:
    """What was shown is letter by letter what would go out. Raises AlertChanged."""
    _, digest = await alert_preview.rendered(unit, desk, alert, expires_at, now=now)
    if alert.version != button.payload["version"] or digest != button.payload["hash"]:
        raise AlertChanged
