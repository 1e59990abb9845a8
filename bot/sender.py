"""Sends a Delivery and says how it ended: Telegram's many answers become one Outcome."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import structlog
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.acts import NO_PREVIEW as NO_PREVIEW
from bot.acts import Bot as Bot
from bot.acts import answering, do, ended_by
from bot.limiter import Departing, NoTurn, seconds
from bot.quizzes import ask
from bot.views.pushes import keyboard_of
from core.ports import (
    BAD_MARKS,
    TOO_LONG,
    BadToken,
    Done,
    FollowOutcome,
    Gone,
    Moved,
    NotSent,
    Outcome,
    Refused,
    Sent,
    Unknown,
)
from core.posters import BAD_FILE, NO_PHOTOS
from core.rounds import NO_POLLS
from core.words import Act, Parcel

log = structlog.get_logger(__name__)

NOT_SENT_AGAIN = 5.0

# What Telegram says, and what it means for us; the order matters, the first that fits counts.
_GONE = (
    (r"bot was kicked|bot is not a member", "kicked"),
    (r"group chat was deleted", "deleted"),
    (r"chat not found|PEER_ID_INVALID|USER_DEACTIVATED|user is deactivated", "not_found"),
    (r"bot was blocked|can't initiate conversation", "blocked"),
)
_REFUSED = (
    (r"not enough rights to send photos|CHAT_SEND_PHOTOS_FORBIDDEN|CHAT_SEND_MEDIA_FORBIDDEN", NO_PHOTOS),
    (r"wrong (remote )?file.?id|file reference|FILE_REFERENCE|wrong file identifier", BAD_FILE),
    (r"not enough rights to send polls|CHAT_SEND_POLL_FORBIDDEN", NO_POLLS),
    (r"not enough rights|have no write access|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED", "no_rights"),
    (r"TOPIC_CLOSED|message thread not found", "topic_closed"),
    (r"can't parse entities", BAD_MARKS),
    (r"(message|caption) is too long|(MESSAGE|CAPTION)_TOO_LONG", TOO_LONG),
)
# The last: a proxy that would not connect us.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class TelegramSender:
    """The Sender port over the Bot API."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, parcel: Parcel, leaving: Callable[[], None]) -> Outcome:
        """See core.ports.Sender."""
        outcome = await self._outcome(lambda: self._say(parcel, leaving))
        assert not isinstance(outcome, Done)
        return outcome

    async def follow(self, act: Act, leaving: Callable[[], None]) -> FollowOutcome:
        """See core.ports.Sender."""
        return await self._outcome(lambda: do(self._bot, act, Departing(leaving)), act)

    async def _say(self, parcel: Parcel, leaving: Callable[[], None]) -> Sent:
        if parcel.quiz is not None:
            return await ask(self._bot, parcel, Departing(leaving))
        how: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "message_thread_id": parcel.topic,
            "disable_notification": parcel.silent,
            "reply_markup": keyboard_of(parcel, self._bot.username),
            "reply_parameters": answering(parcel.reply_to),
            "rate_limit_args": Departing(leaving),
        }
        if parcel.picture is None:
            message = await self._bot.send_message(
                parcel.chat, parcel.html, link_preview_options=NO_PREVIEW, **how
            )
            return Sent(message.message_id)
        photo = parcel.picture.file_id or parcel.picture.content or b""
        message = await self._bot.send_photo(parcel.chat, photo, caption=parcel.html, **how)
        return Sent(message.message_id, file_id=message.photo[-1].file_id)

    async def _outcome(
        self, call: Callable[[], Awaitable[FollowOutcome]], act: Act | None = None
    ) -> FollowOutcome:
        """What the call came to, whatever Telegram does with it."""
        try:
            return await call()
        except InvalidToken:
            # PTB says this for a 404 too, which a proxy may answer: only getMe can tell.
            await self.answers()
            return Unknown("server_error")
        except TelegramError as error:
            refused = isinstance(error, BadRequest | Forbidden)
            named = ended_by(act.kind, error.message) if act is not None and refused else None
            outcome = named or outcome_of(error)
            if isinstance(outcome, Refused) and outcome.is_ours:
                log.error("no chat would take this message", why=error.message)
            return outcome
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            # An answer in a shape that is no answer; the request left, so the message may be there.
            log.warning("telegram answered in an odd shape", why=repr(error))
            return Unknown("server_error")

    async def answers(self) -> bool:
        """See core.ports.Sender."""
        try:
            await self._bot.get_me()
        except InvalidToken:
            raise BadToken from None
        except (TelegramError, KeyError, TypeError, AttributeError, ValueError):
            return False
        return True


def outcome_of(error: TelegramError) -> Outcome:
    """One Outcome for what went wrong. BadRequest comes before NetworkError, whose child it is in PTB."""
    match error:
        case ChatMigrated(new_chat_id=chat):
            return Moved(chat)
        case RetryAfter():
            return NotSent(seconds(error), flood=True)
        case Forbidden() | BadRequest():
            return _refusal(error.message)
        case NoTurn():
            return NotSent(NOT_SENT_AGAIN)
        case TimedOut() | NetworkError() if isinstance(error.__cause__, _NEVER_LEFT):
            return NotSent(NOT_SENT_AGAIN)
        case TimedOut():
            return Unknown("timeout")
        case NetworkError() if isinstance(error.__cause__, httpx.HTTPError):
            return Unknown("reset")
        case _:
            return Unknown("server_error")


def _refusal(message: str) -> Outcome:
    for pattern, reason in _GONE:
        if re.search(pattern, message, re.IGNORECASE):
            return Gone(reason)
    for pattern, reason in _REFUSED:
        if re.search(pattern, message, re.IGNORECASE):
            return Refused(reason)
    return Refused(message[:80], explained=False)
