"""Somebody who looks at the page over plain HTTP, in a town without a bot process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx

from sandbox.demo_town import Town

if TYPE_CHECKING:
    from tests.sandbox.conftest import Client

OWNER, OFFICER, ADMIN, ANONYMOUS, ACCOUNTANT, ELDER = 1001, 1003, 1004, 1005, 1006, 1007
SEEN = {"inline_keyboard": [[{"text": "✅ 我已看", "callback_data": "r:1"}]]}


class Visitor:
    """A town with its page, somebody who looks at it, and the bot's side of the line."""

    def __init__(self, town: Town, port: int, http: httpx.AsyncClient, bot: Client) -> None:
        self.town, self.http, self.bot = town, http, bot
        self.address = f"http://127.0.0.1:{port}"
        self.village = town.groups["village"]

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(self.address + path, headers=headers)

    async def do(self, act: str, person: int, chat: int | None = None, **body: Any) -> dict[str, Any]:
        order = {"person": person, "chat": self.village.id if chat is None else chat, **body}
        answer: dict[str, Any] = (await self.http.post(f"{self.address}/do/{act}", json=order)).json()
        return answer

    @asynccontextmanager
    async def looks(
        self, person: int, chat: int | None = None
    ) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """The stream of news for a person at a chat."""
        place = f"/events?person={person}&chat={self.village.id if chat is None else chat}"
        async with self.http.stream("GET", self.address + place) as answer:
            assert answer.status_code == 200, answer.status_code
            yield (json.loads(line[6:]) async for line in answer.aiter_lines() if line.startswith("data: "))

    async def sees(self, person: int, chat: int | None = None) -> dict[str, Any]:
        """Everything as it stands now."""
        async with self.looks(person, chat) as news:
            return await anext(news)

    async def message(self, person: int = ELDER, chat: int | None = None) -> dict[str, Any]:
        """The newest message as that person sees it."""
        last: dict[str, Any] = (await self.sees(person, chat))["messages"][-1]
        return last
