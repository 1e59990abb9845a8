"""/push: an officer looks at what would go out, to how many, and sends it."""

from __future__ import annotations

from telegram import CallbackQuery, InlineKeyboardMarkup, Update

from bot.context import Context
from bot.views import officers as views
from bot.views.menu import KINDS
from content.letters import Letter
from content.words import Kind
from core import officers, orders, pushes
from core.errors import UnknownFraud
from core.lookup import fraud_types
from core.officers import MAY_PUSH, NewButton
from core.orders import Preview
from core.ports import Priority
from core.wording import kind_of
from core.words import Button, Counts, Officer


async def push(update: Update, context: Context) -> None:
    """/push tip|case|letter, or /push quiz [fraud type]"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(context.desk, message.from_user.id, MAY_PUSH, "push", key=key, now=now)
    words = context.args or []
    kind = words[0].lower() if words else ""
    if kind not in {*KINDS, Kind.LETTER} or (len(words) > 1 and kind != Kind.QUIZ):
        context.reply(message, context.texts.html("push-usage"), priority=Priority.OFFICER)
        return
    frauds = fraud_types(" ".join(words[1:]))
    if len(words) > 1 and not frauds:
        raise UnknownFraud
    shown = await orders.preview(context.desk, officer, Kind(kind), frauds=frauds, now=now)
    html, buttons = await _preview(context, officer, shown)
    context.reply(message, html, buttons, priority=Priority.OFFICER)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """发送, 换一条 or 取消 under a preview."""
    match button.action:
        case "push_send":
            await _send(context, query, officer, button)
        case "push_another":
            kind, offered = Kind(button.payload["kind"]), button.payload["offered"]
            frauds = button.payload.get("frauds", ())
            shown = await orders.preview(
                context.desk, officer, kind, offered, frauds=frauds, now=context.now()
            )
            context.answer(query)
            context.edit(query, *await _preview(context, officer, shown), priority=Priority.OFFICER)
        case _:
            await orders.drop(context.desk, officer, button, now=context.now())
            context.answer(query)
            context.edit(query, context.texts.html("push-cancelled"), priority=Priority.OFFICER)


async def _send(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    if query.message is None:
        context.answer(query, context.texts.plain("button-old"), alert=True)
        return
    chat, message = query.message.chat.id, query.message.message_id
    made = await orders.send(context.desk, officer, button, chat=chat, message=message, now=context.now())
    context.answer(query)
    found = await pushes.find(context.desk, made)
    context.edit(query, views.progress(context.texts, found, Counts(pending=1)), priority=Priority.OFFICER)


async def _preview(context: Context, officer: Officer, shown: Preview) -> tuple[str, InlineKeyboardMarkup]:
    texts, desk, now = context.texts, context.desk, context.now()
    [send] = await officers.lay_out(desk, officer.user, [NewButton("push_send", shown.payload())], now=now)
    kind = kind_of(shown.item)
    rest = [
        NewButton("push_another", {"kind": kind, "offered": shown.offered, "frauds": shown.frauds}),
        NewButton("push_drop", {"sends": send}),
    ]
    another, drop = await officers.lay_out(desk, officer.user, rest, now=now)
    extra = await officers.lay_out(desk, officer.user, _beside(shown), now=now)
    # 发送 stands alone in the first row, so that nobody presses it by mistake.
    rows = [
        [(texts.plain("send"), send)],
        [(texts.plain("another"), another), (texts.plain("cancel"), drop)],
        [(texts.plain(name), key) for name, key in zip(_names(shown), extra, strict=True)],
    ]
    return views.preview(texts, desk, shown), views.keyboard_of(rows)


def _beside(shown: Preview) -> list[NewButton]:
    """What else can be had of it: a letter on paper and what came back, a poster to look at."""
    told = {"item": shown.item.id, "day": shown.day.isoformat()}
    if isinstance(shown.item, Letter):
        return [NewButton("letter_print", told), NewButton("letter_tally", {})]
    poster = shown.rendered.poster
    return [NewButton("letter_poster", {"poster": poster.as_json()})] if poster else []


def _names(shown: Preview) -> list[str]:
    return [one.action.replace("letter_", "push-") for one in _beside(shown)]
