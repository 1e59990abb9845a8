"""What every handler works with: the desk, the clock, and ways to answer that never make an update wait."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackContext

from bot.admins import Admins
from bot.bursts import Bursts
from bot.drawings import Drawings
from bot.feed_round import FeedRound
from bot.limiter import Class
from bot.outbox import Outbox
from bot.rate import Albums, Calm, SlidingCount
from bot.reporter import Reporter
from bot.sender import NO_PREVIEW, Bot
from bot.views.officers import OFFICER
from content.render import cut_message
from content.texts import Texts, texts_in
from content.wire import ANSWER_LIMIT, cut
from content.words import Script
from core.answers import Ballots
from core.desk import Desk
from core.ports import Clock, Priority
from core.receipts import Taps

# Whoever writes more often than that is asked for a pause.
MESSAGES_A_MINUTE = 10


@dataclass(frozen=True, kw_only=True)
class Counter:
    """The things on this side of the counter; made once by bot/app.py."""

    desk: Desk
    clock: Clock
    bot: Bot
    outbox: Outbox
    admins: Admins
    lookups: SlidingCount
    taps: Taps
    reporter: Reporter
    feeds: FeedRound
    texts: Texts
    drawings: Drawings
    calm: Calm = field(default_factory=lambda: Calm(MESSAGES_A_MINUTE, 60))
    calm_in_groups: Calm = field(default_factory=lambda: Calm(MESSAGES_A_MINUTE, 60))
    albums: Albums = field(default_factory=Albums)
    bursts: Bursts = field(default_factory=Bursts)
    ballots: Ballots = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ballots", Ballots(self.desk))


class Loudspeaker(Application[Any, Any, Any, Any, Any, Any]):
    """PTB's Application as a table of handlers; what goes wrong comes out, so that polling sees it."""

    counter: Counter

    async def process_error(
        self, update: object, error: Exception, job: Any = None, coroutine: Any = None
    ) -> bool:
        raise error


class Context(CallbackContext[Bot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update's context."""

    @property
    def counter(self) -> Counter:
        return cast(Loudspeaker, self.application).counter

    @property
    def desk(self) -> Desk:
        return self.counter.desk

    @property
    def texts(self) -> Texts:
        return self.counter.texts

    def now(self) -> datetime:
        return self.counter.clock.now()

    def say(
        self,
        chat: int,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        topic: int | None = None,
        answers: int | None = None,
        priority: Priority = Priority.RESIDENT,
    ) -> None:
        """Queue a message for that chat; `answers`: the message it replies to, if that is still there."""
        text = cut_message(html)
        self.later(
            chat,
            lambda: self.counter.bot.send_message(
                chat,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                message_thread_id=topic,
                reply_parameters=ReplyParameters(answers, allow_sending_without_reply=True)
                if answers
                else None,
                link_preview_options=NO_PREVIEW,
                rate_limit_args=Class(priority),
            ),
        )

    def reply(
        self,
        message: Message,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        answers: int | None = None,
        priority: Priority = Priority.RESIDENT,
    ) -> None:
        """Say it where the message was said, in its topic."""
        self.say(message.chat_id, html, keyboard, topic=topic_of(message), answers=answers, priority=priority)

    def edit(
        self,
        query: CallbackQuery,
        html: str,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        priority: Priority = Priority.RESIDENT,
    ) -> None:
        """Queue a change of the message under which the button hangs."""
        message = query.message
        if message is None:
            return
        chat, number, text = message.chat.id, message.message_id, cut_message(html)
        self.later(
            chat,
            lambda: self.counter.bot.edit_message_text(
                text,
                chat_id=chat,
                message_id=number,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
                rate_limit_args=Class(priority),
            ),
        )

    def answer(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Answer a tap at once; Telegram does not count it."""
        shown = cut(text, ANSWER_LIMIT)
        self.counter.outbox.at_once(
            lambda: self.counter.bot.answer_callback_query(query.id, text=shown, show_alert=alert),
            ahead=(query.data or "").startswith(OFFICER),
        )

    def later(self, chat: int, call: Callable[[], Awaitable[object]]) -> None:
        """Queue any call behind what already waits for that chat."""
        self.counter.outbox.put(chat, call)


def topic_of(message: object) -> int | None:
    """The forum topic a message stands in; None for the general one, which must not be named."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def chat_of(update: Update) -> Chat:
    """The chat of an update that has one."""
    assert update.effective_chat is not None
    return update.effective_chat


def words_of(context: Context) -> list[str]:
    """What was typed after a command."""
    return list(context.args or [])


def reference() -> str:
    """A short number that a person can read out and an engineer can find in the log."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(4))


def texts_for(script: Script) -> Texts:
    """The texts in a group's own script."""
    return texts_in(script)
