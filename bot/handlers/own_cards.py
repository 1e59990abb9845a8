"""A second person decides about an own tip or case; every card says how it ended, whatever restarts."""

from __future__ import annotations

from datetime import datetime

import structlog
from telegram import CallbackQuery
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context, Counter
from bot.handlers.screens import keyboard, post, show_rows
from bot.limiter import Class
from bot.sender import NO_PREVIEW
from bot.views import own_items as views
from bot.views.screens import Rows, Screen
from core import own_approval, own_items
from core.officers import NewButton
from core.own_approval import OwnCard
from core.ports import Priority
from core.words import Button, Officer

log = structlog.get_logger(__name__)

REASONS = ("check", "unclear", "wrong", "again")


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """批准, 驳回, and why; the cards themselves are changed by `turn`."""
    texts, now = context.texts, context.now()
    match button.action:
        case "ownask_yes":
            await own_approval.approve(context.desk, officer, button, now=now)
            context.answer(query, texts.plain("own-ask-done"))
        case "ownask_no":
            context.answer(query)
            await show_rows(context, query, officer, _reasons(context, button))
        case "ownask_back":
            context.answer(query)
            await show_rows(context, query, officer, views.decisions(texts, button.payload))
        case _:
            reason = button.payload["reason"]
            await own_approval.reject(context.desk, officer, button, reason, now=now)
            context.answer(query, texts.plain("own-reject-done"))


def _reasons(context: Context, button: Button) -> Rows:
    texts, offered = context.texts, list[tuple[str, NewButton]]()
    for why in REASONS:
        said = texts.plain("reject-why", why=why)
        offered.append((said, NewButton("ownask_no_for", {**button.payload, "reason": said})))
    back = texts.plain("reject-back"), NewButton("ownask_back", button.payload)
    return [offered[:2], offered[2:], [back]]


async def turn(counter: Counter, now: datetime) -> None:
    """One look at all cards: those to be sent, and those of what was decided."""
    for card in await own_approval.cards(counter.desk):
        try:
            await (_new if card.stands else _end)(counter, card, now)
        except Forbidden as refused:
            log.info("an approver cannot be reached", why=refused.message)
            await own_approval.closed(counter.desk, card, gone=True)
        except BadRequest as refused:
            log.info("a card was not changed", why=refused.message)
            await own_approval.closed(counter.desk, card)
        except TelegramError as error:
            log.warning("a card waits", why=str(error))


async def _new(counter: Counter, card: OwnCard, now: datetime) -> None:
    """The approver's card, or the author's own where its message is gone."""
    texts, desk = counter.texts, counter.desk
    if card.for_author:
        screen = views.waiting(texts, card.item, await own_approval.approvers(desk, card.item))
    else:
        screen = views.card(texts, desk, card, await own_approval.groups_of(desk, card.item))
    markup = await keyboard(desk, card.ask.user, screen.rows, now=now)
    sent = await post(counter, card.ask.user, screen, markup)
    await own_approval.carded(desk, card, sent.message_id)


async def _end(counter: Counter, card: OwnCard, now: datetime) -> None:
    """How it ended: the author hears it, an approver's card says so and loses its buttons."""
    if card.for_author:
        screen = views.told(counter.texts, card)
        if screen is not None:
            markup = await keyboard(counter.desk, card.ask.user, screen.rows, now=now)
            await post(counter, card.ask.user, screen, markup)
    elif card.ask.message is not None:
        said = views.ended(counter.texts, card)
        same = card.item.version == card.ask.version
        exact = own_items.shown(counter.desk, card.item)[0].html if same else None
        screen = Screen(html=said, exact=exact)
        await counter.bot.edit_message_text(
            screen.whole if screen.fits else said,
            chat_id=card.ask.user,
            message_id=card.ask.message,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Class(Priority.OFFICER),
        )
    await own_approval.closed(counter.desk, card)
