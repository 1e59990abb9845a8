"""getUpdates: offsets, waiting, filters and the rule of one poller."""

import asyncio
import time
from typing import Any

from sandbox import Chat, Person, Sandbox
from tests.sandbox.conftest import Client


async def test_updates_stay_until_an_offset_confirms_them(client: Client, ann: Person) -> None:
    for number in range(5):
        ann.writes(f"{number}")
    first = await client.call("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["0", "1"]
    assert await client.call("getUpdates", limit=2) == first
    rest = await client.call("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["2", "3", "4"]
    ids = [update["update_id"] for update in first + rest]
    assert ids == list(range(ids[0], ids[0] + 5))


async def test_a_negative_offset_keeps_the_newest_and_forgets_the_rest(client: Client, ann: Person) -> None:
    for number in range(5):
        ann.writes(f"{number}")
    newest = await client.call("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in newest] == ["4"]
    assert await client.call("getUpdates") == newest


async def test_a_long_poll_ends_with_the_first_update(telegram: Sandbox, client: Client, ann: Person) -> None:
    poll = asyncio.create_task(client.call("getUpdates", timeout=5))
    await telegram.until(lambda: telegram.bot.polling)
    began = time.monotonic()
    ann.writes("/start")
    assert (await poll)[0]["message"]["text"] == "/start"
    assert time.monotonic() - began < 3


async def test_a_long_poll_without_news_ends_empty(client: Client) -> None:
    began = time.monotonic()
    assert await client.call("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - began < 4


async def test_of_two_pollers_the_older_is_sent_away(telegram: Sandbox, client: Client, ann: Person) -> None:
    older = asyncio.create_task(client.refused("getUpdates", timeout=5))
    await telegram.until(lambda: telegram.bot.polling)
    newer = asyncio.create_task(client.call("getUpdates", timeout=5))
    assert await older == (
        "409 Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    ann.writes("hello")
    assert len(await newer) == 1
    assert telegram.calls.count("getUpdates", 409) == 1


async def test_a_poller_that_died_is_no_second_poller(telegram: Sandbox, client: Client, ann: Person) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", telegram.listener.port)
    writer.write(f"GET /bot{telegram.bot.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await telegram.until(lambda: telegram.bot.polling)
    writer.transport.abort()
    await telegram.until(lambda: telegram.calls.count("getUpdates", 0) == 1)
    assert not telegram.bot.polling
    ann.writes("hello")
    assert len(await client.call("getUpdates", timeout=1)) == 1
    assert telegram.calls.count("getUpdates", 409) == 0


async def test_only_the_kinds_asked_for_are_kept(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    await client.call("getUpdates", allowed_updates=["callback_query"])
    ann.writes("not asked for")
    sent = await client.say(group, reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]})
    ann.taps(group.posts[sent["message_id"]], "好")
    assert [set(update) for update in await client.updates()] == [{"update_id", "callback_query"}]
    await client.call("getUpdates", allowed_updates=[])
    ann.writes("asked for")
    ann.promotes_bot(group)
    ann.reacts(group.messages[-1], "👍")
    assert [set(update) for update in await client.updates()] == [
        {"update_id", "message"},
        {"update_id", "my_chat_member"},
    ]


async def test_reactions_reach_an_admin_bot_that_asked(client: Client, ann: Person, group: Chat) -> None:
    await client.call("getUpdates", allowed_updates=["message_reaction"])
    sent = await client.say(group)
    ann.reacts(group.posts[sent["message_id"]], "👍")
    assert await client.updates() == []
    ann.promotes_bot(group)
    ann.reacts(group.posts[sent["message_id"]], "👎")
    (update,) = await client.updates()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]


async def test_raw_updates_pass_as_they_are(telegram: Sandbox, client: Client) -> None:
    odd: list[dict[str, Any]] = [
        {"message": "no message at all"},
        {"update_id": 800_000_000, "poll": {"id": 5}},
    ]
    assert telegram.queue(odd)[1] == 800_000_000
    first, second = await client.updates()
    assert first["message"] == "no message at all"
    assert second == odd[1]


async def test_updates_waiting_can_be_dropped(client: Client, ann: Person) -> None:
    ann.writes("x")
    await client.call("deleteWebhook", drop_pending_updates=True)
    assert await client.call("getUpdates") == []


async def test_a_kind_no_longer_wanted_is_still_told_when_it_happened_before(
    client: Client, ann: Person
) -> None:
    ann.writes("before")
    assert len(await client.call("getUpdates", allowed_updates=["poll"])) == 1
