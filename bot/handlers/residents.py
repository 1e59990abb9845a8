"""What residents do: tap 我已看, ask whether something is true, look up a code, ask for help."""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType

from bot.context import Context, chat_of, words_of
from bot.handlers import alert_life, kits, staff
from bot.handlers.menu import open_segments
from bot.views import browsing
from bot.views import help as help_views
from bot.views import residents as views
from bot.views.pushes import GENUINE, PROMISE, RECEIPT
from core import lookup, officers, promises, receipts, rounds, verify, vouching
from core.receipts import Tap
from core.vouching import Filters


async def read_tapped(update: Update, context: Context) -> None:
    """我已看, or 回执 under a letter: counted once, thanked at once."""
    query, tap = _tap(update, context, RECEIPT)
    receipt = await context.counter.taps.take(tap) if tap is not None else None
    context.answer(query, views.thanks(context.texts, receipt), alert=receipt is None)


async def promise_tapped(update: Update, context: Context) -> None:
    """我承诺 under a letter: counted once, nobody is named."""
    query, tap = _tap(update, context, PROMISE)
    receipt = await promises.take(context.desk, tap) if tap is not None else None
    context.answer(query, views.thanks(context.texts, receipt), alert=receipt is None)


def _tap(update: Update, context: Context, prefix: str) -> tuple[CallbackQuery, Tap | None]:
    """The tap on a button under a message; None for one whose message Telegram does not know any more."""
    query = update.callback_query
    assert query is not None and query.data is not None
    if query.message is None:
        return query, None
    tap = Tap(
        key=query.data.removeprefix(prefix),
        user=query.from_user.id,
        chat=query.message.chat.id,
        message=query.message.message_id,
        at=context.now(),
    )
    return query, tap


async def genuine_tapped(update: Update, context: Context) -> None:
    """是真的吗: the record in short at once, and whole in private where the person has opened the bot."""
    query = update.callback_query
    assert query is not None and query.data is not None
    if not _may_look_up(context, query.from_user):
        context.answer(query, context.texts.plain("verify-slower"), alert=True)
        return
    key = query.data.removeprefix(GENUINE)
    await _prove_poll(context, query, key)
    record = await verify.of_button(context.desk, key, now=context.now())
    if record is None:
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    context.answer(query, views.record_popup(context.texts, context.desk, record), alert=True)
    for part in views.record(context.texts, context.desk, record):
        context.say(query.from_user.id, part)


async def _prove_poll(context: Context, query: CallbackQuery, key: str) -> None:
    """The message under which it was pressed tells which poll it is."""
    message = query.message
    if isinstance(message, Message) and message.poll is not None:
        poll, now = message.poll.id, context.now()
        await rounds.seen(context.desk, key, message.chat_id, message.message_id, poll, now=now)


async def look_up(update: Update, context: Context) -> None:
    """/verify <code>: what was really said; without a code, how a forged one is recognised."""
    message = update.message
    assert message is not None
    typed = " ".join(words_of(context))
    if not typed:
        context.reply(message, context.texts.html("verify-how"))
    elif message.from_user is not None and not _may_look_up(context, message.from_user):
        context.reply(message, context.texts.html("verify-slower"))
    else:
        await _tell_record(context, message, typed)


async def _tell_record(context: Context, message: Message, typed: str) -> None:
    """The record; an officer who may take it back finds the buttons for that under it."""
    record = await verify.look_up(context.desk, typed, now=context.now())
    *parts, last = views.record(context.texts, context.desk, record)
    for part in parts:
        context.reply(message, part)
    user, private = message.from_user, message.chat.type == ChatType.PRIVATE
    buttons = await alert_life.offer(context, user.id, typed) if user and private and record else None
    context.reply(message, last, buttons)


def _may_look_up(context: Context, user: User) -> bool:
    return context.counter.lookups.allows(user.id, context.now().timestamp())


async def private_start(update: Update, context: Context) -> None:
    """/start in private: welcome, or the page that a link asked for."""
    message = update.message
    assert message is not None and message.from_user is not None
    word = next(iter(words_of(context)), "")
    if segments := re.fullmatch(r"seg_(-?[0-9]{1,15})", word):
        await open_segments(update, context, int(segments[1]))
    elif kit := re.fullmatch(rf"{kits.START}(-?[0-9]{{1,15}})", word):
        await kits.opened(context, message, int(kit[1]))
    elif word.startswith(staff.INVITED):
        await staff.invitation_opened(context, message, word.removeprefix(staff.INVITED))
    elif word == "help":
        page = help_views.card(context.texts, context.desk)
        context.reply(message, *page, answers=message.message_id)
    elif word.startswith("v_") and _may_look_up(context, message.from_user):
        await _tell_record(context, message, word[2:])
    else:
        context.reply(message, *views.welcome(context.texts, context.desk))
        await _tell_who_waits(context, message)


async def _tell_who_waits(context: Context, message: Message) -> None:
    """An officer who opens the bot late still hears of the groups that wait for a word."""
    assert message.from_user is not None
    officer = await officers.standing(context.desk, message.from_user.id)
    if officer is None or officer.role not in officers.MAY_VOUCH:
        return
    waiting = await vouching.listing(context.desk, officer, Filters(state="unconfirmed"), limit=1)
    if waiting.total:
        context.reply(message, context.texts.html("groups-wait", number=waiting.total))


async def private_tip(update: Update, context: Context) -> None:
    """/tip [word] in private: one tip to read, sent nowhere else."""
    assert update.message is not None
    word = " ".join(words_of(context))[:40]
    html = await lookup.one_tip(context.desk, word, now=context.now())
    context.reply(update.message, html, browsing.way_in(context.texts))


async def help_wanted(update: Update, context: Context) -> None:
    """/help: what the bot can do."""
    message = update.message
    if message is None:
        return
    private = chat_of(update).type == ChatType.PRIVATE
    html = context.texts.html("help-private" if private else "help-group")
    if private and message.from_user is not None:
        officer = await officers.standing(context.desk, message.from_user.id)
        if officer is not None:
            html += "\n\n" + context.texts.html("help-clerk")
        if officer is not None and officer.role in officers.MAY_PUSH:
            owner = "yes" if officer.role in officers.MAY_APPOINT else "no"
            html += "\n" + context.texts.html("help-officer", owner=owner)
    context.reply(message, html)


async def privacy(update: Update, context: Context) -> None:
    assert update.message is not None
    context.reply(update.message, context.texts.html("privacy"))


async def forget_me(update: Update, context: Context) -> None:
    """/forgetme: the person's links are cut, the counts stay."""
    message = update.message
    assert message is not None
    if message.from_user is None:
        return
    cut = await receipts.forget(context.desk, message.from_user.id)
    context.reply(message, context.texts.html("forgotten" if cut else "forgotten-none"))


async def stale_tapped(update: Update, context: Context) -> None:
    """A button that no table of ours knows: old or forged."""
    if update.callback_query is not None:
        context.answer(update.callback_query, context.texts.plain("stale-button"), alert=True)


async def unknown_command(update: Update, context: Context) -> None:
    assert update.message is not None
    context.reply(update.message, context.texts.html("unknown-command"))


async def only_in_private(update: Update, context: Context) -> None:
    """An officer's command typed in a group."""
    assert update.message is not None
    context.reply(update.message, context.texts.html("private-only"))


async def only_in_group(update: Update, context: Context) -> None:
    assert update.message is not None
    context.reply(update.message, context.texts.html("group-only"))
