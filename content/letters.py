"""A Letter of the library: it opens with the reader's day, says three things at most, asks for a 回执."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from content.models import TITLE_LIMIT, Piece, Sentence, check_length
from content.words import Kind

OPENING_LIMIT, THING_LIMIT, GREETING_LIMIT = 120, 60, 20

Thing = Annotated[Sentence, Field(min_length=4)]


class Letter(Piece):
    """`body` is how it opens; `things` are said one by one; `promise`: there is a button 我承诺."""

    kind: Literal[Kind.LETTER]
    greeting: Sentence = Field(min_length=2)
    things: tuple[Thing, ...] = Field(min_length=1, max_length=3)
    promise: bool = False

    @property
    def action(self) -> str:
        """What is said first of all that one can do."""
        return self.things[0]

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        check_length("title", self.title, TITLE_LIMIT)
        check_length("greeting", self.greeting, GREETING_LIMIT)
        check_length("body", self.body, OPENING_LIMIT)
        for number, thing in enumerate(self.things, start=1):
            check_length(f"things.{number}", thing, THING_LIMIT)
        return self


@dataclass(frozen=True)
class Letterhead:
    """Who signs a letter, at which telephones, and the day on which it is written."""

    sender: str
    phones: tuple[str, ...]
    day: date


def quarter(day: date) -> str:
    """The season of the year: spring, summer, autumn or winter."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]
