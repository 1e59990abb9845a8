"""`python -m sandbox.demo`: the town, its page, and a Telegram for one bot, until standard input ends.

Whoever starts it hands over two sockets that listen already, so that a browser and a bot may knock before
we are up. Each line of standard input is JSON: what the bot's own side tells (figures, timetable).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import sys
from pathlib import Path

from sandbox.demo_clock import Clock
from sandbox.demo_keep import Kept
from sandbox.demo_town import Town, open_town
from sandbox.page.site import site
from sandbox.server import Listener

LONGEST_LINE = 1 << 20


async def serve(
    page_socket: socket.socket, api_socket: socket.socket, token: str, clock_file: Path, keep: Path | None
) -> None:
    """Serve until a signal or the end of standard input; a town that was kept goes on."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    town = Town(Clock(clock_file), ready=api_socket, token=token)
    kept = Kept(keep) if keep is not None else None
    if kept is not None and kept.there:
        kept.resume(town)
    else:
        town.stage.opening = True
    page = Listener(site(town.stage), "127.0.0.1", 0, ready=page_socket)
    await page.open()
    async with town.telegram:
        town.stage.background(asyncio.ensure_future(_listen(town, stop)))
        town.stage.background(asyncio.ensure_future(town.stage.tick()))
        if town.stage.opening:
            town.stage.background(asyncio.ensure_future(_open(town)))
        if kept is not None:
            town.stage.background(asyncio.ensure_future(kept.go_on_saving(town)))
        await stop.wait()
        await town.stage.close()
        if kept is not None:
            kept.save(town)
        await page.close()


async def _open(town: Town) -> None:
    await open_town(town)
    for trouble in town.stage.troubles:
        sys.stderr.write(f"the town did not open quite as planned: {trouble.splitlines()[0]}\n")


async def _listen(town: Town, stop: asyncio.Event) -> None:
    """Take what the bot's side tells; when it is gone, so are we."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        town.stage.book = json.loads(line)
        town.stage.changed()
    stop.set()


def main() -> None:
    """Read what we are handed and serve."""
    parser = argparse.ArgumentParser(prog="sandbox.demo", description=__doc__)
    parser.add_argument("--page-socket", type=int, required=True)
    parser.add_argument("--api-socket", type=int, required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--clock-file", type=Path, required=True)
    parser.add_argument("--keep", type=Path, help="a folder from which the town goes on")
    given = parser.parse_args()
    # Ctrl-C reaches everyone in the terminal; whoever started us ends us in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    page, api = socket.socket(fileno=given.page_socket), socket.socket(fileno=given.api_socket)
    asyncio.run(serve(page, api, given.token, given.clock_file, given.keep))


if __name__ == "__main__":
    main()
