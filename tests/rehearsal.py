"""A bot's first day, lived once before the stories' bots are forked: what it found out, they know.

Which is nothing that shows: the statements that SQLAlchemy compiled, the sentences that Fluent parsed, and
the modules that are read when they are first needed.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import traceback
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import structlog

from bot.app import run
from bot.settings import read_settings
from sandbox import Chat, Message, Person
from tests.compiled import compiled_once
from tests.town import Town

_compiled = compiled_once()
_compiled.__enter__()


class _Stage(Town):
    """A town whose bot runs in this process."""

    async def rehearse(self) -> None:
        # What is compiled for the first database that was opened belongs to it alone: see compiled_once().
        await self._lay_database()
        with patch.dict(os.environ, self.environment, clear=True):
            settings = read_settings(needs_owners=True)
        running = asyncio.ensure_future(run(settings, self.clock_file))
        try:
            await self._play()
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await running

    async def _play(self) -> None:
        self.owner.writes("/start")
        commands = ("/tip", "/quiz", "/settings", "/status")
        first, *_ = await asyncio.gather(*(self._in_group(words) for words in commands))
        await asyncio.gather(self._residents(first), self._officers())
        self.move_to(self.now() + timedelta(days=1))
        await asyncio.sleep(1.2)

    async def _in_group(self, words: str) -> Chat:
        group = self.telegram.group(words, owner=self.owner)
        await self.subscribe(group, self.owner, "企业群")
        said = len(group.messages)
        self.owner.says(group, words)
        await self.telegram.until(lambda: len(group.messages) >= said + 2)
        return group

    async def _residents(self, group: Chat) -> None:
        push = self.pushes(group)[0]
        await self.telegram.person("李婶").press(push, "我已看")
        asks = ("我被骗了，钱转走了", f"/verify {push.text[-9:]}", "/forgetme")
        await asyncio.gather(*(self._answered(self.telegram.person("张叔"), words) for words in asks))

    async def _officers(self) -> None:
        for words in ("/alert 有人冒充老师收资料费，先给老师打电话。", "/push tip"):
            await self.owner.press(await self._answered(self.owner, words), "发送")
        await self._answered(self.owner, "/officer add 1002 chief")

    async def _answered(self, who: Person, words: str) -> Message:
        before = len(who.inbox)
        who.writes(words)

        def new() -> list[Message]:
            return [one for one in who.inbox[before:] if self.is_bots(one)]

        return (await self.telegram.until(new))[-1]


async def _rehearse() -> None:
    with TemporaryDirectory() as folder:
        stage = _Stage(Path(folder), ALERT_TWO_PERSON="false", QUIET_HOURS="")
        async with stage:
            await stage.rehearse()


def _silent(*_: Any) -> Any:
    raise structlog.DropEvent


structlog.configure(processors=[_silent])
logging.disable()
try:
    asyncio.run(_rehearse())
except Exception:
    # What was not rehearsed, each bot finds out by itself.
    traceback.print_exc()
logging.disable(logging.NOTSET)
structlog.reset_defaults()
gc.collect()
gc.freeze()
