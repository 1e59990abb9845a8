"""Messages: sent, replied to, edited, deleted, pinned, with files."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Chat, Person, Sandbox
from tests.sandbox.conftest import Client, plain_http

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEYBOARD = {
    "inline_keyboard": [[{"text": "✅ 我已看", "callback_data": "r"}, {"text": "转", "url": "t.me/x"}]]
}


async def test_what_lands_is_in_the_chat_and_in_the_ledger(
    telegram: Sandbox, client: Client, group: Chat
) -> None:
    sent = await client.say(
        group,
        "<b>防诈</b>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    message = group.messages[-1]
    assert (message.text, message.silent, message.id) == ("防诈", True, sent["message_id"])
    assert [button.text for row in message.buttons for button in row] == ["✅ 我已看", "转"]
    assert message.preview is not None
    assert message.preview.is_disabled
    (landed,) = telegram.ledger
    assert landed[1:] == (group.id, message.id, "sendMessage", "防诈", True, telegram.bot.token)
    assert telegram.ledger.copies("防") == {group.id: 1}


async def test_the_ledger_keeps_what_the_chat_forgets(telegram: Sandbox, client: Client, group: Chat) -> None:
    sent = await client.say(group)
    await client.call("deleteMessage", chat_id=group.id, message_id=sent["message_id"])
    assert sent["message_id"] not in group.posts
    assert len(telegram.ledger.of(group.id)) == 1


async def test_replies(client: Client, ann: Person, group: Chat) -> None:
    asked = ann.says(group, "/tip")
    sent = await client.say(group, reply_parameters={"message_id": asked.id})
    assert sent["reply_to_message"]["text"] == "/tip"
    assert group.messages[-1].reply_to is asked
    ann.deletes(asked)
    refusal = await client.refused(
        "sendMessage", chat_id=group.id, text="x", reply_parameters={"message_id": asked.id}
    )
    assert refusal == "400 Bad Request: message to be replied not found"
    await client.say(group, reply_parameters={"message_id": asked.id, "allow_sending_without_reply": True})
    assert group.messages[-1].reply_to is None


async def test_editing(client: Client, ann: Person, group: Chat) -> None:
    sent = await client.say(group, "一", reply_markup=KEYBOARD)
    where = {"chat_id": group.id, "message_id": sent["message_id"]}
    edited = await client.call("editMessageText", **where, text="二", reply_markup=KEYBOARD)
    assert (edited["text"], "edit_date" in edited) == ("二", True)
    again = await client.refused("editMessageText", **where, text="二", reply_markup=KEYBOARD)
    assert again.startswith("400 Bad Request: message is not modified: specified new message content")
    await client.call("editMessageReplyMarkup", **where)
    assert group.messages[-1].buttons == []
    assert (await client.refused("editMessageReplyMarkup", **where)).startswith(
        "400 Bad Request: message is not"
    )
    assert await client.refused("editMessageCaption", **where, caption="x") == (
        "400 Bad Request: there is no caption in the message to edit"
    )
    gone = {"chat_id": group.id, "message_id": 999, "text": "x"}
    assert await client.refused("editMessageText", **gone) == "400 Bad Request: message to edit not found"
    others = ann.says(group, "她的话")
    hers = {"chat_id": group.id, "message_id": others.id, "text": "x"}
    assert await client.refused("editMessageText", **hers) == "400 Bad Request: message can't be edited"


async def test_deleting_needs_a_right_and_is_over_after_two_days(ann: Person) -> None:
    clock = [NOON]
    async with Sandbox(now=lambda: clock[0], limits=None) as telegram, plain_http() as http:
        client = Client(http, telegram, telegram.bot)
        boss = telegram.person("组长")
        group = telegram.group("群", owner=boss)
        boss.adds_bot(group)
        own = (await client.say(group))["message_id"]
        hers = boss.says(group, "她的话").id
        assert group.posts[own].date == int(NOON.timestamp())
        assert await client.refused("deleteMessage", chat_id=group.id, message_id=hers) == (
            "400 Bad Request: message can't be deleted"
        )
        boss.promotes_bot(group, ["can_delete_messages"])
        await client.call("deleteMessages", chat_id=group.id, message_ids=[hers, 12345])
        clock[0] = NOON + timedelta(hours=48, seconds=1)
        for method, which in (
            ("deleteMessage", {"message_id": own}),
            ("deleteMessages", {"message_ids": [own]}),
        ):
            assert await client.refused(method, chat_id=group.id, **which) == (
                "400 Bad Request: message can't be deleted for everyone"
            )
        assert await client.refused("deleteMessage", chat_id=group.id, message_id=hers) == (
            "400 Bad Request: message to delete not found"
        )
        many = list(range(101))
        assert await client.refused("deleteMessages", chat_id=group.id, message_ids=many) == (
            "400 Bad Request: too many message identifiers specified"
        )


async def test_pinning(client: Client, ann: Person, group: Chat) -> None:
    where = {"chat_id": group.id, "message_id": (await client.say(group))["message_id"]}
    assert await client.refused("pinChatMessage", **where) == (
        "400 Bad Request: not enough rights to manage pinned messages in the chat"
    )
    ann.permits(group, "can_pin_messages")
    assert await client.call("pinChatMessage", **where)
    assert group.posts[where["message_id"]].pinned
    assert (await client.call("getChat", chat_id=group.id))["pinned_message"]["message_id"] == where[
        "message_id"
    ]
    ann.forbids(group, "can_pin_messages")
    ann.promotes_bot(group, ["can_pin_messages"])
    assert await client.call("unpinChatMessage", chat_id=group.id)
    assert not group.posts[where["message_id"]].pinned
    assert await client.refused("unpinChatMessage", **where) == "400 Bad Request: message to unpin not found"
    assert await client.refused("pinChatMessage", chat_id=group.id, message_id=999) == (
        "400 Bad Request: message to pin not found"
    )


@pytest.mark.parametrize(("method", "part"), [("sendPhoto", "photo"), ("sendDocument", "document")])
async def test_files_go_up_and_come_down(
    telegram: Sandbox, client: Client, group: Chat, method: str, part: str
) -> None:
    answer = await client.http.post(
        f"{client.base}/{method}",
        data={"chat_id": group.id, part: "attach://it", "caption": "<i>看</i>", "parse_mode": "HTML"},
        files={"it": ("表.xlsx", b"content", "application/x-thing")},
    )
    sent = answer.json()["result"]
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]
    shown = sent[part][-1] if part == "photo" else sent[part]
    file = await client.call("getFile", file_id=shown["file_id"])
    root = telegram.url.replace("/bot", "/file/bot") + telegram.bot.token
    assert (await client.http.get(f"{root}/{file['file_path']}")).content == b"content"
    again = await client.call(method, chat_id=group.id, **{part: shown["file_id"]})
    assert (again[part][-1] if part == "photo" else again[part])["file_id"] == shown["file_id"]
    assert group.messages[-1].media is not None
    assert group.messages[-1].media.content == b"content"
    wrong = await client.refused(method, chat_id=group.id, **{part: "AgACnone"})
    assert wrong == "400 Bad Request: wrong file identifier/HTTP URL specified: AgACnone"


async def test_captions_have_a_shorter_limit(client: Client, ann: Person, group: Chat) -> None:
    photo = ann.sends_photo(group, caption="x").photo
    assert photo is not None
    fields = {"chat_id": group.id, "photo": photo.file_id, "caption": "你" * 1025}
    assert await client.refused("sendPhoto", **fields) == "400 Bad Request: message caption is too long"
    sent = await client.call("sendPhoto", chat_id=group.id, photo=photo.file_id, caption="一")
    where = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert (await client.call("editMessageCaption", **where, caption="二"))["caption"] == "二"
    assert await client.refused("editMessageText", **where, text="x") == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_voice_reaches_the_bot(client: Client, ann: Person) -> None:
    ann.sends_voice(ann.private(), b"OggS123", seconds=7)
    (update,) = await client.updates()
    assert update["message"]["voice"]["duration"] == 7
    file = await client.call("getFile", file_id=update["message"]["voice"]["file_id"])
    assert file["file_size"] == 7


async def test_what_the_bot_says_about_itself(client: Client) -> None:
    scope = {"type": "all_private_chats"}
    menu = [{"command": "start", "description": "开始"}]
    await client.call("setMyCommands", commands=menu, scope=scope, language_code="zh")
    assert await client.call("getMyCommands", scope=scope, language_code="zh") == menu
    assert await client.call("getMyCommands") == []
    await client.call("deleteMyCommands", scope=scope, language_code="zh")
    assert await client.call("getMyCommands", scope=scope, language_code="zh") == []
    assert await client.call("setMyDescription", description="好")
    assert await client.call("setMyShortDescription", short_description="好")
    wrong = await client.refused("setMyCommands", commands=[{"command": "开始", "description": "x"}])
    assert wrong == "400 Bad Request: BOT_COMMAND_INVALID"
    unknown = await client.refused("setMyCommands", commands=menu, scope={"type": "everybody"})
    assert unknown == "400 Bad Request: can't parse BotCommandScope: Unsupported type specified"


async def test_typing(client: Client, group: Chat) -> None:
    assert await client.call("sendChatAction", chat_id=group.id, action="typing")
    assert await client.refused("sendChatAction", chat_id=group.id, action="yawning") == (
        "400 Bad Request: wrong parameter action in request"
    )
