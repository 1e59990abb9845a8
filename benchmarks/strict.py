"""An independent judge of pace: reads the sandbox's log of calls and knows nothing of our Pacer."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Sends and edits: what Telegram counts.
COUNTED = ("send", "edit", "copy", "forward", "pin", "unpin", "delete", "stopPoll")


class Call(NamedTuple):
    """One call as it arrived at the sandbox: monotonic seconds, method, answer code, chat."""

    at: float
    method: str
    code: int
    chat: int | None


def counted(calls: Iterable[Call]) -> list[Call]:
    """Those that fall under a limit, in the order in which they arrived, refused ones too."""
    return sorted(call for call in calls if call.chat is not None and call.method.startswith(COUNTED))


def overruns(moments: Sequence[float], most: int, span: float) -> int:
    """How many came when the `span` seconds before already held `most`. `moments` ascend."""
    return sum(index - bisect_right(moments, at - span, hi=index) >= most for index, at in enumerate(moments))


def in_one_group(calls: Iterable[Call]) -> int:
    """Overruns of 20 a minute or one a second, in any one group."""
    chats: dict[int, list[float]] = defaultdict(list)
    for call in counted(calls):
        if call.chat is not None and call.chat < 0:
            chats[call.chat].append(call.at)
    return sum(overruns(one, 20, 60.0) + overruns(one, 1, 1.0) for one in chats.values())


def in_all(calls: Iterable[Call]) -> int:
    """Overruns of 30 a second, all chats together."""
    return overruns([call.at for call in counted(calls)], 30, 1.0)


def floods(calls: Iterable[Call]) -> int:
    """Answers 429."""
    return sum(call.code == 429 for call in calls)
