"""/pin: an officer chooses beforehand with what to send alone; the owner unlocks, or switches it off."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.context import Context
from bot.handlers.alert_waiting import forget_message
from bot.handlers.screens import show
from bot.views.screens import Screen
from core import alert_urgent, dialogues, officers, pins
from core.alert_desk import MAY_ALERT
from core.errors import PinLocked, WeakPin, WrongPin
from core.ports import Priority
from core.words import Button, Officer

NEW, OLD = "pin_new", "pin_old"
STEPS = (NEW, OLD)


async def pin(update: Update, context: Context) -> None:
    """/pin"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(context.desk, message.from_user.id, MAY_ALERT, "pin", key=key, now=now)
    known = await pins.state(context.desk, officer.user)
    if known is not None and known.locked_at is not None:
        raise PinLocked
    chosen = known is not None and known.hash is not None
    await dialogues.expect(context.desk, officer.user, OLD if chosen else NEW, now=now)
    key = "pin-ask-old" if chosen else "pin-ask-new"
    context.reply(message, context.texts.html(key), priority=Priority.OFFICER)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """The old PIN, then the new one; neither stays in the chat."""
    assert message.from_user is not None
    forget_message(context, message)
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_ALERT, "pin", key=key, now=now)
    desk, words = context.desk, message.text or ""
    try:
        if step == OLD:
            await pins.check(desk, officer, words, key=f"pin:{key}", now=now)
            await dialogues.expect(desk, officer.user, NEW, now=now)
            context.reply(message, context.texts.html("pin-ask-new"), priority=Priority.OFFICER)
        else:
            await pins.choose(desk, officer, words, key=f"pin:{key}", now=now)
            context.reply(message, context.texts.html("pin-set"), priority=Priority.OFFICER)
    except (WrongPin, WeakPin):
        await dialogues.expect(desk, officer.user, step, payload, now=now)
        raise


async def unlock_pressed(context: Context, query: CallbackQuery, owner: Officer, button: Button) -> None:
    """解开: the owner has asked the person."""
    user, key = int(button.payload["user"]), f"b:{button.key}"
    await pins.unlock(context.desk, owner, user, key=key, now=context.now())
    context.answer(query)
    await show(context, owner, Screen(html=context.texts.html("pin-unlocked")), query)


async def switch_pressed(context: Context, query: CallbackQuery, owner: Officer, button: Button) -> None:
    """打开 or 关掉 紧急发送, for everybody."""
    on = bool(button.payload["on"])
    await alert_urgent.switch(context.desk, owner, on, key=f"b:{button.key}", now=context.now())
    context.answer(query, context.texts.plain("urgent-switched", on="yes" if on else "no"), alert=True)
