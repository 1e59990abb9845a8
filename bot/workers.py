"""Heavy work in processes of its own, one at a time, so that the bot neither slows nor grows."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from typing import Any

import structlog

from content.poster import Poster

log = structlog.get_logger(__name__)

PATIENCE = 60.0
_turn = asyncio.Semaphore(1)


class WorkFailed(Exception):
    """The work could not be done; the log says more."""


async def run(module: str, *words: str, task: Any) -> bytes:
    """`python -m module words` with the task as JSON; what it writes. Raises WorkFailed."""
    async with _turn:
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        try:
            async with asyncio.timeout(PATIENCE):
                made, _ = await worker.communicate(json.dumps(task).encode())
        except TimeoutError:
            raise WorkFailed(f"{module} took too long") from None
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
    if worker.returncode != 0:
        raise WorkFailed(f"{module} ended with {worker.returncode}")
    return made


async def draw(posters: Sequence[Poster], format: str = "png") -> list[bytes]:
    """Each poster as a picture (png) or a page (pdf). Raises WorkFailed."""
    made = await run("content.poster_worker", format, task=[poster.as_json() for poster in posters])
    pictures = []
    while made:
        length = int.from_bytes(made[:4], "big")
        pictures.append(made[4 : 4 + length])
        made = made[4 + length :]
    return pictures


async def letter(words: dict[str, Any]) -> bytes:
    """A letter as a Word file. Raises WorkFailed."""
    return await run("reports.letters", task=words)
