"""Does what is owed to a chat: introductions, counts, officers' cards and news, leaving (core/errands.py)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.context import Context, Counter
from bot.limiter import Class, NoTurn
from bot.sender import NO_PREVIEW, outcome_of
from bot.views import groups as group_views
from bot.views import officers as officer_views
from bot.views import quizzes as quiz_views
from core import errands, groups, officers
from core.errands import Errand, Owed
from core.officers import NewButton
from core.ports import Moved, NotSent, Priority, Unknown

log = structlog.get_logger(__name__)

AGAIN_AFTER = 30.0


def soon(context: Context, chat: int) -> None:
    """Do it once what is queued for that chat has been said."""
    context.later(chat, lambda: settle(context.counter, chat))


async def settle(counter: Counter, chat: int) -> None:
    """Do everything that is owed to that chat and that nobody else is doing."""
    for errand in await errands.take(counter.desk, chat, now=counter.clock.now()):
        await _try(counter, errand)


async def _try(counter: Counter, errand: Errand) -> None:
    """Do it, and write down whether it is done."""
    desk, now = counter.desk, counter.clock.now()
    try:
        await _DO[Owed(errand.kind)](counter, errand, now)
    except NoTurn:
        await errands.later(desk, errand, AGAIN_AFTER, now=now)
    except TelegramError as error:
        outcome = outcome_of(error)
        if isinstance(outcome, Moved):
            await groups.move(desk, errand.chat, outcome.new_chat)
        again = isinstance(outcome, NotSent | Moved)
        if again or (isinstance(outcome, Unknown) and errand.kind != Owed.INTRODUCE):
            after = outcome.retry_after if isinstance(outcome, NotSent) else AGAIN_AFTER
            await errands.later(desk, errand, after, now=now)
        else:
            log.info("errand given up", kind=errand.kind, why=error.message)
            await errands.done(desk, errand)
    else:
        await errands.done(desk, errand)


async def _introduce(counter: Counter, errand: Errand, now: datetime) -> None:
    """Who we are, worth pinning."""
    group = await errands.group_of(counter.desk, errand)
    if group is None or not group.subscribed:
        return
    await counter.bot.send_message(
        group.chat,
        group_views.introduction(counter.desk, group),
        parse_mode=ParseMode.HTML,
        message_thread_id=errand.topic,
        link_preview_options=NO_PREVIEW,
        rate_limit_args=Class(Priority.RESIDENT),
    )


async def _count(counter: Counter, errand: Errand, now: datetime) -> None:
    """Read the group's size; the officers are asked to vouch for it even where Telegram does not tell."""
    group, members = await errands.group_of(counter.desk, errand), None
    if group is not None:
        try:
            members = await counter.bot.get_chat_member_count(
                group.chat, rate_limit_args=Class(Priority.RESIDENT)
            )
        except TelegramError as error:
            log.info("size not read", chat=group.chat, why=error.message)
    for officer in await errands.counted(counter.desk, errand, members, now=now):
        counter.outbox.put(officer, _settling(counter, officer))


async def _ask(counter: Counter, errand: Errand, now: datetime) -> None:
    """A private card with 确认入群 and 请离."""
    desk, texts, group = counter.desk, counter.texts, await errands.group_of(counter.desk, errand)
    if group is None or group.confirmed or not group.subscribed:
        return
    meaning = {"group": group.id}
    wanted = [NewButton("group_confirm", meaning), NewButton("group_send_away", meaning)]
    keys = await officers.lay_out(desk, errand.chat, wanted, now=now)
    names = [texts.plain("confirm-group"), texts.plain("send-away")]
    await counter.bot.send_message(
        errand.chat,
        officer_views.new_group(texts, desk, group),
        parse_mode=ParseMode.HTML,
        reply_markup=officer_views.keyboard_of([list(zip(names, keys, strict=True))]),
        link_preview_options=NO_PREVIEW,
        rate_limit_args=Class(Priority.OFFICER),
    )


async def _cut_off(counter: Counter, errand: Errand, now: datetime) -> None:
    """An officer hears that a quiz has no end where the bot was taken out; not where it is back."""
    found = await errands.cut_off_in(counter.desk, errand)
    if found is not None and found.group.reason in groups.AWAY:
        await counter.bot.send_message(
            errand.chat,
            quiz_views.cut_off(counter.texts, found),
            parse_mode=ParseMode.HTML,
            rate_limit_args=Class(Priority.OFFICER),
        )


async def _photo(counter: Counter, errand: Errand, now: datetime) -> None:
    """We ended while we looked through an officer's photo."""
    if await officers.standing(counter.desk, errand.chat) is not None:
        texts, of_ledger = counter.texts, errand.kind == Owed.LEDGER_PHOTO
        await counter.bot.send_message(
            errand.chat,
            texts.html("ledger-photo-lost") if of_ledger else texts.html("alert-photo-lost"),
            parse_mode=ParseMode.HTML,
            rate_limit_args=Class(Priority.OFFICER),
        )


async def _leave(counter: Counter, errand: Errand, now: datetime) -> None:
    group = await errands.group_of(counter.desk, errand)
    chat = group.chat if group is not None else errand.chat
    await counter.bot.leave_chat(chat, rate_limit_args=Class(Priority.OFFICER))


def _settling(counter: Counter, chat: int) -> Callable[[], Awaitable[None]]:
    return lambda: settle(counter, chat)


_DO: dict[Owed, Callable[[Counter, Errand, datetime], Awaitable[None]]] = {
    Owed.INTRODUCE: _introduce,
    Owed.COUNT: _count,
    Owed.ASK: _ask,
    Owed.LEAVE: _leave,
    Owed.CUT_OFF: _cut_off,
    Owed.PHOTO: _photo,
    Owed.LEDGER_PHOTO: _photo,
}
