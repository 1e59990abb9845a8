"""Bad weather on purpose: what may go wrong between a bot and Telegram."""

import asyncio
from dataclasses import dataclass, field

from sandbox.chats import Chat
from sandbox.errors import ApiError, too_many_requests
from sandbox.replies import Reply, failure


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Fault:
    """Something that happens to one call; subclasses say what."""

    async def before(self) -> Reply | None:
        """Before the call has any effect; a reply ends it there."""
        return None

    async def after(self, reply: Reply) -> Reply:
        """After it took effect; the reply that the bot gets instead."""
        return reply


@dataclass(frozen=True)
class Refuse(Fault):
    """Any of Telegram's errors."""

    code: int
    description: str
    migrate_to_chat_id: int | None = None

    async def before(self) -> Reply | None:
        moved = {"migrate_to_chat_id": self.migrate_to_chat_id} if self.migrate_to_chat_id else None
        return failure(ApiError(self.code, self.description, moved))


@dataclass(frozen=True)
class TooMany(Fault):
    """429 with any retry_after."""

    retry_after: int

    async def before(self) -> Reply | None:
        return failure(too_many_requests(self.retry_after))


@dataclass(frozen=True)
class Slow(Fault):
    """The answer comes late; the message landed in time unless `landing_late`."""

    seconds: float
    landing_late: bool = False

    async def before(self) -> Reply | None:
        if self.landing_late:
            await asyncio.sleep(self.seconds)
        return None

    async def after(self, reply: Reply) -> Reply:
        if not self.landing_late:
            await asyncio.sleep(self.seconds)
        return reply


@dataclass(frozen=True)
class Broken(Fault):
    """A 5xx with a page of HTML instead of JSON."""

    code: int = 502
    after_landing: bool = False

    async def before(self) -> Reply | None:
        return None if self.after_landing else self._page()

    async def after(self, reply: Reply) -> Reply:
        return self._page()

    def _page(self) -> Reply:
        body = f"<html><head><title>{self.code} Bad Gateway</title></head><body>nginx</body></html>"
        return Reply(self.code, body.encode(), "text/html")


@dataclass(frozen=True)
class Malformed(Fault):
    """200, landed, but the body is no JSON that anybody can read."""

    body: bytes = b'{"ok":true,"result":{"message_id":'

    async def after(self, reply: Reply) -> Reply:
        return Reply(200, self.body)


@dataclass(frozen=True)
class Reset(Fault):
    """The connection is reset, before or after the message landed."""

    after_landing: bool = False

    async def before(self) -> Reply | None:
        if not self.after_landing:
            raise Dropped
        return None

    async def after(self, reply: Reply) -> Reply:
        raise Dropped


@dataclass
class _Rule:
    method: str | None
    chat_id: int | None
    fault: Fault
    left: int | None
    skip: int = 0

    def fits(self, method: str, chat_id: int | None) -> bool:
        return self.method in (None, method) and self.chat_id in (None, chat_id) and self.left != 0


@dataclass
class Faults:
    """The faults in force; the first that fits a call happens to it."""

    rules: list[_Rule] = field(default_factory=list)
    hanging: asyncio.Event | None = None
    resetting: bool = False
    happened: list[tuple[str, int | None, Fault]] = field(default_factory=list)

    def add(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat: Chat | int | None = None,
        times: int | None = None,
        skip: int = 0,
    ) -> None:
        """Let a fault happen to calls of a method and a chat (None: any), after `skip` good ones."""
        chat_id = chat.id if isinstance(chat, Chat) else chat
        self.rules.append(_Rule(method, chat_id, fault, times, skip))

    def remove(self, fault: Fault) -> None:
        """Let this very fault happen no more."""
        self.rules = [rule for rule in self.rules if rule.fault is not fault]

    def clear(self) -> None:
        """Fair weather from now on."""
        self.rules.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that happens to this call, if any."""
        for rule in self.rules:
            if rule.fits(method, chat_id):
                if rule.skip:
                    rule.skip -= 1
                    continue
                if rule.left is not None:
                    rule.left -= 1
                self.happened.append((method, chat_id, rule.fault))
                return rule.fault
        return None

    async def weather(self) -> None:
        """Cut the line while it is bad; where it hangs, only at the end."""
        if self.resetting:
            raise Dropped
        if self.hanging is not None:
            await self.hanging.wait()
            raise Dropped
