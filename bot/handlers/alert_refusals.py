"""/alert said in a way that proves nothing: in a group, passed on, changed, or in another's name."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType

from bot.context import Context
from core import officers
from core.ports import Priority


async def not_so(update: Update, context: Context) -> None:
    """One clear sentence, a row in the audit, and nothing is sent."""
    message = update.effective_message
    if message is not None:
        await refuse(
            context, message, message.from_user.id if message.from_user else 0, str(update.update_id)
        )


async def refuse(context: Context, message: Message, user: int, key: str) -> None:
    """Refuse what was said that way."""
    how = said_how(message)
    await officers.refuse(context.desk, user, f"alert {how}", key=key, now=context.now())
    context.reply(message, context.texts.html("alert-not-so", how=how), priority=Priority.OFFICER)


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
