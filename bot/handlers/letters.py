"""Beside /push: a letter as a sheet of paper, what came back from each group, a poster to look at."""

from __future__ import annotations

import io
from datetime import date

from telegram import CallbackQuery, InputFile

from bot import workers
from bot.context import Context
from bot.limiter import Class
from bot.views import letters as views
from bot.workers import WorkFailed
from content.letters import Letter
from content.poster import Poster
from core import letters
from core.errors import ContentChanged
from core.ports import Priority
from core.words import Button, Officer


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """打印版, 各群的回执 or 看海报; each sends something below and leaves the preview as it is."""
    context.answer(query)
    match button.action:
        case "letter_print":
            await _print(context, officer, button)
        case "letter_poster":
            draw(context, officer, button)
        case _:
            found = await letters.tally(context.desk, officer)
            html = views.tally(context.texts, found, context.desk.rules.hours.zone)
            context.say(officer.user, html, priority=Priority.OFFICER)


async def _print(context: Context, officer: Officer, button: Button) -> None:
    letter = context.desk.library.find(button.payload["item"])
    if not isinstance(letter, Letter):
        raise ContentChanged
    words = letters.on_paper(context.desk, letter, officer, date.fromisoformat(button.payload["day"]))

    async def hand_over() -> None:
        try:
            page = await workers.letter(words)
        except WorkFailed:
            context.say(officer.user, context.texts.html("print-failed"), priority=Priority.OFFICER)
            return
        name = context.texts.plain("paper-name", title=letter.title)
        await context.counter.bot.send_document(
            officer.user,
            InputFile(io.BytesIO(page), filename=name),
            caption=context.texts.plain("print-here"),
            rate_limit_args=Class(Priority.OFFICER),
        )

    context.later(officer.user, hand_over)


def draw(context: Context, officer: Officer, button: Button) -> None:
    """The poster that the button carries, as a picture of its own."""
    drawn = button.payload.get("poster")
    if drawn is None:  # laid out before buttons carried their picture
        raise ContentChanged
    poster = Poster.of_json(drawn)

    async def hand_over() -> None:
        try:
            [picture] = await context.counter.drawings.of([poster])
        except WorkFailed:
            context.say(officer.user, context.texts.html("poster-failed"), priority=Priority.OFFICER)
            return
        await context.counter.bot.send_photo(officer.user, picture, rate_limit_args=Class(Priority.OFFICER))

    context.later(officer.user, hand_over)
