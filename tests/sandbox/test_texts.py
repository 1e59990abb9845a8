"""HTML, lengths and keyboards as Telegram reads them."""

from typing import Any

import pytest

from sandbox import Chat, Sandbox
from sandbox.detect import detect
from sandbox.entities import parse_html, utf16
from sandbox.errors import ApiError
from tests.sandbox.conftest import Client

UNPARSABLE = {
    "🏟 🏟&lt;<abacaba": "Unclosed start tag at byte offset 13",
    "🏟 🏟&lt;<abac aba>": 'Unsupported start tag "abac" at byte offset 13',
    "a < b": 'Unsupported start tag "" at byte offset 2',
    "🏟 🏟&lt;<i   =aba>": 'Empty attribute name in the tag "i" at byte offset 13',
    "<i    aba>": 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0',
    "🏟 🏟&lt;<i    aba  =  ": 'Unclosed start tag "i" at byte offset 13',
    "🏟 🏟&lt;<i    aba  =  190azAz-.,": "Unexpected end of name token at byte offset 27",
    '🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>': "Unclosed start tag at byte offset 13",
    "🏟 🏟&lt;</": "Unexpected end tag at byte offset 13",
    "🏟 🏟&lt;<i>a</i   ": "Unclosed end tag at byte offset 17",
    "🏟 🏟&lt;<i>a</em   >": 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
    "<b>x": 'Can\'t find end tag corresponding to start tag "b"',
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
}
PARSED: dict[str, tuple[str, list[tuple[str, int, int]]]] = {
    "&lt;&gt;&amp;&quot;&laquo;": ('<>&"&laquo;', []),
    "➡️ ➡️<i>➡️ ➡️</i><b>➡️ ➡️</b>": ("➡️ ➡️➡️ ➡️➡️ ➡️", [("italic", 5, 5), ("bold", 10, 5)]),
    "🏟 🏟<i>🏟 &lt🏟</i>": ("🏟 🏟🏟 <🏟", [("italic", 5, 6)]),
    "🏟 🏟<i>🏟 &gt;<b>&lt🏟</b></i>": ("🏟 🏟🏟 ><🏟", [("italic", 5, 7), ("bold", 9, 3)]),
    "🏟 🏟&lt;<b></b>": ("🏟 🏟<", []),
    "<strong>甲</strong><del>乙</del>": ("甲乙", [("bold", 0, 1), ("strikethrough", 1, 1)]),
    "<blockquote expandable>长</blockquote>": ("长", [("expandable_blockquote", 0, 1)]),
    '<span class="tg-spoiler">底</span>': ("底", [("spoiler", 0, 1)]),
    "&#96;&#x4f60;": ("`你", []),
    "&ltb&#12345678;": ("&ltb&#12345678;", []),
    '<a href="x">甲</a><a>乙</a>': ("甲乙", []),
}


@pytest.mark.parametrize(("source", "error"), UNPARSABLE.items())
def test_html_that_cannot_be_parsed_is_refused_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {error}"


@pytest.mark.parametrize(("source", "wanted"), PARSED.items())
def test_html_becomes_text_and_entities(source: str, wanted: Any) -> None:
    text, entities = parse_html(source)
    assert (text, [(it.type, it.offset, it.length) for it in entities]) == wanted


def test_a_link_keeps_its_address() -> None:
    _, (link,) = parse_html('<a href="https://example.com/?a=1&amp;b=2">看</a>')
    assert (link.type, link.url) == ("text_link", "https://example.com/?a=1&b=2")


def test_telegram_finds_commands_addresses_and_names_by_itself() -> None:
    found = detect("/quiz@xiaolaba_bot 见 example.com/a，或 https://t.me/x 问 @someone #防诈")
    assert [it.type for it in found] == ["bot_command", "url", "url", "mention", "hashtag"]
    assert [(it.offset, it.length) for it in detect("请看example.com的，别信a.b.cn!")] == [(2, 11), (17, 6)]
    assert detect("金额 3.5 万元，比例 1/3，拨打 96110。") == []


def test_astral_characters_count_twice() -> None:
    assert utf16("a你📢") == 4


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "📢" * 2049}, "message is too long"),
        ({"text": "x" * 40_000}, "text is too long"),
        ({"text": "*x*", "parse_mode": "MarkdownV3"}, "unsupported parse_mode"),
    ],
)
async def test_texts_that_telegram_does_not_take(
    telegram: Sandbox, client: Client, group: Chat, fields: dict[str, str], error: str
) -> None:
    assert await client.refused("sendMessage", chat_id=group.id, **fields) == f"400 Bad Request: {error}"
    assert [message for message in group.messages if message.sender is telegram.bot] == []


async def test_control_characters_do_not_get_through(client: Client, group: Chat) -> None:
    assert (await client.say(group, "甲\r\n乙\t\u202e丙"))["text"] == "甲\n乙 丙"


async def test_the_limit_counts_after_parsing(client: Client, group: Chat) -> None:
    sent = await client.say(group, "<b>" + "你" * 4096 + "</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": "好", "callback_data": "好" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "好"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "好", "url": "x y"}, "inline keyboard button URL 'x y' is invalid: Wrong HTTP URL"),
    ],
)
async def test_buttons_that_telegram_does_not_take(
    client: Client, group: Chat, button: dict[str, str], error: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    refusal = await client.refused("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
    assert refusal == f"400 Bad Request: {error}"


async def test_callback_data_may_have_64_bytes(client: Client, group: Chat) -> None:
    await client.say(
        group, reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": "好" * 21 + "x"}]]}
    )
    assert group.last.button("好").data == "好" * 21 + "x"
