"""The cards of a fresh case's approval: sent and ended by the second, so that no crash loses one."""

from __future__ import annotations

from datetime import datetime

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Counter
from bot.handlers.alert_cards import rewrite
from bot.handlers.screens import keyboard, post
from bot.views import fresh_cases as views
from bot.views.screens import Screen
from core import fresh_approval, fresh_cards, officers
from core.fresh_cards import Round

log = structlog.get_logger(__name__)


async def turn(counter: Counter, now: datetime) -> None:
    """One look at every case of which somebody has to be told; what fails is tried at the next."""
    for one in await fresh_cards.due(counter.desk):
        asked: dict[int, int] = {}
        gone: set[int] = set()
        try:
            await _ask(counter, one, asked, gone, now)
            await _end(counter, one)
            await _tell(counter, one, now)
        except TelegramError as error:
            log.warning("a case's card waits", why=str(error))
            if not asked:
                continue
        await fresh_cards.shown(counter.desk, one, asked, gone)


async def _ask(counter: Counter, one: Round, asked: dict[int, int], gone: set[int], now: datetime) -> None:
    if not one.ask:
        return
    look = await fresh_approval.look(counter.desk, one.fresh)
    author = await officers.name(counter.desk, one.fresh.author)
    screen = views.ask(counter.texts, counter.desk, look, author)
    for user in one.ask:
        markup = await keyboard(counter.desk, user, screen.rows, now=now)
        try:
            asked[user] = (await post(counter, user, screen, markup)).message_id
        except (BadRequest, Forbidden) as refused:
            log.info("an approver cannot be reached", why=refused.message)
            gone.add(user)


async def _end(counter: Counter, one: Round) -> None:
    """Every card says how it ended, below what was shown, and loses its buttons."""
    if not one.end:
        return
    said = views.ended(counter.texts, one.fresh, one.who)
    screen = Screen(html=said, exact=fresh_approval.rendered(counter.desk, one.fresh))
    for user, message in one.end:
        try:
            await rewrite(counter, user, message, screen.whole if screen.fits else said)
        except (BadRequest, Forbidden) as refused:
            # One that says so already, or that somebody deleted, needs no more.
            log.info("a card was not changed", why=refused.message)


async def _tell(counter: Counter, one: Round, now: datetime) -> None:
    if one.tell is None:
        return
    screen = views.author_told(counter.texts, counter.desk, one.fresh, one.who)
    markup = await keyboard(counter.desk, one.tell, screen.rows, now=now)
    try:
        await post(counter, one.tell, screen, markup)
    except (BadRequest, Forbidden) as refused:
        log.info("an author cannot be told", why=refused.message)
