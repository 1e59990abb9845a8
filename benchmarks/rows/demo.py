"""`make demo`: from the command to the page with the first card, and a press among 500 residents."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from statistics import median
from typing import Any

import httpx

from benchmarks.table import Row, at_most

STARTS, FIRST_CARD = 3, 4.0
RESIDENTS, PRESSES, PRESS = 500, 40, 300.0
ADMIN = 1004  # sandbox/demo_town.json: who brings the bot into the village
PATIENCE = 60.0
FILES = re.compile(r'(?:src|href)="(/static/[^"]+)"|from "\./([\w.]+)"')


async def measure() -> list[Row]:
    """Start several times, each to the first card; the last one then gets its residents."""
    waits = []
    for number in range(STARTS):
        began = time.monotonic()
        async with _demo() as page:
            village = await page.first_card()
            waits.append(time.monotonic() - began)
            if number == STARTS - 1:
                presses = await _presses(page, village)
    return [
        at_most(
            "make demo: command to the page with the first card",
            median(waits),
            FIRST_CARD,
            shown=f"{median(waits):.2f} s (worst {max(waits):.2f})",
            unit=" s",
        ),
        at_most(
            f"a press on the demo's page among {RESIDENTS} residents",
            median(presses),
            PRESS,
            shown=f"{median(presses):.0f} ms (worst {max(presses):.0f})",
            unit=" ms",
        ),
    ]


class _Page:
    """The demo's page as a browser fetches it, without the drawing."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def first_card(self) -> int:
        """The page with all that belongs to it, then the village's card with its buttons; the village."""
        html = (await self._http.get("/")).text
        found = re.search(r'data-start-chat="(-\d+)"', html)
        assert found is not None
        await self._fetch_files(html)
        village = int(found[1])
        await self.until(village, lambda message: bool(message.get("buttons")))
        return village

    async def _fetch_files(self, html: str) -> None:
        known: set[str] = set()
        wanted = {one[0] for one in FILES.findall(html)}
        while wanted:
            known |= wanted
            texts = [(await self._http.get(path)).text for path in wanted]
            imported = {f"/static/{one[1]}" for text in texts for one in FILES.findall(text) if one[1]}
            wanted = imported - known

    async def until(self, chat: int, fits: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
        """The first message in the stream of a chat that fits."""
        place = {"person": ADMIN, "chat": chat}
        async with asyncio.timeout(PATIENCE), self._http.stream("GET", "/events", params=place) as news:
            async for line in news.aiter_lines():
                told = json.loads(line[6:]) if line.startswith("data: ") else {}
                for message in told.get("messages", ()):
                    if fits(message):
                        found: dict[str, Any] = message
                        return found
        raise AssertionError("the stream ended")

    async def do(self, act: str, chat: int, **body: Any) -> dict[str, Any]:
        """An order; it must be carried out."""
        answer = (await self._http.post(f"/do/{act}", json={"person": ADMIN, "chat": chat, **body})).json()
        assert answer.get("ok"), answer
        told: dict[str, Any] = answer
        return told

    async def press(self, chat: int, message: Mapping[str, Any], label: str) -> dict[str, Any]:
        """Press a button of a message by what it says."""
        row, column = _place(message, label)
        text = message["buttons"][row][column]["text"]
        return await self.do("press", chat, message=message["id"], row=row, column=column, label=text)


async def _presses(page: _Page, village: int) -> list[float]:
    """Milliseconds of each press while the residents read a tip that has just come."""
    card = await page.until(village, lambda message: _has(message, "发一条看看"))
    await page.press(village, card, "发一条看看")
    tip = await page.until(village, lambda message: _has(message, "是真的吗"))
    await page.do("crowd", village, size=RESIDENTS)
    waits = []
    for _ in range(PRESSES):
        began = time.monotonic()
        answer = await page.press(village, tip, "是真的吗")
        assert "late" not in answer, "the bot did not answer"
        waits.append(1000 * (time.monotonic() - began))
        await asyncio.sleep(0.5)
    return waits


def _has(message: Mapping[str, Any], label: str) -> bool:
    return any(label in button["text"] for row in message.get("buttons", ()) for button in row)


def _place(message: Mapping[str, Any], label: str) -> tuple[int, int]:
    return next(
        (row, column)
        for row, buttons in enumerate(message["buttons"])
        for column, button in enumerate(buttons)
        if label in button["text"]
    )


@asynccontextmanager
async def _demo() -> AsyncIterator[_Page]:
    """The demo as `make demo` starts it, on a free port."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.demo", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://\S+", (await process.stdout.readline()).decode())
        assert found is not None
        async with httpx.AsyncClient(base_url=found[0], timeout=PATIENCE, verify=False) as http:
            yield _Page(http)
    finally:
        process.send_signal(signal.SIGINT)
        await process.wait()
