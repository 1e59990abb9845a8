"""What the stories of groups, settings and officers share: a town with its bot, and ways through it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox import CallbackAnswer, Chat, Message, Person
from tests.end_to_end.side_by_side import side_by_side
from tests.town import MONDAY, ZONE, Town

Story = Callable[[Town], Awaitable[None]]


@asynccontextmanager
async def open_town(folder: Path, **settings: str) -> AsyncIterator[Town]:
    """A town whose owner has opened the bot, with the bot running."""
    async with Town(folder, start=MONDAY, **settings) as town:
        town.owner.writes("/start")
        await town.start_bot(settled=False)
        # A machine that runs everything at once may take its time.
        await town.telegram.until(lambda: town.telegram.bot.polling, 40)
        yield town


class SharedTown:
    """Stories that leave the clock alone share one bot and are told at once; each test reports on its own."""

    def __init__(self, seconds: int, **settings: str) -> None:
        self._seconds, self._settings = seconds, settings
        self._stories: dict[str, Story] = {}
        self._ends: dict[str, Exception | None] = {}

    def __call__(self, story: Story) -> Callable[..., Awaitable[None]]:
        """A story of this town, as a test."""
        name = story.__name__
        first, self._stories[name] = not self._stories, story

        async def told(tmp_path: Path) -> None:
            if not self._ends:
                await self._tell_all(tmp_path)
            if error := self._ends[name]:
                raise error

        told.__name__, told.__module__, told.__doc__ = name, story.__module__, story.__doc__
        return side_by_side(self._seconds)(told) if first else told

    async def _tell_all(self, folder: Path) -> None:
        try:
            async with open_town(folder, **self._settings) as town:
                await asyncio.gather(*(self._tell(town, name) for name in self._stories))
        except Exception as error:
            self._ends = dict.fromkeys(self._stories, error)

    async def _tell(self, town: Town, name: str) -> None:
        try:
            await self._stories[name](town)
        except Exception as error:
            error.add_note(town.bot_log.read_text(errors="replace")[-3_000:])
            self._ends[name] = error
        else:
            self._ends[name] = None


async def turn(town: Town, person: Person, message: Message, *labels: str) -> CallbackAnswer:
    """Press one button after the other, each time waiting until the message shows something else."""
    for label in labels:
        before = message.text, message.buttons
        answer = await person.press(message, label)
        await town.telegram.until(lambda: (message.text, message.buttons) != before, 8)  # noqa: B023
    return answer


async def move_to_next(town: Town, weekday: int, clock: str) -> datetime:
    """Move the clock on to the next such weekday (0 = Monday) and time, and wait until the bot noticed."""
    hour, minute = map(int, clock.split(":"))
    local = town.now().astimezone(ZONE)
    day = local + timedelta(days=(weekday - local.weekday()) % 7)
    moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if moment <= local:
        moment += timedelta(days=7)
    town.move_to(moment)

    def swept() -> bool:
        [(last,)] = town.query("SELECT value FROM marks WHERE name = 'last_sweep'")
        return datetime.fromisoformat(last) >= moment

    await town.telegram.until(swept, 8)
    return moment


def row(town: Town, group: Chat) -> tuple[Any, ...]:
    """What is remembered of a group: id, state, audience. LookupError while there is nothing."""
    return town.query("SELECT id, state, audience FROM groups WHERE chat = ?", group.id)[0]


def state(town: Town, group: Chat) -> str:
    """A group's state; LookupError while there is no such group."""
    return str(row(town, group)[1])


def slots(town: Town, group: Chat) -> list[tuple[Any, ...]]:
    """A group's slots for tips and cases, the tip's first: kind, weekdays, time, every how many weeks."""
    wanted = (
        "SELECT s.kind, weekdays, substr(at, 1, 5), every FROM slots s JOIN groups g ON g.id = s.group_id"
    )
    mine = "WHERE g.chat = ? AND s.kind <> 'quiz' ORDER BY s.kind DESC"
    return town.query(f"{wanted} {mine}", group.id)


def said_by_bot(town: Town, place: Chat | Person) -> list[Message]:
    """All that the bot said in a group, or in private to a person."""
    messages = place.inbox if isinstance(place, Person) else place.messages
    return [one for one in messages if town.is_bots(one)]
