"""Whoever of the officers writes to the bot can be written to from then on."""

from __future__ import annotations

from telegram import Update

from bot.context import Context
from core import officers


async def wrote(update: Update, context: Context) -> None:
    """Any private message activates, whatever it says."""
    person = update.effective_user
    if person is not None:
        await officers.activate(context.desk, person.id, person.full_name, now=context.now())
