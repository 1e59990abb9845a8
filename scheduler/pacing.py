"""When each waiting request may leave: one Pacer for all that goes to Telegram (DESIGN.md rule 3). Pure."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from core.ports import Priority

SPACING = 1.07  # times 1/rate; evenly spaced this far apart, 65 ms of jitter on the way breaks no window
SLIP = 0.25  # seconds of a timer's oversleep that we catch up: a loop that a crowd keeps busy loses no turn
# So many turns may be unused without slowing down the next: a claim takes a crowded loop a tenth of a second.
# WINDOW holds all the same, for nobody departs before `clear_at`.
CLAIMING = 6
# Seconds in which at most `rate` depart. However a busy loop bunches departures, Telegram counts them as they
# arrive: the first of its second may be 65 ms longer on the way than the last, and the count still holds.
WINDOW = 1.065
CHAT_GAP = 1.2  # seconds between two to one chat; the first may be 200 ms longer on its way
MINUTE = 60.07  # seconds in which a group gets at most GROUP_MINUTE
GROUP_MINUTE = 20
KEPT_FOR_ALERTS = 5
SECOND_FLOOD = 5.0  # seconds in which a second chat's 429 means that it is not about the chat
LONGEST_HALT = 60.0
PATIENCE = 60.0  # seconds after which a probe that nobody answered is followed by another


@dataclass(frozen=True, eq=False)
class Ticket:
    """A place in the queue. Its identity is the ticket: two for the same chat and priority are two."""

    chat: int
    priority: Priority


@dataclass(slots=True, eq=False)
class _Chat:
    """What one chat waits for, and what it had lately."""

    id: int
    lanes: dict[Priority, OrderedDict[Ticket, int]] = field(default_factory=dict)  # only non-empty ones
    held: Ticket | None = None
    left: list[float] = field(default_factory=list)  # the last departures, at most GROUP_MINUTE
    parked: float = -inf
    entry: Entry | None = None  # its one valid entry in a heap; others are stale

    def head(self) -> tuple[Ticket, int]:
        return next(iter(self.lanes[min(self.lanes)].items()))

    def drop(self, ticket: Ticket) -> bool:
        lane = self.lanes.get(ticket.priority)
        if lane is None or lane.pop(ticket, None) is None:
            return False
        if not lane:
            del self.lanes[ticket.priority]
        return True

    def free_at(self, priority: Priority) -> float:
        when = max(self.parked, self.left[-1] + CHAT_GAP if self.left else -inf)
        room = GROUP_MINUTE if priority is Priority.ALERT else GROUP_MINUTE - KEPT_FOR_ALERTS
        if self.id < 0 and len(self.left) >= room:
            when = max(when, self.left[-room] + MINUTE)
        return when


Entry = tuple[float, int, int, _Chat]  # priority or moment, the ticket's number, the entry's own, whose


@dataclass(slots=True, eq=False)
class _Halt:
    """Stops everything once two chats are flooded, until a single probe has been answered."""

    flood: tuple[float, int] | None = None  # the last one: moment, chat
    until: float = -inf  # -inf: not halted
    probe: Ticket | None = None
    probe_left: float = inf

    def opens(self) -> float:
        return self.until if self.probe is None else self.probe_left + PATIENCE

    def given(self, ticket: Ticket) -> None:
        if self.until > -inf:
            self.probe, self.probe_left = ticket, inf

    def flooded(self, ticket: Ticket, retry_after: float, now: float) -> None:
        last, self.flood = self.flood, (now, ticket.chat)
        second = last is not None and last[1] != ticket.chat and now - last[0] <= SECOND_FLOOD
        # of those under way when all halts, more may be flooded: they park their chats, no more
        if ticket is self.probe or (second and self.until == -inf):
            self.until, self.probe = now + min(retry_after, LONGEST_HALT), None

    def answered(self, ticket: Ticket) -> None:
        if ticket is self.probe:
            self.until, self.probe, self.flood = -inf, None, None


class Pacer:
    """Decides whose turn it is; smaller Priority first, first come first served within one.

    Whatever is asked when: at most `rate` departures in any second; to one chat one a second, to a
    group also 20 in any 60 s, of which the last 5 are for alerts; a chat that must wait holds up
    nobody else; a 429 parks its chat, a second chat's within 5 s halts all for at most 60 s, then one
    probe leaves. Turns come 1.07 / rate apart and an alert waits for one of them; whoever has one departs
    when it is `clear_at`. Every turn must end in `departed` or `returned`. `rate` is above 0; above 1 it is
    a whole number. `per_chat=False`, for measuring, lifts a chat's limits but not its parking.
    """

    def __init__(self, rate: float = 30.0, *, per_chat: bool = True) -> None:
        self._room = max(1, int(rate))
        self.spacing = SPACING / (self._room if rate >= 1 else rate)
        self._per_chat = per_chat
        self._chats: dict[int, _Chat] = {}
        self._ready: list[Entry] = []  # by priority, then number
        self._sleeping: list[Entry] = []  # by the moment when their chat is free
        self._fading: list[tuple[float, int]] = []  # when to see whether a chat can be forgotten
        self._held: dict[Ticket, float] = {}  # turns not yet used, and when they were planned
        self._recent: deque[float] = deque()  # departures within WINDOW
        self._numbers = count()
        self._halt = _Halt()
        self._planned = -inf  # when the last turn that still stands was meant to be
        self._departed = self._now = -inf  # the last departure; the last moment that we were told
        self._promised = inf  # what the last answer of `turn` said
        self.waiting = 0

    def join(self, ticket: Ticket, now: float) -> None:
        """Queue a ticket; raises ValueError when it is queued or has its turn already."""
        self._now = now
        chat = self._chats.setdefault(ticket.chat, _Chat(ticket.chat))
        if ticket in self._held or ticket in chat.lanes.get(ticket.priority, ()):
            raise ValueError("the ticket is queued already")
        chat.lanes.setdefault(ticket.priority, OrderedDict())[ticket] = next(self._numbers)
        self.waiting += 1
        self._place(chat)

    def leave(self, ticket: Ticket) -> None:
        """Given up: leaves the queue, or returns the turn. No effect on one that departed."""
        chat = self._chats.get(ticket.chat)
        if chat is not None and chat.drop(ticket):
            self.waiting -= 1
            self._place(chat)
        self.returned(ticket)

    def turn(self, now: float) -> Ticket | float | None:
        """The ticket whose turn it is, now held; or the moment to ask again; None when nobody waits.

        The moment is inf when only a `departed`, `returned` or `answered` can change the answer.
        """
        self._now = now
        self._forget()
        if not self.waiting:
            self._promised = inf
            return None
        while (sleeper := self._top(self._sleeping)) and sleeper[0] <= now:
            self._place(heappop(self._sleeping)[3])
        opens, first = self._opens(), self._top(self._ready)
        if first is not None and opens <= now:
            return self._give(heappop(self._ready)[3])
        self._promised = max(opens, -inf if first else sleeper[0] if sleeper else inf)
        return self._promised

    def clear_at(self, now: float) -> float:
        """The moment from which one that has its turn may depart: mostly `now`."""
        self._now = now
        self._fade()
        full = len(self._recent) - self._room
        # not many at once after a stall: the last of them would be too long on its way
        evenly = max(now, self._departed + self.spacing / 3)
        return evenly if full < 0 else max(evenly, self._recent[full] + WINDOW)

    def departed(self, ticket: Ticket, now: float) -> None:
        """The request really leaves. That is a fact: it counts even if its turn was given back."""
        self._held.pop(ticket, None)
        self._now = self._departed = now
        self._recent.append(now)
        if ticket is self._halt.probe:
            self._halt.probe_left = now
        if self._per_chat:
            chat = self._chats.setdefault(ticket.chat, _Chat(ticket.chat))
            chat.held = None if chat.held is ticket else chat.held
            chat.left = [*chat.left[1 - GROUP_MINUTE :], now]
            heappush(self._fading, (now + MINUTE, chat.id))
            self._place(chat)

    def returned(self, ticket: Ticket) -> None:
        """The turn was not used, nothing left: the next may have it at once. No effect without a turn."""
        if self._held.pop(ticket, None) is None:
            return
        self._planned = min(self._planned, max([self._departed, *self._held.values()]))
        if ticket is self._halt.probe:
            self._halt.probe = None
        if self._per_chat:
            chat = self._chats[ticket.chat]
            chat.held = None
            self._place(chat)

    def flooded(self, ticket: Ticket, retry_after: float, now: float) -> None:
        """Telegram said 429 to a departed ticket: parks its chat for `retry_after` s, may halt all."""
        self._now = now
        chat = self._chats.setdefault(ticket.chat, _Chat(ticket.chat))
        chat.parked = max(chat.parked, now + retry_after)
        heappush(self._fading, (chat.parked, chat.id))
        self._place(chat)
        self._halt.flooded(ticket, retry_after, now)

    def answered(self, ticket: Ticket, now: float) -> None:
        """Telegram took it, or refused it other than by 429: if it was the probe, all resume."""
        self._now = now
        if ticket not in self._held:  # what never left was never answered
            self._halt.answered(ticket)

    def _opens(self) -> float:
        """The moment from which anyone may have a turn."""
        self._fade()
        opens = self._planned + self.spacing
        # a few turns not yet used are no trouble; if more are, all count as if they left this very moment
        waiting = len(self._held) - min(CLAIMING, self._room - 1)
        over = len(self._recent) + waiting + 1 - self._room if waiting >= 0 else 0
        if over > 0:
            opens = max(opens, self._recent[over - 1] + WINDOW if over <= len(self._recent) else inf)
        return max(opens, self._halt.opens())

    def _fade(self) -> None:
        while self._recent and self._recent[0] + WINDOW <= self._now:
            self._recent.popleft()

    def _give(self, chat: _Chat) -> Ticket:
        ticket, _ = chat.head()
        chat.drop(ticket)
        self.waiting -= 1
        self._planned = min(self._now, max(self._promised, self._now - SLIP))
        self._promised = inf
        self._held[ticket] = self._planned
        self._halt.given(ticket)
        chat.held = ticket if self._per_chat else None
        self._place(chat)
        return ticket

    def _place(self, chat: _Chat) -> None:
        """Put a chat where it belongs now: ready, sleeping, nowhere while it holds a turn, or forgotten."""
        chat.entry = None
        idle_at = max(chat.parked, chat.left[-1] + MINUTE if chat.left else -inf)
        if not chat.lanes and chat.held is None and idle_at <= self._now:
            del self._chats[chat.id]
        if not chat.lanes or chat.held is not None:
            return
        ticket, number = chat.head()
        free = chat.free_at(ticket.priority)
        ready = free <= self._now
        chat.entry = (ticket.priority if ready else free, number, next(self._numbers), chat)
        heap = self._ready if ready else self._sleeping
        heappush(heap, chat.entry)
        if len(heap) > 2 * len(self._chats) + 64:  # mostly stale by now
            heap[:] = [entry for entry in heap if entry[3].entry is entry]
            heapify(heap)

    def _top(self, heap: list[Entry]) -> Entry | None:
        while heap and heap[0][3].entry is not heap[0]:
            heappop(heap)
        return heap[0] if heap else None

    def _forget(self) -> None:
        while self._fading and self._fading[0][0] <= self._now:
            if chat := self._chats.get(heappop(self._fading)[1]):
                self._place(chat)
