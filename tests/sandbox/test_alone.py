"""The sandbox as a program of its own."""

import asyncio
import signal
import sys

from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox import Sandbox
from tests.sandbox.conftest import plain_http


async def test_it_says_where_it_is_serves_and_ends() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--no-limits", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    url = (await program.stdout.readline()).decode().strip()
    token = (await program.stdout.readline()).decode().strip()
    async with plain_http() as http:
        assert (await http.get(f"{url}{token}/getMe")).json()["result"]["username"] == "xiaolaba_bot"
    program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 5) == 0


async def test_a_port_in_use_is_said_in_one_line() -> None:
    async with Sandbox() as telegram:
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox", "--port", str(telegram.listener.port)),
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await program.communicate()
    assert program.returncode == 2
    assert "choose another with --port" in errors.decode().splitlines()[-1]


async def test_pages_of_our_own_come_first() -> None:
    async def hello(request: object) -> PlainTextResponse:
        return PlainTextResponse("hello")

    async with Sandbox(pages=[Route("/page", hello)]) as telegram, plain_http() as http:
        root = telegram.url.removesuffix("/bot")
        assert (await http.get(f"{root}/page")).text == "hello"
        assert (await http.get(f"{telegram.url}{telegram.bot.token}/getMe")).status_code == 200
