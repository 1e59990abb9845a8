"""Wraps a resident's command so that its use is counted, whatever comes of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.constants import ChatType

from bot.context import Context, chat_of
from core import interactions
from core.interactions import Used

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def counted(used: Used, handle: Handler) -> Handler:
    """The same handler; the person is counted first, once a day in each place."""

    async def noted(update: Update, context: Context) -> None:
        message = update.message
        if message is not None and message.from_user is not None and not message.from_user.is_bot:
            group = None if chat_of(update).type == ChatType.PRIVATE else message.chat_id
            await interactions.note(context.desk, message.from_user.id, used, group, now=context.now())
        await handle(update, context)

    return noted
