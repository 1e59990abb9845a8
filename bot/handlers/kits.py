"""/script: this week's kit, in private, for a group's admins and for officers."""

from __future__ import annotations

import io
from functools import partial

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, Update

from bot.context import Context
from bot.limiter import Class
from bot.workers import WorkFailed
from content.poster import Poster
from core import kits, officers
from core.kits import Kit
from core.ports import Priority
from core.words import Role

START = "kit_"


async def in_group(update: Update, context: Context) -> None:
    """/script in a group: an admin gets a button that leads to the kit, so that the group stays quiet."""
    message = update.message
    assert message is not None
    user = message.from_user.id if message.from_user is not None else 0
    serves = await officers.standing(context.desk, user) is not None
    if not serves and not await context.counter.admins.acts_as_admin(update):
        context.reply(message, context.texts.html("admins-only-command"))
        return
    address = f"https://t.me/{context.desk.username}?start={START}{message.chat_id}"
    button = InlineKeyboardButton(context.texts.plain("kit-private-button"), url=address)
    context.reply(message, context.texts.html("kit-private"), InlineKeyboardMarkup([[button]]))


async def opened(context: Context, message: Message, chat: int) -> None:
    """/start kit_<chat>: an admin of that group, or an officer, comes for its kit."""
    assert message.from_user is not None
    serves = await officers.standing(context.desk, message.from_user.id) is not None
    if not serves and not await context.counter.admins.is_admin(chat, message.from_user.id):
        context.reply(message, context.texts.html("segments-not-admin"))
        return
    _hand_over(context, message, await kits.of_group(context.desk, chat, now=context.now()))


async def in_private(update: Update, context: Context) -> None:
    """/script in private, by an officer."""
    message = update.message
    assert message is not None and message.from_user is not None
    officer = await officers.require(
        context.desk,
        message.from_user.id,
        frozenset(Role),
        "script",
        key=str(update.update_id),
        now=context.now(),
    )
    _hand_over(context, message, await kits.of_officer(context.desk, officer, now=context.now()))


def _hand_over(context: Context, message: Message, kit: Kit) -> None:
    """The words at once, then the poster as a picture and as a page."""
    html = context.texts.html("kit", title=kit.title, spoken=kit.spoken, paste=kit.paste)
    context.reply(message, html, priority=Priority.OFFICER)
    poster = kit.poster
    if poster is not None:
        for kind in ("png", "pdf"):
            context.later(message.chat_id, partial(_page, context, message, kit, poster, kind))


async def _page(context: Context, message: Message, kit: Kit, poster: Poster, kind: str) -> None:
    try:
        [drawn] = await context.counter.drawings.of([poster], kind)
    except WorkFailed:
        context.say(message.chat_id, context.texts.html("poster-failed"), priority=Priority.OFFICER)
        return
    await context.counter.bot.send_document(
        message.chat_id,
        InputFile(io.BytesIO(drawn), filename=context.texts.plain(f"kit-{kind}", title=kit.title)),
        rate_limit_args=Class(Priority.OFFICER),
    )
