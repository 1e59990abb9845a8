"""Flood limits: strict windows, exact waits."""

import time

import pytest

from sandbox import Limits, Sandbox
from sandbox.limits import Flood
from tests.sandbox.conftest import Client, plain_http


def test_a_strict_window_slides() -> None:
    flood = Flood(Limits(per_second=3, per_group_minute=None, per_group_second=None))
    for now in (0.0, 0.5, 0.9):
        assert flood.retry_after(-1, private=False, now=now) == 0
        flood.record(-1, private=False, now=now)
    assert flood.retry_after(-2, private=False, now=0.99) == 1
    assert flood.retry_after(-2, private=False, now=1.0) == 0
    flood.record(-2, private=False, now=1.0)
    assert flood.retry_after(-2, private=False, now=1.4) == 1
    assert flood.retry_after(-2, private=False, now=1.5) == 0


def test_a_group_takes_twenty_a_minute() -> None:
    flood = Flood(Limits())
    for second in range(20):
        assert flood.retry_after(-1, private=False, now=second * 2.0) == 0
        flood.record(-1, private=False, now=second * 2.0)
    assert flood.retry_after(-1, private=False, now=40.0) == 20
    assert flood.retry_after(-2, private=False, now=40.0) == 0
    assert flood.retry_after(-1, private=False, now=60.0) == 0


def test_one_a_second_in_a_private_chat() -> None:
    flood = Flood(Limits())
    flood.record(5, private=True, now=0.0)
    assert flood.retry_after(5, private=True, now=0.2) == 1
    assert flood.retry_after(5, private=True, now=1.0) == 0


async def test_messages_and_edits_are_limited_and_answers_are_not() -> None:
    limits = Limits(per_second=None, per_group_second=None, per_group_minute=3)
    async with Sandbox(limits=limits) as telegram, plain_http() as http:
        client = Client(http, telegram, telegram.bot)
        ann = telegram.person("王大姐")
        group = telegram.group("群", owner=ann)
        ann.adds_bot(group)
        sent = await client.say(group)
        where = {"chat_id": group.id, "message_id": sent["message_id"]}
        await client.call("editMessageText", **where, text="二")
        await client.say(group)
        refused = await client.raw("editMessageText", **where, text="三")
        assert refused.status_code == 429
        wait = refused.json()["parameters"]["retry_after"]
        assert 58 <= wait <= 60
        assert refused.json()["description"] == f"Too Many Requests: retry after {wait}"
        for _ in range(5):
            await client.call("getMe")
            await client.call("getChat", chat_id=group.id)
            await client.call("sendChatAction", chat_id=group.id, action="typing")
        assert telegram.calls.count(code=429) == 1
        assert len(telegram.ledger) == 2
        telegram.limits = None
        await client.say(group)


@pytest.mark.parametrize("count", [5, 7])
async def test_so_many_a_second_over_all_chats(count: int) -> None:
    async with Sandbox(limits=Limits(per_second=5)) as telegram, plain_http() as http:
        client = Client(http, telegram, telegram.bot)
        groups = telegram.groups(count, owner=telegram.person("王大姐"))
        codes = [(await client.raw("sendMessage", chat_id=it.id, text="x")).status_code for it in groups]
        assert codes == [200] * 5 + [429] * (count - 5)


async def test_answers_come_after_the_delay() -> None:
    async with Sandbox(delay=0.08) as telegram, plain_http() as http:
        began = time.monotonic()
        await Client(http, telegram, telegram.bot).call("getMe")
        assert 0.08 <= time.monotonic() - began < 3
