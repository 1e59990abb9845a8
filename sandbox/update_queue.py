"""What waits for a bot, and the long poll that fetches it."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import conflict

FIRST_UPDATE = 700_000_001
RECENT = 1000
BY_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    """One update: its id, its kind, the JSON of what it carries, and the poll whose state it tells."""

    id: int
    kind: str
    text: str
    poll_id: str | None = None


class UpdateQueue:
    """Updates not confirmed yet, oldest first; a poll with a higher offset confirms them."""

    def __init__(self) -> None:
        self.pending: deque[Update] = deque()
        self.allowed: frozenset[str] | None = None
        self.confirmed = 0
        self.copies = 1
        self.held: list[tuple[str, str, str | None]] | None = None
        self._recent: deque[Update] = deque(maxlen=RECENT)
        self._next = FIRST_UPDATE
        self._fetched = 0
        self._polls: dict[str, Update] = {}  # the newest state of each poll that waits here
        self._in_order = True
        self._waiting: asyncio.Future[None] | None = None
        self._poll: object | None = None

    @property
    def polled(self) -> bool:
        """Whether a long poll waits right now."""
        return self._poll is not None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for such updates in its last poll."""
        if not self.allowed:
            return kind not in BY_REQUEST_ONLY
        return kind in self.allowed

    def put(self, kind: str, payload: str, *, poll_id: str | None = None) -> None:
        """Add an update if the bot wants its kind; a poll's newer state replaces the unfetched one."""
        if not self.wants(kind):
            return
        if self.held is not None:
            self.held.append((kind, payload, poll_id))
            return
        if poll_id is not None and kind == "poll" and self._replace(poll_id, payload):
            return
        update = Update(self._take_id(), kind, "", poll_id)
        update.text = f'{{"update_id":{update.id},"{kind}":{payload}}}'
        if kind == "poll" and poll_id is not None:
            self._polls[poll_id] = update
        self._recent.append(update)
        self.pending.extend([update] * self.copies)
        self.wake()

    def release(self, order: random.Random) -> None:
        """Let go what was held back, in another order."""
        held, self.held = self.held or [], None
        order.shuffle(held)
        for kind, payload, poll_id in held:
            self.put(kind, payload, poll_id=poll_id)

    def again(self, count: int) -> None:
        """Put the newest updates once more, under new ids."""
        for update in list(self._recent)[-count:]:
            body = json.loads(update.text)
            self.put(update.kind, json.dumps(body[update.kind]), poll_id=None)

    def put_raw(self, update: dict[str, Any]) -> int:
        """Add an update as it is, given an id if it has none."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int):
            update_id = self._take_id()
        self._in_order = self._in_order and update_id >= self._next - 1
        self._next = max(self._next, update_id + 1)
        kind = next((key for key in update if key != "update_id"), "")
        self.pending.append(Update(update_id, kind, json.dumps({**update, "update_id": update_id})))
        self.wake()
        return update_id

    def wake(self) -> None:
        """Let the waiting poll look again."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def poll(
        self, *, offset: int, limit: int, wait: float, allowed: Iterable[str] | None
    ) -> list[Update]:
        """The updates from offset on, waiting for the first; an older poll still waiting ends with 409."""
        if allowed is not None:
            self.allowed = frozenset(allowed)
        self._confirm(offset)
        await self._first(asyncio.get_running_loop().time() + wait)
        batch = [update for _, update in zip(range(limit), self.pending, strict=False)]
        self._fetched = max([self._fetched, *(update.id for update in batch)])
        return batch

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()
        self._polls.clear()

    def kept(self) -> dict[str, Any]:
        """What waits, and the next number, as JSON: a bot takes no number for news twice."""
        waiting = [[one.id, one.kind, one.text, one.poll_id] for one in self.pending]
        return {"next": self._next, "waiting": waiting}

    def resume(self, given: dict[str, Any]) -> None:
        """Go on from what `kept` told."""
        self._next = given["next"]
        self.pending = deque(Update(*one) for one in given["waiting"])

    async def _first(self, deadline: float) -> None:
        """Wait for the first update until the deadline; ApiError when a newer poll comes."""
        loop = asyncio.get_running_loop()
        ticket = self._poll = object()
        self.wake()
        try:
            while not self.pending and (left := deadline - loop.time()) > 0:
                waiting = self._waiting = loop.create_future()
                await asyncio.wait([waiting], timeout=left)
                if self._poll is not ticket:
                    raise conflict()
        finally:
            if self._poll is ticket:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.confirmed = max(self.confirmed, self.pending.popleft().id)
        elif offset > 0 and self._in_order:
            while self.pending and self.pending[0].id < offset:
                self.confirmed = max(self.confirmed, self.pending.popleft().id)
        elif offset > 0:
            gone = [update.id for update in self.pending if update.id < offset]
            if gone:
                self.pending = deque(update for update in self.pending if update.id >= offset)
                self.confirmed = max(self.confirmed, *gone, 0)

    def _replace(self, poll_id: str, payload: str) -> bool:
        update = self._polls.get(poll_id)
        if update is None or update.id <= self._fetched:
            return False
        update.text = f'{{"update_id":{update.id},"poll":{payload}}}'
        return True

    def _take_id(self) -> int:
        self._next += 1
        return self._next - 1
