"""What stands in for the bot where its answers are what is tried."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from telegram.error import TelegramError

from bot.drawings import Drawings
from content.texts import Texts, texts_in
from content.words import Script
from core.desk import Desk

TEXTS: Texts = texts_in(Script.SIMPLIFIED)


class Line:
    """A bot that notes what it is asked for, and fails as told: method to errors, one a call."""

    def __init__(self, **fails: list[TelegramError]) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.fails = fails
        self.asked = asyncio.Event()
        self.hangs: asyncio.Event | None = None

    def __getattr__(self, method: str) -> Any:
        async def call(*words: Any, **how: Any) -> Any:
            names = {"edit_message_text": ["html"], "send_message": ["chat_id", "html"]}.get(
                method, ["chat_id", "message_id"]
            )
            self.calls.append((method, dict(zip(names, words, strict=True)) | how))
            self.asked.set()
            if self.hangs is not None:
                await self.hangs.wait()
            if self.fails.get(method):
                raise self.fails[method].pop(0)
            return SimpleNamespace(message_id=500 + len(self.calls), photo=())

        return call

    def to(self, user: int) -> list[str]:
        return [method for method, how in self.calls if how.get("chat_id") == user]


def counter(town: Desk, line: Line) -> Any:
    return SimpleNamespace(drawings=Drawings(None), desk=town, bot=line, texts=TEXTS)
