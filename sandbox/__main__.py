"""`python -m sandbox`: a Telegram that stands alone, until Ctrl-C."""

import argparse
import asyncio
import signal
import sys

from sandbox.limits import Limits
from sandbox.telegram import Sandbox


async def serve(port: int, delay: float, limited: bool) -> None:
    """Serve until a signal ends it; the first two lines say where and with which token."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with Sandbox(port=port, delay=delay, limits=Limits() if limited else None) as telegram:
        sys.stdout.write(f"{telegram.url}\n{telegram.bot.token}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--no-limits", action="store_true", help="lift the flood limits")
    given = parser.parse_args()
    try:
        asyncio.run(serve(given.port, given.delay, not given.no_limits))
    except OSError as error:
        parser.error(f"port {given.port} cannot be had, choose another with --port: {error.strerror}")


if __name__ == "__main__":
    main()
