"""The cards of an approval: sent, renewed and reminded of by the second, so that no crash loses one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.context import Counter
from bot.handlers.screens import keyboard, post
from bot.limiter import Class
from bot.sender import NO_PREVIEW
from bot.together import Apart, together
from bot.views import approvals as views
from bot.views import drafts as draft_views
from bot.views.alerts import BUTTONS_LIVE
from bot.views.screens import Screen
from core import alert_cards, alert_preview, alert_urgent, officers, pins
from core.alert_cards import Card, Reminder, Says
from core.pins import Locked
from core.ports import Priority

log = structlog.get_logger(__name__)

# A card that says so already, or that somebody deleted, needs no more.
_CLOSED = ("not modified", "not found")
# What decides on an alert goes among the copies of those that are on their way, not behind the last.
_post = partial(post, priority=Priority.ALERT)


async def turn(counter: Counter, now: datetime, apart: Apart) -> None:
    """One look at all that waits: cards, reminders, locked PINs; who is still at one is `apart`."""
    busy = apart.busy
    await alert_cards.ask_newcomers(counter.desk)
    by_person: dict[int, list[Card]] = {}
    for card in await alert_cards.due(counter.desk):
        by_person.setdefault(card.ask.user, []).append(card)
    # Side by side: one chat that Telegram holds up keeps nobody else from deciding, nor the next look.
    await apart.round({user: partial(_cards, counter, mine, now) for user, mine in by_person.items()}, busy)
    reminders = await alert_cards.reminders(counter.desk, now=now)
    await apart.round(
        {("remind", one.alert.id): partial(_remind, counter, one, now) for one in reminders}, busy
    )
    untold = await pins.untold(counter.desk)
    await apart.round({("pin", one.user): partial(_tell_locked, counter, one, now) for one in untold}, busy)


async def _cards(counter: Counter, cards: list[Card], now: datetime) -> None:
    """One person's, each whole before the next: above a button stands what it decides on."""
    for card in cards:
        await _card(counter, card, now)


async def _card(counter: Counter, card: Card, now: datetime) -> None:
    """Make one card say what it has to; when Telegram does not answer, the next turn tries again."""
    if not card.reachable:
        await alert_cards.shown(counter.desk, card)
        return
    try:
        message = await (_new(counter, card, now) if _is_new(card) else _renew(counter, card, now))
    except Forbidden as refused:
        log.info("an approver cannot be reached", why=refused.message)
        await alert_cards.shown(counter.desk, card, gone=True)
    except BadRequest as refused:
        log.info("a card was not changed", why=refused.message)
        gone = card.ask.message is None
        await alert_cards.shown(counter.desk, card, gone=gone)
    except TelegramError as error:
        log.warning("a card waits", why=str(error))
    else:
        await alert_cards.shown(counter.desk, card, message=message)


def _is_new(card: Card) -> bool:
    return card.ask.message is None and card.says is Says.ASKED


async def _new(counter: Counter, card: Card, now: datetime) -> int:
    """The card itself: the approver's preview, or the author's own."""
    desk, texts = counter.desk, counter.texts
    if card.for_author:
        approvers = await alert_preview.who_approves(desk, card.alert)
        screen = draft_views.waiting(texts, card.alert, approvers)
    else:
        look = await alert_preview.look(desk, card.alert, now=now)
        screen = draft_views.ask(texts, desk, look, await officers.name(desk, card.alert.author))
    markup = await keyboard(desk, card.ask.user, screen.rows, now=now)
    return (await _post(counter, card.ask.user, screen, markup)).message_id


async def _renew(counter: Counter, card: Card, now: datetime) -> int | None:
    """How it ended. Whoever must know at once gets a message of its own: an edit makes no sound."""
    if card.for_author:
        await _tell_author(counter, card, now)
        return None
    # The warning first: whatever is wrong with the old card must not keep it from anybody.
    if card.says is Says.URGENT and card.serves and not card.warned:
        exact = await alert_preview.exactly(counter.desk, card.alert, now=now)
        owner = card.ask.user in counter.desk.rules.owners
        screen = views.urgent_told(counter.texts, card, exact, owner=owner)
        markup = await keyboard(counter.desk, card.ask.user, screen.rows, now=now, life=BUTTONS_LIVE)
        await _post(counter, card.ask.user, screen, markup)
        await alert_cards.warned(counter.desk, card)
    if card.ask.message is not None:
        await _close(counter, card, now)
    return None


async def _tell_author(counter: Counter, card: Card, now: datetime) -> None:
    """What became of it; where it goes out, the author's card is the progress message by now."""
    if card.says is Says.ASKED:
        await _make_waiting(counter, card, now)
        return
    screen = views.author_told(counter.texts, card)
    if screen is None:
        return
    markup = await keyboard(counter.desk, card.ask.user, screen.rows, now=now)
    await _post(counter, card.ask.user, screen, markup)
    if card.says is Says.REJECTED and card.ask.message is not None:
        await _close(counter, card, now)


async def _make_waiting(counter: Counter, card: Card, now: datetime) -> None:
    """The preview under which 提交审批 was pressed becomes the author's card, whatever crashed since."""
    assert card.ask.message is not None
    approvers = await alert_preview.who_approves(counter.desk, card.alert)
    screen = draft_views.waiting(counter.texts, card.alert, approvers)
    markup = await keyboard(counter.desk, card.ask.user, screen.rows, now=now)
    await rewrite(counter, card.ask.user, card.ask.message, screen.whole, markup)


async def _close(counter: Counter, card: Card, now: datetime) -> None:
    """The card says how it ended, above what was shown; of its buttons only 撤回 is left, where it is out."""
    assert card.ask.message is not None
    rows = views.ended_rows(counter.texts, card)
    markup = await keyboard(counter.desk, card.ask.user, rows, now=now, life=BUTTONS_LIVE)
    try:
        await rewrite(counter, card.ask.user, card.ask.message, await _ended(counter, card, now), markup)
    except BadRequest as refused:
        if not any(word in refused.message for word in _CLOSED):
            raise


async def _ended(counter: Counter, card: Card, now: datetime) -> str:
    said = views.ended(counter.texts, card)
    if card.says is Says.CHANGED:
        return said
    exact = await alert_preview.exactly(counter.desk, card.alert, now=now)
    screen = Screen(html=exact, exact=said, photo=card.alert.media)
    return screen.whole if screen.fits else said


async def rewrite(
    counter: Counter, chat: int, message: int, html: str, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Other words in that message, whether it is a text or stands under a photo."""
    how: dict[str, Any] = {
        "chat_id": chat,
        "message_id": message,
        "parse_mode": ParseMode.HTML,
        "reply_markup": markup,
        "rate_limit_args": Class(Priority.ALERT),
    }
    try:
        await counter.bot.edit_message_text(html, link_preview_options=NO_PREVIEW, **how)
    except BadRequest as refused:
        if "no text in the message" not in refused.message:
            raise
        await counter.bot.edit_message_caption(caption=html, **how)


async def _remind(counter: Counter, reminder: Reminder, now: datetime) -> None:
    """Ask again those who were asked; the last time the author hears that nobody answered."""
    try:
        name = await officers.name(counter.desk, reminder.alert.author)
        screen = Screen(html=views.remind(counter.texts, reminder, name))
        asks = () if reminder.is_last else reminder.asks
        await together(_say(counter, ask.user, screen, now, answers=ask.message) for ask in asks)
        if reminder.is_last and not await _tell_not_answered(counter, reminder, now):
            return
    except TelegramError as error:
        log.warning("a reminder waits", why=str(error))
        return
    await alert_cards.reminded(counter.desk, reminder)


async def _tell_locked(counter: Counter, locked: Locked, now: datetime) -> None:
    """Every owner hears that somebody's PIN is locked."""
    screen, owners = views.pin_locked(counter.texts, locked), sorted(counter.desk.rules.owners)
    if all(await asyncio.gather(*(_say(counter, owner, screen, now) for owner in owners))):
        await pins.told(counter.desk, locked, now=now)


async def _tell_not_answered(counter: Counter, reminder: Reminder, now: datetime) -> bool:
    """The author hears it, and finds 紧急发送 on the waiting card too; False: to be tried again."""
    alert = reminder.alert
    author = await officers.standing(counter.desk, alert.author)
    if author is None:
        return True
    why = await alert_urgent.why_not(counter.desk, author, alert, now=now)
    if not await _say(counter, alert.author, views.not_answered(counter.texts, alert, why), now):
        return False
    if why is None and reminder.card is not None:
        await _offer_alone(counter, reminder, reminder.card, now)
    return True


async def _offer_alone(counter: Counter, reminder: Reminder, card: int, now: datetime) -> None:
    author, rows = reminder.alert.author, draft_views.waiting_rows(counter.texts, reminder.alert, alone=True)
    markup = await keyboard(counter.desk, author, rows, now=now)
    try:
        await counter.bot.edit_message_reply_markup(
            author, card, reply_markup=markup, rate_limit_args=Class(Priority.ALERT)
        )
    except TelegramError as error:
        # The message that was just sent has the button.
        log.info("the author's card stays as it was", why=str(error))


async def _say(
    counter: Counter, user: int, screen: Screen, now: datetime, *, answers: int | None = None
) -> bool:
    """Whether this person needs no further try: it arrived, or Telegram will never let us write to them."""
    markup = await keyboard(counter.desk, user, screen.rows, now=now)
    try:
        try:
            await _post(counter, user, screen, markup, answers=answers)
        except RetryAfter:  # the chat is parked for so long: the second try waits for that
            await _post(counter, user, screen, markup, answers=answers)
    except (BadRequest, Forbidden) as refused:
        log.info("somebody cannot be told", why=refused.message)
    except TelegramError as error:
        log.warning("somebody is not told yet", why=str(error))
        return False
    return True
