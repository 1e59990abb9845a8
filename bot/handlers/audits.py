"""/audit: the last of what officers did; and the daily fingerprint for the owners."""

from __future__ import annotations

from datetime import datetime

from telegram import CallbackQuery, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context, Counter
from bot.handlers.screens import show
from bot.limiter import Class
from bot.views import audits as views
from core import audit_reading, officers
from core.officers import MAY_PUSH
from core.ports import Priority
from core.words import Button, Officer

PAGE = 10


async def audit(update: Update, context: Context) -> None:
    """/audit"""
    message = update.message
    assert message is not None and message.from_user is not None
    user, key = message.from_user.id, str(update.update_id)
    officer = await officers.require(context.desk, user, MAY_PUSH, "audit", key=key, now=context.now())
    await _page(context, officer, 0)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """上一页, 下一页"""
    context.answer(query)
    await _page(context, officer, int(button.payload["offset"]), query)


async def tell(counter: Counter, now: datetime) -> None:
    """The head's hash goes to every owner, once a day; where Telegram does not answer, later."""
    found = await audit_reading.due(counter.desk, now=now)
    if found is None:
        return
    html = views.fingerprint(counter.texts, found)
    for owner in sorted(counter.desk.rules.owners):
        try:
            await counter.bot.send_message(
                owner,
                html,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
                rate_limit_args=Class(Priority.COSMETIC),
            )
        except (BadRequest, Forbidden):
            continue
        except TelegramError:
            return
    await audit_reading.told(counter.desk, found)


async def _page(context: Context, officer: Officer, offset: int, query: CallbackQuery | None = None) -> None:
    page = await audit_reading.last(context.desk, officer, limit=PAGE, offset=offset)
    zone = context.desk.rules.hours.zone
    await show(context, officer, views.page(context.texts, page, zone, PAGE), query)
