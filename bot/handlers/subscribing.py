"""The card's buttons, and the commands that subscribe a group, stop it, or ask how it stands."""

from __future__ import annotations

from contextlib import suppress

from telegram import Message, Update

from bot import errands
from bot.admins import AdminsUnknown
from bot.context import Context, chat_of, topic_of, words_of
from bot.handlers.joining import come_in
from bot.views import groups as views
from bot.views.residents import HELLO
from content.words import Audience, Kind
from core import group_figures, groups, pushes, settings
from core.errors import UnknownGroup
from core.groups import Subscribed


async def card_pressed(update: Update, context: Context) -> None:
    """An admin says what kind of group this is; the card becomes the summary."""
    query = update.callback_query
    assert query is not None and query.data is not None
    chosen = query.data.removeprefix(views.CARD)
    if query.message is None or chosen not in set(Audience):
        context.answer(query, context.texts.plain("stale-button"), alert=True)
        return
    if not await context.counter.admins.acts_as_admin(update):
        context.answer(query, context.texts.plain("admins-only"), alert=True)
        return
    subscribed = await _subscribe(context, update, Audience(chosen), topic_of(query.message))
    html, keyboard = views.subscribed(context.desk, subscribed.group, subscribed.slots, context.now())
    context.answer(query, context.texts.plain("saved"))
    context.edit(query, html, keyboard)
    errands.soon(context, subscribed.group.chat)


async def start(update: Update, context: Context) -> None:
    """/start in a group: by an officer's link it is vouched for; then the card, or how things stand."""
    message, chat = update.message, chat_of(update)
    assert message is not None
    words = words_of(context)
    link = words[0] if words and words[0] != HELLO else None
    try:
        shown = await settings.read(context.desk, chat.id)
    except UnknownGroup:
        await come_in(context, chat, None, topic=topic_of(message), link=link)
        return
    if link is not None:
        await groups.invited(context.desk, chat.id, link, now=context.now())
    if shown.group.subscribed:
        if not words:
            context.reply(message, *views.subscribed(context.desk, shown.group, shown.slots, context.now()))
    else:
        context.reply(message, *views.card(context.desk, shown.group))


async def subscribe(update: Update, context: Context) -> None:
    """/subscribe village|parent|enterprise"""
    message = update.message
    assert message is not None
    words = words_of(context)
    if len(words) != 1 or words[0].lower() not in set(Audience):
        context.reply(message, context.texts.html("usage-subscribe"))
        return
    if not await _by_admin(update, context, message):
        return
    subscribed = await _subscribe(context, update, Audience(words[0].lower()), topic_of(message))
    context.reply(message, *views.subscribed(context.desk, subscribed.group, subscribed.slots, context.now()))
    errands.soon(context, subscribed.group.chat)


async def unsubscribe(update: Update, context: Context) -> None:
    """/unsubscribe: nothing more is sent."""
    message = update.message
    assert message is not None
    if await _by_admin(update, context, message):
        await groups.unsubscribe(context.desk, message.chat_id, now=context.now())
        context.reply(message, context.texts.html("unsubscribed"))


async def status(update: Update, context: Context) -> None:
    """/status: anyone may ask when this group hears something; an admin reads what came of it."""
    message = update.message
    assert message is not None
    shown = await settings.read(context.desk, message.chat_id)
    said = views.summary(context.desk, shown.group, shown.slots, context.now())
    with suppress(AdminsUnknown):
        if await context.counter.admins.acts_as_admin(update):
            figures = await group_figures.of_group(context.desk, shown.group, now=context.now())
            said += f"\n\n{views.figures(shown.group, figures)}"
    context.reply(message, said)


async def show_one(update: Update, context: Context) -> None:
    """发一条看看: one tip at once."""
    query = update.callback_query
    assert query is not None
    if query.message is None or not await context.counter.admins.acts_as_admin(update):
        context.answer(query, context.texts.plain("admins-only"), alert=True)
        return
    await pushes.ask(
        context.desk, query.message.chat.id, Kind.TIP, "", key=str(update.update_id), now=context.now()
    )
    context.answer(query)


async def tip(update: Update, context: Context) -> None:
    """/tip [word] in a group: one tip at once, as a push of the group's own."""
    assert update.message is not None
    word = " ".join(words_of(context))[:40]
    await pushes.ask(
        context.desk, update.message.chat_id, Kind.TIP, word, key=str(update.update_id), now=context.now()
    )


async def _by_admin(update: Update, context: Context, message: Message) -> bool:
    if await context.counter.admins.acts_as_admin(update):
        return True
    context.reply(message, context.texts.html("admins-only-command"))
    return False


async def _subscribe(context: Context, update: Update, audience: Audience, topic: int | None) -> Subscribed:
    chat = chat_of(update)
    done = await groups.subscribe(
        context.desk, chat.id, chat.title or "", audience, topic=topic, now=context.now()
    )
    if topic is not None:
        await settings.set_topic(context.desk, chat.id, topic)
    return done
