"""Looking through the library in private, by fraud type."""

from __future__ import annotations

from telegram import Update

from bot.context import Context
from bot.views import browsing as views
from core import lookup


async def pressed(update: Update, context: Context) -> None:
    """A fraud type, a neighbour, or all types; each button says the whole page, so twice is the same."""
    query = update.callback_query
    assert query is not None and query.data is not None
    fraud, _, number = query.data.removeprefix(views.BROWSE).partition(":")
    if fraud == views.TYPES:
        shown = views.types(context.texts, await lookup.frauds(context.desk))
    else:
        page = await lookup.page(context.desk, fraud, int(number) if number.isdecimal() else 0)
        if page is None:
            context.answer(query, context.texts.plain("stale-button"), alert=True)
            return
        shown = views.page(context.texts, page)
    context.answer(query)
    context.edit(query, *shown)
