"""Nobody's own number stands in an alert, and nobody's name unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import load
from content.masking import _CHECKS, _WEIGHTS, is_card, is_identity_number, looks_named, mask


def identity(area: str, birthday: str, order: str) -> str:
    body = area + birthday + order
    return body + _CHECKS[sum(int(a) * b for a, b in zip(body, _WEIGHTS, strict=True)) % 11]


def card(body: str) -> str:
    return next(body + str(check) for check in range(10) if is_card(body + str(check)))


BIRTHDAYS = st.dates().filter(lambda day: 1900 <= day.year < 2100).map(lambda day: f"{day:%Y%m%d}")
IDENTITIES = st.builds(
    identity,
    st.integers(110000, 820000).map(str),
    BIRTHDAYS,
    st.integers(0, 999).map(lambda number: f"{number:03}"),
)
CARDS = st.integers(10**14, 10**18 - 1).map(lambda number: card(str(number)))
MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)
AROUND = st.text(st.sampled_from("骗子说，转账。Wx \n"), max_size=8)
PARTED = st.sampled_from(["", " ", "-", " - "])


def wide(number: str) -> str:
    return "".join(chr(ord(mark) + 0xFEE0) for mark in number)


@given(st.one_of(IDENTITIES, CARDS, MOBILES), AROUND, AROUND, st.booleans())
def test_a_personal_number_is_hidden_wherever_it_stands(number: str, a: str, b: str, widely: bool) -> None:
    written = wide(number) if widely else number
    masked = mask(f"{a}{written}{b}")
    assert masked.hidden == 1
    assert number not in masked.text
    assert written not in masked.text
    assert masked.text.startswith(a)
    assert masked.text.endswith(b)
    assert mask(masked.text).text == masked.text


@given(CARDS.filter(lambda number: len(number) in (16, 19)), st.sampled_from(" -"))
def test_a_card_as_it_is_printed(number: str, between: str) -> None:
    printed = between.join(number[at : at + 4] for at in range(0, len(number), 4))
    assert mask(printed).hidden == 1
    assert printed[:14] not in mask(printed).text


@given(st.text(max_size=80))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once.text).text == once.text
    if not once.hidden:
        assert once.text == text


def test_how_it_looks() -> None:
    assert mask("身份证11010519491231002X丢了").text == "身份证1****************X丢了"
    assert mask("打13800138000给他").text == "打138****8000给他"
    assert mask("＋86 138-0013-8000").text == "＋138****8000"
    assert mask("卡号4111 1111 1111 1111").text == "卡号************1111"


def test_what_is_no_personal_number_stays() -> None:
    for text in ("96110、110、0000-1234510", "订单4111111111111112", "110105194912310021", "损失50000元"):
        assert mask(text).text == text
    assert mask("值班手机13800138000", known=frozenset({"13800138000"})).hidden == 0


def test_the_checksums() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310020")
    assert not is_identity_number("11010519491331002X")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert not is_card("0000000000000000")


@pytest.mark.parametrize(
    "text", ["村民王小明被骗", "受害人：李芳", "王小明先生转了钱", "姓名 张伟", "家长刘芳说", "事主陈建国"]
)
def test_a_name_is_noticed(text: str) -> None:
    assert looks_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "张先生被骗",
        "受害人张某",
        "王姓男子",
        "冒充班主任老师",
        "骗子自称李警官",
        "会计在公司",
        "学生高中毕业",
        "李某某先生",
    ],
)
def test_what_is_no_full_name(text: str) -> None:
    assert not looks_named(text)


def test_the_library_names_nobody() -> None:
    texts = [f"{item.title}\n{item.body}\n{item.action}" for item in load().items.values()]
    assert len(texts) > 90
    assert [text for text in texts if looks_named(text)] == []
