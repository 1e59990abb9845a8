"""The progress message of an officer's push: it edits itself while copies leave, and at the end."""

from __future__ import annotations

import time
from datetime import datetime

import structlog
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Counter
from bot.limiter import Class
from bot.views.officers import progress as progress_text
from core import progress, pushes
from core.ports import Priority
from core.progress import Standing
from core.words import PushId

log = structlog.get_logger(__name__)

EVERY = 3.0
# The press turns its message into the progress message, by an edit that may leave so long after its row.
PRESS_SHOWS_WITHIN = 1.0


class ProgressWatch:
    """Shows each officer how their push stands."""

    def __init__(self, counter: Counter) -> None:
        self._counter, self._desk = counter, counter.desk
        self._shown: dict[PushId, float] = {}

    async def look(self, _now: datetime) -> None:
        """Each message every three seconds at most, counted from the press that made it one."""
        standings = await progress.standings(self._desk)
        moment = time.monotonic()
        pressed = moment + PRESS_SHOWS_WITHIN
        self._shown = {one.progress.push: self._shown.get(one.progress.push, pressed) for one in standings}
        for standing in standings:
            if moment - self._shown[standing.progress.push] >= EVERY:
                await self._show(standing)
                self._shown[standing.progress.push] = time.monotonic()

    async def _show(self, standing: Standing) -> None:
        """Edit one message where its figures changed."""
        one, counts = standing.progress, standing.counts
        shown = ",".join(str(number) for number in vars(counts).values())
        if shown == one.shown and not standing.ended:
            return
        html = progress_text(self._counter.texts, await pushes.find(self._desk, one.push), counts)
        try:
            await self._counter.bot.edit_message_text(
                html,
                chat_id=one.chat,
                message_id=one.message,
                parse_mode=ParseMode.HTML,
                rate_limit_args=Class(Priority.OFFICER),
            )
        except (BadRequest, Forbidden) as refused:
            log.info("progress not shown", push=one.push, why=refused.message)
        except TelegramError:
            return
        await progress.showed(self._desk, one.push, shown, ended=standing.ended)
