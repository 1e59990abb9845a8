"""An officer's button is pressed: looked up, checked against the person, then handed to its conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.context import Context
from bot.handlers import (
    alert_approving,
    alert_pages,
    alert_refusals,
    alert_waiting,
    alerts,
    audits,
    help,
    hints,
    locked,
    notices,
    officer_groups,
    officer_push,
    pin,
    staff,
)
from bot.views.officers import OFFICER
from core import dialogues, officers
from core.alert_desk import MAY_ALERT
from core.errors import CoreError, UnknownButton
from core.officers import MAY_APPOINT, MAY_APPROVE, MAY_PUSH, MAY_VOUCH
from core.words import Button, Officer, Role

Handler = Callable[[Context, CallbackQuery, Officer, Button], Awaitable[None]]

# By the beginning of a button's action: who may press it, and whose conversation it belongs to.
TABLE: tuple[tuple[str, frozenset[Role], Handler], ...] = (
    ("push_", MAY_PUSH, officer_push.pressed),
    ("draft_", MAY_ALERT, alert_pages.pressed),
    ("approve_", MAY_APPROVE, alert_approving.pressed),
    ("waiting_", MAY_ALERT, alert_waiting.pressed),
    ("pin_unlock", MAY_APPOINT, pin.unlock_pressed),
    ("urgent_switch", MAY_APPOINT, pin.switch_pressed),
    ("invite_", MAY_APPOINT, staff.invitation_pressed),
    ("audit_page", MAY_PUSH, audits.pressed),
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
    async with alerts.refusals_noted(context, user, button.action, str(update.update_id)):
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


async def private_message(update: Update, context: Context) -> None:
    """Anything written in private: the answer to something we asked, else the help card."""
    message = update.message
    if message is not None and await _answers_us(context, message, str(update.update_id)):
        return
    if message is not None:
        await help.offer(context, message)


async def _answers_us(context: Context, message: Message, key: str) -> bool:
    if message.from_user is None:
        return False
    user, now = message.from_user.id, context.now()
    asked = await dialogues.answered(context.desk, user, now=now)
    if asked is None:
        return False
    step, payload = asked
    if step != "groups_search" and alert_refusals.second_hand(message):
        await dialogues.expect(context.desk, user, step, payload, now=now)
        await alert_refusals.refuse(context, message, user, key)
        return True
    return await _answer(context, message, step, payload, key)


async def _answer(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> bool:
    """Hand the message to whoever asked for it."""
    if step in alerts.STEPS:
        await alerts.typed(context, message, step, payload, key)
    elif not message.text:
        return False
    elif step == "groups_search":
        await officer_groups.search_typed(context, message, payload)
    elif step == alert_approving.REASON:
        await alert_approving.reason_typed(context, message, payload, key)
    elif step in alert_waiting.STEPS:
        await alert_waiting.typed(context, message, step, payload, key)
    elif step in pin.STEPS:
        await pin.typed(context, message, step, payload, key)
    else:
        return False
    return True
