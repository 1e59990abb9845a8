"""`xiaolaba demo`: a practice town with its page, and the real bot against it, each a process of its own."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import ShiftedClock
from core.onlooker import Onlooker
from scheduler.slots import due
from scheduler.sweep import timing

ZONE = ZoneInfo("Asia/Shanghai")
HORIZON = timedelta(days=15)
LOOK_EVERY = 1.0
PATIENCE = 10.0
LOG_SHOWN = 2_000


class PortTaken(Exception):
    """Somebody else listens there."""


class FolderUsed(Exception):
    """There is a demo's data in that folder already."""


class BotEnded(Exception):
    """The bot or the town stopped by itself; `log` is the end of what the bot wrote."""

    def __init__(self, log: str) -> None:
        super().__init__("ended")
        self.log = log


async def play(port: int, keep: Path | None, opened: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `opened` hears the address. Raises PortTaken, FolderUsed, BotEnded."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    _try_port(port)
    with _folder(keep) as folder:
        async with _town(port, folder) as (town, told):
            opened(told["page"])
            async with _bot(folder, told) as bot:
                await _accompany(town, bot, folder, told, stop)


def _try_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken from None
            raise


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder for everything: one that goes with the demo, or one that stays."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="xiaolaba-demo-") as name:
            yield Path(name)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if (keep / "data").exists():
        raise FolderUsed
    yield keep.resolve()


@asynccontextmanager
async def _town(port: int, folder: Path) -> AsyncIterator[tuple[Process, dict[str, Any]]]:
    """The sandbox with its page; it ends when its standard input does."""
    words = ("-m", "sandbox.demo", "--port", str(port), "--clock-file", str(folder / "clock"))
    town = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdin=PIPE, stdout=PIPE, env=_inherited(), cwd=folder
    )
    assert town.stdin is not None and town.stdout is not None
    try:
        line = await town.stdout.readline()
        if not line:
            raise BotEnded("")
        yield town, json.loads(line)
    finally:
        town.stdin.close()
        await _ended(town)


@asynccontextmanager
async def _bot(folder: Path, told: dict[str, Any]) -> AsyncIterator[Process]:
    """The real bot as anyone would run it, with an environment of its own: no .env, no token from outside."""
    with (folder / "bot.log").open("ab") as log:
        bot = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("xiaolaba")), "run", "--clock-file", str(folder / "clock")),
            env=environment(folder, told),
            cwd=folder,
            stdout=log,
            stderr=STDOUT,
        )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
        await _ended(bot)


def environment(folder: Path, told: dict[str, Any]) -> dict[str, str]:
    """What the bot is started with; also what `xiaolaba status` needs to look at a kept demo."""
    return _inherited() | {
        "BOT_TOKEN": told["token"],
        "BOT_API_URL": told["api"],
        "OWNER_IDS": str(told["owner"]),
        "OFFICE_NAME": told["office"],
        "DATABASE_URL": _database(folder),
        "TIMEZONE": ZONE.key,
    }


def _database(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/data/xiaolaba.db"


def _inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}


async def _accompany(
    town: Process, bot: Process, folder: Path, told: dict[str, Any], stop: asyncio.Event
) -> None:
    """Tell the page the book's figures until somebody says stop, or one of the two ends by itself."""
    telling = asyncio.ensure_future(_tell_figures(town, folder, int(told["token"].split(":")[0])))
    stopped = asyncio.ensure_future(stop.wait())
    ends = [asyncio.ensure_future(process.wait()) for process in (town, bot)]
    try:
        await asyncio.wait([stopped, telling, *ends], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (telling, stopped, *ends):
            task.cancel()
        results = await asyncio.gather(telling, stopped, *ends, return_exceptions=True)
    if not stop.is_set():
        log = (folder / "bot.log").read_text(errors="replace")[-LOG_SHOWN:]
        raise BotEnded(log) from next((one for one in results if isinstance(one, Exception)), None)


async def _tell_figures(town: Process, folder: Path, bot: int) -> None:
    assert town.stdin is not None
    clock, last = ShiftedClock(folder / "clock"), b""
    onlooker = Onlooker(_database(folder), bot)
    try:
        while True:
            clock.reread()
            line = await _figures(onlooker, clock.now())
            if line and line != last:
                town.stdin.write(line)
                await town.stdin.drain()
                last = line
            await asyncio.sleep(LOOK_EVERY)
    finally:
        await onlooker.close()


async def _figures(onlooker: Onlooker, now: datetime) -> bytes:
    """One line of JSON: the status, and every slot that falls within a fortnight."""
    seen = await onlooker.look(now=now)
    if seen is None:
        return b""
    timetable = [
        {"at": one.at.timestamp(), "chat": group.chat, "kind": slot.kind}
        for group, slot in seen.timetable
        for one in due(timing(slot), ZONE, since=now, now=now + HORIZON)
    ]
    timetable.sort(key=lambda one: (one["at"], one["chat"]))
    shown = {name: seen.status[name] for name in ("groups", "pushes", "missed", "parked_updates")}
    return json.dumps({**shown, "timetable": timetable}, ensure_ascii=False).encode() + b"\n"


async def _ended(process: Process) -> None:
    """Wait for a process that was asked to end; what does not is killed."""
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
