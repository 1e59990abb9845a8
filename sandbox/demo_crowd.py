"""Residents by the hundred: they read, tap the receipt, and answer quizzes as people do, over a minute."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sandbox.chats import Chat
from sandbox.messages import Message, Poll
from sandbox.people import Person
from sandbox.telegram import Sandbox
from sandbox.users import Bot

T = TypeVar("T")
MOST = 500
MINUTE = 60.0
# Who gets round to it at all, and who gets a quiz right: some questions fool most, some hardly anyone.
READERS, RIGHT = 0.86, (0.38, 0.92)
# What hangs under a quiz by buttons, whose right answer nobody but its bot knows.
LETTERS = "ABCD"
MEMORY = 2


@dataclass(frozen=True)
class Resident:
    """One of the crowd, in the group where this one lives."""

    number: int
    person: Person
    home: Chat

    def at_home(self, message: Message) -> bool:
        """Whether a message stands in the resident's group, or in what became of it."""
        return _now_at(self.home) is message.chat


class Crowd:
    """Up to 500 residents, spread over the groups by their size. `label` is the button they tap."""

    def __init__(
        self,
        telegram: Sandbox,
        groups: Sequence[Chat],
        *,
        label: str,
        names: Callable[[int], str] = str,
        seconds: float = MINUTE,
        seed: int = 7,
    ) -> None:
        self.size = 0
        self.taps = 0
        self._telegram, self._groups, self._label = telegram, groups, label
        self._names, self._seconds, self._random = names, seconds, random.Random(seed)
        self._residents: list[Resident] = []
        self._met: set[tuple[int, int, int]] = set()
        self._landed = 0
        telegram.world.listeners.append(self._look)

    def resize(self, size: int) -> None:
        """So many from now on; newcomers also read the last messages of their group."""
        before, self.size = self.size, max(0, min(size, MOST))
        while len(self._residents) < self.size:
            self._settle()
        for resident in self._residents[before : self.size]:
            for message in self._recent(_now_at(resident.home)):
                self._plan(resident, message)
        self._telegram.world.changed()

    def _settle(self) -> None:
        """One more resident, in the group that has the most room left."""
        taken = Counter(resident.home.id for resident in self._residents)
        home = max(self._groups, key=lambda chat: _now_at(chat).member_count / (taken[chat.id] + 1))
        number = len(self._residents)
        person = self._telegram.person(self._names(number))
        self._telegram.member(_now_at(home), person)
        self._residents.append(Resident(number, person, home))

    def _look(self) -> None:
        """Whatever landed since the last look finds its readers."""
        ledger = self._telegram.ledger
        if self._landed == len(ledger):
            return
        fresh, self._landed = ledger.landed[self._landed :], len(ledger)
        for landed in fresh:
            chat = self._telegram.world.chats.get(landed.chat_id)
            message = chat.posts.get(landed.message_id) if chat else None
            if message is not None and self._asks(message):
                for resident in self._residents[: self.size]:
                    if resident.at_home(message):
                        self._plan(resident, message)

    def _recent(self, chat: Chat) -> Iterable[Message]:
        asking = (message for message in reversed(chat.posts.values()) if self._asks(message))
        return [message for _, message in zip(range(MEMORY), asking, strict=False)]

    def _asks(self, message: Message) -> bool:
        asks = message.poll is not None or self._tappable(message) or bool(_letters(message))
        return isinstance(message.sender, Bot) and asks

    def _tappable(self, message: Message) -> bool:
        return any(self._label in button.text and button.data for button in message)

    def _plan(self, resident: Resident, message: Message) -> None:
        key = (resident.number, message.chat.id, message.id)
        if key not in self._met:
            self._met.add(key)
            if self._random.random() < READERS:
                # Most look within the first third of the minute, a few at its end.
                delay = self._random.betavariate(1.2, 2.6) * self._seconds
                asyncio.get_running_loop().call_later(delay, self._act, resident, message)

    def _act(self, resident: Resident, message: Message) -> None:
        if resident.number >= self.size:
            self._met.discard((resident.number, message.chat.id, message.id))
        elif message.poll is not None:
            if not (message.deleted or message.poll.closed or resident.person.id in message.poll.votes):
                resident.person.votes(message, self._choice(message.poll))
        elif not message.deleted and self._tappable(message):
            self.taps += 1
            resident.person.taps(message, self._label)
        elif not message.deleted and (letters := _letters(message)):
            self.taps += 1
            resident.person.taps(message, self._tempted(letters, message.text))

    def _choice(self, poll: Poll) -> int:
        """Mostly the right one, as often as this question lets people; mistakes are not spread evenly."""
        ease = random.Random(poll.question).uniform(*RIGHT)
        if poll.correct and self._random.random() < ease:
            return self._random.choice(poll.correct)
        wrong = [index for index in range(len(poll.options)) if index not in (poll.correct or ())]
        return self._tempted(wrong, poll.question) if wrong else 0

    def _tempted(self, options: Sequence[T], question: str) -> T:
        """One of these, of which this question makes one tempt most, another some, the rest few."""
        order = list(options)
        random.Random(f"tempting {question}").shuffle(order)
        return order[min(int(self._random.expovariate(1.1)), len(order) - 1)]


def _letters(message: Message) -> list[str]:
    """The letters that can be tapped under a quiz by buttons; none under anything else."""
    found = [button.text for button in message if button.text in LETTERS and button.data]
    return found if len(found) > 1 else []


def _now_at(home: Chat) -> Chat:
    while home.migrated_to is not None:
        home = home.migrated_to
    return home
