"""/alert: an officer writes a warning, by words at once or led by buttons."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot import photos
from bot.context import Context
from bot.handlers import alert_refusals
from bot.handlers.screens import show
from bot.views import draft_pages as pages
from bot.views import drafts as views
from bot.views import waits as waits_views
from bot.views.errors import sentence
from content.alert_until import read_until
from content.templates import templates
from core import alert_desk, alert_preview, alert_waits, dialogues, errands, officers
from core.alert_desk import MAY_ALERT, Written
from core.errors import AlertRefused, BadExpiry, BadPhoto, CoreError
from core.ports import Priority
from core.words import Alert, AlertId, Officer

log = structlog.get_logger(__name__)

_COMMAND = re.compile(r"^/alert(?:@\w+)?\s*", re.IGNORECASE)
TEXT, PHOTO, FACT, UNTIL = "alert_text", "alert_photo", "alert_fact", "alert_until"
STEPS = (TEXT, PHOTO, FACT, UNTIL)


async def alert(update: Update, context: Context) -> None:
    """/alert [text], as a text or under a photo."""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(context.desk, message.from_user.id, MAY_ALERT, "alert", key=key, now=now)
    words = _COMMAND.sub("", message.text or message.caption or "", count=1)
    async with alert_refusals.noted(context, officer.user, "alert", key):
        if words.strip() or message.photo:
            await _write_at_once(context, officer, message, words, key)
            return
        await _go_on(context, officer, key)


async def _go_on(context: Context, officer: Officer, key: str) -> None:
    """/alert alone: what waits for its approval, and the draft that lies there; else a new one."""
    texts, now = context.texts, context.now()
    waiting = await alert_waits.of_author(context.desk, officer, now=now)
    draft = await alert_desk.unfinished(context.desk, officer)
    for one in waiting:
        last = draft is None and one is waiting[-1]
        await show(context, officer, waits_views.waits(texts, one, last=last), priority=Priority.ALERT)
    if draft is not None:
        await show(context, officer, pages.unfinished(texts, draft))
    elif not waiting:
        await begin(context, officer, key)


async def begin(context: Context, officer: Officer, key: str, query: CallbackQuery | None = None) -> None:
    """A new draft, and the first question."""
    left = await left_lying(context, officer)
    draft = await alert_desk.begin(context.desk, officer, key=key, now=context.now())
    await expect(context, officer, TEXT, draft, guided=True)
    await show(context, officer, pages.write(context.texts, context.desk, draft, left), query)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """What an officer wrote when we had asked for an alert's words, photo, fact or end."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_ALERT, "alert", key=key, now=now)
    draft = await alert_desk.own_draft(context.desk, officer, AlertId(payload["alert"]))
    try:
        async with alert_refusals.noted(context, officer.user, "alert", key):
            await _take(context, officer, message, step, payload, draft, key)
    except CoreError:
        # The question stands: the next message is another try.
        await dialogues.expect(context.desk, officer.user, step, payload, now=context.now())
        raise


async def preview(
    context: Context,
    officer: Officer,
    draft: Alert,
    query: CallbackQuery | None = None,
    written: Written | None = None,
    *,
    dropped: Alert | None = None,
) -> None:
    """Show the draft as it would be read; `dropped`: what lay unfinished and had to make room for it."""
    look = await alert_preview.look(context.desk, draft, now=context.now())
    screen = views.preview(context.texts, context.desk, look, written, dropped)
    await show(context, officer, screen, query)


async def left_lying(context: Context, officer: Officer) -> Alert | None:
    """The words that will be given up when another draft takes their place."""
    draft = await alert_desk.unfinished(context.desk, officer)
    return draft if draft is not None and draft.text else None


async def expect(context: Context, officer: Officer, step: str, draft: Alert, **more: Any) -> None:
    """The officer's next message belongs to this draft."""
    payload = {"alert": draft.id, **more}
    await dialogues.expect(context.desk, officer.user, step, payload, now=context.now())


async def _write_at_once(context: Context, officer: Officer, message: Message, words: str, key: str) -> None:
    alert_refusals.no_hidden_links(message)
    if message.photo and not words.strip():
        raise AlertRefused("empty", "")
    left = await left_lying(context, officer)
    written = await alert_desk.begin_with(context.desk, officer, words, key=f"u:{key}", now=context.now())
    # Nothing that was asked before is being answered any more.
    await dialogues.forget(context.desk, officer.user, now=context.now())
    if left is not None and left.text == written.alert.text:
        left = None
    if message.photo:
        await _take_photo(context, officer, written.alert, message, key, left)
    else:
        await preview(context, officer, written.alert, written=written, dropped=left)


async def _take(
    context: Context,
    officer: Officer,
    message: Message,
    step: str,
    payload: dict[str, Any],
    draft: Alert,
    key: str,
) -> None:
    alert_refusals.no_hidden_links(message)
    if step == UNTIL:
        await _take_until(context, officer, message, draft, key)
    elif step == FACT:
        await take_fact(context, officer, draft, payload, [*payload["facts"], message.text or ""], key)
    elif message.document is not None:
        raise BadPhoto("file")
    elif step == PHOTO or message.photo:
        await _take_picture(context, officer, message, draft, key)
    else:
        words = message.text or ""
        written = await alert_desk.write(
            context.desk, officer, draft.id, words, key=f"u:{key}", now=context.now()
        )
        await _after_words(context, officer, written, guided=payload.get("guided", False))


async def _after_words(context: Context, officer: Officer, written: Written, *, guided: bool) -> None:
    """A beginner is led on to the choices, who came from the preview goes back there."""
    if guided and not (written.changed or written.hidden):
        await show(context, officer, pages.audiences(context.texts, written.alert, True))
    else:
        await preview(context, officer, written.alert, written=written)


async def _take_picture(context: Context, officer: Officer, message: Message, draft: Alert, key: str) -> None:
    if not message.photo:
        raise BadPhoto("broken")
    if message.caption:
        written = await alert_desk.write(
            context.desk, officer, draft.id, message.caption, key=f"u:{key}", now=context.now()
        )
        draft = written.alert
    if not draft.text:
        await expect(context, officer, TEXT, draft, guided=True)
        context.reply(message, context.texts.html("alert-no-words"), priority=Priority.OFFICER)
        return
    await _take_photo(context, officer, draft, message, key)


async def take_fact(
    context: Context,
    officer: Officer,
    draft: Alert,
    payload: dict[str, Any],
    facts: list[str],
    key: str,
    query: CallbackQuery | None = None,
) -> None:
    """One more of a template's three facts; with the third the words are there."""
    template = templates()[payload["template"]]
    if len(facts) < 3:
        for fact in facts[len(payload["facts"]) :]:
            alert_desk.tidy(context.desk, fact)
        await expect(context, officer, FACT, draft, template=template.id, facts=facts)
        screen = pages.ask_fact(context.texts, context.desk, draft, template, facts)
        await show(context, officer, screen, query)
        return
    words = pages.from_facts(context.texts, template, facts)
    now = context.now()
    written = await alert_desk.write(context.desk, officer, draft.id, words, key=f"u:{key}", now=now)
    # What was asked is answered, also where the last fact was taken by a button.
    await dialogues.forget(context.desk, officer.user, now=now)
    chosen = await alert_desk.choose(
        context.desk, officer, draft.id, key=f"u:{key}:choose", now=now, fraud_type=template.id
    )
    await preview(context, officer, chosen, query, written)


async def _take_until(context: Context, officer: Officer, message: Message, draft: Alert, key: str) -> None:
    zone = context.desk.rules.hours.zone
    try:
        hours = read_until(message.text or "", context.now().astimezone(zone))
    except ValueError as error:
        raise BadExpiry(str(error)) from None
    changed = await alert_desk.choose(
        context.desk, officer, draft.id, key=f"u:{key}", now=context.now(), life_hours=hours
    )
    await preview(context, officer, changed)


async def _take_photo(
    context: Context, officer: Officer, draft: Alert, message: Message, key: str, left: Alert | None = None
) -> None:
    """Fetch, clean and keep the photo behind the officer's other messages: no update waits for it."""
    await errands.photo_taken(context.desk, officer.user, now=context.now())
    context.reply(message, context.texts.html("alert-photo-working"), priority=Priority.OFFICER)
    file = message.photo[-1].file_id
    context.later(officer.user, partial(_clean_photo, context, officer, draft, file, key, left))


async def _clean_photo(
    context: Context, officer: Officer, draft: Alert, file: str, key: str, left: Alert | None
) -> None:
    desk = context.desk
    try:
        async with alert_refusals.noted(context, officer.user, "alert", f"{key}:photo"):
            picture = await photos.fetch(context.counter.bot, file)
            kept = await alert_desk.illustrate(
                desk, officer, draft.id, picture, key=f"u:{key}:photo", now=context.now()
            )
        await preview(context, officer, kept, dropped=left)
    except CoreError as error:
        await _ask_again(context, officer, draft, error)
    except TelegramError as error:
        log.warning("a photo was not fetched", why=error.message)
        await _ask_again(context, officer, draft, BadPhoto("broken"))
    # Not where we were stopped amid it: then it is said after the restart.
    await errands.photo_seen(desk, officer.user)


async def _ask_again(context: Context, officer: Officer, draft: Alert, error: CoreError) -> None:
    """The next photo is another try."""
    await expect(context, officer, PHOTO, draft)
    context.say(officer.user, sentence(context.texts, error), priority=Priority.OFFICER)
