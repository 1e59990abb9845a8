"""Letters after they were sent, and as a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from content.letters import Letter
from content.render import letter_words
from content.texts import texts_in
from content.words import Script
from core.desk import Desk
from core.wording import letterhead
from storage import letters
from storage.letters import Return as Return
from storage.models import Officer, Push


@dataclass(frozen=True)
class Tally:
    """The newest letter under an officer's region, and what came back from each group."""

    push: Push
    returns: list[Return]


async def tally(desk: Desk, officer: Officer) -> Tally | None:
    """None where no letter was ever sent."""
    regions = desk.regions.under(officer.region)
    async with desk.database.reading() as unit:
        push = await letters.newest(unit, desk.bot, regions)
        return Tally(push, await letters.returns(unit, push.id, regions)) if push else None


def on_paper(desk: Desk, letter: Letter, officer: Officer, day: date) -> dict[str, Any]:
    """The words of the printed page, by the names that its template uses."""
    texts = texts_in(Script.SIMPLIFIED)
    words = letter_words(letter, letterhead(desk, officer.region, day), Script.SIMPLIFIED)
    sender = words.sender
    if words.phones:
        sender = texts.plain("letter-sender", office=words.sender, phones=words.phones)
    return {
        "title": words.title,
        "greeting": words.greeting,
        "opening": words.opening,
        "things": [
            texts.plain("paper-thing", number=str(number), thing=thing)
            for number, thing in enumerate(words.things, start=1)
        ],
        "call": texts.plain("paper-call"),
        "sender": sender,
        "date": texts.plain("paper-date", year=str(day.year), month=day.month, day=day.day),
        "cut": texts.plain("paper-cut"),
        "slip": texts.plain("paper-slip"),
        "received": texts.plain("paper-received", title=words.title),
        "promise": texts.plain("paper-promise") if letter.promise else "",
        "signed": texts.plain("paper-signed"),
    }
