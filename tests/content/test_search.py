"""A word leads to the best there is: its title first, then what people call the fraud, then any word."""

from __future__ import annotations

import pytest

from content.library import load
from content.search import best_on, fraud_names, frauds_called
from content.words import FRAUD_TYPES, Kind

TIPS = load().of_kind(Kind.TIP)


def frauds(word: str) -> set[str]:
    return {tip.fraud_type for tip in best_on(TIPS, word)}


@pytest.mark.parametrize(
    ("word", "fraud"),
    [
        ("刷单", "rebate"),
        ("杀猪盘", "romance"),
        ("网恋", "romance"),
        ("社保", "social_security"),
        ("征信", "credit"),
        ("追款", "fake_police_channel"),
        ("传销", "mlm"),
        ("炒股", "investment"),
        ("老师收费", "school_fee"),
        ("快递丢了怎么赔钱", "customer_service"),
        ("皮 肤", "game"),
        ("nfc", "nfc"),
    ],
)
def test_people_find_what_they_mean(word: str, fraud: str) -> None:
    found = frauds(word)
    assert found == ({fraud} if fraud != "mlm" else set())


def test_the_title_comes_before_the_frauds_name_and_that_before_the_text() -> None:
    assert [tip.title for tip in best_on(TIPS, "会计")] == []
    assert all("验证码" in tip.title for tip in best_on(TIPS, "验证码"))
    assert {tip.id for tip in best_on(TIPS, "鸡蛋")} == {"elderly-free-eggs"}
    assert all("贷款" in tip.title for tip in best_on(TIPS, "贷款"))


def test_what_nobody_speaks_of_is_not_found_and_no_word_finds_all() -> None:
    assert best_on(TIPS, "量子计算机") == []
    assert best_on(TIPS, "x") == []
    assert best_on(TIPS, "  ") == TIPS


def test_every_fraud_is_called_something() -> None:
    for fraud in FRAUD_TYPES:
        assert len(fraud_names(fraud).split()) >= 2
        assert frauds_called(fraud) == [fraud]
    assert frauds_called("杀猪盘") == ["romance"]
    assert frauds_called("") == []
