"""Answering presses."""

import time

from sandbox.entities import utf16
from sandbox.errors import bad_request
from sandbox.methods.registry import method
from sandbox.methods.text import CALLBACK_ANSWER
from sandbox.params import AnswerCallbackQuery
from sandbox.queries import CallbackAnswer
from sandbox.users import Bot
from sandbox.world import World


@method("answerCallbackQuery", AnswerCallbackQuery)
def answer_callback_query(world: World, bot: Bot, params: AnswerCallbackQuery) -> bool:
    """Show the person who pressed a line, an alert, or nothing."""
    query = world.queries.get(params.callback_query_id)
    late = query is not None and time.monotonic() - query.at > world.query_lifetime
    if query is None or query.bot is not bot or late:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16(params.text) > CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if params.url and f"t.me/{bot.username}?start=" not in params.url:
        raise bad_request("URL_INVALID")
    query.settle(CallbackAnswer(params.text, params.show_alert, params.url))
    world.changed()
    return True
