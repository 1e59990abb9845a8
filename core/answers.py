"""Answers come in: by the batch from polls, one by one from buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from content.questions import Quiz
from content.words import QuizMode, Script
from core import closings, rounds
from core.codes import person_hash
from core.desk import Desk
from core.together import Together
from storage import answers, asked_rounds, groups, receipts
from storage import rounds as round_rows
from storage.answers import Answer, Vote
from storage.asked_rounds import Asked
from storage.database import Unit
from storage.rounds import RoundId, RoundState

# Before the name of whoever answered as a channel or as the group itself: counted, but no Person.
CHAT = "chat:"
AT_ONCE = 100


@dataclass(frozen=True)
class PollAnswer:
    """Somebody's answer to a poll that is not anonymous; `voter` is a person's number or, else, a chat's."""

    poll: str
    voter: int
    is_person: bool
    choice: int


@dataclass(frozen=True)
class PollCounts:
    """How a poll stands: how many chose each option, and whether it is closed."""

    poll: str
    counts: tuple[int, ...]
    closed: bool


@dataclass(frozen=True)
class Told:
    """What somebody who tapped an option hears. `new`: it counted now; `late`: the round is over."""

    quiz: Quiz
    script: Script
    choice: int
    new: bool
    late: bool

    @property
    def right(self) -> bool:
        return self.choice == self.quiz.right


async def take(desk: Desk, seen: Iterable[PollAnswer | PollCounts], *, now: datetime) -> None:
    """Store what the updates of one batch say about polls, in one transaction; seen twice, counted once."""
    told = list(seen)
    votes = [_vote(desk, one) for one in told if isinstance(one, PollAnswer)]
    # The newest while it was open, and what it said when it was closed: both are told apart at the end.
    newest = {(one.poll, one.closed): one for one in sorted(_counts(told), key=lambda one: sum(one.counts))}
    if not votes and not newest:
        return
    async with desk.database.unit() as unit:
        meant = {*(vote.poll for vote in votes), *(poll for poll, _ in newest)}
        known = await round_rows.of_polls(unit, desk.bot, meant)
        if meant - known.keys():
            # Either their numbers are written down by now, or whoever does so next finds what is parked here.
            await answers.numbers_in_line(unit, desk.bot)
            known |= await round_rows.of_polls(unit, desk.bot, meant - known.keys())
        await answers.park(unit, desk.bot, [vote for vote in votes if vote.poll not in known], now=now)
        mine = [vote for vote in votes if vote.poll in known]
        cast = await answers.own_names(unit, _answers(mine, known), _salts(known.values()))
        new = await answers.add_once(unit, cast, now=now)
        await rounds.count_in(unit, known.values(), new)
        settled = await _count_up(unit, desk, newest, known, now=now)
    if settled:
        desk.wake.wake()  # the results may leave


async def _count_up(
    unit: Unit,
    desk: Desk,
    newest: dict[tuple[str, bool], PollCounts],
    known: dict[str, round_rows.Round],
    *,
    now: datetime,
) -> bool:
    """How polls stand now; whether that settled any that had waited for its last counts."""
    for (poll, closed), one in newest.items():
        if poll in known:
            await rounds.count_up(unit, known[poll], list(one.counts), closed=closed)
        else:
            await answers.park_counts(unit, desk.bot, poll, list(one.counts), now=now)
    over = [known[poll].id for poll, closed in newest if closed and poll in known]
    return bool(over) and await closings.settle_late(unit, desk, over, now=now)


@dataclass(frozen=True)
class Tap:
    """Somebody tapped an option, from 0, under a quiz by buttons; `key` is the button's."""

    key: str
    user: int
    chat: int
    message: int
    choice: int
    at: datetime


class Ballots:
    """A crowd's answers by buttons: those that come while others are counted share the next transaction."""

    def __init__(self, desk: Desk) -> None:
        self._together = Together[Tap, Told | None](partial(by_buttons, desk), AT_ONCE)

    async def cast(self, tap: Tap) -> Told | None:
        """See `by_buttons`."""
        return await self._together.do(tap)


async def by_buttons(desk: Desk, taps: Sequence[Tap]) -> list[Told | None]:
    """Answers by buttons, each person's first one, in one transaction; what each one hears, in order.

    They also prove that an unknown delivery arrived. None where the button belongs to no quiz of ours that
    is asked so, or hangs in another chat.
    """
    async with desk.database.unit() as unit:
        found = await asked_rounds.of_keys(unit, desk.bot, {tap.key for tap in taps})
        meant = [await _meant(unit, desk, tap, found.get(tap.key)) for tap in taps]
        cast = [
            Answer(asked.round.id, person_hash(desk.secret, tap.user), tap.choice)
            for tap, asked in zip(taps, meant, strict=True)
            if asked is not None and asked.round.state is RoundState.OPEN
        ]
        await _prove(unit, taps, meant)
        told_of = [asked.round for asked in found.values()]
        own = await answers.own_names(unit, cast, _salts(told_of))
        new = await answers.add_once(unit, own, now=max(tap.at for tap in taps))
        await rounds.count_in(unit, told_of, new)
        kept = await answers.choices_of(unit, {(one.round, one.person) for one in own})
    fresh = {(one.round, one.person) for one in new}
    names = {(one.round, one.person): mine.person for one, mine in zip(cast, own, strict=True)}
    heard = list[Told | None]()
    for tap, asked in zip(taps, meant, strict=True):
        if asked is None:
            heard.append(None)
            continue
        who = asked.round.id, person_hash(desk.secret, tap.user)
        heard.append(_told(asked, tap.choice, (who[0], names.get(who, who[1])), fresh, kept))
    return heard


def _salts(known: Iterable[round_rows.Round]) -> dict[RoundId, str]:
    return {one.id: one.salt for one in known if one.salt is not None}


async def _meant(unit: Unit, desk: Desk, tap: Tap, asked: Asked | None) -> Asked | None:
    """The round that a tap is about, if it may be one about it at all."""
    if asked is None or asked.round.mode is not QuizMode.BUTTONS or tap.choice >= asked.round.options:
        return None
    if tap.chat != asked.group_chat:
        group = await groups.by_chat(unit, desk.bot, tap.chat, hold=False)
        if group is None or group.id != asked.group:
            return None
    return asked


async def _prove(unit: Unit, taps: Sequence[Tap], meant: Sequence[Asked | None]) -> None:
    """Whatever hangs under a tapped button has arrived, though its number got lost."""
    unknown = {
        asked.round.delivery: tap
        for tap, asked in zip(taps, meant, strict=True)
        if asked is not None and asked.message is None
    }
    for delivery, tap in unknown.items():
        await receipts.prove_arrival(unit, delivery, tap.message, chat=tap.chat, now=tap.at)


def _told(
    asked: Asked,
    choice: int,
    who: tuple[RoundId, str],
    new: set[tuple[RoundId, str]],
    kept: dict[tuple[RoundId, str], int],
) -> Told:
    """New for the first tap of a person alone."""
    if who not in kept:
        return Told(asked.quiz, asked.script, choice, new=False, late=True)
    first = who in new
    new.discard(who)
    return Told(asked.quiz, asked.script, kept[who], new=first, late=False)


def _vote(desk: Desk, one: PollAnswer) -> Vote:
    person = person_hash(desk.secret, one.voter)
    return Vote(one.poll, person if one.is_person else CHAT + person, one.choice)


def _counts(told: Sequence[PollAnswer | PollCounts]) -> list[PollCounts]:
    return [one for one in told if isinstance(one, PollCounts)]


def _answers(votes: list[Vote], known: dict[str, round_rows.Round]) -> list[Answer]:
    """The votes with their rounds; an option that there is not is no answer."""
    return [
        Answer(known[vote.poll].id, vote.person, vote.choice)
        for vote in votes
        if vote.choice < known[vote.poll].options
    ]
