"""What goes wrong on a line to Telegram has its name, and the environment's proxy is used."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot import lines
from bot.lines import Lines, proxy_to
from bot.sender import outcome_of
from core.ports import NotSent, Outcome, Unknown
from sandbox import Sandbox

HELLO = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'


@asynccontextmanager
async def answered(answer: bytes | None) -> AsyncIterator[tuple[str, list[bytes]]]:
    """An address where each request gets that answer, None: none at all; and what arrived there."""
    arrived: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", arrived


async def outcome(url: str, patience: float = 5, words: RequestData | None = None) -> Outcome:
    """What a Delivery sent there comes to; AssertionError where it was answered."""
    telegram = Lines(url, patience, httpx.create_ssl_context())
    try:
        answer = await telegram.do_request(f"{url}/sendMessage", "POST", words)
    except NetworkError as error:
        return outcome_of(error)
    finally:
        await telegram.shutdown()
    raise AssertionError(answer)


async def test_nobody_listens_there() -> None:
    async with answered(HELLO) as (url, _):
        pass
    assert await outcome(url) == NotSent(5.0)


async def test_the_line_is_cut_after_the_request_left() -> None:
    async with answered(b"") as (url, arrived):
        assert await outcome(url) == Unknown("reset")
        assert len(arrived) == 1


async def test_what_comes_is_no_answer() -> None:
    async with answered(b"nonsense\r\n\r\n") as (url, _):
        assert await outcome(url) == Unknown("reset")


async def test_no_answer_comes() -> None:
    async with answered(None) as (url, _):
        assert await outcome(url, patience=0.1) == Unknown("timeout")


async def test_no_line_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 1)
    async with answered(None) as (url, arrived):
        telegram = Lines(url, 30, httpx.create_ssl_context())
        waits = asyncio.ensure_future(telegram.post(f"{url}/getMe"))
        await asyncio.sleep(0)  # it has the line
        with pytest.raises(TimedOut) as refused:
            await telegram.post(f"{url}/getMe", pool_timeout=0.1)
        assert outcome_of(refused.value) == NotSent(5.0)
        assert len(arrived) <= 1
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        # Whoever gave up has given its line back.
        with pytest.raises(TimedOut) as unanswered:
            await telegram.post(f"{url}/getMe", read_timeout=0.1)
        assert outcome_of(unanswered.value) == Unknown("timeout")
        await telegram.shutdown()


@pytest.mark.parametrize("idle", [False, True])
async def test_whoever_gives_up_at_whatever_moment_leaves_a_line_that_serves(
    monkeypatch: pytest.MonkeyPatch, idle: bool
) -> None:
    monkeypatch.setattr(lines, "LINES", 1)
    async with Sandbox() as telegram:
        mine = Lines(telegram.url, 5, httpx.create_ssl_context())
        url = f"{telegram.url}{telegram.bot.token}/getMe"
        for steps in range(40):
            if idle:
                await mine.post(url)
            given_up = asyncio.ensure_future(mine.post(url))
            for _ in range(steps):
                await asyncio.sleep(0)
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
            async with asyncio.timeout(5):
                assert await mine.post(url)
        await mine.shutdown()


async def test_a_proxy_that_refuses_kept_everything_here(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answered(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") as (url, arrived):
        monkeypatch.setenv("HTTPS_PROXY", url)
        assert await outcome("https://telegram.example/bot") == NotSent(5.0)
    assert arrived[0].startswith(b"CONNECT telegram.example:443")


async def test_the_environments_proxy_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answered(HELLO) as (url, arrived):
        monkeypatch.setenv("HTTP_PROXY", url.removeprefix("http://"))
        telegram = Lines("http://telegram.example/bot", 5, httpx.create_ssl_context())
        assert await telegram.do_request("http://telegram.example/bot1:a/getMe", "POST") == (
            200,
            b'{"ok":true}',
        )
        await telegram.shutdown()
    assert arrived[0].startswith(b"POST http://telegram.example/bot1:a/getMe HTTP/1.1\r\n")


def test_which_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_to("https://api.telegram.org/bot") is None
    monkeypatch.setenv("ALL_PROXY", "http://office:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,api.inside.example")
    assert proxy_to("https://api.telegram.org/bot") == "http://office:3128"
    assert proxy_to("http://127.0.0.1:8081/bot") is None
    assert proxy_to("https://api.inside.example/bot") is None
    monkeypatch.setenv("NO_PROXY", "api.inside.example:8081")
    assert proxy_to("https://api.inside.example:8081/bot") is None
    assert proxy_to("https://api.inside.example/bot") == "http://office:3128"
    monkeypatch.setenv("HTTPS_PROXY", "http://safe:3128")
    assert proxy_to("https://api.telegram.org/bot") == "http://safe:3128"
