"""After a restore: the owners are asked what becomes of what was due, and one of them decides."""

from __future__ import annotations

from datetime import datetime

from telegram import CallbackQuery, InlineKeyboardMarkup

from bot.context import Context, Counter
from bot.views import alarms as views
from bot.views.officers import keyboard_of
from core import lock, officers
from core.lock import Overdue
from core.officers import NewButton
from core.ports import Priority
from core.words import Button, Officer
from scheduler.sweep import pass_over

GO_ON, CALL_OFF = "lock_go_on", "lock_call_off"


async def question(
    counter: Counter, owner: int, overdue: Overdue, now: datetime
) -> tuple[str, InlineKeyboardMarkup]:
    """What is due, with 继续发 and 不发了 for this owner alone."""
    meaning = {"lock": str(overdue.lock)}
    wanted = [NewButton(GO_ON, meaning), NewButton(CALL_OFF, meaning)]
    keys = await officers.lay_out(counter.desk, owner, wanted, now=now)
    names = [counter.texts.plain("lock-go-on"), counter.texts.plain("lock-call-off")]
    html = views.locked(counter.texts, overdue, counter.desk.rules.hours.zone)
    return html, keyboard_of([list(zip(names, keys, strict=True))])


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """继续发 or 不发了."""
    desk, now = context.desk, context.now()
    goes_on = button.action == GO_ON
    if not goes_on and await lock.is_locked_by(desk, button):
        # Before the lock opens: else a sweep in between would still fire them.
        await pass_over(desk, now)
    cancelled = await lock.open_again(desk, officer, button, goes_on=goes_on, now=now)
    context.answer(query)
    html = (
        context.texts.html("lock-went-on")
        if goes_on
        else context.texts.html("lock-called-off", deliveries=cancelled)
    )
    context.edit(query, html, priority=Priority.OFFICER)
