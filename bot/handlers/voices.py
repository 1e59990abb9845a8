"""/content voice: somebody whom the place knows reads a tip aloud; groups hear it right after the tip."""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode

from bot.context import Context
from bot.handlers.alert_refusals import noted
from bot.handlers.screens import keyboard, show
from bot.limiter import Class
from bot.views.screens import Rows, Screen
from content.models import Item
from content.render import plain_frame
from content.words import Script
from core import dialogues, officers, voices
from core.errors import CoreError
from core.officers import NewButton
from core.own_errors import BadVoice
from core.ports import Priority
from core.voices import LONGEST, MAY_RECORD
from core.words import Button, Officer, VoiceId

STEP = "voice_record"


async def command(context: Context, officer: Officer, word: str) -> None:
    """With a word the best tip on it is to be read aloud; without one, what is recorded already."""
    if not word:
        await show(context, officer, await _list(context, officer))
        return
    await _ask(context, officer, await voices.tip_on(context.desk, officer, word))


async def recorded(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """The recording that we asked for: played back, with 就用这一段 below."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_RECORD, "content voice", key=key, now=now)
    try:
        async with noted(context, user, "content voice", key):
            if message.voice is None:
                raise BadVoice(LONGEST)
            seconds = _seconds(message)
            voices.check(seconds)
    except CoreError:
        # The question stands: the next message is another try.
        await dialogues.expect(context.desk, user, STEP, payload, now=context.now())
        raise
    await _play_back(context, officer, message.voice.file_id, seconds, payload)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """就用这一段, 重录, 取消 and 停用."""
    texts, desk, now = context.texts, context.desk, context.now()
    payload, key = button.payload, f"b:{button.key}"
    match button.action:
        case "voice_use":
            item, seconds = payload["item"], payload["seconds"]
            await voices.use(desk, officer, item, payload["file_id"], seconds, key=key, now=now)
            screen = Screen(html=texts.html("voice-used", title=payload["title"]))
        case "voice_again":
            await _ask(context, officer, await voices.tip_on(desk, officer, payload["item"]))
            context.answer(query)
            return
        case "voice_stop":
            await voices.stop(desk, officer, VoiceId(payload["voice"]), key=key, now=now)
            screen = Screen(html=texts.html("voice-stopped", title=payload["title"]))
        case _:
            screen = Screen(html=texts.html("voice-dropped"))
    context.answer(query)
    context.later(officer.user, partial(_without_buttons, context, query))
    await show(context, officer, screen)


async def _ask(context: Context, officer: Officer, tip: Item) -> None:
    kept = {"item": tip.id, "title": tip.title}
    await dialogues.expect(context.desk, officer.user, STEP, kept, now=context.now())
    words = context.texts.html("voice-ask", html="\0", limit=LONGEST)
    html = words.replace("\0", plain_frame(tip, Script.SIMPLIFIED))
    await show(context, officer, Screen(html=html))


async def _play_back(
    context: Context, officer: Officer, file_id: str, seconds: int, payload: dict[str, Any]
) -> None:
    texts, kept = context.texts, {"item": payload["item"], "title": payload["title"]}
    rows: Rows = [
        [
            (
                texts.plain("voice-use"),
                NewButton("voice_use", {**kept, "file_id": file_id, "seconds": seconds}),
            )
        ],
        [
            (texts.plain("voice-again"), NewButton("voice_again", kept)),
            (texts.plain("cancel"), NewButton("voice_drop", kept)),
        ],
    ]
    place = context.desk.regions.path_name(officer.region)
    html = texts.html("voice-look", seconds=seconds, title=payload["title"], place=place)
    markup = await keyboard(context.desk, officer.user, rows, now=context.now())
    context.later(officer.user, partial(_send, context, officer.user, file_id, html, markup))


async def _send(
    context: Context, user: int, file_id: str, html: str, markup: InlineKeyboardMarkup | None
) -> object:
    return await context.counter.bot.send_voice(
        user,
        file_id,
        caption=html,
        parse_mode=ParseMode.HTML,
        reply_markup=markup,
        rate_limit_args=Class(Priority.OFFICER),
    )


async def _without_buttons(context: Context, query: CallbackQuery) -> object:
    if query.message is None:
        return None
    return await context.counter.bot.edit_message_reply_markup(
        query.message.chat.id, query.message.message_id, rate_limit_args=Class(Priority.OFFICER)
    )


async def _list(context: Context, officer: Officer) -> Screen:
    texts, found = context.texts, await voices.recorded(context.desk, officer)
    if not found:
        return Screen(html=texts.html("voice-list-none"))
    lines = [
        texts.plain(
            "voice-list-line",
            title=one.title,
            seconds=one.voice.seconds,
            place=context.desk.regions.path_name(one.voice.region),
        )
        for one in found
    ]
    rows = [
        [
            (
                texts.plain("voice-stop", title=one.title),
                NewButton("voice_stop", {"voice": one.voice.id, "title": one.title}),
            )
        ]
        for one in found
        if one.mine
    ]
    return Screen(html=texts.html("voice-list", lines="\n".join(lines)), rows=rows)


def _seconds(message: Message) -> int:
    assert message.voice is not None
    lasts = message.voice.duration
    return int(lasts.total_seconds()) if not isinstance(lasts, int) else lasts
