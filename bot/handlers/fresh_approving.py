"""批准 and 驳回 of a fresh case; the cards themselves are changed by their chore."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers.alert_approving import REASON_LIMIT, REASONS
from bot.handlers.screens import show
from bot.views.screens import Screen
from core import dialogues, fresh_approval, officers
from core.officers import MAY_APPROVE, NewButton
from core.ports import Priority
from core.words import Button, Officer

REASON = "fresh_reason"


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button of an approver's card, and of the question why."""
    desk, texts, now = context.desk, context.texts, context.now()
    match button.action:
        case "fresh_ask_yes":
            await fresh_approval.approve(desk, officer, button, now=now)
            context.answer(query, texts.plain("fresh-approved"))
        case "fresh_ask_no":
            await fresh_approval.check(desk, officer, button.payload)
            await dialogues.expect(desk, officer.user, REASON, button.payload, now=now)
            context.answer(query)
            await show(context, officer, _why(context, button.payload))
        case _:
            reason, key = button.payload["reason"], f"b:{button.key}"
            await fresh_approval.reject(desk, officer, button.payload, reason, key=key, now=now)
            await dialogues.forget(desk, officer.user, now=now)
            context.answer(query)
            await show(context, officer, Screen(html=texts.html("fresh-rejected")), query)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """Why it is rejected, in the approver's own words."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_APPROVE, "fresh_ask_no", key=key, now=now)
    reason = (message.text or "")[:REASON_LIMIT]
    await fresh_approval.reject(context.desk, officer, payload, reason, key=f"u:{key}", now=now)
    context.reply(message, context.texts.html("fresh-rejected"), priority=Priority.OFFICER)


def _why(context: Context, payload: dict[str, Any]) -> Screen:
    texts, offered = context.texts, []
    for why in REASONS:
        said = texts.plain("reject-why", why=why)
        offered.append((said, NewButton("fresh_ask_no_for", {**payload, "reason": said})))
    return Screen(html=texts.html("reject-ask"), rows=[offered[:2], offered[2:]])
