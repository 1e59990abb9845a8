"""Every item of the library in its frame, in both scripts, within Telegram's limits and by the rules."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import load
from content.models import Item
from content.render import TooLong, cut_message, plain_frame, render, visible
from content.texts import to_script
from content.wire import TEXT_LIMIT, phone_like, utf16_length, web_like
from content.words import FRAUD_TYPES, HOTLINES, Audience, Kind, Script

LIBRARY = load()
ITEMS = sorted(LIBRARY.items.values(), key=lambda item: item.id)
OFFICE = "<平安>派出所 & 反诈中心"
CODE = "7K3F-9QX2"


def test_the_library_is_sound_and_large_enough() -> None:
    assert LIBRARY.faults == ()
    for audience in Audience:
        assert len(LIBRARY.suiting(Kind.TIP, audience)) >= 12
        assert len(LIBRARY.suiting(Kind.CASE, audience)) >= 6
    assert {item.fraud_type for item in ITEMS} <= set(FRAUD_TYPES)
    titles = [item.title for item in ITEMS]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("script", list(Script))
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_in_its_frame(item: Item, script: Script) -> None:
    made = render(item, office=OFFICE, code=CODE, script=script)
    text = visible(made.html)
    parts = text.split("\n\n")
    assert OFFICE in parts[0], "the office signs first, exactly as it is called"
    assert parts[1].startswith(to_script(item.title, script))
    assert to_script(item.body, script) in text
    assert f"👉 {to_script(item.action, script)}" in text
    assert "96110" in parts[-1]
    assert text.endswith(CODE)
    assert utf16_length(text) <= TEXT_LIMIT
    assert web_like(text) == []
    assert set(phone_like(text)) <= HOTLINES
    tags = re.findall(r"<[^>]*>", made.html)
    assert tags.count("<b>") == tags.count("</b>")
    assert set(tags) <= {"<b>", "</b>", "<i>", "</i>"}
    if item.kind is Kind.CASE:
        assert to_script(item.source, script) in text, "a case says where it comes from"
    assert made.share == to_script(f"{item.title}。{item.action}", script)
    assert len(made.share.encode()) * 3 < 900, "a share link stays short"
    again = render(item, office=OFFICE, code=CODE, script=script)
    assert again == made
    other = render(item, office=OFFICE, code="7K3F-9QX3", script=script)
    assert other.hash != made.hash


@pytest.mark.parametrize("item", ITEMS[:3], ids=lambda item: item.id)
def test_one_reader_in_private_gets_no_office_and_no_code(item: Item) -> None:
    text = visible(plain_frame(item, Script.SIMPLIFIED))
    assert html.unescape(item.body) in text
    assert "编号" not in text
    assert "96110" in text


def test_an_item_longer_than_telegram_takes_is_refused() -> None:
    long = ITEMS[0].model_copy(update=dict.fromkeys(("title", "body", "action"), "长" * 999))
    with pytest.raises(TooLong):
        render(long, office="长" * 999, code="长" * 999, script=Script.SIMPLIFIED)


def test_html_in_an_item_is_shown_not_obeyed() -> None:
    odd = ITEMS[0].model_copy(update={"title": "<b>粗</b>", "body": "a < b & c > d </i>"})
    text = visible(render(odd, office=OFFICE, code=CODE, script=Script.SIMPLIFIED).html)
    assert "<b>粗</b>" in text
    assert "a < b & c > d </i>" in text


TEXTS = st.text("ab<>&🙂号\n", max_size=12).map(html.escape)
PIECES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(st.sampled_from(["b", "i", "s", "blockquote"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)


@given(st.lists(PIECES, max_size=6).map("".join), st.integers(1, 60))
def test_a_message_is_cut_by_what_is_seen_and_stays_whole(message: str, limit: int) -> None:
    cut = cut_message(message, limit)
    seen = visible(cut)
    assert utf16_length(seen) <= limit
    if utf16_length(visible(message)) <= limit:
        assert cut == message
        return
    assert seen.endswith("…")
    assert visible(message).startswith(seen[:-1])
    open_tags: list[str] = []
    for closes, name in re.findall(r"<(/?)([a-z]+)>", cut):
        assert not closes or open_tags.pop() == name
        if not closes:
            open_tags.append(name)
    assert open_tags == []
    assert not re.search(r"&(?!lt;|gt;|amp;|quot;|#x27;)", cut), "an entity was cut"
    assert not re.search(r"<(?!/?[a-z]+>)", cut), "a tag was cut"


def test_a_message_within_the_limit_goes_as_it_is_however_much_markup_it_has() -> None:
    message = "<b>一</b>" * 4096
    assert cut_message(message) == message
    assert cut_message(message + "二").count("一") == 4095
