"""Has a photo cleaned by a process of its own: the bot never opens what strangers may have made."""

from __future__ import annotations

import asyncio
import sys

from bot.limiter import Class
from bot.sender import Bot
from core.errors import BadPhoto
from core.ports import Priority

LARGEST = 12_000_000
PATIENCE = 30.0
# What the worker says with its exit code.
_WHY = {3: "qr", 4: "broken", 5: "large"}


async def fetch(bot: Bot, file: str, *, codes: bool = False) -> bytes:
    """A photo that somebody sent us, cleaned. Raises BadPhoto, TelegramError."""
    found = await bot.get_file(file, rate_limit_args=Class(Priority.OFFICER))
    if (found.file_size or 0) > LARGEST:
        raise BadPhoto("large")
    return await clean(bytes(await found.download_as_bytearray()), codes=codes)


async def clean(raw: bytes, *, codes: bool = False) -> bytes:
    """The photo as a JPEG without what the camera wrote into it. Raises BadPhoto.

    `codes`: there may be a QR code in it.
    """
    if len(raw) > LARGEST:
        raise BadPhoto("large")
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "content.photo_worker",
        *(["codes"] if codes else []),
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
