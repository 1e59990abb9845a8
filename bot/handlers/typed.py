"""What somebody writes in private: the answer to something that we asked, else a call for help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Message, Update

from bot.context import Context
from bot.handlers import (
    alert_approving,
    alert_life,
    alert_pages,
    alert_refusals,
    alert_waiting,
    alerts,
    feeds,
    fresh_approving,
    fresh_cases,
    help,
    ledger,
    officer_groups,
    own_items,
    pasting,
    pin,
    reports,
    voices,
)
from core import alert_desk, dialogues
from core.errors import CoreError

# What was asked, what was kept with the question, and the key under which its effect happens once.
Answer = Callable[[Context, Message, str, dict[str, Any], str], Awaitable[None]]

ANSWERS: dict[str, Answer] = {
    "groups_search": officer_groups.search_typed,
    ledger.LINE: ledger.line_written,
    ledger.PHOTO: ledger.photo_sent,
    reports.DAYS: reports.days_written,
    own_items.STEP: own_items.typed,
    voices.STEP: voices.recorded,
    alert_approving.REASON: alert_approving.reason_typed,
    alert_life.REASON: alert_life.reason_typed,
    feeds.ADD: feeds.typed,
    fresh_approving.REASON: fresh_approving.typed,
    fresh_cases.PART: fresh_cases.typed,
    **dict.fromkeys(alert_waiting.STEPS, alert_waiting.typed),
    **dict.fromkeys(alerts.STEPS, alerts.typed),
    **dict.fromkeys(pin.STEPS, pin.typed),
}
# An alert's words may come as a photo with its caption; photos and recordings have none.
WITHOUT_WORDS = frozenset({*alerts.STEPS, ledger.PHOTO, voices.STEP})
# Looking for a group decides nothing, so it may be passed on.
PASSED_ON = frozenset({"groups_search", reports.DAYS})


async def private_message(update: Update, context: Context) -> None:
    """Anything written in private."""
    message = update.message
    if message is not None and await _answers_us(context, message, str(update.update_id)):
        return
    if message is not None and not await pasting.offered(context, message):
        await help.offer(context, message)


async def edited_message(update: Update, context: Context) -> None:
    """Words changed afterwards count for nothing; whoever may think that they do is told so."""
    message = update.edited_message
    if message is None or message.from_user is None:
        return
    user = message.from_user.id
    asked = await dialogues.asked(context.desk, user, now=context.now())
    key = str(update.update_id)
    if asked is not None and asked.step in ANSWERS and asked.step not in PASSED_ON:
        await alert_refusals.refuse(context, message, user, key)
    elif await alert_desk.has_open(context.desk, user):
        await alert_refusals.refuse(context, message, user, key, say="unchanged")


async def _answers_us(context: Context, message: Message, key: str) -> bool:
    if message.from_user is None:
        return False
    user, now = message.from_user.id, context.now()
    asked = await dialogues.left_open(context.desk, user)
    answer = ANSWERS.get(asked.step) if asked is not None else None
    if asked is None or answer is None:
        return False
    if dialogues.is_over(asked, now):
        await dialogues.done(context.desk, user, asked)
        return asked.step in alerts.STEPS and await alert_pages.came_late(context, user, asked.payload)
    if asked.step not in PASSED_ON and alert_refusals.second_hand(message):
        await alert_refusals.refuse(context, message, user, key)
        return True
    if not (message.text or asked.step in WITHOUT_WORDS):
        return False
    try:
        await answer(context, message, asked.step, asked.payload, key)
    except CoreError:
        # Where the question stands the answer's handler has asked it anew.
        await dialogues.done(context.desk, user, asked)
        raise
    # Only now: an answer whose effect was not kept is handled again when its update comes again.
    await dialogues.done(context.desk, user, asked)
    return True
