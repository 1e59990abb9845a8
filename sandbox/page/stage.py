"""What the page plays with: the sandbox, its people, clock, crowd and weather, and the bot's own figures."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.chats import Chat, PrivateChat
from sandbox.demo_clock import Clock
from sandbox.demo_crowd import Crowd
from sandbox.demo_weather import Switches
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.telegram import Sandbox

# How long a slot may take to be sent when the clock moves on over it, and how long one looks at it.
SENT_WITHIN, LINGER = 4.0, 0.8
# Between two long polls a bot is not away, nor on a slow line.
AWAY_AFTER = 6.0


@dataclass(frozen=True)
class Actor:
    """Somebody whom a visitor can be; `role` is a key of the page's texts."""

    person: Person
    role: str


class Stage:
    """One town on show. `book` is what the bot's own side tells of itself: figures and its timetable.

    A new page opens with the person and the chat of `start`; the tour brings the bot into `newcomer`.
    While it is `opening`, the town plays its own morning and visitors leave it alone.
    """

    def __init__(self, telegram: Sandbox, cast: Sequence[Actor], clock: Clock, crowd: Crowd) -> None:
        self.telegram = telegram
        self.cast = {actor.person.id: actor for actor in cast}
        self.clock = clock
        self.crowd = crowd
        self.weather = Switches(telegram)
        self.book: dict[str, Any] = {}
        self.start: tuple[int, int] | None = None
        self.newcomer: Chat | None = None
        self.name = secrets.token_hex(4)
        self.opening = False
        self.online = self.met = False
        self._polled_at = -AWAY_AFTER
        self.troubles: list[str] = []
        self._read: dict[tuple[int, int], int] = {}
        self._authors: dict[tuple[int, int], int] = {}
        self._watchers: set[Callable[[], None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        telegram.world.listeners.append(self.changed)

    # Change

    def changed(self) -> None:
        """Wake every open page."""
        for wake in self._watchers:
            wake()

    def watch(self, wake: Callable[[], None]) -> None:
        """Call this at every change from now on."""
        self._watchers.add(wake)

    def unwatch(self, wake: Callable[[], None]) -> None:
        """Call it no more."""
        self._watchers.discard(wake)

    async def tick(self) -> None:
        """Each second: polls whose time is over close, and we see whether the bot is there."""
        while True:
            self.telegram.world.close_due_polls()
            self._look_for_bot()
            await asyncio.sleep(1)

    def _look_for_bot(self) -> None:
        now = time.monotonic()
        if self.telegram.bot.polling:
            self._polled_at, self.met = now, True
        online = now - self._polled_at < AWAY_AFTER
        if online != self.online:
            self.online = online
            self.changed()

    def background(self, task: asyncio.Task[None]) -> None:
        """Keep hold of something that goes on by itself."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what goes on by itself."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Who and where

    def actor(self, person_id: int) -> Actor:
        """Somebody of the cast; LookupError for a stranger."""
        return self.cast[person_id]

    def chat(self, actor: Actor, chat_id: int) -> Chat:
        """A group, or the actor's own chat with the bot; LookupError where there is none."""
        if chat_id == actor.person.id:
            return actor.person.private()
        chat = self.telegram.world.chats[chat_id]
        while chat.migrated_to is not None:
            chat = chat.migrated_to
        return chat

    def groups(self) -> list[Chat]:
        """The groups that stand, in the order they were founded."""
        return [
            chat
            for chat in self.telegram.world.chats.values()
            if chat.migrated_to is None and not chat.deleted and chat.kind != "channel"
        ]

    def before(self, chat: Chat) -> Chat | None:
        """The basic group that a supergroup was made of."""
        return next((one for one in self.telegram.world.chats.values() if one.migrated_to is chat), None)

    def chats(self, actor: Actor) -> list[Chat]:
        """The actor's chats, the liveliest first, then the town's other groups."""
        mine = [actor.person.private(), *(chat for chat in self.groups() if chat.has(actor.person))]
        mine.sort(key=_liveliness, reverse=True)
        return mine + [chat for chat in self.groups() if not chat.has(actor.person)]

    def belongs(self, actor: Actor, chat: Chat) -> bool:
        """Whether the actor may speak there."""
        return isinstance(chat, PrivateChat) or chat.has(actor.person)

    def runs(self, actor: Actor, chat: Chat) -> bool:
        """Whether the actor is an admin there."""
        member = chat.member(actor.person)
        return member is not None and member.runs

    def votes_as(self, actor: Actor, chat: Chat) -> int:
        """Whose vote the actor's is: an anonymous admin votes as the group."""
        shown = self.telegram.world.shown_actor(chat, actor.person)
        return actor.person.id if shown is actor.person else chat.id

    # Time

    def upcoming(self) -> list[dict[str, Any]]:
        """What the bot says it will send next: `at` (epoch seconds), `chat`, `kind`; the soonest first."""
        now = self.clock.now().timestamp()
        return [slot for slot in self.book.get("timetable", ()) if slot["at"] > now]

    async def travel(self, until: datetime | None) -> None:
        """Move the clock on, stopping at every slot on the way so that it is sent; None: to the next slot."""
        if self.clock.travelling:
            return
        self.clock.travelling = True
        try:
            times = sorted({slot["at"] for slot in self.upcoming()})
            for at in times[:1] if until is None else times:
                moment = datetime.fromtimestamp(at, UTC)
                if until is None or moment <= until:
                    await self._arrive(moment)
            if until is not None:
                self.clock.move_to(until)
        finally:
            self.clock.travelling = False
            self.changed()

    async def _arrive(self, moment: datetime) -> None:
        landed = len(self.telegram.ledger)
        self.clock.move_to(moment)
        self.changed()
        with suppress(AssertionError):  # nothing came: the bot had its reasons
            await self.telegram.until(lambda: len(self.telegram.ledger) > landed, SENT_WITHIN)
        await asyncio.sleep(LINGER)

    # Reading and writing

    def read(self, actor: Actor, chat: Chat) -> None:
        """The actor has seen all that is there."""
        if chat.posts:
            self._read[actor.person.id, chat.id] = next(reversed(chat.posts))

    def unread(self, actor: Actor, chat: Chat) -> int:
        """How many messages of others came since the actor looked."""
        seen, count = self._read.get((actor.person.id, chat.id), 0), 0
        for message in reversed(chat.posts.values()):
            if message.id <= seen:
                break
            count += message.service is None and not self.wrote(actor, message)
        return count

    def memory(self) -> dict[str, Any]:
        """What the stage itself knows, as JSON."""
        read = [[*place, message] for place, message in self._read.items()]
        return {"name": self.name, "read": read, "authors": [[*it, who] for it, who in self._authors.items()]}

    def recall(self, memory: dict[str, Any]) -> None:
        """Know again what `memory` told."""
        self.name = memory["name"]
        self._read = {(person, chat): message for person, chat, message in memory["read"]}
        self._authors = {(chat, message): person for chat, message, person in memory["authors"]}

    def note_author(self, actor: Actor, message: Message) -> None:
        """An anonymous admin's words are theirs all the same."""
        self._authors[message.chat.id, message.id] = actor.person.id

    def wrote(self, actor: Actor, message: Message) -> bool:
        """Whether this is the actor's own message."""
        if message.sender is actor.person:
            return True
        return self._authors.get((message.chat.id, message.id)) == actor.person.id


def _liveliness(chat: Chat) -> tuple[int, int]:
    last = next(reversed(chat.posts.values()), None)
    return (last.date if last else 0, isinstance(chat, PrivateChat))
