"""Keeps the progress messages of alerts up to date, from the first copy to the last mark."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from functools import partial

import structlog
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Counter
from bot.limiter import Class
from bot.sender import NO_PREVIEW
from bot.together import Apart
from bot.views import alerts as views
from bot.views.alerts import BUTTONS_LIVE, Rows
from bot.views.officers import keyboard_of
from bot.views.times import moment
from core import alert_standing, officers
from core.ports import Priority
from core.progress import Progress
from core.words import PushId

log = structlog.get_logger(__name__)

EVERY = 3.0


class AlertWatch:
    """Shows each author how their alert stands."""

    def __init__(self, counter: Counter) -> None:
        self._counter, self._desk = counter, counter.desk
        self._edited: dict[PushId, float] = {}
        self._markups: dict[PushId, tuple[str, InlineKeyboardMarkup | None]] = {}
        self._apart = Apart()

    async def look(self, now: datetime) -> None:
        """Each message soon after the press that made it one, then every three seconds at most."""
        watched, begun = await alert_standing.watched(self._desk), time.monotonic()
        known = {one.push for one in watched}
        self._markups = {push: laid for push, laid in self._markups.items() if push in known}
        self._edited = {one.push: self._edited.get(one.push, begun - EVERY) for one in watched}
        # Side by side: an author whose chat is held up keeps nobody else from seeing how theirs stands, now
        # or at the next look.
        turn = [one for one in watched if begun - self._edited[one.push] >= EVERY]
        await self._apart.round({one.push: partial(self._take_turn, one, now) for one in turn})

    async def stop(self) -> None:
        await self._apart.stop()

    async def _take_turn(self, one: Progress, now: datetime) -> None:
        if await self._show(one, now):
            self._edited[one.push] = time.monotonic()

    async def _show(self, one: Progress, now: datetime) -> bool:
        """Send or change the message where it should say something else; whether it was."""
        standing = await alert_standing.look(self._desk, one.push)
        if standing is None:
            return False
        texts, begins = self._counter.texts, alert_standing.waits_until(self._desk, standing, now=now)
        waits = moment(texts, begins, self._desk.rules.hours.zone) if begins is not None else ""
        html, rows = views.progress(texts, standing, waits), views.choices(texts, standing)
        names = ",".join(name for row in rows for name, _ in row)
        shown = hashlib.sha256(f"{html}\n{names}".encode()).hexdigest()
        if shown == one.shown and one.message is not None and not standing.ended:
            return False
        try:
            await self._write(one, html, await self._markup(one, names, rows, now))
        except Forbidden as refused:
            log.info("the author cannot be written to", push=one.push, why=refused.message)
            await alert_standing.give_up(self._desk, one.push)
            return True
        except BadRequest as refused:
            log.info("progress not shown", push=one.push, why=refused.message)
        except TelegramError:
            return True
        await alert_standing.showed(self._desk, standing, shown)
        return True

    async def _markup(
        self, one: Progress, names: str, rows: Rows, now: datetime
    ) -> InlineKeyboardMarkup | None:
        """The buttons; the same keys as long as they are the same."""
        known = self._markups.get(one.push)
        if known is None or known[0] != names:
            wanted = [new for row in rows for _, new in row]
            keys = iter(await officers.lay_out(self._desk, one.chat, wanted, now=now, life=BUTTONS_LIVE))
            laid = keyboard_of([[(name, next(keys)) for name, _ in row] for row in rows]) if rows else None
            known = self._markups[one.push] = names, laid
        return known[1]

    async def _write(self, one: Progress, html: str, markup: InlineKeyboardMarkup | None) -> None:
        if one.message is not None and await self._edit(one, html, markup):
            return
        sent = await self._counter.bot.send_message(
            one.chat,
            html,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            rate_limit_args=Class(Priority.ALERT),
        )
        await alert_standing.placed(self._desk, one.push, sent.message_id)

    async def _edit(self, one: Progress, html: str, markup: InlineKeyboardMarkup | None) -> bool:
        """False where the message can't say it: it is gone, or it is a picture."""
        try:
            await self._counter.bot.edit_message_text(
                html,
                chat_id=one.chat,
                message_id=one.message,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                # Its author decides by these figures: a few of them go among the copies.
                rate_limit_args=Class(Priority.ALERT),
            )
        except BadRequest as refused:
            return "not modified" in refused.message
        return True
