"""Tells officers that several people asked about one scheme, and starts an alert of it."""

from __future__ import annotations

from datetime import datetime

import structlog
from telegram import CallbackQuery
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context, Counter
from bot.handlers import alerts
from bot.handlers.screens import show
from bot.limiter import Class
from bot.views import draft_pages as pages
from bot.views.officers import keyboard_of
from core import alert_desk, hints, officers
from core.hints import Hint
from core.officers import NewButton
from core.ports import Priority
from core.words import Button, Officer

log = structlog.get_logger(__name__)

ALERT = "hint_alert"


async def tell(counter: Counter, now: datetime) -> None:
    """Every hint to each officer of its place, once; who could not be reached is tried again."""
    for hint in await hints.untold(counter.desk, now=now):
        knowing = list(hint.told)
        wanted = await officers.watchers(counter.desk, hint.region)
        for user in wanted:
            if user not in knowing and await _say(counter, user, hint, now):
                knowing.append(user)
                await hints.told(counter.desk, hint, knowing, ended=False, now=now)
        ended = set(wanted) <= set(knowing)
        await hints.told(counter.desk, hint, knowing, ended=ended, now=now)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """做成预警: a draft about that fraud for that place; one that lies unfinished is shown instead."""
    context.answer(query)
    draft = await alert_desk.unfinished(context.desk, officer)
    if draft is not None:
        await show(context, officer, pages.unfinished(context.texts, draft))
        return
    key, now = f"b:{button.key}", context.now()
    draft = await alert_desk.begin(context.desk, officer, key=key, now=now)
    wanted = {"fraud_type": button.payload["fraud_type"]}
    region = button.payload["region"]
    if region in context.desk.regions and context.desk.regions.covers(officer.region, region):
        wanted["region"] = region
    draft = await alert_desk.choose(context.desk, officer, draft.id, **wanted)
    await alerts.expect(context, officer, alerts.TEXT, draft, guided=True)
    await show(context, officer, pages.write(context.texts, context.desk, draft))


async def _say(counter: Counter, user: int, hint: Hint, now: datetime) -> bool:
    """Whether this officer needs no further try."""
    texts, desk = counter.texts, counter.desk
    place = desk.regions.path_name(hint.region) if hint.region else texts.plain("hint-everywhere")
    fraud = texts.plain("fraud", id=hint.fraud_type)
    payload = {"fraud_type": hint.fraud_type, "region": hint.region}
    [key] = await officers.lay_out(desk, user, [NewButton(ALERT, payload)], now=now)
    try:
        await counter.bot.send_message(
            user,
            texts.html("hint-repeat", fraud=fraud, place=place, people=hint.people),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard_of([[(texts.plain("hint-alert"), key)]]),
            rate_limit_args=Class(Priority.OFFICER),
        )
    except (BadRequest, Forbidden) as refused:
        log.info("an officer cannot be told of a repeat", why=refused.message)
    except TelegramError as error:
        log.warning("officers not told of a repeat yet", why=str(error))
        return False
    return True
