"""Questions to answer alone, in private, one after the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time

from content.asking import choose_play
from content.questions import Question
from content.words import Kind
from core.codes import person_hash
from core.desk import Desk
from core.errors import NothingSuits, UnknownButton
from storage import plays
from storage.plays import Played as Played


@dataclass(frozen=True)
class Answered:
    """A question with what was chosen, the first time, and whether it was right."""

    question: Question
    choice: int
    right: bool


async def next_one(desk: Desk, user: int) -> Question:
    """The person's next question, in an order of their own; none twice before all were played.

    Raises NothingSuits.
    """
    person = person_hash(desk.secret, user)
    async with desk.database.reading() as unit:
        played = await plays.of_person(unit, desk.bot, person)
    question = choose_play(desk.library.questions.values(), played, person)
    if question is None:
        raise NothingSuits(Kind.QUIZ)
    return question


async def answer(desk: Desk, user: int, message: int, handle: str, choice: int, *, now: datetime) -> Answered:
    """What the person chose under that message; a second tap changes nothing. Raises UnknownButton."""
    question = next((one for one in desk.library.questions.values() if handle_of(one) == handle), None)
    if question is None or choice >= len(question.options):
        raise UnknownButton
    person, right = person_hash(desk.secret, user), choice == question.right - 1
    async with desk.database.unit() as unit:
        kept = await plays.add_once(unit, desk.bot, person, message, question.id, choice, right, now=now)
    return Answered(question, *kept)


async def today(desk: Desk, user: int, *, now: datetime) -> Played:
    """How many the person answered since midnight."""
    zone = desk.rules.hours.zone
    since = datetime.combine(now.astimezone(zone).date(), time(), zone)
    async with desk.database.reading() as unit:
        return await plays.counted(unit, desk.bot, person_hash(desk.secret, user), since=since)


def handle_of(question: Question) -> str:
    """A question's short name for a button, where an id may be too long."""
    return hashlib.sha256(question.id.encode()).hexdigest()[:12]
