"""What somebody writes in private: the answer to something that we asked, else a call for help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Message, Update

from bot.context import Context
from bot.handlers import (
    alert_approving,
    alert_life,
    alert_refusals,
    alert_waiting,
    alerts,
    help,
    ledger,
    officer_groups,
    pin,
    reports,
)
from core import dialogues

# What was asked, what was kept with the question, and the key under which its effect happens once.
Answer = Callable[[Context, Message, str, dict[str, Any], str], Awaitable[None]]

ANSWERS: dict[str, Answer] = {
    "groups_search": officer_groups.search_typed,
    ledger.LINE: ledger.line_written,
    reports.DAYS: reports.days_written,
    alert_approving.REASON: alert_approving.reason_typed,
    alert_life.REASON: alert_life.reason_typed,
    **dict.fromkeys(alert_waiting.STEPS, alert_waiting.typed),
    **dict.fromkeys(alerts.STEPS, alerts.typed),
    **dict.fromkeys(pin.STEPS, pin.typed),
}
# An alert's words may come as a photo with its caption; all else is asked for in words.
WITHOUT_WORDS = frozenset(alerts.STEPS)
# Looking for a group decides nothing, so it may be passed on.
PASSED_ON = frozenset({"groups_search", reports.DAYS})


async def private_message(update: Update, context: Context) -> None:
    """Anything written in private."""
    message = update.message
    if message is not None and await _answers_us(context, message, str(update.update_id)):
        return
    if message is not None:
        await help.offer(context, message)


async def _answers_us(context: Context, message: Message, key: str) -> bool:
    if message.from_user is None:
        return False
    user, now = message.from_user.id, context.now()
    asked = await dialogues.asked(context.desk, user, now=now)
    if asked is None:
        return False
    await dialogues.done(context.desk, user, asked)
    step, payload = asked.step, asked.payload
    if step not in PASSED_ON and alert_refusals.second_hand(message):
        await dialogues.expect(context.desk, user, step, payload, now=now)
        await alert_refusals.refuse(context, message, user, key)
        return True
    answer = ANSWERS.get(step)
    if answer is None or not (message.text or step in WITHOUT_WORDS):
        return False
    await answer(context, message, step, payload, key)
    return True
