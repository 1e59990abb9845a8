"""Tells the owners what they should know, and takes their word on a paused push."""

from __future__ import annotations

from datetime import datetime

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context, Counter
from bot.limiter import Class
from bot.views.officers import counts_line, keyboard_of
from core import notices, officers
from core.notices import Expired, NoRights, Notice, Paused
from core.officers import NewButton
from core.ports import Priority
from core.words import Button, Officer

log = structlog.get_logger(__name__)


async def tell(counter: Counter, now: datetime) -> None:
    """Everything that the owners do not know yet; marked as told only when Telegram took it."""
    for notice in await notices.untold(counter.desk, now=now):
        reached = [await _say(counter, owner, notice, now) for owner in sorted(counter.desk.rules.owners)]
        if all(reached):
            await notices.told(counter.desk, notice, now=now)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """继续发 or 不发了 under a paused push."""
    goes_on = button.action == "paused_go_on"
    push = await notices.decide(context.desk, officer, button, goes_on=goes_on, now=context.now())
    key = "went-on" if goes_on else "called-off"
    context.answer(query)
    context.edit(query, context.texts.html(key, title=push.title), priority=Priority.OFFICER)


def _sentence(counter: Counter, notice: Notice) -> str:
    texts = counter.texts
    match notice:
        case NoRights(group):
            return texts.html("notice-no-rights", title=group.title, reason=group.reason or "")
        case Expired(push=push, groups=groups, why=why):
            return texts.html("notice-expired", title=push.title, code=push.code, groups=groups, why=why)
        case Paused(push, counts):
            return texts.html(
                "notice-paused", title=push.title, code=push.code, counts=counts_line(texts, counts)
            )


async def _keyboard(
    counter: Counter, owner: int, notice: Notice, now: datetime
) -> InlineKeyboardMarkup | None:
    if not isinstance(notice, Paused):
        return None
    wanted = [NewButton(f"paused_{word}", {"push": notice.push.id}) for word in ("go_on", "call_off")]
    keys = await officers.lay_out(counter.desk, owner, wanted, now=now)
    names = [counter.texts.plain("go-on"), counter.texts.plain("call-off")]
    return keyboard_of([list(zip(names, keys, strict=True))])


async def _say(counter: Counter, owner: int, notice: Notice, now: datetime) -> bool:
    """Whether this owner needs no further try: it arrived, or Telegram will never let us write to them."""
    keyboard = await _keyboard(counter, owner, notice, now)
    try:
        await counter.bot.send_message(
            owner,
            _sentence(counter, notice),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard,
            rate_limit_args=Class(Priority.OFFICER),
        )
    except (BadRequest, Forbidden) as refused:
        log.warning("an owner cannot be told", why=refused.message)
    except TelegramError as error:
        # Twice is better than never: a push stands still until somebody decides.
        log.warning("owners not told yet", why=str(error))
        return False
    return True
