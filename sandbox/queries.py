"""Presses on buttons, and what the bot answers to them."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.messages import Message
from sandbox.users import Bot, User


class CallbackAnswer(NamedTuple):
    """What the person who pressed is shown."""

    text: str
    show_alert: bool
    url: str | None


@dataclass(slots=True, eq=False)
class Query:
    """One press, waiting for its answer."""

    id: str
    person: User
    bot: Bot
    message: Message
    data: str
    patience: float = 0.0
    at: float = field(default_factory=time.monotonic)
    answer: CallbackAnswer | None = None
    answered_at: float | None = None
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, answer: CallbackAnswer) -> None:
        """Take the bot's answer; the first one is what the person sees."""
        if self.answer is None:
            self.answer = answer
            self.answered_at = time.monotonic()
            self._done.set()

    async def answered(self, within: float = 5.0) -> CallbackAnswer:
        """The bot's answer; AssertionError when none came in time."""
        within = max(within, self.patience)
        try:
            await asyncio.wait_for(self._done.wait(), within)
        except TimeoutError:
            raise AssertionError(f"no answer to {self.data!r} on {self.message!r} in {within} s") from None
        assert self.answer is not None
        return self.answer
