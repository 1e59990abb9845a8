"""Chats that change their id and people who speak as something else."""

import pytest

from sandbox import Chat, Person, Sandbox
from sandbox.managing import Order
from tests.sandbox.conftest import Client
from tests.sandbox.test_chats import kinds


@pytest.mark.parametrize(
    ("order", "told"),
    [("to_first", "tf"), ("from_first", "ft"), ("twice", "tftf"), ("never", "")],
)
async def test_a_group_becomes_a_supergroup(
    telegram: Sandbox, client: Client, ann: Person, order: Order, told: str
) -> None:
    old = telegram.group("群", owner=ann, kind="group", members=40)
    ann.adds_bot(old, admin=True)
    await client.updates()
    new = ann.upgrades(old, order=order)
    heard = [update["message"] for update in await client.updates()]
    assert "".join("t" if "migrate_to_chat_id" in it else "f" for it in heard) == told
    for it in heard:
        assert it.get("migrate_to_chat_id", new.id) == new.id
        assert it.get("migrate_from_chat_id", old.id) == old.id
    response = await client.raw("sendMessage", chat_id=old.id, text="x")
    assert response.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    await client.say(new)
    assert await client.call("getChatMemberCount", chat_id=new.id) == 41


async def test_an_anonymous_admin_speaks_as_the_group_but_presses_as_a_person(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    bob = telegram.person("老李")
    telegram.admin(group, bob, anonymous=True, title="网格员")
    bob.says(group, "/settings")
    (update,) = await client.updates()
    said = update["message"]
    assert (said["from"]["id"], said["sender_chat"]["id"]) == (1087968824, group.id)
    assert said["author_signature"] == "网格员"
    telegram.admin(group, ann, anonymous=True)
    admins = await client.call("getChatAdministrators", chat_id=group.id)
    assert {it["status"]: it["is_anonymous"] for it in admins} == {"creator": True, "administrator": True}
    sent = await client.say(group, reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]})
    bob.taps(group.posts[sent["message_id"]], "好")
    (update,) = await client.updates()
    assert update["callback_query"]["from"]["id"] == bob.id


async def test_a_channel_and_its_discussion_group(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    channel = telegram.channel("平安频道", owner=ann, linked=group, username="ping_an")
    ann.adds_bot(channel)
    assert kinds(await client.updates()) == ["my_chat_member"]
    ann.says(channel, "/tip 公告")
    post, forward = await client.updates()
    assert post["channel_post"]["sender_chat"]["id"] == channel.id
    assert "from" not in post["channel_post"]
    automatic = forward["message"]
    assert (automatic["from"]["id"], automatic["is_automatic_forward"]) == (777000, True)
    assert automatic["forward_origin"]["chat"]["id"] == channel.id
    sent = await client.call("sendMessage", chat_id="@ping_an", text="x")
    assert sent["sender_chat"]["id"] == channel.id
    ann.demotes_bot(channel)
    assert await client.refused("sendMessage", chat_id=channel.id, text="x") == (
        "400 Bad Request: need administrator rights in the channel chat"
    )
