"""Everything there is: people, bots, chats, files, queries; and how news of it reaches the bots."""

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sandbox import answers, answers_chats, wire
from sandbox.chats import INSIDE, Chat, Kind, Member, PrivateChat, Status
from sandbox.ledger import Calls, Landed, Ledger
from sandbox.messages import Media, Message, Poll
from sandbox.queries import Query
from sandbox.users import GROUP_ANONYMOUS, TELEGRAM, Bot, User

_COMMAND = re.compile(r"/\w+(?:@(\w+))?")
SUPERGROUPS = 1_000_000_000_000


class World:
    """The state behind the Bot API; whoever changes it calls `changed`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.users: dict[int, User] = {}
        self.bots: dict[str, Bot] = {}
        self.chats: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], PrivateChat] = {}
        self.files: dict[str, Media] = {}
        self.queries: dict[str, Query] = {}
        self.polls: dict[str, tuple[Poll, Message]] = {}
        self.timed: list[Message] = []
        self.query_lifetime = 30.0
        self.patience = 0.0
        self.ledger = Ledger()
        self.calls = Calls()
        self.numbers: Iterator[int] = itertools.count(1)
        self.watchers: list[asyncio.Future[None]] = []
        self.listeners: list[Callable[[], None]] = []

    # Time and change

    def date(self) -> int:
        """The moment as a message's date."""
        return int(self.now().astimezone(UTC).timestamp())

    def changed(self) -> None:
        """Wake everyone who waits for something to change."""
        watchers, self.watchers = self.watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)
        for listener in self.listeners:
            listener()

    def watch(self) -> asyncio.Future[None]:
        """A future that is done at the next change."""
        watcher = asyncio.get_running_loop().create_future()
        self.watchers.append(watcher)
        return watcher

    # Chats

    def new_chat_id(self, kind: Kind) -> int:
        """An id of the shape that this kind of chat has."""
        number = next(self.numbers)
        return -(4_000_000 + number) if kind == "group" else -(SUPERGROUPS + 2_000_000_000 + number)

    def private_chat(self, bot: Bot, person: User) -> PrivateChat:
        """The chat of a person with a bot, made when first needed."""
        key = (bot.id, person.id)
        if key not in self.private:
            self.private[key] = PrivateChat(bot, person)
        return self.private[key]

    def find_chat(self, bot: Bot, chat_id: int | str) -> Chat | None:
        """The chat that a bot means by an id or @username."""
        try:
            number = int(chat_id)
        except ValueError:
            name = str(chat_id).removeprefix("@").lower()
            named = (chat for chat in self.chats.values() if chat.username)
            return next((chat for chat in named if str(chat.username).lower() == name), None)
        if number in self.users and not isinstance(self.users[number], Bot):
            return self.private_chat(bot, self.users[number])
        return self.chats.get(number)

    # Messages

    def post(self, chat: Chat, sender: User | None, **content: Any) -> Message:
        """A new message in a chat, told to every bot that may see it."""
        message = Message(chat, chat.next_message_id(), self.date(), sender, **content)
        chat.posts[message.id] = message
        self.tell(message)
        self.changed()
        return message

    def tell(self, message: Message, *, edited: bool = False) -> None:
        """Put the message before every bot that may see it."""
        readers = [bot for bot in message.chat.bots() if sees(bot, message)]
        if readers:
            kind = "channel_post" if message.chat.kind == "channel" else "message"
            text = wire.message(message).json_text()
            for bot in readers:
                bot.queue.put(f"edited_{kind}" if edited else kind, text)

    def forward_to_linked(self, post: Message) -> None:
        """A channel's post appears in its discussion group, sent by Telegram itself."""
        if post.chat.linked is not None:
            origin = answers.MessageOriginChannel(date=post.date, chat=post.chat.wire, message_id=post.id)
            content = {"text": post.text, "entities": post.entities, "media": post.media}
            self.post(
                post.chat.linked, TELEGRAM, sender_chat=post.chat, origin=origin, automatic=True, **content
            )

    def land(self, message: Message, method: str, bot: Bot) -> None:
        """Write an accepted message of a bot into the ledger."""
        text = message.poll.question if message.poll else message.text
        self.ledger.add(
            Landed(time.monotonic(), message.chat.id, message.id, method, text, message.silent, bot.token)
        )

    def remove(self, message: Message) -> None:
        """A message is deleted for everyone."""
        message.deleted = True
        message.chat.posts.pop(message.id, None)
        if message in message.chat.pins:
            message.chat.pins.remove(message)
        self.changed()

    # Membership

    def set_member(self, chat: Chat, user: User, actor: User, status: Status, **standing: Any) -> None:
        """Give somebody a new standing and tell the bots that Telegram tells."""
        old = chat.member(user) or Member(user, "left")
        new = Member(user, status, **standing)
        chat.standing[user.id] = new
        chat.member_count += (status in INSIDE) - (old.status in INSIDE)
        update = answers_chats.ChatMemberUpdated(
            chat=chat.wire,
            from_=self.shown_actor(chat, actor).wire,
            date=self.date(),
            old_chat_member=wire.member(old, chat),
            new_chat_member=wire.member(new, chat),
        )
        if isinstance(user, Bot):
            user.queue.put("my_chat_member", update.json_text())
        for bot in self.admin_bots(chat):
            if bot is not user:
                bot.queue.put("chat_member", update.json_text())
        self.changed()

    def shown_actor(self, chat: Chat, actor: User) -> User:
        """Who seems to act: an anonymous admin shows as the group's stand-in."""
        member = chat.member(actor)
        return GROUP_ANONYMOUS if member and member.anonymous and member.runs else actor

    def admin_bots(self, chat: Chat) -> Iterator[Bot]:
        """The bots under test that are administrators of a chat."""
        for bot in chat.bots():
            member = chat.member(bot)
            if member is not None and member.runs:
                yield bot

    # Polls

    def tell_poll(self, message: Message) -> None:
        """The bot that sent a poll hears its new state."""
        if message.poll is not None and isinstance(message.sender, Bot):
            text = wire.poll(message.poll).json_text()
            message.sender.queue.put("poll", text, poll_id=message.poll.id)

    def close_due_polls(self) -> None:
        """Close the polls whose time is over."""
        now = self.date()
        for message in [it for it in self.timed if it.poll and (it.poll.close_date or 0) <= now]:
            self.timed.remove(message)
            if message.poll is not None and not message.poll.closed:
                message.poll.closed = True
                self.tell_poll(message)
                self.changed()


def sees(bot: Bot, message: Message) -> bool:
    """Whether Telegram shows a message to a bot: privacy mode is on, administrators see all."""
    chat = message.chat
    if message.sender is bot:
        return False
    if chat.kind == "private" or message.service is not None or bot.reads_all:
        return True
    member = chat.member(bot)
    if (member is not None and member.runs) or message.via_bot is bot:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    command = _COMMAND.match(message.text)
    addressed = command[1] if command else None
    return command is not None and (not addressed or addressed.lower() == str(bot.username).lower())
