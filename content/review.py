"""Judges the library as a whole: what no single file can tell. Each Remark says what to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from content.library import Content, Library
from content.models import Item
from content.posters import headline, rare_characters
from content.questions import Question
from content.remarks import Remark
from content.words import FRAUD_TYPES, SEASONS, Audience, Kind

# For each audience a full year; for each fraud enough to come back to it in other words.
YEAR = {"tips": 52, "cases": 52, "questions": 120, "letters": 1}
PER_FRAUD = {"tips": 2, "cases": 1, "questions": 4}
# Nothing that may be cited speaks of how these go today.
UNCITED = frozenset({"mlm"})
ALIKE = 75.0
LONGEST_RIGHT = 0.4
_YEAR = re.compile(r"(?:19|20)\d\d")


def review(library: Library) -> Iterator[Remark]:
    """All remarks on a library."""
    yield from near_duplicates(library.everything())
    yield from undated_sources(library.everything())
    yield from long_right_options(list(library.questions.values()))
    yield from hard_posters(library.of_kind(Kind.TIP))
    yield from missing_cover(library)


def near_duplicates(items: Sequence[Content]) -> Iterator[Remark]:
    """Two that say nearly the same, in whatever order."""
    texts = [(item.id, _plain(item.body)) for item in items]
    for (one, said), (other, also) in combinations(texts, 2):
        alike = fuzz.ratio(said, also, score_cutoff=ALIKE)
        if alike:
            yield Remark("review-alike", {"one": one, "other": other, "percent": round(alike)})


def undated_sources(items: Iterable[Content]) -> Iterator[Remark]:
    """A source names who published it, and when."""
    for item in items:
        if not _YEAR.search(item.source):
            yield Remark("review-source", {"item": item.id})


def long_right_options(questions: Sequence[Question]) -> Iterator[Remark]:
    """A bank in which the longest answer is right too often teaches to choose the longest."""
    longest = sum(_is_longest(one) for one in questions)
    if questions and longest > LONGEST_RIGHT * len(questions):
        yield Remark("review-longest", {"percent": round(100 * longest / len(questions))})


def hard_posters(tips: Iterable[Item]) -> Iterator[Remark]:
    """Characters in a poster that somebody who reads little may not know."""
    for tip in tips:
        lines = headline(tip)
        rare = rare_characters((*lines, tip.action)) if lines else []
        if rare:
            yield Remark("review-rare", {"item": tip.id, "characters": "".join(rare)})


def missing_cover(library: Library) -> Iterator[Remark]:
    """Too little for an audience, a fraud type or a season."""
    shelves = _shelves(library)
    for name, wanted in YEAR.items():
        for audience in Audience:
            found = sum(one.suits(audience) for one in shelves[name])
            if found < wanted:
                yield Remark(
                    "review-audience", {"shelf": name, "audience": audience, "found": found, "wanted": wanted}
                )
    for name, wanted in PER_FRAUD.items():
        counted = Counter(one.fraud_type for one in shelves[name])
        for fraud in FRAUD_TYPES:
            if counted[fraud] < wanted and fraud not in UNCITED:
                said = {"shelf": name, "fraud": fraud}
                yield Remark("review-fraud", {**said, "found": counted[fraud], "wanted": wanted})
    present = {one.season for one in library.everything()}
    for season in SEASONS:
        if season not in present:
            yield Remark("review-season", {"season": season})


def _shelves(library: Library) -> dict[str, Sequence[Content]]:
    return {
        "tips": library.of_kind(Kind.TIP),
        "cases": library.of_kind(Kind.CASE),
        "questions": list(library.questions.values()),
        "letters": [one for one in library.letters.values() if one.season is None],
    }


def _is_longest(question: Question) -> bool:
    lengths = [len(option) for option in question.options]
    right = lengths.pop(question.right - 1)
    return right > max(lengths)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)
