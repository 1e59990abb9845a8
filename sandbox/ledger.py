"""What landed where, and every call: kept apart from the messages, which people edit and delete."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple


class Landed(NamedTuple):
    """One message that Telegram accepted; `at` is monotonic seconds."""

    at: float
    chat_id: int
    message_id: int
    method: str
    text: str
    silent: bool
    token: str


class Call(NamedTuple):
    """One call as it arrived, with the code it was answered with (0: never answered).

    `wait` is how many seconds a 429 told the bot to wait.
    """

    at: float
    method: str
    code: int
    chat_id: int | None
    token: str
    wait: int = 0


class Ledger:
    """Every message ever accepted, oldest first."""

    def __init__(self) -> None:
        self.landed: list[Landed] = []

    def __iter__(self) -> Iterator[Landed]:
        return iter(self.landed)

    def __len__(self) -> int:
        return len(self.landed)

    def add(self, landed: Landed) -> None:
        """Write one down."""
        self.landed.append(landed)

    def of(self, chat_id: int) -> list[Landed]:
        """What landed in one chat."""
        return [landed for landed in self.landed if landed.chat_id == chat_id]

    def copies(self, text: str) -> Counter[int]:
        """How often a text that contains this one landed, by chat."""
        return Counter(landed.chat_id for landed in self.landed if text in landed.text)


class Calls:
    """Every call, oldest first, and how many there were by method and answer code."""

    def __init__(self) -> None:
        self.all: list[Call] = []
        self.counts: Counter[tuple[str, int]] = Counter()

    def __iter__(self) -> Iterator[Call]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def add(self, call: Call) -> None:
        """Write one down."""
        self.all.append(call)
        self.counts[call.method, call.code] += 1

    def count(self, method: str | None = None, code: int | None = None) -> int:
        """How many calls of a method (None: any) were answered with a code (None: any)."""
        return sum(
            many
            for (name, answered), many in self.counts.items()
            if method in (None, name) and code in (None, answered)
        )

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.all if call.method == method]
