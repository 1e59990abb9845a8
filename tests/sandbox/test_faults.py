"""Bad weather: each fault does what it says, where it is told to, and the ledger knows the truth."""

import asyncio
import time

import httpx
import pytest

from sandbox import Broken, Chat, Malformed, Person, Refuse, Reset, Sandbox, Slow, TooMany, refusals
from tests.sandbox.conftest import Client


@pytest.mark.parametrize("refusal", refusals.EVERY.values(), ids=refusals.EVERY.keys())
async def test_any_of_telegrams_errors(
    telegram: Sandbox, client: Client, group: Chat, refusal: Refuse
) -> None:
    telegram.faults.add(refusal, method="sendMessage", chat=group, times=1)
    answer = await client.refused("sendMessage", chat_id=group.id, text="x")
    assert answer == f"{refusal.code} {refusal.description}"
    await client.say(group)
    assert len(telegram.ledger) == 1


async def test_faults_hit_the_chat_and_the_method_they_are_meant_for(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    other = telegram.group("别的群", owner=ann)
    ann.adds_bot(other)
    telegram.faults.add(refusals.KICKED, method="sendMessage", chat=group, skip=1)
    await client.say(group)
    await client.say(other)
    assert await client.call("getChat", chat_id=group.id)
    for _ in range(3):
        assert (await client.raw("sendMessage", chat_id=group.id, text="x")).status_code == 403
    telegram.faults.clear()
    await client.say(group)
    assert len(telegram.faults.happened) == 3


async def test_any_wait_and_a_new_address(telegram: Sandbox, client: Client, group: Chat) -> None:
    telegram.faults.add(TooMany(43_837), times=1)
    answer = (await client.raw("sendMessage", chat_id=group.id, text="x")).json()
    assert answer["parameters"] == {"retry_after": 43_837}
    moved = Refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1005)
    telegram.faults.add(moved, times=1)
    answer = (await client.raw("sendMessage", chat_id=group.id, text="x")).json()
    assert answer["parameters"] == {"migrate_to_chat_id": -1005}


@pytest.mark.parametrize(("after", "landed"), [(False, 0), (True, 1)])
async def test_a_reset_before_or_after_landing(
    telegram: Sandbox, client: Client, group: Chat, after: bool, landed: int
) -> None:
    telegram.faults.add(Reset(after_landing=after), method="sendMessage", times=1)
    with pytest.raises(httpx.TransportError):
        await client.say(group)
    assert len(telegram.ledger) == landed
    assert telegram.calls.count("sendMessage", 0) == 1
    await client.say(group)


@pytest.mark.parametrize(("after", "landed"), [(False, 0), (True, 1)])
async def test_a_page_of_html_instead_of_json(
    telegram: Sandbox, client: Client, group: Chat, after: bool, landed: int
) -> None:
    telegram.faults.add(Broken(502, after_landing=after), times=1)
    answer = await client.raw("sendMessage", chat_id=group.id, text="x")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert len(telegram.ledger) == landed


async def test_a_malformed_answer_to_a_message_that_landed(
    telegram: Sandbox, client: Client, group: Chat
) -> None:
    telegram.faults.add(Malformed(), times=1)
    answer = await client.raw("sendMessage", chat_id=group.id, text="x")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()
    assert len(telegram.ledger) == 1


@pytest.mark.parametrize(("late", "landed"), [(False, 1), (True, 0)])
async def test_a_slow_line(telegram: Sandbox, client: Client, group: Chat, late: bool, landed: int) -> None:
    telegram.faults.add(Slow(0.4, landing_late=late), method="sendMessage", times=1)
    sending = asyncio.create_task(client.say(group))
    await telegram.until(lambda: telegram.faults.happened)
    assert len(telegram.ledger) == landed
    assert not sending.done()
    await sending
    assert len(telegram.ledger) == 1


async def test_an_outage_refuses_everything_and_ends(telegram: Sandbox, client: Client, ann: Person) -> None:
    poll = asyncio.create_task(client.raw("getUpdates", timeout=10))
    await telegram.until(lambda: telegram.bot.polling)
    async with telegram.outage():
        with pytest.raises(httpx.TransportError):
            await poll
        with pytest.raises(httpx.ConnectError):
            await client.call("getMe")
        ann.writes("in the dark")
    assert (await client.updates())[0]["message"]["text"] == "in the dark"


async def test_an_outage_may_reset_what_it_takes(
    telegram: Sandbox, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    async with telegram.outage("reset"):
        for _ in range(3):
            with pytest.raises(httpx.TransportError) as failure:
                await client.call("getMe")
            assert not isinstance(failure.value, httpx.ConnectError)
    assert await client.call("getMe")
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_an_outage_may_hang_instead(telegram: Sandbox, client: Client) -> None:
    async with telegram.outage("hang"):
        began = time.monotonic()
        with pytest.raises(httpx.ReadTimeout):
            await client.http.get(f"{client.base}/getMe", timeout=0.2)
        assert time.monotonic() - began >= 0.2
    assert await client.call("getMe")


async def test_updates_doubled_repeated_and_reordered(telegram: Sandbox, client: Client, ann: Person) -> None:
    with telegram.doubled():
        ann.writes("0")
    first, second = await client.updates()
    assert first == second
    with telegram.reordered(seed=1):
        for number in range(6):
            ann.writes(f"{number}")
        assert await client.call("getUpdates") == []
    heard = await client.updates()
    ids = [update["update_id"] for update in heard]
    texts = [update["message"]["text"] for update in heard]
    assert ids == sorted(ids)
    assert sorted(texts) == ["0", "1", "2", "3", "4", "5"] != texts
    telegram.repeat(2)
    again = await client.updates()
    assert [it["message"] for it in again] == [it["message"] for it in heard[-2:]]
    assert again[0]["update_id"] > ids[-1]


async def test_a_lost_batch_of_updates_comes_again(telegram: Sandbox, client: Client, ann: Person) -> None:
    ann.writes("x")
    telegram.faults.add(Reset(after_landing=True), method="getUpdates", times=1)
    with pytest.raises(httpx.TransportError):
        await client.call("getUpdates")
    assert len(await client.updates()) == 1
