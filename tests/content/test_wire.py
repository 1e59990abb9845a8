"""Telegram's measures, and what its clients would make tappable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.wire import cut, phone_like, utf16_length, web_like

texts = st.text(
    st.sampled_from("ab 小喇叭🙂👨‍👩‍👧é\n") | st.characters(exclude_categories=["Cs"]), max_size=60
)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("小喇叭", 3), ("🙂", 2), ("👨‍👩‍👧", 8), ("e\u0301", 2)]
)
def test_length_is_counted_as_telegram_counts(text: str, length: int) -> None:
    assert utf16_length(text) == length


@given(texts, st.integers(1, 70))
def test_a_cut_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert utf16_length(short) <= limit
    if utf16_length(text) <= limit:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
        # no more is lost than had to be: the next character would not have fitted
        assert utf16_length(text[: len(short)]) + 1 > limit


@pytest.mark.parametrize(
    "text",
    [
        "看 https://example.com/a",
        "看http://example.com",
        "www.example.cn",
        "登录 example.com 领取",
        "example.com领取",
        "领取example.com",
        "EXAMPLE.COM",
        "pay.example.top/x?y=1",
        "t.me/xiaolaba",
        "tg://resolve?domain=x",
        "写信到 a.b@example.org",
        "加 @police_help",
        "sub.domain.xn--fiqs8s.cn",
        "bit.ly/abc",
    ],
)
def test_what_a_client_makes_tappable_is_found(text: str) -> None:
    assert web_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "打96110问一问。",
        "3.5万元",
        "2026.11.21",
        "96110.",
        "App里点",
        "a.b",
        "第1.2条",
        "他说：OK.好",
        "@我",
    ],
)
def test_plain_words_are_no_link(text: str) -> None:
    assert web_like(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打110", ["110"]),
        ("打96110问一问", ["96110"]),
        ("打 400-123-4567", ["4001234567"]),
        ("0576-85110110", ["057685110110"]),
        ("13812345678找我", ["13812345678"]),
        ("+86 138 1234 5678", ["+8613812345678"]),
        ("12345", ["12345"]),
        ("119和120", ["119", "120"]),
        ("2026年", []),
        ("2026-11-21", []),
        ("11-18", []),
        ("损失3000元", []),
        ("30%", []),
        ("3.5万", []),
        ("等15分钟", []),
    ],
)
def test_what_reads_as_a_telephone_number(text: str, found: list[str]) -> None:
    assert phone_like(text) == found


@pytest.mark.parametrize(
    "text", ["打１３８１２３４５６７８", "打138 1234 5678", "打(0576)85110110", "打138-1234-5678"]
)
def test_a_disguised_number_is_found_all_the_same(text: str) -> None:
    assert phone_like(text)
