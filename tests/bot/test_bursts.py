"""A talk forwarded piece by piece is read as one, and forgotten soon."""

from __future__ import annotations

from bot.bursts import Bursts


def test_pieces_within_seconds_are_one_and_read_in_their_order() -> None:
    bursts = Bursts(gap=3, kept=120)
    assert not bursts.add(1, 10, "我是客服", 100)
    assert bursts.add(1, 12, "共享屏幕", 100.5)
    assert bursts.add(1, 11, "", 102)
    assert bursts.add(1, 13, "扣八百", 104.9)
    assert bursts.around(1, 10) == "我是客服\n共享屏幕\n扣八百"
    assert bursts.around(1, 12) == bursts.around(1, 10)


def test_later_words_and_other_people_stay_apart() -> None:
    bursts = Bursts(gap=3, kept=120)
    bursts.add(1, 10, "甲", 100)
    assert not bursts.add(2, 10, "乙", 100.1)
    assert not bursts.add(1, 11, "丙", 103.5)
    assert [bursts.around(1, 10), bursts.around(1, 11), bursts.around(2, 10)] == ["甲", "丙", "乙"]
    assert bursts.around(1, 99) is None
    assert bursts.around(3, 10) is None


def test_the_same_message_twice_changes_nothing() -> None:
    bursts = Bursts()
    assert [bursts.add(1, 10, "甲", at) for at in (100, 101)] == [False, False]
    assert [bursts.add(1, 11, "乙", at) for at in (101, 110)] == [True, True]
    assert bursts.around(1, 10) == "甲\n乙"


def test_it_is_let_go() -> None:
    bursts = Bursts(gap=3, kept=120)
    bursts.add(1, 10, "甲", 100)
    bursts.forget(219)
    assert bursts.around(1, 10) == "甲"
    bursts.forget(220)
    assert bursts.around(1, 10) is None
    bursts.add(1, 11, "乙", 1000)
    assert not bursts.add(1, 12, "丙", 900), "a clock that stepped back joins nothing"
    assert bursts.around(1, 11) is None
