"""Who is an admin of a chat, as Telegram says; asked again before anyone is refused."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import structlog
from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.sender import Bot
from core.errors import CoreError

log = structlog.get_logger(__name__)

KEPT = 60.0
# Somebody who is refused again and again must not make us ask again and again.
ASK_AGAIN_AFTER = 5.0
PATIENCE = 3.0


class AdminsUnknown(CoreError):
    """Telegram does not say at the moment who is an admin."""

    key = "admins-unknown"


@dataclass(frozen=True)
class _Answer:
    admins: frozenset[int] | None  # None: Telegram did not say
    at: float


class Admins:
    """A cache of getChatAdministrators, about a minute old at most."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[int, _Answer] = {}

    async def acts_as_admin(self, update: Update) -> bool:
        """Whether a command or a tap comes from an admin of its chat, anonymous ones included.

        Raises AdminsUnknown.
        """
        message, query = update.message, update.callback_query
        if query is not None and query.message is not None:
            if query.message.chat.type == ChatType.PRIVATE:
                return False
            return await self.is_admin(query.message.chat.id, query.from_user.id)
        if message is None or message.from_user is None:
            return False
        if message.sender_chat is not None:
            return _is_anonymous_admin(message)
        return await self.is_admin(message.chat_id, message.from_user.id)

    async def is_admin(self, chat: int, user: int) -> bool:
        """Whether that person is an admin there. Raises AdminsUnknown when Telegram does not say."""
        now = time.monotonic()
        known = self._known.get(chat)
        if known is not None and user in (known.admins or ()) and now - known.at < KEPT:
            return True
        if known is None or now - known.at >= ASK_AGAIN_AFTER:
            known = await self._ask(chat)
        if known.admins is None:
            raise AdminsUnknown
        return user in known.admins

    async def _ask(self, chat: int) -> _Answer:
        before = self._known.get(chat)
        admins = before.admins if before else None
        try:
            # The updates of everybody wait for this answer, and a flooded chat may be parked for hours.
            async with asyncio.timeout(PATIENCE):
                members = await self._bot.get_chat_administrators(chat)
            admins = frozenset(member.user.id for member in members)
        except (BadRequest, Forbidden):
            # Remembered like any other answer: whoever presses again must not make us ask again.
            admins = frozenset()
        except (TimeoutError, TelegramError):
            log.warning("telegram does not say who is admin", chat=chat)
        if len(self._known) > 5_000:
            self._known.clear()
        answer = self._known[chat] = _Answer(admins, time.monotonic())
        return answer


def _is_anonymous_admin(message: Message) -> bool:
    """An admin who hides behind the group speaks as the group itself; a channel is somebody else."""
    speaker = message.sender_chat
    return speaker is not None and speaker.id == message.chat_id and message.chat.type != ChatType.CHANNEL
