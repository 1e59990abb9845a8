"""The sandbox: a Telegram in this process, served over HTTP, with people to play."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from starlette.routing import BaseRoute

from sandbox.api import BotApi
from sandbox.chats import GROUP_ADMIN, Chat, Kind, Member, Status
from sandbox.faults import Faults
from sandbox.ledger import Calls, Ledger
from sandbox.limits import TELEGRAMS, Limits
from sandbox.people import Person
from sandbox.picture import picture
from sandbox.server import Listener
from sandbox.users import Bot
from sandbox.weather import Weather
from sandbox.world import World

T = TypeVar("T")
FIRST_BOT = 7_000_000_001
FIRST_PERSON = 500_000_001


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox(Weather):
    """A Telegram to practise on.

    `now` dates the messages; `limits=None` lifts the flood limits; `delay` is seconds before each answer;
    `pages` are routes of our own that come before the Bot API; `ready` is a socket that listens already,
    `token` one that the first bot was given before; `patience` is the least that until() and press() wait, in
    seconds, whatever they are told: for a machine that does much at once.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = _utc_now,
        limits: Limits | None = TELEGRAMS,
        delay: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
        pages: Sequence[BaseRoute] = (),
        ready: socket.socket | None = None,
        token: str | None = None,
        patience: float = 0.0,
    ) -> None:
        self.world = World(now)
        self.world.patience = patience
        self.faults = Faults()
        self.api = BotApi(self.world, self.faults, limits, delay, self._drop)
        self.listener = Listener(self.api, host, port, pages, ready)
        self.bot = self.new_bot("小喇叭", username="xiaolaba_bot", token=token)

    async def __aenter__(self) -> Self:
        await self.listener.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.listener.close()
        if self.api.crashes and error is None:
            raise AssertionError("the sandbox itself failed:\n" + "\n".join(self.api.crashes))

    def _drop(self, scope: Any) -> None:
        self.listener.drop(scope)

    # What to look at

    @property
    def url(self) -> str:
        """The address that a client puts before its token."""
        return f"http://{self.listener.host}:{self.listener.port}/bot"

    @property
    def ledger(self) -> Ledger:
        """What landed where."""
        return self.world.ledger

    @property
    def calls(self) -> Calls:
        """Every call and its answer."""
        return self.world.calls

    @property
    def unknown_methods(self) -> Counter[str]:
        """Methods called that the sandbox does not have."""
        return self.api.unknown_methods

    @property
    def unknown_parameters(self) -> Counter[tuple[str, str]]:
        """(method, parameter) pairs given that the sandbox does not honour."""
        return self.api.unknown_parameters

    async def until(
        self,
        condition: Callable[[], T],
        timeout: float = 5.0,  # noqa: ASYNC109 - names what a test waits for
    ) -> T:
        """The condition's value once it is true; AssertionError with a picture of what there is."""
        loop = asyncio.get_running_loop()
        timeout = max(timeout, self.world.patience)
        deadline = loop.time() + timeout
        trouble: LookupError | None = None
        while True:
            began = loop.time()
            self.world.close_due_polls()
            changed = self.world.watch()
            try:
                if value := condition():
                    return value
                trouble = None
            except LookupError as error:  # what is looked for is not there yet
                trouble = error
            # A costly condition must not eat the loop that the bot is served by.
            await asyncio.sleep(4 * (loop.time() - began))
            left = deadline - loop.time()
            if left <= 0:
                why = f" ({trouble!r})" if trouble else ""
                raise AssertionError(f"not within {timeout} s{why}\n{picture(self.world, self.api)}")
            # Conditions may also look at files or databases, which tell us nothing: so look again.
            await asyncio.wait([changed], timeout=min(left, 0.1))

    # Who and where there is

    def new_bot(self, name: str, *, username: str | None = None, token: str | None = None) -> Bot:
        """One more bot with a token of its own."""
        bot_id = int(token.partition(":")[0]) if token else FIRST_BOT + len(self.world.bots)
        secret = hashlib.sha256(f"{name}{bot_id}".encode()).hexdigest()[:33]
        token = token or f"{bot_id}:AA{secret}"
        bot = Bot(bot_id, name, username=username or f"practice{bot_id}_bot", token=token)
        self.world.bots[token] = self.world.users[bot.id] = bot
        return bot

    def person(
        self, name: str, *, id: int | None = None, username: str | None = None, language_code: str = "zh-hans"
    ) -> Person:
        """Somebody new."""
        user_id = FIRST_PERSON + next(self.world.numbers) if id is None else id
        person = Person(self.world, user_id, name, username=username, language_code=language_code)
        self.world.users[person.id] = person
        return person

    def crowd(self, count: int, name: str = "居民") -> list[Person]:
        """Many residents at once."""
        return [self.person(f"{name}{number}") for number in range(1, count + 1)]

    def group(
        self,
        title: str,
        *,
        owner: Person | None = None,
        members: int = 2,
        kind: Literal["group", "supergroup"] = "supergroup",
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A group of so many members, most of them nameless."""
        return self._chat(title, kind, owner, members, forum, username)

    def channel(
        self,
        title: str,
        *,
        owner: Person | None = None,
        members: int = 2,
        username: str | None = None,
        linked: Chat | None = None,
    ) -> Chat:
        """A channel; its posts appear in the linked group."""
        channel = self._chat(title, "channel", owner, members, False, username)
        channel.linked = linked
        if linked is not None:
            linked.linked = channel
        return channel

    def groups(
        self, count: int, *, owner: Person, title: str = "群", bot: bool = True, **how: Any
    ) -> list[Chat]:
        """Many groups at once, quickly and silently: the bot is in them, but was told nothing."""
        groups = [self.group(f"{title}{number}", owner=owner, **how) for number in range(1, count + 1)]
        if bot:
            for group in groups:
                group.standing[self.bot.id] = Member(self.bot)
                group.member_count += 1
        return groups

    def admin(self, chat: Chat, person: Person, *, anonymous: bool = False, title: str | None = None) -> None:
        """Make a person an administrator (an owner stays the owner), without telling anybody."""
        now = chat.member(person)
        status: Status = "creator" if now and now.status == "creator" else "administrator"
        chat.standing[person.id] = Member(person, status, GROUP_ADMIN, anonymous, title)

    def member(self, chat: Chat, *people: Person) -> None:
        """Put people into a chat, without telling anybody."""
        for person in people:
            chat.standing.setdefault(person.id, Member(person))

    def _chat(
        self, title: str, kind: Kind, owner: Person | None, members: int, forum: bool, username: str | None
    ) -> Chat:
        chat = Chat(self.world.new_chat_id(kind), kind, title, count=members, forum=forum)
        chat.username = username
        if owner is not None:
            chat.standing[owner.id] = Member(owner, "creator", GROUP_ADMIN)
        self.world.chats[chat.id] = chat
        return chat
