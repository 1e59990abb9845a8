"""A town to test in: the sandbox, the real bot process against it, and a clock moved by hand."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import Chat, Limits, Message, Person, Sandbox
from tests import warm
from tests.postgres import connect
from tests.storage.files import model

ZONE = ZoneInfo("Asia/Shanghai")
# A Monday morning: a week lies ahead.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)

# What is waited for comes within this many seconds even on a busy machine; make bench holds the milliseconds.
PATIENCE = 30.0


class Town:
    """Everything a story needs. `bot_log` is what the bot wrote to stderr, kept for when a story fails."""

    # Whether processes are started as a shell starts them, not forked ready.
    cold = warm.COLD

    def __init__(self, folder: Path, *, start: datetime = MONDAY, **settings: str) -> None:
        self.folder = folder
        self._commands = itertools.count()
        self.clock_file = folder / "clock"
        self._settings = settings
        self._bot: warm.Running | None = None
        self._offset = timedelta()
        self.move_to(start)
        self.telegram = Sandbox(now=self.now, limits=Limits(), patience=PATIENCE)
        self.owner = self.telegram.person("周所长", id=1001)
        self.bot_log = folder / "bot.log"

    async def __aenter__(self) -> Town:
        await self.telegram.__aenter__()
        return self

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        await self.stop_bot()
        if error is not None and self.bot_log.exists():
            sys.stderr.write(self.bot_log.read_text()[-6000:])
        await self.telegram.__aexit__(kind, error, trace)

    # The clock

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move_to(self, moment: datetime) -> None:
        """Set our clock, and through its file the bot's."""
        self._offset = moment - datetime.now(UTC)
        new = self.clock_file.with_suffix(".new")
        new.write_text(str(self._offset.total_seconds()))
        new.rename(self.clock_file)

    # The bot

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return inherited | {
            "BOT_TOKEN": self.telegram.bot.token,
            "BOT_API_URL": self.telegram.url,
            "OWNER_IDS": str(self.owner.id),
            "OFFICE_NAME": "平安派出所",
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/data/xiaolaba.db",
            "LOG_LEVEL": "INFO",
            **self._settings,
        }

    def settle(self, **settings: str) -> None:
        """Other settings for the bot, from its next start on."""
        self._settings |= settings

    async def start_bot(self, *, settled: bool = True) -> None:
        """Start the real process and wait until it asks for updates."""
        self._share_posters()
        if not self.cold:
            await self._lay_database()
        words = ("run", "--clock-file", str(self.clock_file))
        self._bot = await warm.start(words, self.environment, self.folder, self.bot_log, cold=self.cold)
        if settled:
            await self.telegram.until(lambda: self.telegram.bot.polling, 40)

    def _share_posters(self) -> None:
        """A poster that one story's bot has drawn is there for the others."""
        shared, mine = self.folder.parent / "posters", self.folder / "data" / "posters"
        if not mine.is_symlink():
            shared.mkdir(exist_ok=True)
            mine.parent.mkdir(exist_ok=True)
            mine.symlink_to(shared)

    async def _lay_database(self) -> None:
        """A first start makes the tables, which takes a while: most stories find them made."""
        file = self.folder / "data" / "xiaolaba.db"
        if self.environment["DATABASE_URL"].endswith(f":///{file}") and not file.exists():
            file.parent.mkdir(exist_ok=True)
            shutil.copy(await model(), file)

    @property
    def bot_id(self) -> int | None:
        """The process's number; None while there is none."""
        return None if self._bot is None else self._bot.pid

    async def stop_bot(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        """Stop the process and return its exit code."""
        bot, self._bot = self._bot, None
        if bot is None:
            return None
        if bot.returncode is None:
            bot.send_signal(how)
        code = await asyncio.wait_for(bot.wait(), 40)
        await self.telegram.until(lambda: not self.telegram.bot.polling)
        return code

    async def ended(self) -> int:
        """Wait for the process to end by itself; its exit code."""
        assert self._bot is not None
        return await asyncio.wait_for(self._bot.wait(), 30)

    async def command(self, *words: str, **settings: str) -> tuple[int, str]:
        """Run `xiaolaba …` beside the bot: exit code and what it printed."""
        return await self._run(words, settings, cold=self.cold)

    async def command_again(self, *words: str, **settings: str) -> tuple[int, str]:
        """As command(), forked ready even where the town is cold: how that command starts was seen before."""
        return await self._run(words, settings, cold=warm.COLD)

    async def _run(self, words: Sequence[str], settings: dict[str, str], *, cold: bool) -> tuple[int, str]:
        printed = self.folder / f"printed-{next(self._commands)}"
        process = await warm.start(words, self.environment | settings, self.folder, printed, cold=cold)
        return await process.wait(), printed.read_text()

    async def status(self) -> dict[str, Any]:
        code, printed = await self.command("status", "--json")
        assert code == 0, printed
        found: dict[str, Any] = json.loads(printed)
        return found

    # The people

    async def subscribe(self, group: Chat, admin: Person, button: str = "村居群") -> Message:
        """An admin adds the bot and presses the card's button; returns the card, now the summary."""
        admin.adds_bot(group)
        card = await self.said(group, "这是什么群")
        answer = await admin.press(card, button)
        if "再试一次" in (answer.text or ""):  # a busy machine: who is an admin came too late
            await asyncio.sleep(5)
            await admin.press(card, button)
        await self.telegram.until(lambda: "这是什么群" not in card.text)
        await self.said(group, "请大家认一认")
        return card

    async def said(self, place: Chat | Person, part: str, number: int = 1, within: float = 8) -> Message:
        """Wait until the bot has said that, so many times; the newest such message."""

        def found() -> list[Message]:
            messages = place.inbox if isinstance(place, Person) else place.messages
            return [one for one in messages if part in one.text and self.is_bots(one)]

        await self.telegram.until(lambda: len(found()) >= number, within)
        return found()[-1]

    def is_bots(self, message: Message) -> bool:
        return message.sender is not None and message.sender.id == self.telegram.bot.id

    def pushes(self, group: Chat) -> list[Message]:
        """The pushes that landed in a group."""
        return [one for one in group.messages if "编号 " in one.text and self.is_bots(one)]

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database beside the bot, whichever engine it has."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("postgresql"):
            with connect(url) as looking:
                return looking.execute(sql.replace("?", "%s").encode(), values).fetchall()
        with sqlite3.connect(f"file:{self.folder}/data/xiaolaba.db?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()

    async def quiet(self, seconds: float = 1.0) -> None:
        """Let so much time pass with nothing expected."""
        await asyncio.sleep(seconds)


def titles(messages: Iterable[Message]) -> list[str]:
    """What each push is called, whether its words stand alone or below a poster."""
    return [title(message) for message in messages]


def title(message: Message) -> str:
    """A push's title: the first line below the office's."""
    return message.text.split("\n\n")[1].split("\n")[0]


def is_shortened(push: Message, whole: str) -> bool:
    """Whether a push is a poster whose few words below it all stand in the whole text, code included."""
    said = [line for line in push.text.replace("拿不准，打 96110。", "").splitlines() if line]
    return push.photo is not None and len(push.text) < len(whole) and all(line in whole for line in said)
