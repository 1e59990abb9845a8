"""The demo's processes: a practice town with its page, and the real bot against it."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY, OPENS_AT = 1, timedelta(hours=10, minutes=5)
# The town's bot, and whoever runs the office there: sandbox/demo_town.json.
BOT, OWNER = 7_000_000_001, 1001
PATIENCE = 10.0
# The figures' weight is loaded when the bot is up: until then it only keeps the bot waiting.
FIGURES_AFTER = 2.0
LOG_SHOWN = 2_000
# What the town keeps in a folder that stays: sandbox/demo_keep.py.
TOWN = "town.json"


class PortTaken(Exception):
    """Somebody else listens there."""


class FolderUsed(Exception):
    """There is data in that folder which is no demo's."""


class FolderBusy(Exception):
    """A demo runs in that folder now."""


class BotEnded(Exception):
    """The bot or the town stopped by itself; `log` is the end of what the bot wrote."""

    def __init__(self, log: str) -> None:
        super().__init__("ended")
        self.log = log


@dataclass(frozen=True)
class Line:
    """The line between the town's Telegram and the bot, laid before either is up."""

    folder: Path
    api: socket.socket
    token: str
    office: str
    kept: bool

    @property
    def clock(self) -> Path:
        return self.folder / "clock"

    @property
    def database(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/data/xiaolaba.db"

    @property
    def environment(self) -> dict[str, str]:
        """The bot's own: nothing that was set outside for another bot, and no .env, gets in."""
        return _inherited() | {
            "BOT_TOKEN": self.token,
            "BOT_API_URL": f"http://127.0.0.1:{self.api.getsockname()[1]}/bot",
            "OWNER_IDS": str(OWNER),
            "OFFICE_NAME": self.office,
            "DATABASE_URL": self.database,
            "TIMEZONE": ZONE.key,
        }


async def play(port: int, keep: Path | None, office: str, opened: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `opened` hears the address. Raises what stands above."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _socket(port) as page, _folder(keep) as folder, _socket(0) as api:
        line = Line(folder, api, f"{BOT}:AA{secrets.token_hex(16)}", office, keep is not None)
        opens_at, now = _left_at(folder) or _opening_hour(datetime.now(ZONE)), datetime.now(ZONE)
        line.clock.write_text(str((opens_at - now).total_seconds()))
        environment, address = line.environment, f"http://127.0.0.1:{page.getsockname()[1]}"
        async with _town(line, page) as town, _bot(line, environment) as bot:
            opened(address)
            await _accompany(town, bot, line, stop)


def _opening_hour(now: datetime) -> datetime:
    """Tuesday morning of the running week: the village's weekly tip is due in the evening."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=TUESDAY - now.weekday()) + OPENS_AT


def _left_at(folder: Path) -> datetime | None:
    """The town's own time when the demo that was kept here ended. Raises FolderUsed for a strange file."""
    if not goes_on(folder):
        return None
    try:
        now = float(json.loads((folder / TOWN).read_text(encoding="utf-8"))["now"])
        return datetime.fromtimestamp(now, ZONE)
    except (ValueError, LookupError, TypeError):
        raise FolderUsed from None


def goes_on(folder: Path) -> bool:
    """Whether a demo was kept there."""
    return (folder / TOWN).exists()


@contextmanager
def _socket(port: int) -> Iterator[socket.socket]:
    """A port of the loopback that listens from now on. Raises PortTaken."""
    listening = socket.socket()
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen(2048)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken from None
            raise
        yield listening


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder for everything: one that goes with the demo, or one that stays."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="xiaolaba-demo-") as name:
            yield Path(name)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if (keep / "data").exists() and not goes_on(keep):
        raise FolderUsed
    with (keep / "demo.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderBusy from None
        yield keep.resolve()


@asynccontextmanager
async def _town(line: Line, page: socket.socket) -> AsyncIterator[Process]:
    """The sandbox with its page, on our two sockets; it ends when its standard input does."""
    sockets = (page.fileno(), line.api.fileno())
    town = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", "--page-socket", str(sockets[0])),
        *("--api-socket", str(sockets[1]), "--token", line.token, "--clock-file", str(line.clock)),
        *(("--keep", str(line.folder)) if line.kept else ()),
        stdin=PIPE,
        pass_fds=sockets,
        env=_inherited(),
        cwd=line.folder,
    )
    assert town.stdin is not None
    # From now on the town alone holds them: else an outage would find ours still open.
    for held in (page, line.api):
        held.close()
    try:
        yield town
    finally:
        town.stdin.close()
        await _ended(town)


@asynccontextmanager
async def _bot(line: Line, environment: dict[str, str]) -> AsyncIterator[Process]:
    """The real bot as anyone would run it."""
    with (line.folder / "bot.log").open("ab") as log:
        bot = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("xiaolaba")), "run", "--clock-file", str(line.clock)),
            env=environment,
            cwd=line.folder,
            stdout=log,
            stderr=STDOUT,
        )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
        await _ended(bot)


def _inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}


async def _accompany(town: Process, bot: Process, line: Line, stop: asyncio.Event) -> None:
    """Tell the page the book's figures until somebody says stop, or one of the two ends by itself."""
    telling = asyncio.ensure_future(_tell_figures(town, line))
    stopped = asyncio.ensure_future(stop.wait())
    ends = [asyncio.ensure_future(process.wait()) for process in (town, bot)]
    try:
        await asyncio.wait([stopped, telling, *ends], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (telling, stopped, *ends):
            task.cancel()
        results = await asyncio.gather(telling, stopped, *ends, return_exceptions=True)
    if not stop.is_set():
        log = (line.folder / "bot.log").read_text(errors="replace")[-LOG_SHOWN:]
        raise BotEnded(log) from next((one for one in results if isinstance(one, Exception)), None)


async def _tell_figures(town: Process, line: Line) -> None:
    assert town.stdin is not None
    await asyncio.sleep(FIGURES_AFTER)
    from bot.demo_figures import tell_figures

    await tell_figures(town.stdin, line.database, BOT, line.clock, ZONE)


async def _ended(process: Process) -> None:
    """Wait for a process that was asked to end; what does not is killed."""
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
