"""An officer's button is pressed: looked up, checked against the person, then handed to its conversation."""

from __future__ import annotations

from telegram import Message, Update

from bot.context import Context
from bot.handlers import notices, officer_groups, officer_push
from bot.handlers.residents import help_wanted
from bot.views.officers import OFFICER
from core import dialogues, officers
from core.errors import NoRight


async def pressed(update: Update, context: Context) -> None:
    """Any `o:` button."""
    query = update.callback_query
    assert query is not None and query.data is not None
    key, user = query.data.removeprefix(OFFICER), query.from_user.id
    button = await officers.pressed(context.desk, user, key, now=context.now())
    officer = await officers.standing(context.desk, user)
    if officer is None:
        await officers.refuse(context.desk, user, button.action, key=str(update.update_id), now=context.now())
        raise NoRight(button.action)
    if button.action.startswith("push_"):
        await officer_push.pressed(context, query, officer, button)
    elif button.action.startswith("paused_"):
        await notices.pressed(context, query, officer, button)
    elif button.action == "place_choose":
        await officer_groups.choose_place(context, query, officer, button)
    else:
        await officer_groups.pressed(context, query, officer, button)


async def private_message(update: Update, context: Context) -> None:
    """Anything written in private: the answer to something we asked, else the help."""
    message = update.message
    if message is not None and await _answers_us(context, message):
        return
    await help_wanted(update, context)


async def _answers_us(context: Context, message: Message) -> bool:
    if message.from_user is None or not message.text:
        return False
    asked = await dialogues.answered(context.desk, message.from_user.id, now=context.now())
    if asked is None:
        return False
    step, payload = asked
    if step == "groups_search":
        await officer_groups.search_typed(context, message, payload)
    return step == "groups_search"
