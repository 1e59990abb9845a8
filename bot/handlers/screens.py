"""Shows an officer one thing with its buttons: as text or under a photo, anew or in place of the last."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode

from bot.context import Context, Counter
from bot.limiter import Class
from bot.sender import NO_PREVIEW
from bot.views.officers import keyboard_of
from bot.views.screens import Rows, Screen
from core import officers, photos
from core.desk import Desk
from core.ports import Priority
from core.words import Officer


async def keyboard(desk: Desk, user: int, rows: Rows, *, now: datetime) -> InlineKeyboardMarkup | None:
    """Rows of (name, meaning) as buttons whose keys mean nothing to anyone else."""
    if not rows:
        return None
    keys = iter(await officers.lay_out(desk, user, [new for row in rows for _, new in row], now=now))
    return keyboard_of([[(name, next(keys)) for name, _ in row] for row in rows])


async def post(
    counter: Counter,
    chat: int,
    screen: Screen,
    markup: InlineKeyboardMarkup | None,
    *,
    answers: int | None = None,
    priority: Priority = Priority.OFFICER,
) -> Message:
    """Send it now; the message that carries the buttons. Raises TelegramError."""
    if screen.fits:
        return await _send(counter, chat, screen.whole, screen.photo, markup, answers, priority)
    await _send(counter, chat, screen.exact or "", screen.photo, None, answers, priority)
    return await _send(counter, chat, screen.html, None, markup, None, priority)


async def show(
    context: Context, officer: Officer, screen: Screen, query: CallbackQuery | None = None
) -> None:
    """Queue it for the officer: in place of the message whose button was pressed, where that can be."""
    markup = await keyboard(context.desk, officer.user, screen.rows, now=context.now())
    pressed = query.message if query is not None else None
    pictured = isinstance(pressed, Message) and bool(pressed.photo)
    if isinstance(pressed, Message) and screen.fits and pictured == (screen.photo is not None):
        context.later(officer.user, partial(_change, context.counter, pressed, screen.whole, markup))
        return
    if isinstance(pressed, Message):
        context.later(officer.user, partial(_bare, context.counter, pressed))
    context.later(officer.user, partial(post, context.counter, officer.user, screen, markup))


async def _change(
    counter: Counter, message: Message, html: str, markup: InlineKeyboardMarkup | None
) -> object:
    how: dict[str, Any] = {
        "chat_id": message.chat.id,
        "message_id": message.message_id,
        "parse_mode": ParseMode.HTML,
        "reply_markup": markup,
        "rate_limit_args": Class(Priority.OFFICER),
    }
    if message.photo:
        return await counter.bot.edit_message_caption(caption=html, **how)
    return await counter.bot.edit_message_text(html, link_preview_options=NO_PREVIEW, **how)


async def _bare(counter: Counter, message: Message) -> object:
    """The old message stays, without buttons that would lead astray."""
    return await counter.bot.edit_message_reply_markup(
        message.chat.id, message.message_id, rate_limit_args=Class(Priority.OFFICER)
    )


async def _send(
    counter: Counter,
    chat: int,
    html: str,
    photo: int | None,
    markup: InlineKeyboardMarkup | None,
    answers: int | None,
    priority: Priority,
) -> Message:
    how: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": markup,
        "reply_to_message_id": answers,
        "allow_sending_without_reply": True if answers is not None else None,
        "rate_limit_args": Class(priority),
    }
    if photo is None:
        return await counter.bot.send_message(chat, html, link_preview_options=NO_PREVIEW, **how)
    picture = await photos.find(counter.desk, photo)
    sent = await counter.bot.send_photo(chat, picture.file_id or picture.content, caption=html, **how)
    if sent.photo:
        await photos.known_as(counter.desk, picture, sent.photo[-1].file_id)
    return sent
