"""A Question of the library, and the Quiz that a group gets of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from content.faults import wrong
from content.models import TITLE_LIMIT, Piece, Sentence, check_length
from content.wire import EXPLANATION_LIMIT, EXPLANATION_LINE_FEEDS, POLL_OPTION_LIMIT, POLL_QUESTION_LIMIT

REMEMBER_LIMIT = 60
# What the frame needs beside the question: the longest office's name, the code, what stands between.
FRAME = 60
LETTERS = "ABCD"

Option = Annotated[Sentence, Field(min_length=1)]


class Question(Piece):
    """Something a resident might live through, 3 or 4 things one might do, and which of them is right.

    `body` is the question; `right` counts from 1, as in the file; `remember` is said when the round is over.
    """

    kind: Literal["question"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=len(LETTERS))
    right: int = Field(ge=1, le=len(LETTERS))
    explanation: Sentence = Field(min_length=4)
    remember: Sentence = Field(min_length=4)
    difficulty: int = Field(ge=1, le=3)

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        if self.right > len(self.options):
            number = len(self.options)
            problem = f"right: {self.right}, but there are {number} options"
            raise wrong("right", problem, right=self.right, number=number)
        if len(set(self.options)) < len(self.options):
            raise wrong("same", "options: two are the same; make them differ")
        return self

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        check_length("title", self.title, TITLE_LIMIT)
        check_length("body", self.body, POLL_QUESTION_LIMIT - FRAME)
        for number, option in enumerate(self.options, start=1):
            check_length(f"options.{number}", option, POLL_OPTION_LIMIT)
        check_length("explanation", self.explanation, EXPLANATION_LIMIT)
        if self.explanation.count("\n") > EXPLANATION_LINE_FEEDS:
            problem = f"explanation: more than {EXPLANATION_LINE_FEEDS} line feeds; join its lines"
            raise wrong("lines", problem, limit=EXPLANATION_LINE_FEEDS)
        check_length("remember", self.remember, REMEMBER_LIMIT)
        return self


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A question as it is sent, in one script: `question` in its frame, `right` counted from 0."""

    question: str
    options: tuple[str, ...]
    right: int
    explanation: str
    remember: str

    @property
    def letter(self) -> str:
        """The right option's letter."""
        return LETTERS[self.right]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Quiz:
        """What `as_json` gave, read back."""
        return cls(**{**told, "options": tuple(told["options"])})
