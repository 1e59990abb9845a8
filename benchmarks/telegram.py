"""The sandbox's process as a benchmark sees it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from benchmarks.strict import Call

ANSWERS_AFTER = 0.08  # seconds, as Telegram does


class Telegram:
    """Asks the process for its verbs (telegram_process.Stage)."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self._client = httpx.AsyncClient(base_url=url.removesuffix("/bot"), timeout=300)

    async def ask(self, verb: str, **how: Any) -> Any:
        """The verb's answer; waits out an outage."""
        while True:
            try:
                answer = await self._client.post(f"/bench/{verb}", json=how)
            except httpx.TransportError:
                await asyncio.sleep(0.2)
                continue
            answer.raise_for_status()
            return answer.json()

    async def groups(self, count: int) -> list[int]:
        """So many groups with our bot in them."""
        found: list[int] = await self.ask("groups", count=count, token=self.token)
        return found

    async def calls(self, token: str | None = None) -> list[Call]:
        """Every call of a bot, ours if none is named."""
        return [Call(*call) for call in await self.ask("calls", token=token or self.token)]

    async def landed(self, part: str = "", token: str = "") -> list[tuple[float, int]]:
        """When and where something that contains this landed."""
        return [(at, chat) for at, chat in await self.ask("landed", part=part, token=token)]

    async def until_landed(
        self, number: int, part: str = "", token: str = "", *, within: float = 120
    ) -> float:
        """Wait until so many landed; the moment of the last. httpx.HTTPStatusError when in vain."""
        how = {"number": number, "part": part, "token": token, "within": within}
        return float(await self.ask("until_landed", **how))

    async def until_changed(self, number: int, since: float, *, within: float = 120) -> float:
        """Wait until so many messages in groups were changed since then; the moment of the last."""
        return float(await self.ask("until_changed", number=number, since=since, within=within))

    async def close(self) -> None:
        await self._client.aclose()


@asynccontextmanager
async def open_telegram(*, limited: bool = True, delay: float = ANSWERS_AFTER) -> AsyncIterator[Telegram]:
    """A sandbox process for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.telegram_process", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    url, token = [(await process.stdout.readline()).decode().strip() for _ in range(2)]
    telegram = Telegram(url, token)
    try:
        await telegram.ask("weather", limited=limited, delay=delay)
        yield telegram
    finally:
        await telegram.close()
        process.terminate()
        await process.wait()
