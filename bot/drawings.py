"""Posters as pictures and pages: what was drawn once is kept as a file, the rest is drawn by a worker."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import structlog

from bot import workers
from content.poster import Poster

log = structlog.get_logger(__name__)

FOLDER = "posters"
# Two scripts of every tip that there is; the oldest go first.
KEPT = 400


class Drawings:
    """The folder with what was drawn; None keeps nothing."""

    def __init__(self, data: Path | None) -> None:
        self._folder = data / FOLDER if data is not None else None

    async def of(self, posters: Sequence[Poster], format: str = "png") -> list[bytes]:
        """Each poster as a picture (png) or a page (pdf). Raises WorkFailed."""
        names = [f"{poster.hash}.{format}" for poster in posters]
        found = await asyncio.to_thread(self._read, names)
        missing = {name: poster for name, poster in zip(names, posters, strict=True) if name not in found}
        if missing:
            drawn = dict(zip(missing, await workers.draw(list(missing.values()), format), strict=True))
            await asyncio.to_thread(self._keep, drawn)
            found |= drawn
        return [found[name] for name in names]

    def _read(self, names: Sequence[str]) -> dict[str, bytes]:
        found = dict[str, bytes]()
        for name in names if self._folder is not None else ():
            assert self._folder is not None
            try:
                found[name] = (self._folder / name).read_bytes()
            except OSError:
                continue
        return {name: content for name, content in found.items() if content}

    def _keep(self, drawn: dict[str, bytes]) -> None:
        """A full disk or a forbidden folder costs time only: it is drawn again."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, content in drawn.items():
                new = self._folder / f"{name}.{os.getpid()}"
                new.write_bytes(content)
                new.replace(self._folder / name)
            kept = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for file in kept[:-KEPT]:
                file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("drawn posters are not kept", why=str(error))
