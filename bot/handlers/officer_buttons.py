"""An officer's button is pressed: looked up, checked against the person, then handed to its conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Message, Update

from bot.context import Context
from bot.handlers import ledger, locked, notices, officer_groups, officer_push, reports
from bot.handlers.residents import help_wanted
from bot.views.officers import OFFICER
from core import dialogues, officers
from core.ledger import MAY_WRITE
from core.officers import MAY_APPOINT, MAY_PUSH, MAY_VOUCH
from core.words import Button, Officer, Role

Handler = Callable[[Context, CallbackQuery, Officer, Button], Awaitable[None]]

# By the beginning of a button's action: who may press it, and whose conversation it belongs to.
TABLE: tuple[tuple[str, frozenset[Role], Handler], ...] = (
    ("ledger_", MAY_WRITE, ledger.pressed),
    ("report_", MAY_WRITE, reports.pressed),
    ("push_", MAY_PUSH, officer_push.pressed),
    ("paused_", MAY_APPOINT, notices.pressed),
    ("lock_", MAY_APPOINT, locked.pressed),
    ("place_choose", MAY_VOUCH, officer_groups.choose_place),
    ("group", MAY_VOUCH, officer_groups.pressed),
)


async def pressed(update: Update, context: Context) -> None:
    """Any `o:` button: laid out for this person, who may still do what it says."""
    query = update.callback_query
    assert query is not None and query.data is not None
    key, user, now = query.data.removeprefix(OFFICER), query.from_user.id, context.now()
    button = await officers.pressed(context.desk, user, key, now=now)
    for beginning, rights, handle in TABLE:
        if button.action.startswith(beginning):
            officer = await officers.require(
                context.desk, user, rights, button.action, key=str(update.update_id), now=now
            )
            await handle(context, query, officer, button)
            return


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
    elif step == ledger.LINE:
        await ledger.line_written(context, message, payload)
    elif step == reports.DAYS:
        await reports.days_written(context, message, payload)
    return step in ("groups_search", ledger.LINE, reports.DAYS)
