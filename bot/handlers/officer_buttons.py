"""An officer's button is pressed: looked up, checked against the person, then handed to its conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Update

from bot.context import Context
from bot.handlers import (
    alert_approving,
    alert_life,
    alert_pages,
    alert_refusals,
    alert_waiting,
    audits,
    feed_queue,
    feeds,
    fresh_approving,
    fresh_cases,
    hints,
    ledger,
    letters,
    locked,
    notices,
    officer_groups,
    officer_push,
    own_cards,
    own_items,
    pasting,
    pin,
    reports,
    staff,
    voices,
)
from bot.views.officers import OFFICER
from core import officers
from core.alert_desk import MAY_ALERT
from core.errors import CoreError, UnknownButton
from core.feed_list import MAY_TEND
from core.feed_review import MAY_REVIEW
from core.fresh_cases import MAY_MAKE
from core.ledger import MAY_WRITE
from core.officers import MAY_APPOINT, MAY_APPROVE, MAY_PUSH, MAY_VOUCH
from core.own_items import MAY_ADD
from core.voices import MAY_RECORD
from core.words import Button, Officer, Role

Handler = Callable[[Context, CallbackQuery, Officer, Button], Awaitable[None]]

# By the beginning of a button's action: who may press it, and whose conversation it belongs to.
TABLE: tuple[tuple[str, frozenset[Role], Handler], ...] = (
    ("feed_", MAY_TEND, feeds.pressed),
    ("queue_", MAY_REVIEW, feed_queue.pressed),
    ("paste_", MAY_MAKE, pasting.pressed),
    ("fresh_ask_", MAY_APPROVE, fresh_approving.pressed),
    ("fresh_", MAY_MAKE, fresh_cases.pressed),
    ("ledger_", MAY_WRITE, ledger.pressed),
    ("report_", MAY_WRITE, reports.pressed),
    ("push_", MAY_PUSH, officer_push.pressed),
    ("letter_", MAY_PUSH, letters.pressed),
    ("draft_", MAY_ALERT, alert_pages.pressed),
    ("approve_", MAY_APPROVE, alert_approving.pressed),
    ("waiting_", MAY_ALERT, alert_waiting.pressed),
    ("pin_unlock", MAY_APPOINT, pin.unlock_pressed),
    ("urgent_switch", MAY_APPOINT, pin.switch_pressed),
    ("invite_", MAY_APPOINT, staff.invitation_pressed),
    ("audit_page", MAY_PUSH, audits.pressed),
    ("alert_life_", MAY_PUSH, alert_life.pressed),
    ("own_", MAY_ADD, own_items.pressed),
    ("voice_", MAY_RECORD, voices.pressed),
    ("ownask_", MAY_APPROVE, own_cards.pressed),
    ("hint_", MAY_ALERT, hints.pressed),
    ("paused_", MAY_APPOINT, notices.pressed),
    ("lock_", MAY_APPOINT, locked.pressed),
    ("place_choose", MAY_VOUCH, officer_groups.choose_place),
    ("group", MAY_VOUCH, officer_groups.pressed),
)


async def pressed(update: Update, context: Context) -> None:
    """Any `o:` button: laid out for this person, who may still do what it says."""
    query = update.callback_query
    assert query is not None and query.data is not None
    key, user, now = query.data.removeprefix(OFFICER), query.from_user.id, context.now()
    try:
        button = await officers.pressed(context.desk, user, key, now=now)
    except CoreError as error:
        # A made-up key costs whoever makes it up nothing: one row an hour says enough.
        often = isinstance(error, UnknownButton)
        once = f"forged:{user}:{now:%Y%m%d%H}" if often else str(update.update_id)
        await officers.refuse(context.desk, user, f"button {type(error).__name__}", key=once, now=now)
        raise
    async with alert_refusals.noted(context, user, button.action, str(update.update_id)):
        await _hand_over(update, context, query, button)


async def _hand_over(update: Update, context: Context, query: CallbackQuery, button: Button) -> None:
    user, now = query.from_user.id, context.now()
    for beginning, rights, handle in TABLE:
        if button.action.startswith(beginning):
            officer = await officers.require(
                context.desk, user, rights, button.action, key=str(update.update_id), now=now
            )
            await handle(context, query, officer, button)
            return
