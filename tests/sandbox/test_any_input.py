"""Whatever comes in, the sandbox answers as Telegram and never stumbles over it."""

import random
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox import Chat, Sandbox
from sandbox.answers import MessageEntity
from sandbox.detect import detect
from sandbox.entities import parse_html, trim, utf16
from sandbox.errors import ApiError
from sandbox.methods import METHODS
from tests.sandbox.conftest import Client

PIECES = [
    "<b>",
    "</b>",
    "<i",
    ">",
    "</",
    "<a href=",
    '"x.cn"',
    "</a>",
    "&lt;",
    "&#55296;",
    "&",
    "📢",
    "你",
    " ",
    "\n",
    "=",
]
ODD: list[Any] = [
    0,
    -1,
    1,
    2**70,
    "",
    "x",
    "-5",
    True,
    [],
    {},
    [1],
    ["x"],
    {"a": 1},
    [[{}]],
    1.5,
    "[]",
    "{}",
    "📢" * 9,
]
SEEDS = 600


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_any_html_is_parsed_or_refused(source: str) -> None:
    with suppress(Refused):
        shown, kept = trim(*parsed(source))
        assert shown == shown.strip()
        for entity in detect(shown, kept):
            assert 0 <= entity.offset < entity.offset + entity.length <= utf16(shown)


class Refused(Exception):
    """Refused in the words that Telegram uses."""


def parsed(source: str) -> tuple[str, list[MessageEntity]]:
    try:
        return parse_html(source)
    except ApiError as refusal:
        if refusal.description.startswith("Bad Request: can't parse entities: "):
            raise Refused from None
        raise


async def test_any_parameters_get_an_answer(telegram: Sandbox, client: Client, group: Chat) -> None:
    chance = random.Random(7)
    methods = [method for method in METHODS.values() if method.name not in ("getUpdates", "leaveChat")]
    for _ in range(SEEDS):
        method = chance.choice(methods)
        fields = {name: chance.choice(ODD) for name in method.params.model_fields if chance.random() < 0.8}
        if chance.random() < 0.8:
            fields["chat_id"] = group.id
        answer = await client.raw(method.name, **fields)
        assert answer.status_code in (200, 400, 403, 413), (method.name, fields, answer.text)
    assert telegram.api.crashes == []
    assert telegram.calls.count(code=200) > 20
