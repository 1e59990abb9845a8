"""Server-sent events: first all that a person sees, then only what changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from sandbox.chats import Chat
from sandbox.page import view
from sandbox.page.stage import Actor, Stage

# Changes that come faster are told together; a silent line is kept open.
BREATH, SILENCE = 0.1, 15.0


class Difference:
    """What was told already, so that only news is told."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._messages: dict[int, str] = {}

    def of(self, parts: dict[str, Any], messages: dict[int, dict[str, Any]]) -> str:
        """The changed parts and messages and the ids that are gone, as JSON; empty when nothing changed."""
        told = {name: _json(part) for name, part in parts.items()}
        seen = {each: _json(message) for each, message in messages.items()}
        news = [f'"{name}":{text}' for name, text in told.items() if self._parts.get(name) != text]
        fresh = [text for each, text in seen.items() if self._messages.get(each) != text]
        gone = [each for each in self._messages if each not in seen]
        if fresh:
            news.append(f'"messages":[{",".join(fresh)}]')
        if gone:
            news.append(f'"gone":{gone}')
        self._parts, self._messages = told, seen
        return "{" + ",".join(news) + "}" if news else ""


async def events(stage: Stage, actor: Actor, chat: Chat | None, *, looks: bool = True) -> AsyncIterator[str]:
    """The lines of the stream for one person at one open chat, which counts as read while one looks."""
    changed, told = asyncio.Event(), Difference()
    stage.watch(changed.set)
    try:
        while True:
            changed.clear()
            if chat is not None and chat.migrated_to is not None:
                yield f"event: moved\ndata: {chat.migrated_to.id}\n\n"
                return
            if looks and chat is not None:
                stage.read(actor, chat)
            news = told.of(*_now(stage, actor, chat))
            if news:
                yield f"data: {news}\n\n"
            try:
                await asyncio.wait_for(changed.wait(), SILENCE)
            except TimeoutError:
                yield ": still here\n\n"
            await asyncio.sleep(BREATH)
    finally:
        stage.unwatch(changed.set)


def _now(stage: Stage, actor: Actor, chat: Chat | None) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    if chat is None:
        return view.parts(stage, actor, None), {}
    return view.parts(stage, actor, chat), view.messages(stage, actor, chat)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
