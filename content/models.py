"""What one piece of the library is, checked field by field when it is read; Questions: questions.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from content.faults import wrong
from content.wire import phone_like, utf16_length, web_like
from content.words import FRAUD_TYPES, HOTLINES, SEASONS, SEGMENTS, Audience, Kind

TITLE_LIMIT = 24
ACTION_LIMIT = 60
BODY_LIMITS = {Kind.TIP: 120, Kind.CASE: 280}
POSTER_LINES, POSTER_LINE = 3, 7


def _no_links(text: str) -> str:
    found = web_like(text)
    if found:
        raise wrong("link", f"names the link or domain {found[0]!r}; take it out", found=found[0])
    return text


def _closed_hotlines(text: str) -> str:
    strange = [number for number in phone_like(text) if number not in HOTLINES]
    if strange:
        problem = f"names {strange[0]!r}, which is not on the closed list of hotlines"
        raise wrong("hotline", problem, found=strange[0])
    return text


Sentence = Annotated[str, AfterValidator(_no_links), AfterValidator(_closed_hotlines)]


class Piece(BaseModel):
    """What every kind of item has: whom it is for, what fraud it is about, where it comes from.

    Lengths count UTF-16 units, as Telegram does. `origin` is "builtin" or "office".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    fraud_type: str
    audiences: tuple[Audience, ...] = Field(min_length=1)
    segments: tuple[str, ...] = ()
    season: str | None = None
    title: Sentence = Field(min_length=2, max_length=120)
    body: Sentence = Field(min_length=10)
    source: Sentence = Field(min_length=4, max_length=120)
    reviewed: date
    origin: Literal["builtin", "office"] = "builtin"

    def suits(self, audience: Audience, segments: Collection[str] = ()) -> bool:
        """Whether a group hears it: one without segments hears all, one with segments not the others'."""
        mine = set(segments)
        return audience in self.audiences and (
            not mine or not self.segments or bool(mine & set(self.segments))
        )

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        if self.fraud_type not in FRAUD_TYPES:
            raise _not_one_of("fraud_type", self.fraud_type, FRAUD_TYPES)
        known = {segment for audience in self.audiences for segment in SEGMENTS[audience]}
        for segment in self.segments:
            if segment not in known:
                raise _not_one_of("segments", segment, sorted(known))
        if self.season is not None and self.season not in SEASONS:
            raise _not_one_of("season", self.season, SEASONS)
        return self


class Item(Piece):
    """A Tip or a Case of the library. `poster`: the words of its card; None: its title, (): no card."""

    kind: Literal[Kind.TIP, Kind.CASE]
    action: Sentence = Field(min_length=4)
    typical: bool = True
    poster: tuple[Sentence, ...] | None = Field(default=None, max_length=POSTER_LINES)

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        limits = {"title": TITLE_LIMIT, "action": ACTION_LIMIT, "body": BODY_LIMITS[self.kind]}
        for field, limit in limits.items():
            check_length(field, getattr(self, field), limit)
        for number, line in enumerate(self.poster or (), start=1):
            check_length(f"poster.{number}", line, POSTER_LINE)
        return self


def check_length(field: str, text: str, limit: int) -> None:
    """Raise what a validator raises where a text is longer than it may be."""
    length = utf16_length(text)
    if length > limit:
        problem = f"{field}: {length} characters, at most {limit}; shorten it"
        raise wrong("length", problem, length=length, limit=limit)


def _not_one_of(field: str, given: str, known: Iterable[str]) -> PydanticCustomError:
    choices = ", ".join(known)
    return wrong("choice", f"{field}: {given!r} is not one of {choices}", given=given, choices=choices)
