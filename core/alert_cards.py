"""Which cards have to be sent or changed: everybody who was asked sees how it ended, whatever restarts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core import alert_preview
from core.alert_urgent import PATIENCE
from core.desk import Desk
from core.officers import standing_in
from storage import alerts, drafts, officers
from storage.alerts import Alert, AlertState
from storage.database import Unit
from storage.drafts import ASKED, WARNED, Ask

REMIND_AFTER = (timedelta(minutes=3), timedelta(minutes=6), PATIENCE)
ALONE = len(REMIND_AFTER)


class Says(StrEnum):
    """What a card has to say."""

    ASKED = ASKED
    APPROVED = "approved"
    URGENT = "urgent"
    REJECTED = "rejected"
    DROPPED = "dropped"
    LAPSED = "lapsed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One person's card and what it has to say now.

    `who`: the one who decided, by name. `reachable`: whether the bot may write to that person by now, and
    whether this is still theirs to know. `serves`: they hold the office for which they were asked; whoever
    does not any more finds on the old card how it ended, and no button.
    """

    ask: Ask
    alert: Alert
    says: Says
    who: str
    reachable: bool
    serves: bool = True

    @property
    def for_author(self) -> bool:
        return self.ask.user == self.alert.author

    @property
    def warned(self) -> bool:
        """Whether that person was told that it left without review; the card may not say so yet."""
        return self.ask.shown == WARNED


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """An alert that waits: whom to ask again, for the `turn`-th time; at the last turn its author is told.

    `card`: the author's own message about it.
    """

    alert: Alert
    turn: int
    asks: tuple[Ask, ...]
    card: int | None
    minutes: int

    @property
    def is_last(self) -> bool:
        return self.turn >= ALONE


def says(ask: Ask, alert: Alert) -> Says:
    """How that version of the alert stands."""
    if ask.version != alert.version or alert.state is AlertState.DRAFT:
        return Says.CHANGED
    if alert.state is AlertState.WAITING:
        return Says.ASKED
    if alert.state is AlertState.REJECTED:
        return Says.LAPSED if alert.lapsed else Says.REJECTED
    if alert.state is AlertState.DROPPED:
        return Says.DROPPED
    return Says.URGENT if alert.unreviewed else Says.APPROVED


def is_due(ask: Ask, what: Says, reachable: bool) -> bool:
    """Whether that card must be sent or changed; one that nobody got needs only be closed."""
    return ask.shown != what and (reachable or what is not Says.ASKED)


def turn_at(submitted: datetime, now: datetime) -> int:
    """How many of the reminders are due by then."""
    return sum(1 for after in REMIND_AFTER if now - submitted >= after)


async def ask_newcomers(desk: Desk) -> None:
    """Whoever came into an office that may approve what waits is asked too."""
    async with desk.database.reading() as unit:
        waiting = await drafts.waiting(unit, desk.bot)
        late = [one.id for one in waiting if await _unasked(unit, desk, one)]
    for alert in late:
        async with desk.database.unit() as unit:
            found = await alerts.by_id(unit, desk.bot, alert)
            if found is not None and found.state is AlertState.WAITING:
                await drafts.add_asks(unit, alert, found.version, await _unasked(unit, desk, found))


async def _unasked(unit: Unit, desk: Desk, alert: Alert) -> dict[int, bool]:
    asked = {one.user for one in await drafts.asks_of(unit, alert.id, alert.version)}
    may = await alert_preview.approvers(unit, desk, alert)
    return {one.user: one.reached for one in may if one.user not in asked}


async def due(desk: Desk) -> list[Card]:
    """Every card that does not say yet what it has to."""
    async with desk.database.reading() as unit:
        found = await drafts.unfinished_asks(unit, desk.bot)
        if not found:
            return []
        names, active = await officers.names(unit, desk.bot), await officers.active(unit, desk.bot)
        known: dict[int, Alert] = {}
        may: dict[int, set[int]] = {}
        for ask in found:
            if ask.alert not in known:
                known[ask.alert] = await _alert(unit, desk, ask)
                may[ask.alert] = await _in_office(unit, desk, known[ask.alert])
    cards = []
    for ask in found:
        alert = known[ask.alert]
        what, by = says(ask, alert), alert.decided_by or alert.author
        # Whoever opens the bot while it waits gets the card after all; whoever lost the office gets no news.
        serves = ask.user in may[alert.id]
        closes = what is not Says.ASKED and ask.message is not None
        reachable = serves if ask.user == alert.author else ask.user in active and (serves or closes)
        if is_due(ask, what, reachable):
            who = names.get(by) or str(by)
            card = Card(ask=ask, alert=alert, says=what, who=who, reachable=reachable, serves=serves)
            cards.append(card)
    return cards


async def shown(desk: Desk, card: Card, *, message: int | None = None, gone: bool = False) -> None:
    """That card says so now. `message`: it is a new one; `gone`: the person can't be written to."""
    async with desk.database.unit() as unit:
        if gone:
            await officers.unreachable(unit, desk.bot, card.ask.user)
        if gone and card.says is Says.ASKED:
            await drafts.change_ask(unit, card.ask.id, reached=False)
            return
        values = {"shown": str(card.says)} | (
            {} if message is None else {"message": message, "reached": True}
        )
        await drafts.change_ask(unit, card.ask.id, **values)


async def warned(desk: Desk, card: Card) -> None:
    """That person has the warning; only the card is left to be closed."""
    async with desk.database.unit() as unit:
        await drafts.change_ask(unit, card.ask.id, shown=WARNED)


async def reminders(desk: Desk, *, now: datetime) -> list[Reminder]:
    """Whom to ask again. After a long absence once, not for every time that was missed."""
    async with desk.database.reading() as unit:
        found = []
        for alert in await drafts.waiting(unit, desk.bot):
            submitted = alert.submitted_at or now
            turn = turn_at(submitted, now)
            if turn > alert.reminded:
                asks = await drafts.asks_of(unit, alert.id, alert.version)
                may = await _in_office(unit, desk, alert) - {alert.author}
                others = tuple(one for one in asks if one.message is not None and one.user in may)
                minutes = int((now - submitted).total_seconds() // 60)
                card = next((one.message for one in asks if one.user == alert.author), None)
                found.append(Reminder(alert=alert, turn=turn, asks=others, card=card, minutes=minutes))
    return found


async def reminded(desk: Desk, reminder: Reminder) -> None:
    """They were asked again."""
    async with desk.database.unit() as unit:
        await alerts.change(unit, reminder.alert.id, (AlertState.WAITING,), reminded=reminder.turn)


async def _in_office(unit: Unit, desk: Desk, alert: Alert) -> set[int]:
    """Who may approve it now, and its author: an office may be lost since the asking."""
    may = {one.user for one in await alert_preview.approvers(unit, desk, alert)}
    return may if await standing_in(unit, desk, alert.author) is None else may | {alert.author}


async def _alert(unit: Unit, desk: Desk, ask: Ask) -> Alert:
    alert = await alerts.by_id(unit, desk.bot, ask.alert)
    assert alert is not None, "an ask hangs on its alert"
    return alert
