"""Answers come in: by the batch from polls, one by one from buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.questions import Quiz
from content.words import QuizMode, Script
from core import rounds
from core.codes import person_hash
from core.desk import Desk
from storage import answers, groups, receipts
from storage import rounds as round_rows
from storage.answers import Answer, Vote
from storage.database import Unit
from storage.rounds import Asked, RoundState

# Before the name of whoever answered as a channel or as the group itself: counted, but no Person.
CHAT = "chat:"


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
    newest = {one.poll: one for one in sorted(_counts(told), key=lambda one: (sum(one.counts), one.closed))}
    if not votes and not newest:
        return
    async with desk.database.unit() as unit:
        known = await round_rows.of_polls(unit, desk.bot, {*(vote.poll for vote in votes), *newest})
        await answers.park(unit, desk.bot, [vote for vote in votes if vote.poll not in known], now=now)
        mine = [vote for vote in votes if vote.poll in known]
        new = await answers.add_once(unit, _answers(mine, known), now=now)
        await rounds.count_in(unit, known.values(), new)
        for poll, counts in newest.items():
            if poll in known:
                await rounds.count_up(unit, known[poll], list(counts.counts), closed=counts.closed)
            else:
                await answers.park_counts(unit, desk.bot, poll, list(counts.counts), now=now)


async def by_button(
    desk: Desk, key: str, user: int, chat: int, message: int, choice: int, *, now: datetime
) -> Told | None:
    """One person's answer by a button, the first time; it also proves that an unknown delivery arrived.

    None when the button belongs to no quiz of ours that is asked so, or hangs in another chat.
    """
    person = person_hash(desk.secret, user)
    async with desk.database.unit() as unit:
        tapped = await receipts.by_key(unit, desk.bot, key)
        group = await groups.by_chat(unit, desk.bot, chat, hold=False)
        if tapped is None or group is None or tapped.group != group.id:
            return None
        found = await round_rows.of_deliveries(unit, desk.bot, [tapped.delivery])
        asked = found[0] if found else None
        if asked is None or asked.round.mode is not QuizMode.BUTTONS or choice >= asked.round.options:
            return None
        await receipts.prove_arrival(unit, tapped.delivery, message, now=now)
        if asked.round.state is not RoundState.OPEN:
            return Told(asked.quiz, asked.script, choice, new=False, late=True)
        return await _count(unit, asked, Answer(asked.round.id, person, choice), now=now)


async def _count(unit: Unit, asked: Asked, answer: Answer, *, now: datetime) -> Told:
    new = await answers.add_once(unit, [answer], now=now)
    await rounds.count_in(unit, [asked.round], new)
    choice = answer.choice if new else await answers.choice_of(unit, answer.round, answer.person)
    return Told(asked.quiz, asked.script, choice, new=bool(new), late=False)


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
