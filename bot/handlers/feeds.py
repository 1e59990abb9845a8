"""/feeds: owners and chiefs look after the office's feeds; an officer finds what waits to be read."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.context import Context
from bot.handlers import feed_queue
from bot.handlers.screens import show
from bot.views import feeds as views
from bot.views.screens import Screen
from core import dialogues, feed_list, feed_review, officers
from core.feed_errors import BadFeedAddress
from core.feed_list import MAY_TEND
from core.feed_review import MAY_REVIEW
from core.words import Button, Feed, FeedId, FeedState, Officer

ADD = "feed_add"


async def feeds(update: Update, context: Context) -> None:
    """/feeds"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(
        context.desk, message.from_user.id, MAY_REVIEW, "feeds", key=key, now=now
    )
    # Whoever begins anew leaves open what was asked before.
    await dialogues.forget(context.desk, officer.user, now=now)
    if officer.role in MAY_TEND:
        await _home(context, officer, 0)
    else:
        await feed_queue.open_next(context, officer, 0)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `feed_` button."""
    desk, texts, payload, now = context.desk, context.texts, button.payload, context.now()
    match button.action:
        case "feed_home":
            await dialogues.forget(desk, officer.user, now=now)
            context.answer(query)
            await _home(context, officer, payload["offset"], query)
        case "feed_add":
            await dialogues.expect(desk, officer.user, ADD, now=now)
            context.answer(query)
            await show(context, officer, views.ask(texts), query)
        case "feed_check":
            await _check(context, officer, FeedId(payload["feed"]), query)
        case "feed_remove":
            health = await feed_list.look(desk, officer, FeedId(payload["feed"]))
            context.answer(query)
            await show(context, officer, views.remove(texts, health.feed), query)
        case "feed_state":
            await _state(context, officer, button, query)
        case _:
            context.answer(query)
            await _page(context, officer, FeedId(payload["feed"]), query)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """The address that 加一个 asked for: added, read at once, and shown."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_TEND, ADD, key=key, now=now)
    try:
        feed = await feed_list.add(context.desk, officer, message.text or "", key=f"u:{key}", now=now)
    except BadFeedAddress:
        # The question stands: the next message is another try.
        await dialogues.expect(context.desk, user, ADD, payload, now=now)
        raise
    health = await feed_list.look(context.desk, officer, feed)
    await show(context, officer, _shown(context, officer, health, checking=True))
    _read(context, officer, health.feed, None)


async def _home(context: Context, officer: Officer, offset: int, query: CallbackQuery | None = None) -> None:
    found = await feed_list.listed(context.desk, officer)
    waiting = await feed_review.queue(context.desk, officer, now=context.now())
    screen = views.home(context.texts, context.desk, found, len(waiting), offset)
    await show(context, officer, screen, query)


async def _page(context: Context, officer: Officer, feed: FeedId, query: CallbackQuery | None) -> None:
    health = await feed_list.look(context.desk, officer, feed)
    await show(context, officer, _shown(context, officer, health), query)


def _shown(context: Context, officer: Officer, health: feed_list.Health, *, checking: bool = False) -> Screen:
    mine = feed_list.may_change(context.desk, officer, health.feed)
    return views.page(context.texts, context.desk, health, may_change=mine, checking=checking)


async def _check(context: Context, officer: Officer, feed: FeedId, query: CallbackQuery) -> None:
    """现在查: read beside all else; its page shows what came of it."""
    health = await feed_list.look(context.desk, officer, feed)
    context.answer(query)
    await show(context, officer, _shown(context, officer, health, checking=True), query)
    _read(context, officer, health.feed, query)


def _read(context: Context, officer: Officer, feed: Feed, query: CallbackQuery | None) -> None:
    async def shown() -> None:
        await _page(context, officer, feed.id, query)

    context.counter.feeds.check(feed, shown, context.now())


async def _state(context: Context, officer: Officer, button: Button, query: CallbackQuery) -> None:
    """暂停, 恢复, 确认移除."""
    texts, feed, now = context.texts, FeedId(button.payload["feed"]), context.now()
    state = FeedState(button.payload["state"])
    health = await feed_list.look(context.desk, officer, feed)
    await feed_list.tend(context.desk, officer, feed, state, key=f"b:{button.key}", now=now)
    context.answer(query)
    if state is not FeedState.REMOVED:
        await _page(context, officer, feed, query)
        return
    listed = "yes" if feed_list.from_file(health.feed) else "no"
    html = texts.html("feed-removed", name=health.feed.name, listed=listed)
    await show(context, officer, Screen(html=html), query)
