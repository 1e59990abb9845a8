"""What an officer does with an alert that is out: sends it again, corrects it, takes it back, deletes it."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.context import Context
from bot.views import alerts as views
from bot.views.alerts import Rows
from bot.views.officers import keyboard_of
from content.alert_frame import REASON_LIMIT, title_of
from content.texts import tame
from core import alert_life, alert_standing, dialogues, officers
from core.errors import AlertOver, CoreError, NoRight, NotYourRegion
from core.officers import MAY_PUSH
from core.ports import Priority
from core.words import Alert, AlertId, Button, Officer

REASON = "alert_life_reason"


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button under an alert's progress message, or under what such a button asked."""
    try:
        await _pressed(context, query, officer, button)
    except CoreError as error:
        why = f"{button.action} {type(error).__name__}"
        await officers.refuse(context.desk, officer.user, why, key=f"{query.id}", now=context.now())
        raise


async def _pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    texts, alert = context.texts, await _alert(context, officer, button.payload)
    title = title_of(alert.text)
    match button.action:
        case views.RESEND:
            number = await alert_life.resend(
                context.desk, officer, alert.id, key=button.key, now=context.now()
            )
            context.answer(query, texts.plain("alert-life-resent", number=number))
            return
        case views.WITHDRAW:
            await _say(context, officer, *views.why(texts, alert, title))
        case views.ERASE:
            await _say(context, officer, *views.erase(texts, alert, title))
        case views.WHY:
            reason = button.payload["reason"]
            await _edit(context, query, officer, *views.confirm(texts, alert, title, reason))
        case views.OWN_WORDS:
            await dialogues.expect(context.desk, officer.user, REASON, {"alert": alert.id}, now=context.now())
            await _edit(context, query, officer, views.why_ask(texts), [])
        case views.CONFIRM:
            await _withdraw(context, query, officer, alert, button)
        case views.CONFIRM_ERASE:
            await alert_life.erase(context.desk, officer, alert.id, key=button.key, now=context.now())
            await _edit(context, query, officer, texts.html("alert-life-erasing", title=title), [])
        case _:
            await _edit(context, query, officer, texts.html("alert-life-left"), [])
    context.answer(query)


async def _withdraw(
    context: Context, query: CallbackQuery, officer: Officer, alert: Alert, button: Button
) -> None:
    erase, reason = button.payload["erase"], button.payload["reason"]
    await alert_life.withdraw(
        context.desk, officer, alert.id, reason, erase=erase, key=button.key, now=context.now()
    )
    html = context.texts.html("alert-life-withdrawn", title=title_of(alert.text))
    await _edit(context, query, officer, html, [])


async def reason_typed(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """The reason of a withdrawal in the officer's own words."""
    assert message.from_user is not None
    officer = await officers.standing(context.desk, message.from_user.id)
    if officer is None or officer.role not in MAY_PUSH:
        await officers.refuse(context.desk, message.from_user.id, REASON, key=key, now=context.now())
        raise NoRight(REASON)
    alert = await _alert(context, officer, payload)
    reason = tame(message.text or "", REASON_LIMIT)
    await _say(context, officer, *views.confirm(context.texts, alert, title_of(alert.text), reason))


async def _alert(context: Context, officer: Officer, payload: dict[str, Any]) -> Alert:
    """The alert that a button or an answer is about. Raises AlertOver, NotYourRegion."""
    alert = await alert_standing.read(context.desk, AlertId(payload["alert"]))
    if alert is None:
        raise AlertOver
    if not alert_life.may_end(context.desk, officer, alert):
        raise NotYourRegion
    return alert


async def _say(context: Context, officer: Officer, html: str, rows: Rows) -> None:
    markup = await keyboard(context, officer, rows)
    context.say(officer.user, html, markup, priority=Priority.OFFICER)


async def _edit(context: Context, query: CallbackQuery, officer: Officer, html: str, rows: Rows) -> None:
    context.edit(query, html, await keyboard(context, officer, rows), priority=Priority.OFFICER)


async def keyboard(context: Context, officer: Officer, rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of (name, meaning) as this officer's buttons."""
    if not rows:
        return None
    wanted = [new for row in rows for _, new in row]
    keys = iter(await officers.lay_out(context.desk, officer.user, wanted, now=context.now()))
    return keyboard_of([[(name, next(keys)) for name, _ in row] for row in rows])
