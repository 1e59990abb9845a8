"""答题正确率: Wilson's interval, and how lines become rates; pure. Through the database: test_rounds.py."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.words import Audience
from core.rates import ENOUGH, Share, Z, rates, wilson
from storage.scores import Line

counts = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_holds_the_share_and_solves_its_equation(count: tuple[int, int]) -> None:
    """Its ends are where a true share would lie just 1.96 standard errors from the one seen."""
    right, answered = count
    low, high = wilson(right, answered)
    share = right / answered
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    for end in (low, high):
        if 1e-9 < end < 1 - 1e-9:
            off = abs(share - end) / math.sqrt(end * (1 - end) / answered)
            assert off == pytest.approx(Z, rel=1e-6)


@given(counts)
def test_more_answers_narrow_it_and_the_wrong_ones_mirror_it(
    count: tuple[int, int],
) -> None:
    right, answered = count
    low, high = wilson(right, answered)
    closer = wilson(4 * right, 4 * answered)
    assert closer[1] - closer[0] < high - low
    mirrored = wilson(answered - right, answered)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_known_intervals() -> None:
    """As in Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for right, answered, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(right, answered) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


@given(
    st.lists(
        st.builds(
            Line,
            st.sampled_from(Audience),
            st.sampled_from(["rebate", "loan"]),
            st.booleans(),
            st.integers(0, 5),
            st.integers(5, 9),
        )
    )
)
def test_no_answer_is_lost_on_the_way_to_the_rates(lines: list[Line]) -> None:
    found = rates(lines)
    assert sum(one.all.answered for one in found) == sum(line.answered for line in lines)
    assert sum(one.before.right for one in found) == sum(line.right for line in lines if line.first)
    assert sum(one.after.right for one in found) == sum(line.right for line in lines if not line.first)
    keys = [(one.audience, one.fraud_type) for one in found]
    assert len(keys) == len(set(keys))


def test_few_answers_are_for_reference_only() -> None:
    assert Share(20, ENOUGH - 1).few
    assert not Share(20, ENOUGH).few
    assert Share().percent == 0
    assert Share(2, 3).percent == 67
