"""Has reports written in the workshop and hands them over: chart and summary first, then the files."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from telegram import InputFile
from telegram.constants import ParseMode

from bot.limiter import Class
from bot.outbox import Outbox
from bot.sender import Bot
from bot.workshop import Done, Workshop
from content.texts import Texts
from core.ports import Priority

log = structlog.get_logger(__name__)

WRONG_USE = 2
ORDER = (".docx", ".xlsx", ".zip", ".json")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A report to be written. `cases`: the 发案通报 alone."""

    first: datetime
    end: datetime
    region: str | None
    audience: str | None
    cases: bool = False


class Reporter:
    """Writes for one officer after the other."""

    def __init__(self, bot: Bot, outbox: Outbox, workshop: Workshop, texts: Texts) -> None:
        self._bot, self._outbox, self._workshop, self._texts = bot, outbox, workshop, texts
        self._writing: set[asyncio.Task[bool]] = set()

    def begin(self, user: int, wanted: Wanted, *, now: datetime) -> None:
        """Write it and send it to that person, in the background."""
        task = asyncio.ensure_future(self.write(user, wanted, now=now))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def write(self, user: int, wanted: Wanted, *, now: datetime) -> bool:
        """Write it, and queue the files for that person; False when it could not be written."""
        with tempfile.TemporaryDirectory(prefix="xiaolaba-report-") as folder:
            done = await self._workshop.run(*_words(wanted, now, folder))
            files = {Path(line).suffix: Path(line) for line in done.printed.splitlines()}
            if done.code or not files:
                self._say(user, self._apology(done))
                return False
            self._hand_over(user, {suffix: file.read_bytes() for suffix, file in files.items()}, files)
        return True

    async def stop(self) -> None:
        for task in list(self._writing):
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)

    def _hand_over(self, user: int, contents: dict[str, bytes], files: dict[str, Path]) -> None:
        if ".json" in contents and ".png" in contents:
            summary = json.loads(contents[".json"])["summary"]
            self._photo(user, contents[".png"], summary)
        for suffix in ORDER:
            if suffix in contents:
                self._document(user, contents[suffix], files[suffix].name)

    def _photo(self, user: int, picture: bytes, caption: str) -> None:
        self._outbox.put(
            user,
            lambda: self._bot.send_photo(
                user, InputFile(picture), caption=caption, rate_limit_args=Class(Priority.OFFICER)
            ),
        )

    def _document(self, user: int, content: bytes, name: str) -> None:
        self._outbox.put(
            user,
            lambda: self._bot.send_document(
                user, InputFile(content, filename=name), rate_limit_args=Class(Priority.OFFICER)
            ),
        )

    def _say(self, user: int, html: str) -> None:
        self._outbox.put(
            user,
            lambda: self._bot.send_message(
                user, html, parse_mode=ParseMode.HTML, rate_limit_args=Class(Priority.OFFICER)
            ),
        )

    def _apology(self, done: Done) -> str:
        """The worker's own sentence where it had one."""
        lines = done.complaint.strip().splitlines()
        if done.code in (1, WRONG_USE) and len(lines) == 1:
            return self._texts.html("report-refused", why=lines[0][:500])
        return self._texts.html("report-failed")


def _words(wanted: Wanted, now: datetime, folder: str) -> list[str]:
    moments = [f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" for moment in (wanted.first, wanted.end, now)]
    where = [wanted.region or "", wanted.audience or "", str(wanted.cases)]
    return ["report-for-bot", *moments, folder, *where]
