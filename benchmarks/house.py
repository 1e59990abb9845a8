"""The real bot: its process, its folder, and a database furnished with groups."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from benchmarks.telegram import Telegram
from bot.settings import Settings
from content.words import Audience, Form, Kind
from storage import groups, slots, tables
from storage.database import open_database
from storage.models import GroupId, GroupState
from storage.schema import bring_up_to_date

XIAOLABA = Path(sys.executable).parent / "xiaolaba"
OWNER = 1001
EVERY_DAY: Any = {"weekdays": frozenset(range(7)), "every": 1, "phase": 0}

# Alembic knows one migration at a time in a process.
_MIGRATING = asyncio.Lock()


class NotYet(Exception):
    """What was waited for did not come in time."""


class House:
    """A folder and the process that lives in it."""

    def __init__(
        self, folder: Path, telegram: Telegram, rate: float = 30, database_url: str | None = None
    ) -> None:
        self.folder, self.telegram = folder, telegram
        self.settings = Settings(
            bot_token=telegram.token,
            bot_api_url=telegram.url,
            owner_ids=frozenset({OWNER}),
            office_name="平安派出所",
            database_url=database_url or f"sqlite+aiosqlite:///{folder}/data/xiaolaba.db",
            quiet_hours="",
            sender_rate=rate,
            log_level="WARNING",
        )
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """What the bot said on stderr."""
        return (self.folder / "bot.log").read_text()

    @property
    def environment(self) -> dict[str, str]:
        """The settings as the process reads them."""
        inherited = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ
        }
        return inherited | {
            "BOT_TOKEN": self.settings.bot_token,
            "BOT_API_URL": self.settings.bot_api_url,
            "OWNER_IDS": str(OWNER),
            "OFFICE_NAME": self.settings.office_name,
            "DATABASE_URL": self.settings.database_url,
            "QUIET_HOURS": "",
            "ALERT_TWO_PERSON": "false",
            "SENDER_RATE": f"{self.settings.sender_rate:g}",
            "LOG_LEVEL": self.settings.log_level,
        }

    async def furnish(self, chats: Sequence[int], slot: clock_time | None = None) -> None:
        """Subscribed, confirmed groups living in these chats, with a tip each day at `slot`."""
        now, database = datetime.now(UTC), open_database(self.settings.database_url)
        try:
            async with _MIGRATING:
                await bring_up_to_date(database)
            async with database.unit() as unit:
                for chat in chats:
                    await groups.add_once(unit, self.settings.bot, chat, f"群{chat}", now=now)
                await unit.execute(tables.groups.update().values(_subscribed(now)))
                if slot is not None:
                    for number in range(1, len(chats) + 1):
                        await slots.put(unit, GroupId(number), Kind.TIP, at=slot, now=now, **EVERY_DAY)
        finally:
            await database.close()

    async def start(self) -> float:
        """Start the process; the seconds until it asks for updates."""
        began = time.monotonic()
        with (self.folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                str(XIAOLABA), "run", env=self.environment, cwd=self.folder, stderr=log, stdout=log
            )
        await self.telegram.ask("polled")
        return time.monotonic() - began

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the process."""
        process, self._process = self._process, None
        if process is not None:
            # One that died by itself: its log says why, and is shown.
            with suppress(ProcessLookupError):
                process.send_signal(how)
            await process.wait()

    def memory(self) -> float:
        """The process's resident megabytes."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) / 1024

    def workers_memory(self) -> float:
        """The resident megabytes of the processes that the bot has started."""
        assert self._process is not None
        number, total = self._process.pid, 0.0
        for child in Path(f"/proc/{number}/task/{number}/children").read_text().split():
            with suppress(OSError, ValueError):
                status = Path(f"/proc/{child}/status").read_text()
                total += sum(int(one.split()[1]) for one in status.splitlines() if one.startswith("VmRSS"))
        return total / 1024

    def processor(self) -> float:
        """The seconds of processor that the process has used."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database beside the bot."""
        with sqlite3.connect(f"file:{self.folder}/data/xiaolaba.db?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()

    def states(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        return dict(self.query("SELECT state, count(*) FROM deliveries GROUP BY state"))

    async def until_ended(self, number: int, *, within: float = 150) -> dict[str, int]:
        """Wait until so many deliveries have ended; how many in each state. NotYet."""
        ended = f"SELECT count(*) >= {number} FROM deliveries WHERE state NOT IN ('pending', 'sending')"
        await self.until(ended, within=within)
        return self.states()

    async def until(self, sql: str, *, within: float) -> None:
        """Wait until a query answers yes. NotYet."""
        until = time.monotonic() + within
        while self.query(sql) != [(1,)]:
            if time.monotonic() > until:
                raise NotYet(f"not within {within:.0f} s: {self.states()}")
            await asyncio.sleep(0.25)


def _subscribed(now: datetime) -> dict[str, Any]:
    moments = dict.fromkeys(("members_at", "confirmed_at", "carded_at", "subscribed_at"), now)
    # In words: what is measured is how they leave, beside a usual bot that sends words.
    chosen = {"audience": Audience.VILLAGE, "form": Form.TEXT}
    return {"state": GroupState.ACTIVE, "members": 300, **chosen, **moments}


@asynccontextmanager
async def open_house(
    telegram: Telegram, *, rate: float = 30, database_url: str | None = None
) -> AsyncIterator[House]:
    """A house in a folder of its own, gone afterwards; shows the bot's log when the block fails."""
    with tempfile.TemporaryDirectory(prefix="xiaolaba-bench-") as folder:
        house = House(Path(folder), telegram, rate, database_url)
        try:
            yield house
        except BaseException:
            if (Path(folder) / "bot.log").exists():
                sys.stderr.write(house.log[-4000:])
            raise
        finally:
            await house.stop()
