"""Sends a quiz: as Telegram's own, or as a text with a button for each option."""

from __future__ import annotations

from typing import Literal, cast

from telegram import Poll
from telegram.constants import ParseMode

from bot.acts import NO_PREVIEW, Bot
from bot.limiter import Departing
from bot.views.quizzes import check_keyboard, quiz_keyboard
from content.questions import Quiz
from content.words import QuizMode
from core.ports import Sent
from core.words import Parcel


async def ask(bot: Bot, parcel: Parcel, departing: Departing) -> Sent:
    """Ask it in its mode; raises Telegram's errors."""
    assert parcel.quiz is not None
    if parcel.mode is QuizMode.BUTTONS:
        return await _by_buttons(bot, parcel, parcel.quiz, departing)
    message = await bot.send_poll(
        parcel.chat,
        parcel.quiz.question,
        parcel.quiz.options,
        type=Poll.QUIZ,
        is_anonymous=parcel.mode is QuizMode.ANONYMOUS,
        correct_option_ids=[cast(Literal[0, 1, 2, 3], parcel.quiz.right)],
        explanation=parcel.quiz.explanation,
        message_thread_id=parcel.topic,
        disable_notification=parcel.silent,
        reply_markup=check_keyboard(parcel.key, parcel.script),
        rate_limit_args=departing,
    )
    return Sent(message.message_id, poll=message.poll.id if message.poll else None)


async def _by_buttons(bot: Bot, parcel: Parcel, quiz: Quiz, departing: Departing) -> Sent:
    message = await bot.send_message(
        parcel.chat,
        parcel.html,
        parse_mode=ParseMode.HTML,
        message_thread_id=parcel.topic,
        disable_notification=parcel.silent,
        link_preview_options=NO_PREVIEW,
        reply_markup=quiz_keyboard(parcel.key, len(quiz.options), parcel.script),
        rate_limit_args=departing,
    )
    return Sent(message.message_id)
