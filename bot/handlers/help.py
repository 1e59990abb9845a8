"""Help in the moment: whatever a person writes gets the card; its buttons; and /check."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden

from bot.bursts import KEPT, origin_of
from bot.context import Context, chat_of, words_of
from bot.limiter import Class
from bot.rate import Answer
from bot.sender import NO_PREVIEW
from bot.views import help as views
from bot.views.help import HELP, Page
from content.check import Likely
from core import help
from core.help import Choice
from core.ports import Priority


async def offer(context: Context, message: Message) -> None:
    """Whatever was written in private: the card, in answer to it; an album has one.

    Nothing of it is stored. What came within some seconds is remembered together for two minutes, in memory,
    so that the check reads a talk that was forwarded in pieces as one.
    """
    if message.from_user is None:
        return
    remember(context, message, message.from_user, words_in(message))
    if _is_more_of_an_album(context, message):
        return
    answer = context.counter.calm.answer(message.from_user.id, context.now().timestamp())
    if answer is Answer.PAUSE:
        context.reply(message, *views.pause(context.texts, context.desk))
    elif answer is Answer.SPEAK:
        # The card answers the message, so that the check finds the text there and we need not keep it.
        context.reply(message, *views.card(context.texts, context.desk), answers=message.message_id)


def remember(context: Context, message: Message, sender: User, words: str) -> None:
    """Take these words in for a while: the check, or an officer's press, is about all that came together."""
    bursts = context.counter.bursts
    asyncio.get_running_loop().call_later(
        KEPT, lambda: bursts.forget(context.now().timestamp())
    )  # let go in time though nobody writes any more
    now, origin = context.now().timestamp(), origin_of(message)
    bursts.add(sender.id, message.message_id, words, now, origin)


def words_in(message: Message) -> str:
    """What a message or a poll says, and the addresses hidden behind words; "": nothing to be read."""
    entities = (*message.entities, *message.caption_entities)
    words = [message.text, message.caption, *(one.url for one in entities)]
    if message.poll is not None:
        words += [message.poll.question, *(option.text for option in message.poll.options)]
    return "\n".join(filter(None, words))


def _is_more_of_an_album(context: Context, message: Message) -> bool:
    return context.counter.albums.seen_before(message.chat_id, message.media_group_id)


async def pressed(update: Update, context: Context) -> None:
    """Any button of the card and its pages."""
    query = update.callback_query
    assert query is not None and query.data is not None
    step, _, word = query.data.removeprefix(HELP).partition(":")
    if step == "sign" and word in views.SIGNS:
        context.answer(query, context.texts.plain(f"help-sign-{word}-popup"), alert=True)
    elif step == "call":
        number = context.desk.hotlines.emergency.number
        context.answer(query, context.texts.plain("help-emergency-popup", emergency=number), alert=True)
    elif step == "ask":
        number = context.desk.hotlines.advice.number
        context.answer(query, context.texts.plain("help-advice-popup", advice=number), alert=True)
    elif query.message is None or step not in ("card", "family", *Choice):
        context.answer(query, context.texts.plain("stale-button"), alert=True)
    else:
        context.answer(query)
        await _turn(context, query, step)


async def _turn(context: Context, query: CallbackQuery, step: str) -> None:
    """Another page in the card's place; a choice is counted first."""
    texts, desk = context.texts, context.desk
    match step:
        case Choice.PAID:
            await _count(context, query, Choice.PAID)
            region = await help.region_of(desk, query.from_user.id)
            page = views.paid(texts, desk, region)
        case Choice.PRESSED:
            await _count(context, query, Choice.PRESSED)
            page = views.pressed(texts, desk)
        case Choice.UNSURE:
            page = await _checked(context, query)
        case "family":
            chat = query.from_user.id
            context.say(chat, views.family(texts, desk, await help.region_of(desk, chat)))
            context.say(chat, texts.html("help-family-how"))
            return
        case _:
            page = views.card(texts, desk)
    context.edit(query, *page)


async def _checked(context: Context, query: CallbackQuery) -> Page:
    """拿不准: the message that the card answers is looked through, with all that came together with it.

    Telegram hands us that one again; of the others we know for a while.
    """
    texts, desk = context.texts, context.desk
    asked = query.message.reply_to_message if isinstance(query.message, Message) else None
    if asked is None:
        return views.gone(texts, desk)
    if asked.text and asked.text.startswith("/start"):
        return views.nothing_yet(texts, desk)
    together = context.counter.bursts.around(query.from_user.id, asked.message_id)
    words = together or words_in(asked)
    likely = await help.look_through(desk, words) if words else ()
    await _count(context, query, Choice.UNSURE, likely)
    return _page(context, likely, again=True) if words else views.without_words(texts, desk)


async def _count(
    context: Context, query: CallbackQuery, choice: Choice, likely: tuple[Likely, ...] = ()
) -> None:
    assert query.message is not None
    card = query.message.message_id
    await help.chosen(context.desk, query.from_user.id, card, choice, likely, now=context.now())


def _page(context: Context, likely: tuple[Likely, ...], *, again: bool) -> Page:
    tip = help.tip_for(context.desk, likely[0]) if likely else None
    return views.checked(context.texts, context.desk, likely, tip, again=again)


async def check(update: Update, context: Context) -> None:
    """/check as a reply: what the check sees in that message, told to the asker alone."""
    message = update.message
    assert message is not None
    asked = message.reply_to_message
    private = chat_of(update).type == ChatType.PRIVATE
    if not _in_time(context, message, private=private):
        return
    typed = " ".join(words_of(context)) if private and asked is None else ""
    if not typed and (asked is None or asked.forum_topic_created is not None):
        how, advice = "help-check-send" if private else "help-check-how", context.desk.hotlines.advice.number
        context.reply(message, context.texts.html(how, advice=advice))
        return
    words = typed or (asked and words_in(asked))
    likely = await help.look_through(context.desk, words) if words else ()
    page = _page(context, likely, again=False) if words else views.without_words(context.texts, context.desk)
    asker = message.from_user
    if asker is None or asker.is_bot:
        # An anonymous admin: there is nobody whom we could write to.
        context.reply(message, *views.in_group(context.texts, context.desk))
        return
    group = None if private else message.chat_id
    await help.chosen(
        context.desk, asker.id, message.message_id, Choice.CHECK, likely, group=group, now=context.now()
    )
    if private:
        context.reply(message, *page)
    else:
        context.later(asker.id, lambda: _tell(context, message, asker, page))


def _in_time(context: Context, message: Message, *, private: bool) -> bool:
    """Whether the person may have an answer now; who asks too fast hears of the pause in private alone."""
    # All anonymous admins write as the same bot: their group stands for each.
    asker = message.sender_chat or message.from_user
    # What is asked among others takes nothing from who writes in private: money may be going out there.
    calm = context.counter.calm if private else context.counter.calm_in_groups
    answer = calm.answer(asker.id if asker else 0, context.now().timestamp())
    if answer is Answer.PAUSE and private:
        context.reply(message, *views.pause(context.texts, context.desk))
    return answer is Answer.SPEAK


async def _tell(context: Context, message: Message, asker: User, page: Page) -> None:
    """In private where the person has opened the bot; else a neutral word in the group."""
    html, keyboard = page
    try:
        await context.counter.bot.send_message(
            asker.id,
            html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Class(Priority.RESIDENT),
        )
    except (Forbidden, BadRequest):
        context.reply(message, *views.in_group(context.texts, context.desk))
