"""The sandbox in a process of its own, with a few routes by which a benchmark plays its people."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox import Bot, Call, Landed, Limits, Message, Person, Poll, Query, Sandbox
from sandbox.ledger import Calls
from sandbox.update_queue import Update, UpdateQueue

T = TypeVar("T")

OWNER = 1001
OFFICER = 2002
PATIENCE = 120.0


class Handing(UpdateQueue):
    """Knows when it handed out what: when the answer left, not when it was made, which is a delay earlier."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: dict[int, float] = {}
        self._made: list[Update] = []

    async def poll(self, **how: Any) -> list[Update]:
        self._made = await super().poll(**how)
        return self._made

    def leave(self) -> None:
        """The answer goes out to the bot this very moment."""
        for update in self._made:
            self.moments.setdefault(update.id, time.monotonic())


class Noting(Calls):
    """The sandbox notes a call when it was worked off, delay and all, and then writes the answer out."""

    def __init__(self, token: str, handing: Handing) -> None:
        super().__init__()
        self._token, self._handing = token, handing

    def add(self, call: Call) -> None:
        super().add(call)
        if (call.method, call.code, call.token) == ("getUpdates", 200, self._token):
            self._handing.leave()


class Stage:
    """What a benchmark may ask for: each verb is a public method, its arguments the request's JSON."""

    def __init__(self) -> None:
        self.telegram = Sandbox(pages=[Route("/bench/{verb}", self.ask, methods=["POST"])])
        self.owner = self.telegram.person("周所长", id=OWNER)
        self.officer = self.telegram.person("李警官", id=OFFICER)
        self._handed = self.telegram.bot.queue = Handing()
        self.telegram.world.calls = Noting(self.telegram.bot.token, self._handed)
        self._queries: list[Query] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, request: Request) -> JSONResponse:
        """Run a verb."""
        verb = getattr(self, request.path_params["verb"])
        try:
            return JSONResponse(await verb(**await request.json()))
        except AssertionError as error:  # waited in vain; the picture of it all would be too long
            return JSONResponse(str(error).splitlines()[0], status_code=504)

    async def another_bot(self) -> str:
        """One more bot, in no group yet; its token."""
        return self.telegram.new_bot("对照").token

    async def groups(self, count: int, token: str) -> list[int]:
        """So many groups with that bot in them; their chat ids."""
        groups = self.telegram.groups(count, owner=self.owner, bot=False, members=300)
        for group in groups:
            self.owner.world.set_member(group, self._bot(token), self.owner, "member")
        self._bot(token).queue.drop()
        return [group.id for group in groups]

    async def joins(self, chat: int, token: str) -> None:
        """Put a bot into a group that is there already."""
        self.owner.world.set_member(self.telegram.world.chats[chat], self._bot(token), self.owner, "member")

    async def weather(self, limited: bool, delay: float) -> None:
        """Telegram's limits, or none; seconds before each answer."""
        self.telegram.limits = Limits() if limited else None
        self.telegram.delay = delay

    async def polled(self) -> None:
        """Return once the first bot asks for updates."""
        await self.telegram.until(lambda: self.telegram.bot.polling, PATIENCE)

    async def calls(self, token: str) -> list[list[Any]]:
        """Every call of a bot: when, method, code, chat."""
        return [[it.at, it.method, it.code, it.chat_id] for it in self.telegram.calls if it.token == token]

    async def landed(self, part: str = "", token: str = "") -> list[list[Any]]:
        """Every message that landed and contains this: when, chat."""
        return [[it.at, it.chat_id] for it in self._landed(part, token)]

    async def until_landed(self, number: int, part: str, token: str, within: float) -> float:
        """Wait until so many such messages landed; when the last of them did."""

        def moment(it: Landed) -> float | None:
            return it.at if part in it.text and it.token.startswith(token) else None

        return await self._until_so_many(number, self.telegram.ledger.landed, moment, within)

    async def until_changed(self, number: int, since: float, within: float) -> float:
        """Wait until so many messages in groups were changed since then; when the last of them was."""

        def moment(it: Call) -> float | None:
            changed = it.method == "editMessageText" and it.code == 200 and (it.chat_id or 0) < 0
            return it.at if changed and it.at >= since else None

        return await self._until_so_many(number, self.telegram.calls.all, moment, within)

    async def _until_so_many(
        self, number: int, told: list[T], moment: Callable[[T], float | None], within: float
    ) -> float:
        """When the last of so many was; whatever is told is looked at once, or a crowd would slow us down."""
        found: list[float] = []
        looked = 0

        def enough() -> bool:
            nonlocal looked
            new, looked = told[looked:], len(told)
            found.extend(at for one in new if (at := moment(one)) is not None)
            return len(found) >= number

        await self.telegram.until(enough, within)
        return found[number - 1]

    def _landed(self, part: str, token: str) -> list[Landed]:
        return [it for it in self.telegram.ledger if part in it.text and it.token.startswith(token)]

    async def forget(self) -> None:
        """Start with an empty ledger and log."""
        self.telegram.ledger.landed.clear()
        self.telegram.calls.all.clear()

    async def push(self, kind: str) -> str:
        """The owner asks for a push, looks, and sends it; the push's code."""
        self.owner.writes(f"/push {kind}")
        await self.telegram.until(self._preview, PATIENCE)
        shown = self._preview()
        assert shown is not None
        code = next(line for line in shown.text.splitlines() if "编号 " in line).split("编号 ")[1][:9]
        await self.owner.press(shown, "发送", timeout=PATIENCE)
        return code

    def _preview(self) -> Message | None:
        return next((one for one in reversed(self.owner.inbox) if "发出去就是这样" in one.text), None)

    async def says(self, chat: int, texts: list[str]) -> None:
        """As many people say something in a group, all at once."""
        group = self.telegram.world.chats[chat]
        for person, text in zip(self.telegram.crowd(len(texts)), texts, strict=True):
            person.says(group, text)

    async def spam(self, each_second: int, seconds: float, after: int) -> None:
        """Residents ask for help in one group after the other, without end."""
        self._start(self._spam(each_second, seconds, after))

    async def alert(self, text: str) -> tuple[float, str]:
        """The officer writes an alert and confirms it; when the press was handed out, and its code."""
        self.officer.writes(f"/alert {text}")
        shown = await self._until(lambda one: text.splitlines()[0] in one.text and "发送" in str(one.buttons))
        code = next(line for line in shown.text.splitlines() if "编号 " in line).split("编号 ")[1][:9]
        return await self._press(shown, "发送"), code

    async def take_back(self, code: str, title: str) -> float:
        """The officer withdraws that alert; when the last press was handed out."""
        await self._press(
            await self._until(lambda one: code in one.text and "撤回" in str(one.buttons)), "撤回"
        )
        asked = await self._until(lambda one: f"撤回《{title}》" in one.text)
        await self._press(asked, "误发")
        await self.telegram.until(lambda: "确认撤回" in str(asked.buttons), PATIENCE)
        return await self._press(asked, "确认撤回")

    async def _until(self, fits: Callable[[Message], bool]) -> Message:
        """The newest message to the officer that fits, once there is one."""

        def found() -> list[Message]:
            return [one for one in self.officer.inbox if one.sender is self.telegram.bot and fits(one)]

        return (await self.telegram.until(found, PATIENCE))[-1]

    async def _press(self, message: Message, label: str) -> float:
        """Press and wait until the press was handed out; when it was.

        Not for its answer: behind a crowd it may come when Telegram thinks the press too old for one.
        """
        query = self.officer.taps(message, label)
        mine = max(update.id for update in self._handed.pending if query.id in update.text)
        await self.telegram.until(lambda: mine in self._handed.moments, PATIENCE)
        return self._handed.moments[mine]

    async def cards(self, people: int) -> list[float]:
        """That many people write in private, one after the other; the seconds to each one's help card."""
        waits = []
        for person in self.telegram.crowd(people):
            began = time.monotonic()
            person.writes("他们让我转账，我该怎么办")
            await self.telegram.until(lambda: len(person.inbox) > 1, PATIENCE)  # noqa: B023
            waits.append(next(it.at for it in self._landed("先别急", "") if it.chat_id == person.id) - began)
        return waits

    async def outage(self, how: Literal["refuse", "reset", "hang"], seconds: float) -> None:
        """Nothing gets through for so long, from now on."""
        self._start(self._outage(how, seconds))

    async def taps(self, people: int, twice: int, seconds: float) -> int:
        """That many people tap 我已看 under the newest push, of whom some twice, evenly over that time."""
        messages = [
            found for group in self.telegram.world.chats.values() if (found := _push_in(group.messages))
        ]
        crowd = self.telegram.crowd(people)
        taps = list(enumerate(crowd)) + list(enumerate(crowd[:twice]))
        self._queries.clear()
        self._start(self._tap([(who, messages[number % len(messages)]) for number, who in taps], seconds))
        return len(taps)

    async def quiz_taps(self, people: int, seconds: float) -> int:
        """That many people tap a letter under the newest quiz by buttons, evenly over that time."""
        messages = [found for one in self.telegram.world.chats.values() if (found := _quiz_in(one.messages))]
        crowd = self.telegram.crowd(people)
        taps = [(who, messages[number % len(messages)]) for number, who in enumerate(crowd)]
        self._queries.clear()
        self._start(self._tap(taps, seconds, "ABC"))
        return len(taps)

    async def polls(self, chats: list[int], token: str, anonymous: bool) -> list[list[Any]]:
        """A quiz of that bot's in each of these chats, there at once; message and poll numbers."""
        made = []
        for chat in chats:
            options = ["甲", "乙", "丙"]
            poll = Poll(f"9{-chat}", "问？", options, anonymous=anonymous, kind="quiz", correct=[0])
            world = self.telegram.world
            message = world.post(world.chats[chat], self._bot(token), poll=poll)
            world.polls[poll.id] = (poll, message)
            made.append([message.id, poll.id])
        return made

    async def votes(self, number: int, token: str) -> None:
        """So many people answer that bot's polls, all before anybody asks for updates."""
        polls = [message for _, message in self.telegram.world.polls.values()]
        mine = [message for message in polls if message.sender is self._bot(token)]
        for count, person in enumerate(self.telegram.crowd(number)):
            person.votes(mine[count % len(mine)], count % 3)

    async def until_confirmed(self, token: str, within: float) -> float:
        """Wait until the bot has confirmed every update; the moment when it had."""
        loop, queue = asyncio.get_running_loop(), self._bot(token).queue
        until = loop.time() + within
        while queue.pending:
            assert loop.time() < until, f"{len(queue.pending)} updates wait still"
            await asyncio.sleep(0.002)
        return loop.time()

    async def answered(self) -> list[float]:
        """After how many seconds each tap had its answer; those that had none are left out."""
        return [it.answered_at - it.at for it in self._queries if it.answered_at is not None]

    def _bot(self, token: str) -> Bot:
        return self.telegram.world.bots[token]

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _outage(self, how: Literal["refuse", "reset", "hang"], seconds: float) -> None:
        await asyncio.sleep(0.05)  # let the order itself be answered
        async with self.telegram.outage(how):
            await asyncio.sleep(seconds)

    async def _spam(self, each_second: int, seconds: float, after: int) -> None:
        groups = [chat for chat in self.telegram.world.chats.values() if chat.id < 0][after:]
        crowd, loop = self.telegram.crowd(100), asyncio.get_running_loop()
        began = loop.time()
        for number in range(int(each_second * seconds)):
            await asyncio.sleep(began + number / each_second - loop.time())
            crowd[number % len(crowd)].says(groups[number % len(groups)], "/help")

    async def _tap(
        self, taps: list[tuple[Person, Message]], seconds: float, labels: Sequence[str] = ("我已看",)
    ) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number, (person, message) in enumerate(taps):
            await asyncio.sleep(began + number * seconds / len(taps) - loop.time())
            self._queries.append(person.taps(message, labels[number % len(labels)]))


def _push_in(messages: list[Message]) -> Message | None:
    return next((one for one in reversed(messages) if any("我已看" in it.text for it in one)), None)


def _quiz_in(messages: list[Message]) -> Message | None:
    return next((one for one in reversed(messages) if any(it.text == "A" for it in one)), None)


async def serve() -> None:
    """Serve until SIGTERM; the first two lines say where and with which token."""
    # A bot that is stopped hangs up in the middle: no news here.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    # Telegram does not stop for a tenth of a second to look through ten thousand groups for garbage: what
    # arrives meanwhile would seem to come at once.
    gc.disable()
    stage = Stage()
    async with stage.telegram as telegram:
        sys.stdout.write(f"{telegram.url}\n{telegram.bot.token}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve())
