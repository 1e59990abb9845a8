"""The usual way: asyncio.gather over send_message, with PTB's AIORateLimiter as it comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ApplicationBuilder, ExtBot

from benchmarks.telegram import Telegram

TEXT = "【平安派出所】防骗提示\n\n" + "凡是说“安全账户”的，都是诈骗。" * 12


@asynccontextmanager
async def usual_bot(telegram: Telegram, token: str) -> AsyncIterator[ExtBot[int]]:
    """A bot as the documentation builds it."""
    logging.getLogger("telegram.ext").setLevel(logging.CRITICAL)  # each 429 would print a page
    builder = ApplicationBuilder().token(token).base_url(telegram.url).rate_limiter(AIORateLimiter())
    application = builder.updater(None).job_queue(None).build()
    async with application:
        yield application.bot


async def send(bot: ExtBot[int], chat: int, text: str = TEXT) -> None:
    """One message, repeated after as long as a 429 says: by itself the limiter would lose it."""
    while True:
        try:
            await bot.send_message(chat, text)
            return
        except RetryAfter as flood:
            wait = flood.retry_after
            await asyncio.sleep(float(wait) if isinstance(wait, int) else wait.total_seconds())


async def broadcast(bot: ExtBot[int], chats: Sequence[int]) -> None:
    """One message to every chat."""
    await asyncio.gather(*(send(bot, chat) for chat in chats))
