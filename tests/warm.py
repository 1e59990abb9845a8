"""Starts `xiaolaba` in a process that is forked from one which has imported everything already.

Most of a start is Python reading modules, and the stories start the bot some hundred times. COLD=1 in the
environment starts each as a shell does; the stories of the command line, once for each command, and the demo
itself always do.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

import httpx

import bot.app  # noqa: F401
from bot.cli import main
from content.library import load
from content.signbook import sign_book
from content.texts import texts_in
from content.words import Script

COLD = bool(os.environ.get("COLD"))
XIAOLABA = Path(sys.executable).parent / "xiaolaba"
# What a start loads late.
LATE = (
    "alembic.command",
    "anyio._backends._asyncio",
    "anyio.to_thread",
    "sqlalchemy.dialects.postgresql.psycopg",
    "typer._adapters",
)
READY = *map(import_module, LATE), load(), sign_book(), *map(texts_in, Script)
# Authorities that no story asks: all speak http.
TRUSTED = httpx.create_ssl_context()
_forks = get_context("forkserver")
_forks.set_forkserver_preload([__name__])


class Running(Protocol):
    """A process of `xiaolaba`; `returncode` is None while it runs, and the negative signal that ended it."""

    @property
    def pid(self) -> int | None: ...

    @property
    def returncode(self) -> int | None: ...

    def send_signal(self, signal: int, /) -> None: ...

    async def wait(self) -> int: ...


class _Forked:
    """A process that was forked ready."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], folder: Path, printed: Path) -> None:
        self._process = _forks.Process(target=_become, args=(words, dict(env), folder, printed), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, signal: int, /) -> None:
        if self._process.pid is not None and self.returncode is None:
            os.kill(self._process.pid, signal)

    async def wait(self) -> int:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        sentinel = self._process.sentinel
        loop.add_reader(sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(sentinel)
        self._process.join()
        assert self.returncode is not None
        return self.returncode


async def start(
    words: Sequence[str], env: Mapping[str, str], folder: Path, printed: Path, *, cold: bool = COLD
) -> Running:
    """`xiaolaba` with these words, in this folder and environment alone; its output is added to `printed`."""
    if not cold:
        return _Forked(words, env, folder, printed)
    with printed.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            str(XIAOLABA), *words, env=env, cwd=folder, stdout=output, stderr=output
        )


def _become(words: Sequence[str], env: Mapping[str, str], folder: Path, printed: Path) -> None:
    """In the fork: all that a process of its own would be given."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    sys.argv = ["xiaolaba", *words]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)
    output = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (1, 2):
        os.dup2(output, stream)
    with patch("httpx.create_ssl_context", lambda: TRUSTED):
        main()
