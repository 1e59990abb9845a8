"""Presses on buttons, and waiting for things to happen."""

import asyncio
from typing import Any

import pytest

from sandbox import CallbackAnswer, Chat, Message, Person, Sandbox
from tests.sandbox.conftest import Client

CARD = {
    "inline_keyboard": [
        [{"text": "🏘 村居群", "callback_data": "v"}, {"text": "家长群", "callback_data": "p"}],
        [{"text": "网站", "url": "https://example.com"}],
    ]
}


@pytest.fixture
async def card(client: Client, group: Chat) -> Message:
    sent = await client.say(group, reply_markup=CARD)
    return group.posts[sent["message_id"]]


async def answer_next(client: Client, **answer: Any) -> dict[str, Any]:
    """Be a bot that answers one press."""
    (update,) = await client.call("getUpdates", timeout=3)
    query: dict[str, Any] = update["callback_query"]
    await client.call("answerCallbackQuery", callback_query_id=query["id"], **answer)
    await client.call("getUpdates", offset=update["update_id"] + 1)
    return query


async def test_a_press_is_answered(client: Client, ann: Person, card: Message) -> None:
    bot = asyncio.create_task(answer_next(client, text="好的", show_alert=True))
    assert await ann.press(card, "村居群") == CallbackAnswer("好的", True, None)
    query = await bot
    assert (query["from"]["id"], query["data"]) == (ann.id, "v")
    assert query["message"]["reply_markup"] == CARD
    assert query["chat_instance"]


async def test_a_press_nobody_answers_fails_with_a_word(ann: Person, card: Message) -> None:
    with pytest.raises(AssertionError, match="no answer to 'v'"):
        await ann.press(card, "村居群", timeout=0.05)


async def test_a_button_that_is_not_there(ann: Person, card: Message) -> None:
    with pytest.raises(LookupError, match="no button '企业群'"):
        ann.taps(card, "企业群")
    with pytest.raises(AssertionError, match="opens an address"):
        ann.taps(card, "网站")


async def test_forged_data_and_a_deleted_message(client: Client, ann: Person, card: Message) -> None:
    ann.forge(card, data="g:xx")
    await client.call("deleteMessage", chat_id=card.chat.id, message_id=card.id)
    ann.forge(card, data="late")
    forged, late = (update["callback_query"] for update in await client.updates())
    assert forged["data"] == "g:xx"
    assert late["message"] == {
        "chat": {"id": card.chat.id, "type": "supergroup", "title": "幸福村村民群"},
        "message_id": card.id,
        "date": 0,
    }


async def test_an_answer_too_late_too_long_or_to_nothing(
    telegram: Sandbox, client: Client, ann: Person, card: Message
) -> None:
    too_old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await client.refused("answerCallbackQuery", callback_query_id="5") == too_old
    query = ann.taps(card, "家长群")
    long = await client.refused("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    telegram.world.query_lifetime = 0.0
    assert await client.refused("answerCallbackQuery", callback_query_id=query.id) == too_old


async def test_until_waits_for_what_happens(telegram: Sandbox, client: Client, group: Chat) -> None:
    asyncio.get_running_loop().call_later(0.1, asyncio.ensure_future, client.say(group, "到了"))
    found = await telegram.until(lambda: [it for it in group.messages if it.text == "到了"])
    assert found == [group.messages[-1]]


async def test_until_shows_a_picture_when_it_gives_up(
    telegram: Sandbox, client: Client, card: Message
) -> None:
    await client.refused("sendTelepathy")
    with pytest.raises(AssertionError) as failure:
        await telegram.until(lambda: card.chat.messages[99], timeout=0.05)
    picture = str(failure.value)
    for line in ("幸福村村民群", "[🏘 村居群]", "sendMessage 200", "sendTelepathy", "IndexError"):
        assert line in picture
