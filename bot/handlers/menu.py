"""/settings: the menu of a group's admins. Each button names the whole wish; each press is checked again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import time

from telegram import CallbackQuery, Update
from telegram.constants import ChatType

from bot import errands
from bot.context import Context, chat_of, topic_of
from bot.views import menu as views
from bot.views.groups import MENU, Shown
from content.words import Audience, Form, Kind, QuizMode, Script
from core import groups, settings
from core.settings import Settings, Wanted
from scheduler.slots import week_phase

Step = Callable[[Context, CallbackQuery, Settings, list[str]], Awaitable[Shown]]


class Forged(Exception):
    """A button that we never made."""


async def open_menu(update: Update, context: Context) -> None:
    """/settings in the group."""
    message = update.message
    assert message is not None
    if not await context.counter.admins.acts_as_admin(update):
        context.reply(message, context.texts.html("admins-only-command"))
        return
    shown = await settings.read(context.desk, message.chat_id)
    context.reply(message, *_menu(context, shown, forum=bool(message.chat.is_forum)))


async def pressed(update: Update, context: Context) -> None:
    """Any button of the menu."""
    query = update.callback_query
    assert query is not None and query.data is not None
    if query.message is None or not await context.counter.admins.acts_as_admin(update):
        context.answer(query, context.texts.plain("admins-only"), alert=True)
        return
    step, *words = query.data.removeprefix(MENU).split(":")
    shown = await settings.read(context.desk, chat_of(update).id)
    try:
        html, keyboard = await STEPS[step](context, query, shown, words)
    except (Forged, KeyError, ValueError, IndexError):
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    context.answer(query)
    context.edit(query, html, keyboard)


def _menu(context: Context, shown: Settings, *, forum: bool) -> Shown:
    return views.menu(context.desk, shown, context.desk.username, forum=forum, now=context.now())


async def _again(context: Context, query: CallbackQuery, shown: Settings) -> Shown:
    forum = bool(query.message and query.message.chat.is_forum)
    fresh = await settings.read(context.desk, shown.group.chat)
    return _menu(context, fresh, forum=forum)


async def _open(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    return await _again(context, query, shown)


async def _audience(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    if not words:
        return views.choose_audience(shown)
    title = shown.group.title
    await groups.subscribe(context.desk, shown.group.chat, title, Audience(words[0]), now=context.now())
    return await _again(context, query, shown)


async def _region(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    return views.choose_region(context.desk, shown, words[0])


async def _set_region(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    _, to_ask = await settings.set_region(context.desk, shown.group.chat, words[0], now=context.now())
    for officer in to_ask:
        errands.soon(context, officer)
    return await _again(context, query, shown)


async def _slot(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    kind = Kind(words[0])
    if kind not in views.KINDS:
        raise Forged
    if len(words) > 1:
        wanted = None if words[1] == "off" else _wanted(words[1:], context)
        shown = await settings.set_slot(context.desk, shown.group.chat, kind, wanted, now=context.now())
    return views.choose_slot(shown, kind)


def _wanted(words: list[str], context: Context) -> Wanted:
    digits, clock, _ = words
    read = re.fullmatch(r"[0-6]{1,7}:[0-9]{4}:(?:([1-8])|m([1-4]))", ":".join(words))
    if read is None:
        raise Forged
    weekdays, every = frozenset(int(digit) for digit in digits), int(read[1] or 1)
    today = context.desk.rules.hours.day(context.now())
    at, nth = time(int(clock[:2]), int(clock[2:])), int(read[2]) if read[2] else None
    return Wanted(weekdays, at, every, week_phase(today, every), nth)


async def _quiz(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    """How the group is asked and for how long; that everyone will see who chose what is said before."""
    if not words:
        return views.choose_quiz_mode(shown)
    if words[0] == "days":
        if int(words[1]) not in views.QUIZ_DAYS:
            raise Forged
        shown = await settings.set_quiz_days(context.desk, shown.group.chat, int(words[1]))
        return views.choose_quiz_mode(shown)
    mode = QuizMode(words[0])
    if mode is QuizMode.OPEN and words[1:] != ["yes"]:
        return views.warn_open(shown)
    await settings.set_quiz_mode(context.desk, shown.group.chat, mode)
    return await _again(context, query, shown)


async def _form(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    if not words:
        return views.choose_form(shown)
    await settings.set_form(context.desk, shown.group.chat, Form(words[0]))
    return await _again(context, query, shown)


async def _script(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    if not words:
        return views.choose_script(shown)
    await settings.set_script(context.desk, shown.group.chat, Script(words[0]))
    return await _again(context, query, shown)


async def _topic(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    await settings.set_topic(context.desk, shown.group.chat, topic_of(query.message))
    context.answer(query, context.texts.plain("topic-set"), alert=True)
    return await _again(context, query, shown)


async def _pause(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    if words not in (["0"], ["1"]):
        raise Forged
    await groups.pause(context.desk, shown.group.chat, words == ["1"], now=context.now())
    return await _again(context, query, shown)


async def _stop(context: Context, query: CallbackQuery, shown: Settings, words: list[str]) -> Shown:
    if words != ["yes"]:
        return views.choose_stop(shown)
    await groups.unsubscribe(context.desk, shown.group.chat, now=context.now())
    return context.texts.html("unsubscribed"), None


STEPS: dict[str, Step] = {
    "menu": _open,
    "aud": _audience,
    "reg": _region,
    "regset": _set_region,
    "slot": _slot,
    "quiz": _quiz,
    "form": _form,
    "scr": _script,
    "topic": _topic,
    "pause": _pause,
    "stop": _stop,
}


async def open_segments(update: Update, context: Context, chat: int) -> None:
    """/start seg_<chat> in private: an admin of that chat chooses its segments unseen."""
    message = update.message
    assert message is not None and message.from_user is not None
    shown = await settings.read(context.desk, chat)
    if not await context.counter.admins.is_admin(chat, message.from_user.id):
        context.reply(message, context.texts.html("segments-not-admin"))
        return
    context.reply(message, *views.segments(context.texts, shown))


async def segment_pressed(update: Update, context: Context) -> None:
    """One segment on or off; pressed in private, checked against the group it speaks of."""
    query = update.callback_query
    assert query is not None and query.data is not None
    wish = re.fullmatch(r"(-?[0-9]{1,15}):(\w+):([01])", query.data.removeprefix(views.SEGMENT))
    if wish is None or chat_of(update).type != ChatType.PRIVATE:
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    group, segment, on = int(wish[1]), wish[2], wish[3]
    await settings.read(context.desk, group)
    if not await context.counter.admins.is_admin(group, query.from_user.id):
        context.answer(query, context.texts.plain("admins-only"), alert=True)
        return
    shown = await settings.set_segment(context.desk, group, segment, on == "1")
    context.answer(query)
    context.edit(query, *views.segments(context.texts, shown))
