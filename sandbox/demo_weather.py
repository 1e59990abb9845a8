"""Bad weather as switches: each can be seen, and each ends when it is switched off."""

from __future__ import annotations

from contextlib import AsyncExitStack

from sandbox.chats import Chat
from sandbox.faults import Refuse
from sandbox.limits import Limits
from sandbox.telegram import Sandbox

SLOW = 2.0
STRICT = Limits(per_second=1, per_group_minute=2)


class Switches:
    """Slow network, outage, a strict flood limit, and groups that threw the bot out without a word."""

    def __init__(self, telegram: Sandbox) -> None:
        self._telegram = telegram
        self._usual = telegram.limits
        self._outage: AsyncExitStack | None = None
        self._closed: dict[int, Refuse] = {}

    @property
    def slow(self) -> bool:
        """Every answer takes two seconds."""
        return self._telegram.delay > 0

    @slow.setter
    def slow(self, on: bool) -> None:
        self._telegram.delay = SLOW if on else 0.0

    @property
    def flood(self) -> bool:
        """Telegram allows one message a second and two a minute in a group."""
        return self._telegram.limits == STRICT

    @flood.setter
    def flood(self, on: bool) -> None:
        self._telegram.limits = STRICT if on else self._usual

    @property
    def outage(self) -> bool:
        """No connection to the bot's Telegram gets through; the page itself is not touched."""
        return self._outage is not None

    async def set_outage(self, on: bool) -> None:
        """Cut the line, or mend it."""
        if on and self._outage is None:
            self._outage = AsyncExitStack()
            await self._outage.enter_async_context(self._telegram.outage("refuse"))
        elif not on and self._outage is not None:
            mended, self._outage = self._outage, None
            await mended.aclose()

    def closed(self, chat: Chat) -> bool:
        """Whether the group refuses the bot, which was told nothing."""
        return chat.id in self._closed

    def close(self, chat: Chat, on: bool) -> None:
        """Have a group refuse everything of the bot's, as when it was thrown out while it was away."""
        if on and chat.id not in self._closed:
            refusal = Refuse(403, f"Forbidden: bot was kicked from the {chat.noun} chat")
            self._closed[chat.id] = refusal
            self._telegram.faults.add(refusal, chat=chat)
        elif not on and chat.id in self._closed:
            self._telegram.faults.remove(self._closed.pop(chat.id))
