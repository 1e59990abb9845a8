"""How an alert stands: what its author sees of it while it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import alert_sending
from core.codes import read_code
from core.desk import Desk
from storage import alert_life, progress, pushes
from storage import alerts as alert_rows
from storage.alert_life import Missed as Missed
from storage.alerts import LIVE, Alert, AlertId
from storage.database import Unit
from storage.models import Counts, FollowupKind, FollowupState, PushId
from storage.progress import Progress

NAMED = 15
_WAITS = (FollowupState.PENDING, FollowupState.DOING)


@dataclass(frozen=True)
class Fate:
    """What became of one kind of followup: done, still to do, and not done, by reason."""

    done: int
    waiting: int
    unsure: int
    failed: dict[str, int]

    @property
    def total(self) -> int:
        return self.done + self.waiting + self.unsure + sum(self.failed.values())


@dataclass(frozen=True, kw_only=True)
class AlertStanding:
    """Everything that an alert's progress message shows. `corrected_by`: the code of its correction."""

    alert: Alert
    title: str
    counts: Counts
    missed: tuple[Missed, ...]
    fates: dict[FollowupKind, Fate]
    corrected_by: str | None

    @property
    def live(self) -> bool:
        return self.alert.state in LIVE

    @property
    def erased(self) -> bool:
        return FollowupKind.DELETE in self.fates

    @property
    def ended(self) -> bool:
        """Nothing of it will change by itself any more."""
        waiting = any(fate.waiting for fate in self.fates.values())
        return not self.live and self.counts.ended == self.counts.total and not waiting


async def watched(desk: Desk) -> list[Progress]:
    """The progress messages of alerts that may still change."""
    async with desk.database.reading() as unit:
        return await progress.unfinished_alerts(unit, desk.bot)


async def look(desk: Desk, push: PushId) -> AlertStanding | None:
    """How the alert of that push stands."""
    async with desk.database.reading() as unit:
        return await _look(unit, push)


async def _look(unit: Unit, push: PushId) -> AlertStanding | None:
    alert = await alert_life.of_push(unit, push)
    if alert is None:
        return None
    ids = await alert_life.pushes_of(unit, push)
    correction = await alert_life.correction_of(unit, alert.id)
    return AlertStanding(
        alert=alert,
        title=await alert_life.title_of(unit, push),
        counts=await alert_life.counts(unit, ids),
        missed=tuple(await alert_life.missed(unit, ids, limit=NAMED)),
        fates=_fates(await alert_life.tally(unit, ids)),
        corrected_by=correction.code if correction else None,
    )


def waits_until(desk: Desk, standing: AlertStanding, *, now: datetime) -> datetime | None:
    """When the copies of a 提醒 that may disturb nobody now begin to leave; None where nothing is put off."""
    begins = alert_sending.begins(desk, standing.alert, now)
    return begins if standing.counts.pending and begins > now else None


async def of_code(desk: Desk, typed: str) -> AlertStanding | None:
    """How the alert stands whose code somebody typed."""
    code = read_code(typed)
    if code is None:
        return None
    async with desk.database.reading() as unit:
        push = await pushes.by_code(unit, desk.bot, code)
        alert = await alert_life.of_push(unit, push.id) if push else None
    return await look(desk, alert.push) if alert is not None and alert.push is not None else None


async def read(desk: Desk, alert: AlertId) -> Alert | None:
    """The alert of that number."""
    async with desk.database.reading() as unit:
        return await alert_rows.by_id(unit, desk.bot, alert)


async def showed(desk: Desk, standing: AlertStanding, shown: str) -> None:
    """The message says that now; it comes to rest unless something happened in the meantime."""
    push = standing.alert.push
    assert push is not None
    async with desk.database.unit() as unit:
        now = await _look(unit, push) if standing.ended else None
        await progress.showed(unit, push, shown, ended=now is not None and now.ended)


async def give_up(desk: Desk, push: PushId) -> None:
    """Nobody reads that message any more; what happens next opens it again."""
    async with desk.database.unit() as unit:
        await progress.showed(unit, push, "", ended=True)


async def placed(desk: Desk, push: PushId, message: int) -> None:
    """The message that shows it was sent."""
    async with desk.database.unit() as unit:
        await progress.placed(unit, push, message)


def _fates(tally: alert_life.Tally) -> dict[FollowupKind, Fate]:
    found = {}
    for kind in {kind for kind, _, _ in tally}:
        mine = {(state, reason): number for (of, state, reason), number in tally.items() if of is kind}
        failed: dict[str, int] = {}
        for (state, reason), number in mine.items():
            if state in (FollowupState.FAILED, FollowupState.EXPIRED):
                failed[reason or ""] = failed.get(reason or "", 0) + number
        found[kind] = Fate(
            done=sum(number for (state, _), number in mine.items() if state is FollowupState.DONE),
            waiting=sum(number for (state, _), number in mine.items() if state in _WAITS),
            unsure=sum(number for (state, _), number in mine.items() if state is FollowupState.UNKNOWN),
            failed=failed,
        )
    return found
