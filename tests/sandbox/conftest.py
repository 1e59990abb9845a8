"""A Telegram without flood limits, and a client that speaks plain HTTP to it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox import Bot, Chat, Person, Sandbox
from sandbox.demo_clock import Clock
from sandbox.demo_town import Town
from sandbox.page.site import site
from sandbox.server import Listener
from tests.sandbox.visitor import Visitor


def plain_http() -> httpx.AsyncClient:
    """A client without certificates: loading them takes a tenth of a second, and plain HTTP needs none."""
    return httpx.AsyncClient(timeout=10, verify=False)


class Client:
    """Calls methods of one bot over HTTP."""

    def __init__(self, http: httpx.AsyncClient, telegram: Sandbox, bot: Bot) -> None:
        self.http = http
        self.base = f"{telegram.url}{bot.token}"

    async def raw(self, method: str, **fields: Any) -> httpx.Response:
        """The whole answer."""
        return await self.http.post(f"{self.base}/{method}", json=fields)

    async def call(self, method: str, **fields: Any) -> Any:
        """The result of a call that must succeed."""
        answer = (await self.raw(method, **fields)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **fields: Any) -> str:
        """Code and description of a call that must fail."""
        response = await self.raw(method, **fields)
        answer = response.json()
        assert not answer["ok"]
        assert answer["error_code"] == response.status_code
        return f"{answer['error_code']} {answer['description']}"

    async def updates(self, **how: Any) -> list[dict[str, Any]]:
        """All that waits, confirmed."""
        batch: list[dict[str, Any]] = await self.call("getUpdates", **how)
        if batch:
            await self.call("getUpdates", offset=batch[-1]["update_id"] + 1)
        return batch

    async def say(self, chat: Chat, text: str = "你好", **how: Any) -> dict[str, Any]:
        """Send a text."""
        sent: dict[str, Any] = await self.call("sendMessage", chat_id=chat.id, text=text, **how)
        return sent


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=None) as telegram:
        yield telegram


@pytest.fixture
async def client(telegram: Sandbox) -> AsyncIterator[Client]:
    async with plain_http() as http:
        yield Client(http, telegram, telegram.bot)


@pytest.fixture
def ann(telegram: Sandbox) -> Person:
    return telegram.person("王大姐")


@pytest.fixture
def group(telegram: Sandbox, ann: Person) -> Chat:
    """A supergroup that the bot is in; the news of it is gone."""
    group = telegram.group("幸福村村民群", owner=ann, members=312)
    ann.adds_bot(group)
    telegram.bot.queue.drop()
    return group


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    """The demo's town with its page; the bot is in the village, and its side of the line is ours to play."""
    town = Town(Clock(), crowd_seconds=0.4)
    town.people["admin"].adds_bot(town.groups["village"])
    listener = Listener(site(town.stage), "127.0.0.1", 0)
    await listener.open()
    try:
        async with town.telegram, plain_http() as http:
            town.telegram.limits = None
            yield Visitor(town, listener.port, http, Client(http, town.telegram, town.telegram.bot))
    finally:
        await town.stage.close()
        await listener.close()
