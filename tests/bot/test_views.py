"""What people see fits Telegram, whatever the names and however many there are."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import officers, residents
from bot.views.pushes import push_keyboard
from content.render import visible
from content.texts import tame, texts_in
from content.wire import ANSWER_LIMIT, TEXT_LIMIT, utf16_length
from content.words import Audience, Kind, Script
from core.receipts import Receipt
from core.verify import Record
from storage.models import Counts, Group, GroupId, GroupState, Officer, Push, PushId, Role
from tests.core.desks import LIBRARY, desk
from tests.storage.files import fresh

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TEXTS = texts_in(Script.SIMPLIFIED)
ODD = ["&" * 60, "<b>" * 20, "🙂" * 128, "\u202e村" * 30, "幸福村"]


def group(number: int, title: str) -> Group:
    values: dict[str, Any] = dict.fromkeys(Group.__dataclass_fields__)
    values |= {"id": GroupId(number), "chat": -number, "title": tame(title), "segments": (), "members": 1234}
    values |= {"state": GroupState.ACTIVE, "audience": Audience.VILLAGE, "script": Script.SIMPLIFIED}
    return Group(**values)


@pytest.mark.parametrize("title", ODD)
def test_a_page_of_groups_fits_whatever_they_are_called(title: str) -> None:
    page = [group(number, title) for number in range(1, 9)]
    html = officers.group_list(TEXTS, page, 10_000, "全部", 1)
    assert utf16_length(visible(html)) <= TEXT_LIMIT
    assert tame(title) in visible(html)
    assert not re.search(r"<(?!/?(b|i|blockquote)>)", html)


@pytest.mark.parametrize("number", [1, 30, 100])
async def test_the_whole_staff_is_listed(tmp_path: Path, number: int) -> None:
    people = [
        Officer(user=10**9 + one, role=Role.OFFICER, region=None, name=f"民警 {one} <x>", active=one % 2 == 0)
        for one in range(number)
    ]
    async with fresh(tmp_path) as database:
        html = officers.staff(TEXTS, desk(database), people)
    assert str(people[-1].user) in html
    assert "&lt;x&gt;" in html


@pytest.mark.parametrize("title", ["题目", "题" * 24, "很长的标题" * 30])
async def test_a_popup_fits_its_200_characters(tmp_path: Path, title: str) -> None:
    record = Record("7K3F-9QX2", Kind.TIP, title, "<b>x</b>", "一" * 40, ("0000-1234500",), NOW)
    async with fresh(tmp_path) as database:
        popup = residents.record_popup(TEXTS, desk(database), record)
    assert utf16_length(popup) <= ANSWER_LIMIT
    assert "7K3F-9QX2" in popup
    assert "0000-1234500" in popup


@pytest.mark.parametrize("script", list(Script))
def test_the_buttons_under_every_item_are_short_and_carry_its_words(script: Script) -> None:
    for item in LIBRARY.items.values():
        share = f"{item.title}。{item.action}"
        keyboard = push_keyboard("k" * 12, share, "xiaolaba_bot", script)
        buttons = [button for row in keyboard.inline_keyboard for button in row]
        assert len(buttons) == 3
        addresses = [button.url for button in buttons if button.url]
        assert len(addresses) == 1
        assert len(addresses[0]) < 1000
        assert parse_qs(urlparse(addresses[0]).query)["text"] == [share]
        assert all(
            len(str(button.callback_data).encode()) <= 64 for button in buttons if button.callback_data
        )


@given(st.builds(Counts, **dict.fromkeys(Counts.__dataclass_fields__, st.integers(0, 10_000))))
def test_progress_counts_add_up(counts: Counts) -> None:
    push = Push(
        id=PushId(1),
        kind=Kind.TIP,
        item="a",
        fraud_type="loan",
        title="<题>",
        code="7K3F-9QX2",
        created_at=NOW,
        created_by=1,
    )
    html = officers.progress(TEXTS, push, counts)
    assert f"{counts.ended}/{counts.total}" in html
    assert html.count("▓") + html.count("░") == officers.BAR
    assert ("发完了" in html) == (counts.ended == counts.total)
    assert f"已送到 {counts.sent} 个群" in html


def test_thanks_say_the_place() -> None:
    assert residents.thanks(TEXTS, Receipt(123, True)) == "谢谢！您是第123位看过的。"
    assert "第123位" in residents.thanks(TEXTS, Receipt(123, False))
