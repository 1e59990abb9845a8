"""Has feeds parsed by a process of its own, which is killed when one takes too long or too much."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from zoneinfo import ZoneInfo

import structlog

from content.feeds.fetch import Fetched, NotFetched
from content.feeds.select import Selection, Wanted, unpacked

log = structlog.get_logger(__name__)

# The worker ends itself after ten seconds of the processor; a busy machine may give it these late.
PATIENCE = 60.0
# The bot goes first wherever both want the processor.
NICE = 10


class FeedReader:
    """One worker for as many feeds as there are, one at a time; started when first needed."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._turn = asyncio.Lock()
        self._worker: Process | None = None

    async def read(self, fetched: Fetched, wanted: Wanted) -> Selection:
        """What of a feed is worth a look. Raises NotFetched: `too_hard` where the worker gave up or died."""
        head = {
            "zone": self._zone.key,
            "content_type": fetched.content_type,
            "encoding": fetched.encoding,
            "regions": wanted.regions,
            "keywords": wanted.keywords,
        }
        async with self._turn:
            try:
                async with asyncio.timeout(PATIENCE):
                    return unpacked(await self._ask(json.dumps(head).encode(), fetched.body or b""))
            except (TimeoutError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
                log.warning("a feed was too hard to read", why=type(error).__name__)
                await self.stop()
                raise NotFetched("too_hard") from None
            except asyncio.CancelledError:
                # Half an answer would be taken for the beginning of the next.
                await self.stop()
                raise

    async def stop(self) -> None:
        """End the worker; the next feed gets a new one."""
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            with suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()

    async def _ask(self, head: bytes, body: bytes) -> str:
        worker = self._worker
        if worker is None or worker.returncode is not None:
            worker = self._worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "content.feeds.worker",
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
            )
            with suppress(OSError):
                # From here and not in the child: to run anything there the whole bot would be copied first.
                os.setpriority(os.PRIO_PROCESS, worker.pid, NICE)
        assert worker.stdin is not None and worker.stdout is not None
        for part in (head, body):
            worker.stdin.write(len(part).to_bytes(4, "big"))
            worker.stdin.write(part)
        await worker.stdin.drain()
        length = int.from_bytes(await worker.stdout.readexactly(4), "big")
        return (await worker.stdout.readexactly(length)).decode()
