"""What an officer does with an alert that is out: sends it again, corrects it, takes it back, deletes it."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.context import Context
from bot.handlers import alerts
from bot.views import alerts as views
from bot.views.alerts import Rows
from bot.views.officers import keyboard_of
from content.alert_frame import REASON_LIMIT, title_of
from content.texts import tame
from core import alert_desk, alert_life, alert_sending, alert_standing, dialogues, officers
from core.errors import AlertOver, CoreError, NotYourRegion
from core.officers import MAY_PUSH
from core.ports import Priority
from core.words import Alert, AlertId, Button, Officer

REASON = "alert_life_reason"


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button under an alert's progress message, or under what such a button asked."""
    texts, alert = context.texts, await _alert(context, officer, button.payload)
    title = title_of(alert.text)
    match button.action:
        case views.RESEND:
            number = await alert_life.resend(
                context.desk, officer, alert.id, key=button.key, now=context.now()
            )
            context.answer(query, texts.plain("alert-life-resent", number=number))
            return
        case views.CORRECT:
            await _correct(context, query, officer, alert)
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


async def _correct(context: Context, query: CallbackQuery, officer: Officer, alert: Alert) -> None:
    """Ask for the right words; what comes goes the way of any alert."""
    key, now = f"q:{query.id}", context.now()
    draft = await alert_life.begin_correction(context.desk, officer, alert.id, key=key, now=now)
    await alerts.expect(context, officer, alerts.TEXT, draft)
    room = alert_sending.room(context.desk, draft)
    html, rows = views.correct(context.texts, draft, alert, room)
    await _say(context, officer, html, rows)


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
    """The reason of a withdrawal in the officer's own words, made as safe as an alert's."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_PUSH, REASON, key=key, now=now)
    async with alerts.refusals_noted(context, user, REASON, key):
        alert = await _alert(context, officer, payload)
        try:
            reason = tame(alert_desk.tidy(context.desk, message.text or "").text, REASON_LIMIT)
        except CoreError:
            # The question stands: the next message is another try.
            await dialogues.expect(context.desk, user, REASON, payload, now=now)
            raise
    await _say(context, officer, *views.confirm(context.texts, alert, title_of(alert.text), reason))


async def offer(context: Context, user: int, code: str) -> InlineKeyboardMarkup | None:
    """What an officer who looks an alert up by its code may do with it; None for everybody else."""
    officer = await officers.standing(context.desk, user)
    if officer is None or officer.role not in MAY_PUSH:
        return None
    standing = await alert_standing.of_code(context.desk, code)
    if standing is None or not alert_life.may_end(context.desk, officer, standing.alert):
        return None
    return await keyboard(context, officer, views.choices(context.texts, standing))


async def _alert(context: Context, officer: Officer, payload: dict[str, Any]) -> Alert:
    """The alert that a button or an answer is about. Raises AlertOver, NotYourRegion."""
    alert = await alert_standing.read(context.desk, AlertId(payload["alert"]))
    if alert is None:
        raise AlertOver
    if not alert_life.may_end(context.desk, officer, alert):
        raise NotYourRegion
    return alert


# Whoever takes an alert back must not wait until its last copy has left: these go among the copies.
async def _say(context: Context, officer: Officer, html: str, rows: Rows) -> None:
    markup = await keyboard(context, officer, rows)
    context.say(officer.user, html, markup, priority=Priority.ALERT)


async def _edit(context: Context, query: CallbackQuery, officer: Officer, html: str, rows: Rows) -> None:
    context.edit(query, html, await keyboard(context, officer, rows), priority=Priority.ALERT)


async def keyboard(context: Context, officer: Officer, rows: Rows) -> InlineKeyboardMarkup | None:
    """Rows of (name, meaning) as this officer's buttons."""
    if not rows:
        return None
    wanted = [new for row in rows for _, new in row]
    keys = iter(await officers.lay_out(context.desk, officer.user, wanted, now=context.now()))
    return keyboard_of([[(name, next(keys)) for name, _ in row] for row in rows])
