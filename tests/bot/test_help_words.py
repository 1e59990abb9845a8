"""What the check reads of a message."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Chat, Message, MessageEntity, Poll

from bot.handlers.help import words_in

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def message(**said: object) -> Message:
    return Message(1, NOW, Chat(5, Chat.PRIVATE), **said)  # type: ignore[arg-type]  # any of a message's parts


def test_an_address_hidden_behind_words_is_read_too() -> None:
    address = "http://etc-gx.cn/a"
    hidden = [MessageEntity(MessageEntity.TEXT_LINK, 0, 3, url=address), MessageEntity("bold", 0, 3)]
    assert words_in(message(text="点这里", entities=hidden)) == f"点这里\n{address}"
    assert words_in(message(caption="点这里", caption_entities=hidden)) == f"点这里\n{address}"
    assert words_in(message()) == ""


def test_a_poll_is_read_with_its_options() -> None:
    poll = {
        "id": "p",
        "question": "在家刷单，一天八百，做不做？",
        "options": [{"text": one, "voter_count": 0, "persistent_id": one} for one in ("先垫钱", "不做")],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    assert words_in(message(poll=Poll.de_json(poll))) == "在家刷单，一天八百，做不做？\n先垫钱\n不做"
