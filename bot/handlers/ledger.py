"""/ledger: an officer writes down what was done away from the screen, by buttons and one line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot import photos
from bot.context import Context
from bot.handlers.officer_groups import keyboard
from bot.views import ledger as views
from bot.views.errors import sentence
from content.words import FRAUD_TYPES, Work
from core import dialogues, errands, ledger, officers
from core.errands import Owed
from core.errors import BadPhoto, CoreError, UnreadableLine
from core.ledger import MAY_WRITE
from core.ledger_line import WITH_MONEY
from core.officers import NewButton
from core.ports import Priority
from core.words import Button, Entry, EntryId, Line, Officer

log = structlog.get_logger(__name__)

LINE, PHOTO = "ledger_line", "ledger_photo"
SHOWN = 10
Rows = list[list[tuple[str, NewButton]]]


async def open_ledger(update: Update, context: Context) -> None:
    """/ledger"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(
        context.desk, message.from_user.id, MAY_WRITE, "ledger", key=key, now=now
    )
    context.reply(message, *await _home(context, officer), priority=Priority.OFFICER)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button of the ledger."""
    payload = button.payload
    match button.action:
        case "ledger_kind" if Work(payload["kind"]) in WITH_MONEY and payload["fraud_type"] is None:
            shown = await _frauds(context, officer, payload)
        case "ledger_kind":
            shown = await _ask_for_line(context, officer, payload)
        case "ledger_save":
            shown = await _save(context, officer, button)
        case "ledger_mine":
            shown = await _mine(context, officer)
        case "ledger_entry":
            entry = await ledger.look(context.desk, officer, EntryId(payload["entry"]), now=context.now())
            shown = await _page(context, officer, entry)
        case "ledger_photo":
            shown = await _ask_for_photo(context, officer, EntryId(payload["entry"]))
        case "ledger_delete":
            entry_id = EntryId(payload["entry"])
            await ledger.remove(context.desk, officer, entry_id, key=button.key, now=context.now())
            shown = context.texts.html("ledger-deleted"), await _back(context, officer)
        case _:
            shown = await _home(context, officer)
    context.answer(query)
    context.edit(query, *shown, priority=Priority.OFFICER)


async def line_written(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """The line that we asked for; one that can't be read is asked for again."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_WRITE, "ledger", key=key, now=now)
    kind, fraud = Work(payload["kind"]), payload["fraud_type"]
    try:
        line = ledger.read(context.desk, kind, fraud, message.text or "", now=now)
    except UnreadableLine as error:
        await dialogues.expect(context.desk, user, LINE, payload, now=now)
        context.reply(message, views.unreadable(context.texts, error, kind), priority=Priority.OFFICER)
        return
    save = NewButton("ledger_save", {**_packed(line), "entry": payload["entry"]})
    again = NewButton("ledger_kind", payload)
    texts = context.texts
    rows: Rows = [
        [(texts.plain("ledger-save"), save)],
        [(texts.plain("ledger-again"), again), (texts.plain("cancel"), NewButton("ledger_home", {}))],
    ]
    place = ledger.place(context.desk, officer, line)
    html = views.draft(texts, line, place and context.desk.regions.path_name(place))
    context.reply(message, html, await keyboard(context, user, rows), priority=Priority.OFFICER)


async def photo_sent(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """The photo that we asked for; it is fetched and cleaned behind the officer's other messages."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_WRITE, "ledger", key=key, now=now)
    entry = EntryId(payload["entry"])
    if not message.photo:
        await _once_more(context, officer, entry, BadPhoto("file" if message.document else "none"))
        return
    await errands.photo_taken(context.desk, user, Owed.LEDGER_PHOTO, now=now)
    context.reply(message, context.texts.html("alert-photo-working"), priority=Priority.OFFICER)
    file = message.photo[-1].file_id
    context.later(user, partial(_attach, context, officer, entry, file, key))


async def _attach(context: Context, officer: Officer, entry: EntryId, file: str, key: str) -> None:
    desk = context.desk
    try:
        # A poster on the wall may well show a code: nobody is sent this photo.
        picture = await photos.fetch(context.counter.bot, file, codes=True)
        await ledger.attach(desk, officer, entry, picture, key=key, now=context.now())
        kept = await ledger.look(desk, officer, entry, now=context.now())
    except BadPhoto as error:
        await _once_more(context, officer, entry, error)
    except CoreError as error:
        context.say(officer.user, sentence(context.texts, error), priority=Priority.OFFICER)
    except TelegramError as error:
        log.warning("a photo was not fetched", why=error.message)
        await _once_more(context, officer, entry, BadPhoto("broken"))
    else:
        context.say(officer.user, *await _page(context, officer, kept), priority=Priority.OFFICER)
    # Not where we were stopped amid it: then it is said after the restart.
    await errands.photo_seen(desk, officer.user, Owed.LEDGER_PHOTO)


async def _once_more(context: Context, officer: Officer, entry: EntryId, error: BadPhoto) -> None:
    """The next photo is another try."""
    await dialogues.expect(context.desk, officer.user, PHOTO, {"entry": entry}, now=context.now())
    context.say(officer.user, sentence(context.texts, error), priority=Priority.OFFICER)


async def _save(context: Context, officer: Officer, button: Button) -> tuple[str, InlineKeyboardMarkup]:
    line, before = _unpacked(button.payload), button.payload["entry"]
    desk, now = context.desk, context.now()
    if before is None:
        entry = await ledger.write(desk, officer, line, key=button.key, now=now)
    else:
        entry = EntryId(before)
        await ledger.correct(desk, officer, entry, line, key=button.key, now=now)
    return await _page(context, officer, await ledger.look(desk, officer, entry, now=now), saved=True)


async def _home(context: Context, officer: Officer) -> tuple[str, InlineKeyboardMarkup]:
    texts = context.texts
    kinds = [(texts.plain("ledger-kind", id=kind), _of_kind(kind)) for kind in Work]
    rows: Rows = [kinds[start : start + 3] for start in range(0, len(kinds), 3)]
    rows.append([(texts.plain("ledger-mine"), NewButton("ledger_mine", {}))])
    return texts.html("ledger-home"), await keyboard(context, officer.user, rows)


async def _frauds(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    texts = context.texts
    names = [
        (texts.plain("fraud", id=fraud), NewButton("ledger_kind", {**payload, "fraud_type": fraud}))
        for fraud in FRAUD_TYPES
    ]
    rows: Rows = [names[start : start + 2] for start in range(0, len(names), 2)]
    return texts.html("ledger-which-fraud"), await keyboard(context, officer.user, rows)


async def _ask_for_line(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    await dialogues.expect(context.desk, officer.user, LINE, payload, now=context.now())
    return views.ask_for_line(context.texts, Work(payload["kind"])), await _back(context, officer)


async def _ask_for_photo(
    context: Context, officer: Officer, entry: EntryId
) -> tuple[str, InlineKeyboardMarkup]:
    await ledger.look(context.desk, officer, entry, now=context.now())
    await dialogues.expect(context.desk, officer.user, PHOTO, {"entry": entry}, now=context.now())
    return context.texts.html("ledger-ask-photo"), await _back(context, officer)


async def _mine(context: Context, officer: Officer) -> tuple[str, InlineKeyboardMarkup]:
    entries = await ledger.mine(context.desk, officer, now=context.now())
    rows: Rows = [
        [(views.one_line(context.texts, entry.line), NewButton("ledger_entry", {"entry": entry.id}))]
        for entry in entries[:SHOWN]
    ]
    rows.append([(context.texts.plain("groups-back"), NewButton("ledger_home", {}))])
    html = context.texts.html("ledger-mine-list" if entries else "ledger-mine-none", number=len(entries))
    return html, await keyboard(context, officer.user, rows)


async def _page(
    context: Context, officer: Officer, entry: Entry, *, saved: bool = False
) -> tuple[str, InlineKeyboardMarkup]:
    texts, line = context.texts, entry.line
    change = NewButton("ledger_kind", {"kind": line.kind, "fraud_type": line.fraud_type, "entry": entry.id})
    delete = NewButton("ledger_delete", {"entry": entry.id})
    photo = texts.plain("ledger-add-photo" if entry.photo is None else "ledger-other-photo")
    rows: Rows = [
        [(photo, NewButton("ledger_photo", {"entry": entry.id}))],
        [(texts.plain("ledger-change"), change), (texts.plain("ledger-delete"), delete)],
        [(texts.plain("ledger-more"), NewButton("ledger_home", {}))],
    ]
    return views.page(texts, entry, saved=saved), await keyboard(context, officer.user, rows)


async def _back(context: Context, officer: Officer) -> InlineKeyboardMarkup:
    return await keyboard(
        context, officer.user, [[(context.texts.plain("groups-back"), NewButton("ledger_home", {}))]]
    )


def _of_kind(kind: Work) -> NewButton:
    return NewButton("ledger_kind", {"kind": kind, "fraud_type": None, "entry": None})


def _packed(line: Line) -> dict[str, Any]:
    return {**asdict(line), "day": line.day.isoformat()}


def _unpacked(payload: dict[str, Any]) -> Line:
    return Line(
        kind=Work(payload["kind"]),
        number=payload["number"],
        money=payload["money"],
        place=payload["place"],
        day=date.fromisoformat(payload["day"]),
        fraud_type=payload["fraud_type"],
    )
