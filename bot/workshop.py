"""Heavy work in a process of its own, one piece at a time, so that the bot neither slows nor grows."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import structlog

log = structlog.get_logger(__name__)

PATIENCE = 120.0
# The bot goes first wherever both want the processor.
NICE = 10


class Stage(StrEnum):
    """How far a report is; the worker prints it in a line of its own."""

    COUNTING = "counting"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Done:
    """How the work ended: its exit code, what it printed, and what it complained of."""

    code: int
    printed: str
    complaint: str


class Workshop:
    """Runs `xiaolaba …` beside the bot."""

    def __init__(self) -> None:
        self._bench = asyncio.Semaphore(1)

    async def run(
        self, *words: str, patience: float = PATIENCE, heard: Callable[[str], None] | None = None
    ) -> Done:
        """Run these words of the command line; one that takes too long is killed and ends with code -1.

        `heard` is called with each line as it is printed.
        """
        async with self._bench:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.cli", *words, stdout=PIPE, stderr=PIPE, preexec_fn=_step_back
            )
            try:
                async with asyncio.timeout(patience):
                    printed, complaint = await asyncio.gather(
                        _lines(_stream(process.stdout), heard), _stream(process.stderr).read()
                    )
                    await process.wait()
            except TimeoutError:
                log.error("work took too long", words=words[0])
                return Done(-1, "", "")
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
        if process.returncode:
            log.error("work failed", words=words[0], code=process.returncode, why=complaint.decode()[-500:])
        return Done(process.returncode or 0, printed, complaint.decode())


async def _lines(stream: asyncio.StreamReader, heard: Callable[[str], None] | None) -> str:
    """All that is printed, told line by line."""
    lines = []
    async for line in stream:
        lines.append(line.decode())
        if heard is not None:
            heard(lines[-1].rstrip("\n"))
    return "".join(lines)


def _stream(pipe: asyncio.StreamReader | None) -> asyncio.StreamReader:
    assert pipe is not None
    return pipe


def _step_back() -> None:
    os.nice(NICE)
