"""What updates say about polls: read exactly or refused as malformed; nothing odd gets any further."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.votes import FEW, Malformed, is_trickle, is_vote, read_vote
from core.answers import PollAnswer, PollCounts

USER = {"id": 5, "is_bot": False, "first_name": "李婶"}
CHAT = {"id": -100500, "type": "supergroup", "title": "村委会"}

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_an_answer_says_who_and_what() -> None:
    body = {"poll_id": "51", "user": USER, "option_ids": [2], "option_persistent_ids": ["2"]}
    assert read_vote({"update_id": 1, "poll_answer": body}) == PollAnswer("51", 5, True, 2)
    as_chat = {"poll_id": "51", "user": USER, "voter_chat": CHAT, "option_ids": [0]}
    assert read_vote({"update_id": 1, "poll_answer": as_chat}) == PollAnswer("51", -100500, False, 0)
    back = {"poll_id": "51", "user": USER, "option_ids": []}
    assert read_vote({"update_id": 1, "poll_answer": back}) is None


def test_only_polls_counts_may_wait_for_more_of_them() -> None:
    """Not an answer, which a person gave just now, nor a queue that is to be worked off."""
    counts, answer, tap = ({"update_id": 1, kind: {}} for kind in ("poll", "poll_answer", "callback_query"))
    assert is_trickle([counts] * (FEW - 1))
    assert not is_trickle([counts] * FEW)
    assert not is_trickle([counts, answer])
    assert not is_trickle([tap])


def test_counts_say_how_it_stands() -> None:
    options = [{"text": "甲", "voter_count": 3}, {"text": "乙", "voter_count": 0}]
    poll = {"id": "51", "options": options, "total_voter_count": 3, "is_closed": True}
    assert read_vote({"update_id": 1, "poll": poll}) == PollCounts("51", (3, 0), True)


@pytest.mark.parametrize(
    "body",
    [
        {"poll_id": "51", "option_ids": [1]},
        {"poll_id": 51, "user": USER, "option_ids": [1]},
        {"poll_id": "5\0", "user": USER, "option_ids": [1]},
        {"poll_id": "5" * 65, "user": USER, "option_ids": [1]},
        {"poll_id": "51", "user": {"id": "5"}, "option_ids": [1]},
        {"poll_id": "51", "user": {"id": True}, "option_ids": [1]},
        {"poll_id": "51", "user": {"id": 1 << 70}, "option_ids": [1]},
        {"poll_id": "51", "user": USER, "option_ids": [-1]},
        {"poll_id": "51", "user": USER, "option_ids": ["1"]},
        {"poll_id": "51", "user": USER},
    ],
)
def test_what_telegram_would_never_send_is_malformed(body: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read_vote({"update_id": 1, "poll_answer": body})


@given(st.sampled_from(["poll", "poll_answer"]), json)
def test_whatever_comes_is_read_or_malformed(kind: str, body: object) -> None:
    raw = {"update_id": 1, kind: body}
    assert is_vote(raw)
    with suppress(Malformed):
        read_vote(raw)


@given(
    st.sampled_from(["poll", "poll_answer"]),
    st.fixed_dictionaries(
        {},
        optional={
            "id": json,
            "poll_id": json,
            "user": json | st.just(USER),
            "voter_chat": json,
            "option_ids": json,
            "options": st.lists(st.fixed_dictionaries({"voter_count": json})) | json,
            "is_closed": json,
        },
    ),
)
def test_whatever_stands_in_its_fields_is_read_or_malformed(kind: str, body: dict[str, object]) -> None:
    with suppress(Malformed):
        read_vote({"update_id": 1, kind: body})


def test_other_updates_are_no_votes() -> None:
    assert not is_vote({"update_id": 1, "message": {"poll": {}}})
