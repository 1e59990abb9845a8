"""A talk forwarded piece by piece is read as one, and forgotten soon."""

from __future__ import annotations

from bot.bursts import Bursts, Origin


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


def test_what_is_longer_than_a_message_runs_on_and_other_articles_do_not() -> None:
    bursts = Bursts(gap=3, kept=120)
    assert not bursts.runs_on(1, 10, 5, 100)
    bursts.add(1, 10, "甲甲甲甲甲", 100)
    assert not bursts.runs_on(1, 10, 5, 101), "the same update once more"
    assert bursts.runs_on(1, 11, 5, 101)
    assert not bursts.runs_on(2, 11, 5, 101)
    assert not bursts.runs_on(1, 11, 5, 104)
    bursts.add(1, 11, "乙乙", 101)
    assert bursts.runs_on(1, 11, 5, 101), "the same update once more"
    assert not bursts.runs_on(1, 12, 5, 101)
    bursts.add(1, 12, "丙丙丙丙丙", 102)
    bursts.add(1, 13, "丁", 103)
    assert [bursts.whole(1, message, 5) for message in (10, 11, 12, 13)] == [
        "甲甲甲甲甲乙乙",
        "乙乙",
        "丙丙丙丙丙丁",
        "丁",
    ]
    assert bursts.whole(1, 14, 5) is None
    assert bursts.whole(2, 10, 5) is None


def test_two_articles_forwarded_together_are_two_and_a_long_ones_pieces_are_one() -> None:
    bursts = Bursts(gap=3, kept=120)
    here, its_rest = Origin("chat -1", 1000), Origin("chat -1", 1001)
    there, days_later = Origin("chat -2", 1001), Origin("chat -1", 90_000)
    bursts.add(1, 10, "甲甲甲甲甲", 100, here)
    assert bursts.runs_on(1, 11, 5, 100, its_rest)
    assert not bursts.runs_on(1, 11, 5, 100, there)
    assert not bursts.runs_on(1, 11, 5, 100, days_later)
    assert not bursts.runs_on(1, 11, 5, 100), "a word of one's own below it"
    for message, words, origin in (
        (11, "乙", its_rest),
        (12, "丙丙丙丙丙", there),
        (13, "丁丁丁丁丁", days_later),
    ):
        bursts.add(1, message, words, 100, origin)
    assert [bursts.whole(1, message, 5) for message in (10, 12, 13)] == [
        "甲甲甲甲甲乙",
        "丙丙丙丙丙",
        "丁丁丁丁丁",
    ]
    assert bursts.around(1, 10) == "甲甲甲甲甲\n乙\n丙丙丙丙丙\n丁丁丁丁丁", "the check reads all of it"
