"""Has reports written in the workshop and hands them over: chart and summary first, then the files."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.limiter import Class
from bot.outbox import Call, Outbox
from bot.sender import Bot, outcome_of
from bot.workshop import Done, Stage, Workshop
from content.texts import Texts
from core.ports import NotSent, Priority

log = structlog.get_logger(__name__)

WRONG_USE = 2
Show = Callable[[Stage], None]
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

    def begin(self, user: int, wanted: Wanted, message: int | None, *, now: datetime) -> None:
        """Write it and send it to that person, in the background.

        How far it is stands in that message of theirs; None: in a new one.
        """
        board = _Board(self._bot, self._outbox, self._texts, user, message)
        task = asyncio.ensure_future(self.write(user, wanted, board, now=now))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def write(self, user: int, wanted: Wanted, board: _Board | None = None, *, now: datetime) -> bool:
        """Write it and send it; one that can't be written is said so.

        False where nobody looks and some of its files did not leave: then it should be written again.
        """
        show = board.show if board else _nobody_looks
        show(Stage.COUNTING)
        try:
            landing = await self._write(user, wanted, show, now=now)
        except OSError:
            log.exception("report not written")
            show(Stage.FAILED)
            self._say(user, self._texts.html("report-failed"))
            return True
        return board is not None or landing is None or await landing

    async def _write(
        self, user: int, wanted: Wanted, show: Show, *, now: datetime
    ) -> asyncio.Future[bool] | None:
        def heard(line: str) -> None:
            if line in list(Stage):
                show(Stage(line))

        with tempfile.TemporaryDirectory(prefix="xiaolaba-report-") as folder:
            done = await self._workshop.run(*_words(wanted, now, folder), heard=heard)
            paths = [Path(line) for line in done.printed.splitlines() if line not in list(Stage)]
            files = {path.suffix: path for path in paths}
            if done.code or not files:
                show(Stage.FAILED)
                self._say(user, self._apology(done))
                return None
            show(Stage.DONE)
            contents = {suffix: file.read_bytes() for suffix, file in files.items()}
        return self._hand_over(user, contents, files)

    async def stop(self) -> None:
        for task in list(self._writing):
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)

    def _hand_over(
        self, user: int, contents: dict[str, bytes], files: dict[str, Path]
    ) -> asyncio.Future[bool]:
        """Queue them all; in the end, whether each left, or will never be taken."""
        calls = []
        if ".json" in contents and ".png" in contents:
            calls.append(self._photo(user, contents[".png"], _summary(contents[".json"])))
        calls += [
            self._document(user, contents[suffix], files[suffix].name)
            for suffix in ORDER
            if suffix in contents
        ]
        landed, all_tried = list[Call](), asyncio.get_running_loop().create_future()

        async def end() -> None:
            if not all_tried.done():
                all_tried.set_result(len(landed) == len(calls))

        for call in calls:
            self._outbox.put(user, partial(_land, call, landed))
        if not self._outbox.put(user, end):
            all_tried.set_result(False)
        return all_tried

    def _photo(self, user: int, picture: bytes, caption: str) -> Call:
        return lambda: self._bot.send_photo(
            user, InputFile(picture), caption=caption, rate_limit_args=Class(Priority.OFFICER)
        )

    def _document(self, user: int, content: bytes, name: str) -> Call:
        return lambda: self._bot.send_document(
            user, InputFile(content, filename=name), rate_limit_args=Class(Priority.OFFICER)
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


class _Board:
    """One message that says how far a report is; it stands before whatever follows in that chat."""

    def __init__(self, bot: Bot, outbox: Outbox, texts: Texts, user: int, message: int | None) -> None:
        self._bot, self._outbox, self._texts = bot, outbox, texts
        self._user, self._message = user, message

    def show(self, stage: Stage) -> None:
        html = self._texts.html("report-stage", id=stage)
        self._outbox.put(self._user, lambda: self._put_up(html))

    async def _put_up(self, html: str) -> None:
        common: Any = {"parse_mode": ParseMode.HTML, "rate_limit_args": Class(Priority.OFFICER)}
        if self._message is None:
            self._message = (await self._bot.send_message(self._user, html, **common)).message_id
        else:
            await self._bot.edit_message_text(html, chat_id=self._user, message_id=self._message, **common)


def _summary(written: bytes) -> str:
    """The text to paste: a line of its own in a file that may tell of ten thousand groups."""
    begin = b'"summary": '
    [line] = [line for line in written.splitlines() if line.startswith(begin)]
    return str(json.loads(line.removeprefix(begin).removesuffix(b",")))


async def _land(call: Call, landed: list[Call]) -> None:
    """Send it and note that it is over; only what certainly did not leave may be sent again."""
    try:
        await call()
    except TelegramError as error:
        if not isinstance(outcome_of(error), NotSent):
            landed.append(call)
        raise
    landed.append(call)


def _nobody_looks(_: Stage) -> None:
    """A report that comes by itself."""


def _words(wanted: Wanted, now: datetime, folder: str) -> list[str]:
    moments = [f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" for moment in (wanted.first, wanted.end, now)]
    where = [wanted.region or "", wanted.audience or "", str(wanted.cases)]
    return ["report-for-bot", *moments, folder, *where]
