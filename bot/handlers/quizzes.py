"""Quizzes: an admin asks for one, a resident answers by a button, anyone plays alone in private."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.context import Context, chat_of, words_of
from bot.views import quizzes as views
from core import officers, plays, quizzes, rates
from core.answers import Tap
from core.ports import Priority


async def in_group(update: Update, context: Context) -> None:
    """/quiz in a group: its admin wants one at once."""
    message = update.message
    assert message is not None
    if words_of(context):
        context.reply(message, context.texts.html("quiz-usage"))
        return
    if not await context.counter.admins.acts_as_admin(update):
        context.reply(message, context.texts.html("quiz-admins-only"))
        return
    choice = await quizzes.ask(context.desk, message.chat_id, key=str(update.update_id), now=context.now())
    asker = None if message.sender_chat else message.from_user
    if choice is None or asker is None:
        return
    # An officer who runs the group is told alone what decided.
    if await officers.standing(context.desk, asker.id) is not None:
        context.say(asker.id, views.why(context.texts, choice), priority=Priority.OFFICER)


async def option_tapped(update: Update, context: Context) -> None:
    """A letter under a quiz: counted once, and told to this person alone."""
    query = update.callback_query
    assert query is not None and query.data is not None
    tapped = re.fullmatch(r"([\w-]{8,16}):([0-3])", query.data.removeprefix(views.QUIZ))
    if tapped is None or query.message is None:
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    chat, message = query.message.chat.id, query.message.message_id
    tap = Tap(tapped[1], query.from_user.id, chat, message, int(tapped[2]), context.now())
    told = await context.counter.ballots.cast(tap)
    said = context.texts.plain("stale-button") if told is None else views.told(told)
    context.answer(query, said, alert=True)


async def in_private(update: Update, context: Context) -> None:
    """/quiz in private: one question to answer alone."""
    message = update.message
    assert message is not None and message.from_user is not None
    if words_of(context):
        context.reply(message, context.texts.html("quiz-usage"))
        return
    question = await plays.next_one(context.desk, message.from_user.id)
    context.reply(message, *views.play(context.texts, question))


async def play_tapped(update: Update, context: Context) -> None:
    """A letter, 再来一题 or 今天到这 under a question asked in private."""
    query = update.callback_query
    assert query is not None and query.data is not None
    message = query.message
    if not isinstance(message, Message) or chat_of(update).type != ChatType.PRIVATE:
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    if query.data == views.MORE:
        await _another(context, query, message)
    elif query.data == views.END:
        played = await plays.today(context.desk, query.from_user.id, now=context.now())
        context.answer(query)
        context.edit(query, views.play_ended(context.texts, played))
    else:
        await _answer(context, query, message)


async def _another(context: Context, query: CallbackQuery, message: Message) -> None:
    question = await plays.next_one(context.desk, query.from_user.id)
    context.answer(query)
    # What was explained stays to be read again, without its buttons.
    context.edit(query, message.text_html)
    context.reply(message, *views.play(context.texts, question))


async def _answer(context: Context, query: CallbackQuery, message: Message) -> None:
    tapped = re.fullmatch(rf"{views.PLAY}([0-9a-f]{{12}}):([0-3])", query.data or "")
    if tapped is None:
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    answered = await plays.answer(
        context.desk, query.from_user.id, message.message_id, tapped[1], int(tapped[2]), now=context.now()
    )
    context.answer(query)
    context.edit(query, *views.play_answered(context.texts, answered))


async def how_answered(update: Update, context: Context) -> None:
    """/status in private: an officer reads how the region's groups answer; for others it is a group's."""
    message = update.message
    assert message is not None and message.from_user is not None
    officer = await officers.standing(context.desk, message.from_user.id)
    if officer is None:
        context.reply(message, context.texts.html("group-only"))
        return
    found = await rates.of_region(context.desk, officer.region)
    played = await rates.in_private(context.desk)
    for page in views.rates(context.texts, found, played):
        context.reply(message, page, priority=Priority.OFFICER)
