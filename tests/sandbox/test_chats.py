"""Membership and rights: who is where, who may what, and what the bot hears of it."""

from typing import Any

import pytest

from sandbox import Chat, Person, Sandbox
from tests.sandbox.conftest import Client


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


async def test_a_bot_is_added_promoted_demoted_and_thrown_out(
    telegram: Sandbox, client: Client, ann: Person
) -> None:
    group = telegram.group("群", owner=ann, members=312)
    ann.adds_bot(group, startgroup="g1")
    added = await client.updates()
    assert kinds(added) == ["my_chat_member", "message", "message"]
    change = added[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert change["from"]["id"] == ann.id
    assert added[1]["message"]["new_chat_members"][0]["id"] == telegram.bot.id
    assert added[2]["message"]["text"] == "/start@xiaolaba_bot g1"
    assert await client.call("getChatMemberCount", chat_id=group.id) == 313
    ann.promotes_bot(group, ["can_pin_messages"])
    ann.demotes_bot(group)
    ann.removes_bot(group)
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in await client.updates()]
    assert statuses == ["administrator", "member", "kicked"]
    assert group.member_count == 312


async def test_a_kicked_bot_is_told_so(telegram: Sandbox, client: Client, ann: Person) -> None:
    for kind in ("group", "supergroup"):
        group = telegram.group("群", owner=ann, kind=kind)
        stranger = await client.refused("sendMessage", chat_id=group.id, text="x")
        assert stranger == "400 Bad Request: chat not found"
        ann.adds_bot(group)
        ann.removes_bot(group)
        refusal = await client.refused("sendMessage", chat_id=group.id, text="x")
        assert refusal == f"403 Forbidden: bot was kicked from the {kind} chat"
        ann.adds_bot(group)
        await client.call("leaveChat", chat_id=group.id)
        refusal = await client.refused("sendMessage", chat_id=group.id, text="x")
        assert refusal == f"403 Forbidden: bot is not a member of the {kind} chat"
    group = telegram.group("群", owner=ann, kind="group")
    ann.adds_bot(group)
    ann.deletes_group(group)
    refusal = await client.refused("sendMessage", chat_id=group.id, text="x")
    assert refusal == "403 Forbidden: the group chat was deleted"


async def test_who_runs_a_group_may_be_asked_always_who_is_in_it_only_by_admins(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    bob = telegram.person("老李")
    telegram.admin(group, bob, anonymous=True, title="网格员")
    admins = await client.call("getChatAdministrators", chat_id=group.id)
    assert [(it["user"]["id"], it["status"], it["is_anonymous"]) for it in admins] == [
        (ann.id, "creator", False),
        (bob.id, "administrator", True),
    ]
    asked = {"chat_id": group.id, "user_id": bob.id}
    assert await client.refused("getChatMember", **asked) == "400 Bad Request: member list is inaccessible"
    own = await client.call("getChatMember", chat_id=group.id, user_id=telegram.bot.id)
    assert own["status"] == "member"
    ann.promotes_bot(group)
    assert (await client.call("getChatMember", **asked))["custom_title"] == "网格员"
    stranger = telegram.person("过客")
    left = await client.call("getChatMember", chat_id=group.id, user_id=stranger.id)
    assert left["status"] == "left"


@pytest.mark.parametrize(
    ("permission", "method", "fields", "what"),
    [
        ("can_send_messages", "sendMessage", {"text": "x"}, "text messages"),
        ("can_send_photos", "sendPhoto", {"photo": "x"}, "photos"),
        ("can_send_polls", "sendPoll", {"question": "x", "options": [{"text": "a"}]}, "polls"),
    ],
)
async def test_a_group_may_forbid_its_members_to_send(
    client: Client, ann: Person, group: Chat, permission: str, method: str, fields: dict[str, Any], what: str
) -> None:
    ann.forbids(group, permission)
    refusal = await client.refused(method, chat_id=group.id, **fields)
    assert refusal == f"400 Bad Request: not enough rights to send {what} to the chat"
    assert kinds(await client.updates()) == []
    ann.promotes_bot(group)
    answer = (await client.raw(method, chat_id=group.id, **fields)).json()
    assert "rights" not in answer.get("description", "")
    ann.restricts_bot(group, ["can_send_messages"])
    assert (await client.updates())[-1]["my_chat_member"]["new_chat_member"]["status"] == "restricted"


async def test_privacy_mode(telegram: Sandbox, client: Client, ann: Person, group: Chat) -> None:
    sent = await client.say(group)
    ann.says(group, "今天天气好")
    ann.says(group, "/tip")
    ann.says(group, "/tip@xiaolaba_bot")
    ann.says(group, "/tip@other_bot")
    ann.says(group, "谢谢", reply_to=group.posts[sent["message_id"]])
    seen = [update["message"]["text"] for update in await client.updates()]
    assert seen == ["/tip", "/tip@xiaolaba_bot", "谢谢"]
    ann.promotes_bot(group)
    ann.says(group, "今天天气好")
    assert (await client.updates())[-1]["message"]["text"] == "今天天气好"


async def test_two_bots_hear_what_is_theirs(telegram: Sandbox, ann: Person, group: Chat) -> None:
    other = telegram.new_bot("别的机器人", username="other_bot")
    ann.adds_bot(group, bot=other)
    for bot in (telegram.bot, other):
        bot.queue.drop()
    ann.says(group, "/tip@other_bot")
    ann.says(group, "/tip")
    assert (len(telegram.bot.queue.pending), len(other.queue.pending)) == (1, 2)


async def test_a_private_chat_begins_with_the_person(telegram: Sandbox, client: Client, group: Chat) -> None:
    bob = telegram.person("老李")
    to_bob = {"chat_id": bob.id, "text": "x"}
    assert await client.refused("sendMessage", **to_bob) == "400 Bad Request: chat not found"
    bob.says(group, "我也在")
    assert await client.refused("sendMessage", **to_bob) == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    bob.writes("/start")
    await client.call("sendMessage", **to_bob)
    assert [message.text for message in bob.inbox] == ["/start", "x"]
    bob.blocks()
    assert await client.refused("sendMessage", **to_bob) == "403 Forbidden: bot was blocked by the user"
    bob.unblocks()
    await client.call("sendMessage", **to_bob)
    changes = [it["my_chat_member"] for it in await client.updates() if "my_chat_member" in it]
    assert [it["new_chat_member"]["status"] for it in changes] == ["kicked", "member"]
    bob.deactivates()
    assert await client.refused("sendMessage", **to_bob) == "403 Forbidden: user is deactivated"


async def test_topics(telegram: Sandbox, client: Client, ann: Person) -> None:
    forum = telegram.group("论坛", owner=ann, forum=True)
    ann.adds_bot(forum)
    topic = ann.opens_topic(forum, "防诈")
    ann.says(forum, "/tip", topic=topic)
    asked = (await client.updates())[-1]["message"]
    assert (asked["message_thread_id"], asked["is_topic_message"]) == (topic.id, True)
    sent = await client.say(forum, message_thread_id=topic.id)
    assert forum.posts[sent["message_id"]].topic == topic.id
    assert "message_thread_id" not in await client.say(forum)
    for wrong in (1, 9999):
        assert await client.refused("sendMessage", chat_id=forum.id, text="x", message_thread_id=wrong) == (
            "400 Bad Request: message thread not found"
        )
    ann.closes_topic(forum, topic)
    inside = {"chat_id": forum.id, "text": "x", "message_thread_id": topic.id}
    assert await client.refused("sendMessage", **inside) == "400 Bad Request: TOPIC_CLOSED"
    ann.reopens_topic(forum, topic)
    await client.call("sendMessage", **inside)
    ann.deletes_topic(forum, topic)
    assert await client.refused("sendMessage", **inside) == "400 Bad Request: message thread not found"


async def test_messages_that_are_not_quite_what_they_seem(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    channel = telegram.channel("频道", owner=ann)
    first = ann.writes("/alert", forwarded_from=telegram.person("别人"))
    ann.edits(first, "/alert 改")
    ann.says(group, "/alert", as_channel=channel)
    ann.says(group, "x", via_bot=telegram.bot)
    forwarded, edited, as_channel, via = await client.updates()
    assert forwarded["message"]["forward_origin"]["type"] == "user"
    assert edited["edited_message"]["text"] == "/alert 改"
    assert (as_channel["message"]["from"]["id"], as_channel["message"]["sender_chat"]["id"]) == (
        136817688,
        channel.id,
    )
    assert via["message"]["via_bot"]["id"] == telegram.bot.id


async def test_renaming(client: Client, ann: Person, group: Chat) -> None:
    ann.renames(group, "新名 <b>&")
    (update,) = await client.updates()
    assert update["message"]["new_chat_title"] == update["message"]["chat"]["title"] == "新名 <b>&"
    assert (await client.call("getChat", chat_id=group.id))["title"] == "新名 <b>&"


async def test_ten_thousand_groups_are_made_in_a_moment(
    telegram: Sandbox, client: Client, ann: Person
) -> None:
    groups = telegram.groups(10_000, owner=ann, members=50)
    assert len({group.id for group in groups}) == 10_000
    await client.say(groups[-1])
    assert not telegram.bot.queue.pending
