"""What the check reads of a message."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Chat, Message, MessageEntity

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
