"""What is refused about an alert, by a use case or because of how it was said; all of it is noted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.context import Context
from bot.rate import Answer
from bot.views.errors import sentence
from core import officers
from core.alert_desk import MAY_ALERT
from core.errors import AlertRefused, CoreError
from core.ports import Priority


async def not_so(update: Update, context: Context) -> None:
    """One clear sentence, a row in the audit, and nothing is sent."""
    message = update.effective_message
    if message is not None:
        user = message.from_user.id if message.from_user else 0
        await refuse(context, message, user, str(update.update_id))


async def refuse(context: Context, message: Message, user: int, key: str, *, say: str | None = None) -> None:
    """Refuse what was said that way. Strangers leave a row an hour, and are answered now and then.

    `say`: which sentence, where it is not the one for how it was said.
    """
    how, now = said_how(message), context.now()
    html = context.texts.html("alert-not-so", how=say or how)
    await officers.refuse(context.desk, user, f"alert {how}", key=key, now=now, chat=message.chat_id)
    officer = await officers.standing(context.desk, user)
    if officer is not None and officer.role in MAY_ALERT:
        context.reply(message, html, priority=Priority.OFFICER)
    # Counted by chat: behind an anonymous admin or a channel there may be anybody.
    elif context.counter.calm.answer(message.chat_id, now.timestamp()) is Answer.SPEAK:
        context.reply(message, html)


def said_how(message: Message) -> str:
    """What is wrong with it; the plainest first."""
    if message.sender_chat is not None and message.sender_chat.id == message.chat_id:
        return "anonymous"
    if message.sender_chat is not None:
        return "channel"
    if message.via_bot is not None:
        return "via_bot"
    if message.forward_origin is not None:
        return "forwarded"
    return "edited" if message.chat.type == ChatType.PRIVATE or message.edit_date else "group"


def second_hand(message: Message) -> bool:
    """Whether the words may not be the writer's own, written here and now."""
    return bool(message.sender_chat or message.via_bot or message.forward_origin)


@asynccontextmanager
async def noted(context: Context, user: int, action: str, key: str) -> AsyncIterator[None]:
    """Whatever a use case refuses in here stands in the audit, by its name and never by its words."""
    try:
        yield
    except CoreError as error:
        why = f"{action} {type(error).__name__} {getattr(error, 'why', '')}".strip()
        await officers.refuse(context.desk, user, why, key=key, now=context.now())
        raise


@asynccontextmanager
async def told_at_once(context: Context, message: Message) -> AsyncIterator[None]:
    """What is refused in here is said among the copies of alerts: whoever decides waits for no crowd."""
    try:
        yield
    except CoreError as error:
        context.reply(message, sentence(context.texts, error), priority=Priority.ALERT)


def no_hidden_links(message: Message) -> None:
    """Words under which a link hides show nothing of it: nobody could approve what is not seen."""
    for entity in (*message.entities, *message.caption_entities):
        if entity.type == MessageEntity.TEXT_LINK:
            raise AlertRefused("link", (entity.url or "")[:60])
