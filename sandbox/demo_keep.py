"""The town in a folder, so that a demo that was closed goes on: who is where, what was said, which files."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.chats import Chat, Member, PrivateChat, Topic
from sandbox.demo_keep_messages import Json, heard, heard_media, told, told_media
from sandbox.demo_town import Town
from sandbox.people import Person
from sandbox.telegram import FIRST_PERSON
from sandbox.users import Bot
from sandbox.world import World

VERSION = 1
AGAIN_AFTER = 5.0
_CHAT = ("kind", "title", "username", "description", "member_count", "forum", "deleted", "last_id")


class Kept:
    """One town's place on the disk: `town.json`, and a folder with the files that were sent."""

    def __init__(self, folder: Path) -> None:
        self._file, self._files = folder / "town.json", folder / "files"
        self._changed = True

    @property
    def there(self) -> bool:
        """Whether a town was kept here before."""
        return self._file.exists()

    async def go_on_saving(self, town: Town) -> None:
        """Save every few seconds in which something changed."""
        town.telegram.world.listeners.append(self._note)
        while True:
            await asyncio.sleep(AGAIN_AFTER)
            if self._changed:
                self.save(town)

    def _note(self) -> None:
        self._changed = True

    def save(self, town: Town) -> None:
        """Put everything down; a crash on the way leaves what was there before."""
        self._changed = False
        world = town.telegram.world
        self._files.mkdir(parents=True, exist_ok=True)
        for media in world.files.values():
            file = self._files / media.file_id
            if not file.exists():
                file.write_bytes(media.content)
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(_town(town), ensure_ascii=False), encoding="utf-8")
        new.replace(self._file)

    def resume(self, town: Town) -> None:
        """Make the fresh town the one that was kept. Raises ValueError, LookupError for a strange file."""
        given = json.loads(self._file.read_text(encoding="utf-8"))
        if given["version"] != VERSION:
            raise ValueError(f"town.json is of version {given['version']}, not {VERSION}")
        world = town.telegram.world
        for one in given["files"]:
            content = (self._files / one["file_id"]).read_bytes()
            world.files[one["file_id"]] = heard_media(one, content)
        _bring_people(town, given["residents"])
        _bring_chats(world, town.telegram.bot, given)
        _bring_bot(town.telegram.bot, given["bot"])
        world.numbers = itertools.count(given["numbers"])
        town.stage.recall(given["stage"])
        town.stage.crowd.resize(given["size"])


# Put down


def _town(town: Town) -> Json:
    world, bot = town.telegram.world, town.telegram.bot
    # Asking for the next number takes it: so the one after it is kept.
    number = next(world.numbers) + 1
    people = [one for one in world.users.values() if isinstance(one, Person) and one.id >= FIRST_PERSON]
    return {
        "version": VERSION,
        "now": world.now().timestamp(),
        "numbers": number,
        "bot": {
            "commands": [[*scope, menu] for scope, menu in bot.commands.items()],
            "descriptions": [[*which, text] for which, text in bot.descriptions.items()],
            "updates": bot.queue.kept(),
        },
        "files": [told_media(media) for media in world.files.values()],
        "residents": [[one.id, one.first_name] for one in people],
        "size": town.stage.crowd.size,
        "chats": [_chat(chat) for chat in world.chats.values()],
        "private": [
            {**_chat(chat), "started": chat.started, "blocked": chat.blocked}
            for chat in world.private.values()
        ],
        "stage": town.stage.memory(),
    }


def _chat(chat: Chat) -> Json:
    return {
        "id": chat.id,
        **{name: getattr(chat, name) for name in _CHAT},
        "permissions": sorted(chat.permissions),
        "standing": [
            [one.user.id, one.status, sorted(one.rights), one.anonymous, one.title]
            for one in chat.standing.values()
        ],
        "topics": [[topic.id, topic.name, topic.closed] for topic in chat.topics.values()],
        "moved": chat.migrated_to.id if chat.migrated_to else None,
        "posts": [told(message) for message in chat.posts.values()],
        "pins": [message.id for message in chat.pins],
    }


# Bring back


def _bring_people(town: Town, residents: list[list[Any]]) -> None:
    """The crowd settles anew in the same order, under the numbers that its people had."""
    world = town.telegram.world
    world.numbers = iter([number - FIRST_PERSON for number, _ in residents])
    town.stage.crowd.resize(len(residents))
    town.stage.crowd.resize(0)


def _bring_chats(world: World, bot: Bot, given: Mapping[str, Any]) -> None:
    for one in given["chats"]:
        if one["id"] not in world.chats:
            world.chats[one["id"]] = Chat(one["id"], one["kind"], one["title"])
    places: list[tuple[Chat, Json]] = [(world.chats[one["id"]], one) for one in given["chats"]]
    for one in given["private"]:
        private = world.private_chat(bot, world.users[one["id"]])
        private.started, private.blocked = one["started"], one["blocked"]
        places.append((private, one))
    for chat, one in places:
        _bring_chat(world, chat, one)


def _bring_chat(world: World, chat: Chat, given: Mapping[str, Any]) -> None:
    for name in _CHAT:
        setattr(chat, name, given[name])
    chat.rename(chat.title)
    chat.permissions = frozenset(given["permissions"])
    if not isinstance(chat, PrivateChat):
        chat.standing = {
            number: Member(world.users[number], status, frozenset(rights), anonymous, title)
            for number, status, rights, anonymous, title in given["standing"]
        }
    chat.topics = {number: Topic(number, name, closed) for number, name, closed in given["topics"]}
    chat.migrated_to = world.chats.get(given["moved"])
    for message in given["posts"]:
        heard(world, chat, message)
    chat.pins = [chat.posts[number] for number in given["pins"] if number in chat.posts]


def _bring_bot(bot: Bot, given: Mapping[str, Any]) -> None:
    bot.commands = {
        (scope, language): [(name, text) for name, text in menu]
        for scope, language, menu in given["commands"]
    }
    bot.descriptions = {(kind, language): text for kind, language, text in given["descriptions"]}
    bot.queue.resume(given["updates"])
