"""`python -m sandbox.demo`: the town, its page, and a Telegram for one bot, until standard input ends.

The first line it prints is JSON: the page's address, the bot's API address and token, the owner's id, the
office. Each line it reads is JSON too: what the bot's own side tells (figures, timetable), for the page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.demo_clock import Clock, opening_hour
from sandbox.demo_town import Town, open_town
from sandbox.page.site import site
from sandbox.server import Listener

LONGEST_LINE = 1 << 20


async def serve(port: int, clock_file: Path | None) -> None:
    """Serve until a signal or the end of standard input."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    clock = Clock(clock_file)
    clock.move_to(opening_hour(datetime.now(UTC)))
    town = Town(clock)
    page = Listener(site(town.stage), "127.0.0.1", port)
    await page.open()
    async with town.telegram:
        _tell(town, page)
        town.stage.background(asyncio.ensure_future(_listen(town, stop)))
        town.stage.background(asyncio.ensure_future(town.stage.tick()))
        town.stage.background(asyncio.ensure_future(_open(town)))
        await stop.wait()
        await town.stage.close()
        await page.close()


async def _open(town: Town) -> None:
    await open_town(town)
    for trouble in town.stage.troubles:
        sys.stderr.write(f"the town did not open quite as planned: {trouble.splitlines()[0]}\n")


def _tell(town: Town, page: Listener) -> None:
    line = {
        "page": f"http://127.0.0.1:{page.port}",
        "api": town.telegram.url,
        "token": town.telegram.bot.token,
        "owner": town.owner.id,
        "office": town.data["office"],
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def _listen(town: Town, stop: asyncio.Event) -> None:
    """Take what the bot's side tells; when it is gone, so are we."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        told: dict[str, Any] = json.loads(line)
        town.stage.book = told
        town.stage.changed()
    stop.set()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="sandbox.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--clock-file", type=Path)
    given = parser.parse_args()
    # Ctrl-C reaches everyone in the terminal; whoever started us ends us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        asyncio.run(serve(given.port, given.clock_file))
    except OSError as error:
        parser.error(f"port {given.port} cannot be had: {error.strerror}")


if __name__ == "__main__":
    main()
