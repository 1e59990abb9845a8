"""The morning's digest, and the queue behind it: one article at a time, 做成案例, 做成预警 or 忽略."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.context import Context, Counter
from bot.handlers import drafting
from bot.handlers.screens import keyboard, post, show
from bot.sender import outcome_of
from bot.views import feeds as views
from bot.views.screens import Screen
from core import articles, feed_review, fresh_cases
from core.ports import NotSent
from core.words import Button, CandidateId, Officer

log = structlog.get_logger(__name__)


async def tell(counter: Counter, now: datetime) -> None:
    """Each officer's digest, once a day; one that certainly did not leave, later."""
    for told in await feed_review.digests(counter.desk, now=now):
        screen = views.digest(counter.texts, told)
        markup = await keyboard(counter.desk, told.officer.user, screen.rows, now=now)
        await feed_review.telling(counter.desk, told, now=now)
        try:
            await post(counter, told.officer.user, screen, markup)
        except asyncio.CancelledError:  # a stop, mostly while it waits for its turn
            await feed_review.not_told(counter.desk, told)
            raise
        except TelegramError as error:
            if isinstance(outcome_of(error), NotSent):
                log.warning("a digest waits", why=str(error))
                await feed_review.not_told(counter.desk, told)
            else:
                log.info("an officer may have got no digest", why=str(error))


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `queue_` button."""
    if button.action == "queue_open":
        context.answer(query)
        await open_next(context, officer, button.payload["after"], query)
        return
    candidate = CandidateId(button.payload["candidate"])
    match button.action:
        case "queue_case":
            await _case(context, query, officer, candidate, f"b:{button.key}")
        case "queue_alert":
            await _alert(context, query, officer, candidate, f"b:{button.key}")
        case _:
            key, now = f"b:{button.key}", context.now()
            follows = await _after(context, officer, candidate)
            await feed_review.ignore(context.desk, officer, candidate, key=key, now=now)
            context.answer(query, context.texts.plain("queue-ignored"))
            await _show(context, officer, follows, query)


async def open_next(
    context: Context, officer: Officer, after: int, query: CallbackQuery | None = None
) -> None:
    """The next that waits, behind that one; at the end it begins anew."""
    await _show(context, officer, await _after(context, officer, after), query)


async def _after(context: Context, officer: Officer, after: int) -> CandidateId | None:
    ids = await feed_review.queue(context.desk, officer, now=context.now())
    at = ids.index(CandidateId(after)) + 1 if after in ids else 0
    follows = ids[at % len(ids)] if ids else None
    return None if follows == after else follows


async def _show(
    context: Context, officer: Officer, candidate: CandidateId | None, query: CallbackQuery | None
) -> None:
    desk, texts = context.desk, context.texts
    waiting = await feed_review.queue(desk, officer, now=context.now())
    if candidate not in waiting:
        await show(context, officer, views.nothing(texts), query)
        return
    found = await feed_review.look(desk, officer, candidate)
    suggested = await articles.suggest(desk, articles.article_of(desk, found))
    screen = views.article(texts, desk, found, suggested, len(waiting) - 1)
    await show(context, officer, screen, query)


async def _case(
    context: Context, query: CallbackQuery, officer: Officer, candidate: CandidateId, key: str
) -> None:
    follows = await _after(context, officer, candidate)
    draft, found = await fresh_cases.begin_of(context.desk, officer, candidate, key=key, now=context.now())
    context.answer(query)
    await _done(context, officer, "queue-taken-case", draft.title, follows, query)
    await drafting.show_case(context, officer, draft, found=found)


async def _alert(
    context: Context, query: CallbackQuery, officer: Officer, candidate: CandidateId, key: str
) -> None:
    follows = await _after(context, officer, candidate)
    waiting = await feed_review.take(context.desk, officer, candidate, key=key, now=context.now())
    article = articles.article_of(context.desk, waiting)
    context.answer(query)
    await _done(context, officer, "queue-taken-alert", article.title, follows, query)
    await drafting.make_alert(context, officer, article, key)


async def _done(
    context: Context,
    officer: Officer,
    said: str,
    title: str,
    follows: CandidateId | None,
    query: CallbackQuery,
) -> None:
    """The card says what became of it, and leads on."""
    texts = context.texts
    html = (
        texts.html("queue-taken-case", title=title)
        if said == "queue-taken-case"
        else texts.html("queue-taken-alert", title=title)
    )
    # The next one is found anew when it is asked for: somebody else may have taken it by then.
    rows = [[views.next_one(texts, 0)]] if follows is not None else []
    await show(context, officer, Screen(html=html, rows=rows), query)
