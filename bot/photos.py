"""Has a photo cleaned by a process of its own: the bot never opens what strangers may have made."""

from __future__ import annotations

import asyncio
import sys

from core.errors import BadPhoto

LARGEST = 12_000_000
PATIENCE = 30.0
# What the worker says with its exit code.
_WHY = {3: "qr", 4: "broken", 5: "large"}


async def clean(raw: bytes) -> bytes:
    """The photo as a JPEG without what the camera wrote into it. Raises BadPhoto."""
    if len(raw) > LARGEST:
        raise BadPhoto("large")
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "content.photo_worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            cleaned, _ = await worker.communicate(raw)
    except TimeoutError:
        raise BadPhoto("slow") from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode != 0 or not cleaned:
        raise BadPhoto(_WHY.get(worker.returncode or 0, "broken"))
    return cleaned
