"""When something went wrong: the person concerned gets one sentence, in the place where they asked."""

from __future__ import annotations

import html

from telegram import Update
from telegram.constants import ParseMode

from bot.context import Counter, topic_of
from bot.limiter import Class
from bot.views.errors import sentence
from bot.views.officers import OFFICER
from content.wire import ANSWER_LIMIT, cut
from core.errors import CoreError
from core.ports import Priority


def explain(counter: Counter, update: Update, error: CoreError) -> None:
    """What a use case refused, said to whoever asked."""
    _tell(counter, update, sentence(counter.texts, error))


def apologize(counter: Counter, update: Update, number: str) -> None:
    """An error of ours, with the number under which the log holds it."""
    key = "trouble" if update.callback_query else "trouble-message"
    _tell(counter, update, counter.texts.html(key, reference=number))


def _tell(counter: Counter, update: Update, text: str) -> None:
    query, message = update.callback_query, update.message
    if query is not None:
        plain = cut(html.unescape(text), ANSWER_LIMIT)
        counter.outbox.at_once(
            lambda: counter.bot.answer_callback_query(query.id, text=plain, show_alert=True),
            ahead=(query.data or "").startswith(OFFICER),
        )
    elif message is not None:
        counter.outbox.put(
            message.chat_id,
            lambda: counter.bot.send_message(
                message.chat_id,
                text,
                parse_mode=ParseMode.HTML,
                message_thread_id=topic_of(message),
                rate_limit_args=Class(Priority.RESIDENT),
            ),
        )
