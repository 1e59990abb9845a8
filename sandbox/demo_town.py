"""A small town, ready to play: its people and groups, and the morning on which the bot came to it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from sandbox.chats import Chat
from sandbox.demo_clock import Clock
from sandbox.demo_crowd import Crowd
from sandbox.limits import Limits
from sandbox.messages import Message
from sandbox.page.stage import Actor, Stage
from sandbox.people import Person
from sandbox.telegram import Sandbox

DATA = Path(__file__).with_name("demo_town.json")
# A visitor may make bad weather at once: then the morning only takes longer.
PATIENCE = 120.0


class Town:
    """Everybody and every group by the names that demo_town.json gives them."""

    def __init__(self, clock: Clock, *, crowd_seconds: float = 60.0, **telegram: Any) -> None:
        self.data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
        self.telegram = Sandbox(now=clock.now, limits=Limits(), **telegram)
        self.people = {
            role: self.telegram.person(one["name"], id=one["id"]) for role, one in self.data["people"].items()
        }
        self.groups = {key: self._found(one) for key, one in self.data["groups"].items()}
        hidden = self.data["people"]["anonymous"]["title"]
        self.telegram.admin(self.groups["parents"], self.people["anonymous"], anonymous=True, title=hidden)
        crowd = Crowd(
            self.telegram,
            list(self.groups.values()),
            label=self.data["read_label"],
            names=self._name,
            seconds=crowd_seconds,
        )
        cast = [Actor(person, role) for role, person in self.people.items()]
        self.stage = Stage(self.telegram, cast, clock, crowd)
        self.stage.start = (self.people["admin"].id, self.groups["village"].id)
        self.stage.newcomer = self.groups["other"]

    def _found(self, one: dict[str, Any]) -> Chat:
        owner = self.people[one["owner"]]
        group = self.telegram.group(
            one["title"], owner=owner, members=one["members"], kind=one.get("kind", "supergroup")
        )
        self.telegram.member(group, *(self.people[role] for role in one["people"]))
        return group

    def _name(self, number: int) -> str:
        surnames, given = self.data["surnames"], self.data["given"]
        return str(surnames[number % len(surnames)] + given[number // len(surnames) % len(given)])


async def open_town(town: Town) -> None:
    """Play the morning: once the bot is there, people bring it in, as people would."""
    morning = _Morning(town)
    morning.before()
    await town.telegram.until(lambda: town.telegram.bot.polling, 60)
    groups = asyncio.gather(*(morning.tells(part) for part in (morning.village(), morning.finance())))
    office = asyncio.ensure_future(morning.tells(morning.office()))
    await groups
    await morning.parents_are_in.wait()
    # What is left is the owner's own paperwork, which bears company.
    town.stage.opening = False
    town.stage.changed()
    await office


class _Morning:
    """Each part goes on by itself; one that meets something unexpected is noted and left."""

    def __init__(self, town: Town) -> None:
        self._town, self._telegram = town, town.telegram
        self._people, self._groups = town.people, town.groups
        self._labels: dict[str, Any] = town.data["labels"]
        self.parents_are_in = asyncio.Event()

    async def tells(self, part: Coroutine[Any, Any, None]) -> None:
        """Play one part to its end."""
        try:
            await part
        except (AssertionError, LookupError) as trouble:
            self._town.stage.troubles.append(str(trouble))

    def before(self) -> None:
        """What was said before the bot was there; its owner has opened it."""
        self._people["owner"].writes("/start")
        self._says("village", "before")
        self._says("other", "other")
        self._says("other", "thanks")

    async def village(self) -> None:
        """The village's admin brings the bot in, says what the group is, and pins the introduction."""
        await self._join("village", "admin")
        pinned = await self._said(self._groups["village"], self._labels["introduction"])
        self._people["admin"].pins(pinned)
        self._says("village", "after")

    async def finance(self) -> None:
        """The firm's group comes in as well; nobody has vouched for it yet."""
        await self._join("finance", "accountant")

    async def office(self) -> None:
        """The owner appoints a chief and an officer, and vouches; the officer's link brings the parents."""
        owner, officer = self._people["owner"], self._people["officer"]
        chief = self._people["chief"]
        owner.writes(f"/officer add {officer.id} officer pingan")
        owner.writes(f"/officer add {chief.id} chief")
        await asyncio.gather(
            self._parents_come(officer),
            self.tells(self._vouches(owner)),
            self.tells(self._begins(chief)),
        )

    async def _begins(self, person: Person) -> None:
        """Somebody who was appointed opens the bot, so that it may write to them."""
        mark = f"{person.id} {self._labels['appointed']}"
        await self._said(self._people["owner"], mark)
        person.writes("/start")

    async def _vouches(self, owner: Person) -> None:
        title = self._groups["village"].title
        card = await self._said(owner, title, button=self._labels["confirm"])
        await owner.press(card, self._labels["confirm"], timeout=PATIENCE)
        owner.writes("/groups")
        page = await self._said(owner, title, button=title)
        for label in (title, self._labels["place"], *self._labels["region"]):
            await self._press(owner, page, label)

    async def _parents_come(self, officer: Person) -> None:
        await self.tells(self._parents(officer))
        self.parents_are_in.set()

    async def _parents(self, officer: Person) -> None:
        await self._begins(officer)
        officer.writes("/groups")
        page = await self._said(officer, "", button=self._labels["link"])
        await officer.press(page, self._labels["link"], timeout=PATIENCE)
        found = await self._telegram.until(lambda: re.search(r"startgroup=([\w-]+)", page.text), PATIENCE)
        assert found is not None
        await self._join("parents", "anonymous", found[1])

    async def _join(self, group: str, admin: str, word: str | None = None) -> None:
        chat, person = self._groups[group], self._people[admin]
        person.adds_bot(chat, word)
        card = await self._said(chat, self._labels["card"], button=self._labels[group])
        await self._press(person, card, self._labels[group])

    async def _press(self, person: Person, message: Message, label: str) -> None:
        """Press a button once it is there, and wait until the message shows something else."""
        await self._telegram.until(lambda: message.button(label), PATIENCE)
        before = (message.text, message.buttons)
        await person.press(message, label, timeout=PATIENCE)
        await self._telegram.until(lambda: (message.text, message.buttons) != before, PATIENCE)

    async def _said(self, place: Chat | Person, part: str, button: str = "") -> Message:
        def found() -> Message | None:
            messages = place.inbox if isinstance(place, Person) else place.messages
            fitting = [one for one in messages if part in one.text and one.sender is self._telegram.bot]
            return next((one for one in fitting if not button or any(button in b.text for b in one)), None)

        said = await self._telegram.until(found, PATIENCE)
        assert said is not None
        return said

    def _says(self, group: str, line: str) -> None:
        role, words = self._town.data["says"][line]
        self._people[role].says(self._groups[group], words)
