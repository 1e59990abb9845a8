"""批准 and 驳回: a second person decides about an alert."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers.alert_refusals import noted, told_at_once
from bot.handlers.screens import show_rows
from bot.views.screens import Rows
from core import alert_approval, alert_sending, dialogues, officers
from core.officers import MAY_APPROVE, NewButton
from core.ports import Priority
from core.words import Button, Officer

REASON = "alert_reason"
REASONS = ("check", "unclear", "wrong", "again")
REASON_LIMIT = 200


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button of an approver's card; the cards themselves are changed by their chore."""
    now, texts = context.now(), context.texts
    match button.action:
        case "approve_yes":
            alert = await alert_approval.approve(context.desk, officer, button, tap=query.id, now=now)
            waits = "yes" if alert_sending.begins(context.desk, alert, now) > now else "no"
            context.answer(query, texts.plain("alert-approve-done", waits=waits))
        case "approve_no":
            await alert_approval.check(context.desk, officer, button.payload)
            await dialogues.expect(context.desk, officer.user, REASON, button.payload, now=now)
            context.answer(query, texts.plain("reject-ask"), alert=True)
            await show_rows(context, query, officer, _reasons(context, button.payload), Priority.ALERT)
        case "approve_no_back":
            await _no_words_wanted(context, officer, button.payload)
            context.answer(query)
            await show_rows(context, query, officer, decisions(context, button.payload), Priority.ALERT)
        case _:
            key = f"b:{button.key}:{query.id}"
            await _reject(context, officer, button.payload, button.payload["reason"], key)
            context.answer(query, texts.plain("alert-reject-done"))


async def reason_typed(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """Why it is rejected, in the approver's own words."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_APPROVE, "approve_no", key=key, now=now)
    async with told_at_once(context, message), noted(context, user, "approve_no_for", key):
        await _reject(context, officer, payload, (message.text or "")[:REASON_LIMIT], f"u:{key}")
        context.reply(message, context.texts.html("alert-reject-done"), priority=Priority.ALERT)


def decisions(context: Context, payload: dict[str, Any]) -> Rows:
    """批准 alone in its row, 驳回 below."""
    kept = {name: value for name, value in payload.items() if name != "reason"}
    return [
        [(context.texts.plain("approve"), NewButton("approve_yes", kept))],
        [(context.texts.plain("reject"), NewButton("approve_no", kept))],
    ]


def _reasons(context: Context, payload: dict[str, Any]) -> Rows:
    texts = context.texts
    offered = []
    for why in REASONS:
        said = texts.plain("reject-why", why=why)
        offered.append((said, NewButton("approve_no_for", {**payload, "reason": said})))
    return [
        offered[:2],
        offered[2:],
        [(texts.plain("reject-back"), NewButton("approve_no_back", payload))],
    ]


async def _reject(context: Context, officer: Officer, payload: dict[str, Any], reason: str, key: str) -> None:
    now = context.now()
    await alert_approval.reject(context.desk, officer, payload, reason, key=key, now=now)
    await _no_words_wanted(context, officer, payload)


async def _no_words_wanted(context: Context, officer: Officer, payload: dict[str, Any]) -> None:
    """What the person writes next is no reason for rejecting this alert any more."""
    asked = await dialogues.asked(context.desk, officer.user, now=context.now())
    if asked is not None and asked.step == REASON and asked.payload["alert"] == payload["alert"]:
        await dialogues.done(context.desk, officer.user, asked)
