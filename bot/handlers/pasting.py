"""An officer forwards a post, or pastes a long text: offered as a case or an alert, beside the help card."""

from __future__ import annotations

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
)

from bot.bursts import origin_of
from bot.context import Context
from bot.handlers import drafting, help
from bot.handlers.screens import keyboard
from bot.views.help import HELP
from content.texts import tame
from core import articles, fresh_cases, officers
from core.articles import Article
from core.feed_errors import PasteGone
from core.fresh_cases import MAY_MAKE
from core.officers import NewButton
from core.ports import Priority
from core.words import Button, Officer

# A word to us is short; whatever is longer was written for others.
LONG = 80
FORWARDED = 12
# Whoever pastes more than a message holds sends it in pieces, the first ones nearly as long as they may be.
FULL = 3_500


async def offered(context: Context, message: Message) -> bool:
    """Whether it was an officer's article, to which we answered."""
    words, sender = message.text or message.caption or "", message.from_user
    if sender is None or not words or words.startswith("/"):
        return False
    now, origin = context.now().timestamp(), origin_of(message)
    more = context.counter.bursts.runs_on(sender.id, message.message_id, FULL, now, origin)
    least = FORWARDED if message.forward_origin is not None else LONG
    if len(words) < least and not more:
        return False
    officer = await officers.standing(context.desk, sender.id)
    if officer is None or officer.role not in MAY_MAKE:
        return False
    help.remember(context, message, sender, words)
    if more:
        # What was asked under its beginning is about all of it.
        return True
    if message.media_group_id is not None:
        # The album's other pictures want no answer of their own.
        context.counter.albums.seen_before(message.chat_id, message.media_group_id)
    texts = context.texts
    rows = [
        [
            (texts.plain("make-case"), NewButton("paste_case", {})),
            (texts.plain("make-alert"), NewButton("paste_alert", {})),
        ]
    ]
    made = await keyboard(context.desk, officer.user, rows, now=context.now())
    assert made is not None
    # The card answers the message, so that the text is found there and need not be kept.
    help_card = InlineKeyboardButton(texts.plain("paste-help"), callback_data=f"{HELP}card")
    markup = InlineKeyboardMarkup([*made.inline_keyboard, [help_card]])
    html = texts.html("paste-offer")
    context.reply(message, html, markup, answers=message.message_id, priority=Priority.OFFICER)
    return True


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """做成案例, 做成预警 under what an officer passed on."""
    asked = query.message.reply_to_message if isinstance(query.message, Message) else None
    if asked is None:
        raise PasteGone
    beginning = asked.text or asked.caption or ""
    whole = context.counter.bursts.whole(officer.user, asked.message_id, FULL)
    article, key = _article(asked, whole or beginning), f"b:{button.key}"
    if whole is None and len(beginning) >= FULL:
        # As long as a message may be, and too long ago for us to know whether more came.
        html, answers = context.texts.html("paste-beginning-only"), asked.message_id
        context.reply(asked, html, answers=answers, priority=Priority.OFFICER)
    if button.action == "paste_alert":
        await drafting.make_alert(context, officer, article, key)
        context.answer(query)
        return
    draft, found = await fresh_cases.begin(context.desk, officer, article, key=key, now=context.now())
    context.answer(query)
    await drafting.show_case(context, officer, draft, found=found)


def _article(message: Message, words: str) -> Article:
    """What was passed on; a channel's or a group's name is its source, a person's never."""
    origin, published_by = message.forward_origin, ""
    if isinstance(origin, MessageOriginChannel):
        published_by = origin.chat.title or ""
    elif isinstance(origin, MessageOriginChat):
        published_by = origin.sender_chat.title or ""
    return articles.pasted(words, tame(published_by, 40))
