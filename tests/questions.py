"""Six questions of the tests' own, as an office's folder, so that no story hangs on the library's bank."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.library import Library, load
from content.questions import Question

OWN = Path(__file__).parent / "own"


@cache
def samples() -> dict[str, Question]:
    """The six by their id."""
    return {name: one for name, one in load(office=OWN).questions.items() if one.origin == "office"}


def library() -> Library:
    """The built-in tips, cases and letters with these questions only; tips as words, not as posters."""
    whole = load()
    items = {name: item.model_copy(update={"poster": ()}) for name, item in whole.items.items()}
    return Library(items, (), dict(samples()), whole.letters)
