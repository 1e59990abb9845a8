"""The author while nobody has decided: go on writing, give up, or send it alone with a PIN."""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers import alerts
from bot.handlers.screens import show
from bot.limiter import Class
from bot.views.screens import Screen
from core import alert_approval, alert_urgent, dialogues, officers, pins
from core.alert_desk import MAY_ALERT
from core.errors import WrongPin
from core.ports import Priority
from core.words import AlertId, Button, Officer

REASON, PIN = "urgent_reason", "urgent_pin"
STEPS = (REASON, PIN)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """改一改, 不发了 or 紧急发送."""
    desk, now, key = context.desk, context.now(), f"b:{button.key}"
    alert = AlertId(button.payload["alert"])
    match button.action:
        case "waiting_edit":
            draft = await alert_approval.take_back(desk, officer, alert, key=key, now=now)
            context.answer(query)
            await alerts.preview(context, officer, draft, query)
        case "waiting_drop":
            await alert_approval.give_up(desk, officer, alert, key=key, now=now)
            context.answer(query)
            await show(context, officer, Screen(html=context.texts.html("alert-dropped")), query)
        case _:
            await alert_urgent.ask(desk, officer, alert, now=now)
            await dialogues.expect(desk, officer.user, REASON, {"alert": alert}, now=now)
            context.answer(query)
            context.say(officer.user, context.texts.html("urgent-reason-ask"), priority=Priority.OFFICER)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """The reason, then the PIN."""
    assert message.from_user is not None
    if step == PIN:
        forget_message(context, message)
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_ALERT, "waiting_urgent", key=key, now=now)
    async with alerts.refusals_noted(context, officer.user, "waiting_urgent", key):
        if step == REASON:
            await _reason(context, officer, message, payload)
        else:
            await _pin(context, officer, message, payload, key)


def forget_message(context: Context, message: Message) -> None:
    """A PIN does not stay in the chat."""
    context.later(message.chat_id, partial(_delete, context, message.chat_id, message.message_id))


async def _delete(context: Context, chat: int, number: int) -> object:
    return await context.counter.bot.delete_message(chat, number, rate_limit_args=Class(Priority.OFFICER))


async def _reason(context: Context, officer: Officer, message: Message, payload: dict[str, Any]) -> None:
    reason, now = " ".join((message.text or "").split()), context.now()
    least, most = alert_urgent.REASON_LIMITS
    if not least <= len(reason) <= most:
        await dialogues.expect(context.desk, officer.user, REASON, payload, now=now)
        context.reply(message, context.texts.html("urgent-reason-length"), priority=Priority.OFFICER)
        return
    await alert_urgent.ask(context.desk, officer, AlertId(payload["alert"]), now=now)
    await dialogues.expect(context.desk, officer.user, PIN, {**payload, "reason": reason}, now=now)
    context.reply(message, context.texts.html("urgent-pin-ask"), priority=Priority.OFFICER)


async def _pin(
    context: Context, officer: Officer, message: Message, payload: dict[str, Any], key: str
) -> None:
    desk, now, alert = context.desk, context.now(), AlertId(payload["alert"])
    await alert_urgent.ask(desk, officer, alert, now=now)
    try:
        await pins.check(desk, officer, message.text or "", key=f"pin:{key}", now=now)
    except WrongPin:
        await dialogues.expect(desk, officer.user, PIN, payload, now=now)
        raise
    sent = await alert_urgent.send_alone(desk, officer, alert, payload["reason"], key=f"u:{key}", now=now)
    context.reply(message, context.texts.html("urgent-sent", code=sent.code), priority=Priority.OFFICER)
