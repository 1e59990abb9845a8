"""Reads what updates say about polls, without PTB: they come by the thousand and are stored by the batch."""

from __future__ import annotations

from typing import Any

from core.answers import PollAnswer, PollCounts

# What an update of this sort is called; no handler waits for one.
VOTES = ("poll_answer", "poll")
FEW = 10
_LONGEST = 64
_LARGEST = 1 << 52

Vote = PollAnswer | PollCounts


class Malformed(ValueError):
    """No update that Telegram would send."""


def is_vote(raw: dict[str, Any]) -> bool:
    """Whether an update is about a poll."""
    return any(kind in raw for kind in VOTES)


def is_trickle(batch: list[dict[str, Any]]) -> bool:
    """Whether these few updates tell only how polls stand: nobody waits for what follows from them."""
    return len(batch) < FEW and all("poll" in raw for raw in batch)


def read_vote(raw: dict[str, Any]) -> Vote | None:
    """What it says; None for an answer that was taken back. Raises Malformed."""
    try:
        return _answer(raw["poll_answer"]) if "poll_answer" in raw else _counts(raw["poll"])
    except (KeyError, TypeError, AttributeError) as error:
        raise Malformed(repr(error)) from error


def _answer(body: dict[str, Any]) -> PollAnswer | None:
    chosen = [_number(one, 100) for one in body["option_ids"]]
    if not chosen:
        return None
    # Who answers as a chat may come with a stand-in for a user beside.
    chat = body.get("voter_chat")
    voter = (body["user"] if chat is None else chat)["id"]
    if type(voter) is not int or abs(voter) >= _LARGEST:
        raise Malformed("voter")
    return PollAnswer(_poll(body["poll_id"]), voter, chat is None, chosen[0])


def _counts(body: dict[str, Any]) -> PollCounts:
    counts = tuple(_number(option["voter_count"], _LARGEST) for option in body["options"])
    return PollCounts(_poll(body["id"]), counts, bool(body["is_closed"]))


def _poll(found: object) -> str:
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST or not found.isalnum():
        raise Malformed("poll")
    return found


def _number(found: object, limit: int) -> int:
    if type(found) is not int or not 0 <= found < limit:
        raise Malformed("number")
    return found
