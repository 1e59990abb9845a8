"""Watches over the bot itself; tells the owners, in private, what is wrong and when it is over."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.context import Counter
from bot.handlers import locked
from bot.limiter import Class
from bot.sender import outcome_of
from bot.views.alarms import sentence
from core import alarms, lock
from core.alarms import Alarm, DatabaseTrouble, Message, Phase, Trouble
from core.ports import NotSent, Priority, Unknown

log = structlog.get_logger(__name__)

SILENT_FOR = timedelta(minutes=5)
LEAST_MB = 500
ENOUGH_MB = 600  # a disk that hovers about the limit makes one alarm, not twenty
DATABASE_GONE_FOR = 60.0
SIGN_OF_LIFE_EVERY = 20.0
ASK_AGAIN_AFTER = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(seconds=15)
_DATABASE = Alarm(key=Trouble.DATABASE, kind=Trouble.DATABASE)


class Ear(Protocol):
    """What listens to Telegram: when it last heard something, monotonic, and whether it fails since."""

    last_success: float

    @property
    def failing(self) -> bool: ...


class Watch:
    """Looks, remembers what it found as rows, and tells until Telegram takes it.

    An alarm whose fate Telegram left open is told again: twice is a nuisance here, never is a danger.
    """

    def __init__(self, counter: Counter, ear: Ear, folder: Path) -> None:
        self._counter, self._desk, self._ear, self._folder = counter, counter.desk, ear, folder
        self._heard = (ear.last_success, counter.clock.now())
        self._looked = {Trouble.DISK, Trouble.DATABASE}
        self._said: set[tuple[str, int]] = set()
        self._by_heart: dict[str, Alarm] = {}
        self._full: bool | None = None
        self._database_gone: float | None = None
        self._wrote = float("-inf")
        self._ask_at: dict[int, datetime] = {}

    async def look(self, now: datetime) -> None:
        """One look at everything, and what follows from it."""
        if self._full is None:
            with suppress(*DatabaseTrouble):
                self._full = await alarms.lasts(self._desk, Trouble.DISK)
        found = [*self._silence(now), *self._disk()]
        try:
            if self._database_gone is not None or time.monotonic() - self._wrote >= SIGN_OF_LIFE_EVERY:
                await alarms.sign_of_life(self._desk, now=now)
                self._wrote = time.monotonic()
            # What was said by heart becomes a row now; if it is over, the next look finds so and says it.
            every = [*self._by_heart.values(), *found]
            await alarms.compare(self._desk, every, self._looked, known=self._told, now=now)
            self._by_heart.clear()
            for message in await alarms.untold(self._desk):
                if await self._tell(message, now):
                    await alarms.told(self._desk, message)
            await self._ask_about_lock(now)
        except DatabaseTrouble as trouble:
            if self._database_gone is None:
                log.error("the database takes no row", why=type(trouble).__name__)
            await self._tell_by_heart(found, now)
        else:
            self._database_gone = None

    def _silence(self, now: datetime) -> list[Alarm]:
        """Telegram is silent, by the machine's clock or by ours, and not merely because ours was moved."""
        if self._ear.last_success != self._heard[0]:
            self._heard = (self._ear.last_success, now)
            # Only now do we know whether a silence from before our start is over.
            self._looked.add(Trouble.SILENT)
        since = min(now - timedelta(seconds=time.monotonic() - self._ear.last_success), self._heard[1])
        if not self._ear.failing or now - since < SILENT_FOR:
            return []
        return [Alarm(key=Trouble.SILENT, kind=Trouble.SILENT, facts={"since": since.isoformat()})]

    def _disk(self) -> list[Alarm]:
        try:
            free = shutil.disk_usage(self._folder).free // 1_000_000
        except OSError:
            return []
        self._full = free < (ENOUGH_MB if self._full else LEAST_MB)
        return [Alarm(key=Trouble.DISK, kind=Trouble.DISK, facts={"free": free})] if self._full else []

    def _told(self, key: str) -> set[int]:
        return {owner for said, owner in self._said if said == key}

    async def _tell_by_heart(self, found: list[Alarm], now: datetime) -> None:
        """No row can be written, as on a full disk: what this process said must do for a memory."""
        if self._database_gone is None:
            self._database_gone = time.monotonic()
        if time.monotonic() - self._database_gone >= DATABASE_GONE_FOR:
            found = [*found, _DATABASE]
        for alarm in found:
            known = self._told(alarm.key)
            for message in alarms.unwritten(alarm, self._desk.rules.owners, known, now=now):
                if await self._tell(message, now):
                    self._by_heart[alarm.key] = alarm

    async def _tell(self, message: Message, now: datetime) -> bool:
        """Whether the owner has it, or can't be had."""
        said = (message.alarm.key, message.owner)
        if message.phase is Phase.BEGUN and said in self._said:
            return True
        zone, quiet = self._desk.rules.hours.zone, self._desk.rules.hours.is_quiet_at(now)
        html = sentence(self._counter.texts, message, zone)
        if await self._send(message.owner, html, silently=quiet) is None:
            return False
        if message.phase is Phase.BEGUN:
            self._said.add(said)
        else:
            self._said.discard(said)
        return True

    async def _ask_about_lock(self, now: datetime) -> None:
        """What waits since a restore is asked at the start, and every day until somebody decides."""
        overdue = await lock.look(self._desk, now=now)
        if overdue is None:
            self._ask_at.clear()
            return
        for owner in sorted(self._desk.rules.owners):
            if self._ask_at.get(owner, now) > now:
                continue
            html, keyboard = await locked.question(self._counter, owner, overdue, now)
            arrived = await self._send(owner, html, keyboard)
            self._ask_at[owner] = now + (ASK_AGAIN_AFTER if arrived else TRY_AGAIN_AFTER)

    async def _send(
        self, owner: int, html: str, keyboard: InlineKeyboardMarkup | None = None, *, silently: bool = False
    ) -> bool | None:
        """True: taken. False: refused for good. None: try again."""
        try:
            await self._counter.bot.send_message(
                owner,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                disable_notification=silently,
                rate_limit_args=Class(Priority.OFFICER),
            )
        except TelegramError as error:
            if isinstance(outcome_of(error), NotSent | Unknown):
                return None
            log.error("an owner cannot be told", owner=owner, why=error.message)
            return False
        return True
