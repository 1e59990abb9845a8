"""The check: a text in, at most two likely frauds out with the signs found, or nothing. Never "safe"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.patterns import Scan, Span
from content.plain import CLAUSE, Plain, plain
from content.signbook import Scheme, Sign, SignBook

LOOKED_AT = 12_000
_CLAUSES = re.compile(f"[{CLAUSE}]")
# Signs further apart than this belong to different stories.
STORY = 900
HALF = STORY // 2
DENIED_WITHIN = 7
LEAST = 2
PLACES = 8
# How much likeness weighs beside the signs, and how far beyond its bar a fraud must lie; chosen by trying, on
# examples that were left out of the comparison, for 2 % of false alarms.
LIKENESS = 0.75
ENOUGH = 1.3
LIKELY = 2


@dataclass(frozen=True)
class Found:
    """A sign in the text: its id, what a resident is told it is, the words it was seen in ("": unquoted)."""

    id: str
    name: str
    quote: str
    weight: int


@dataclass(frozen=True)
class Likely:
    """A fraud that the text looks like; the heaviest sign first."""

    fraud_type: str
    tip: str
    found: tuple[Found, ...]
    # How far it lies beyond the bar of its type: the further the likelier.
    beyond: float

    @property
    def signature(self) -> str:
        """The scheme by its signs, without a word of the text."""
        return f"{self.fraud_type}:{','.join(sorted(one.id for one in self.found))}"


def check(book: SignBook, text: str) -> tuple[Likely, ...]:
    """The at most two frauds that a text looks like, the likelier first; empty when there is too little."""
    letters = plain(text[:LOOKED_AT])
    seen = _Seen(book, letters)
    if seen.weight_of(book.warnings) - seen.weight_of(book.asking) >= book.warning_bar:
        return ()
    everyday = seen.weight_of(book.everyday)
    likely = [one for scheme in book.schemes if (one := seen.judge(scheme, everyday))]
    likely.sort(key=lambda one: -one.beyond)
    return tuple(likely[:LIKELY])


class _Seen:
    """One text, scanned once; each sign is looked for when it is first asked for."""

    def __init__(self, book: SignBook, letters: Plain) -> None:
        self._denials, self._letters, self._likeness = book.denials, letters, book.likeness
        self._likes: dict[int, Mapping[str, float]] = {}
        self._scan: Scan = book.lexicon.scan(letters.text)
        self._places: dict[Sign, dict[int, list[Span]]] = {}

    def weight_of(self, signs: Iterable[Sign]) -> int:
        """The weight of those signs that stand in the text."""
        return sum(sign.weight for sign in signs if self._of(sign))

    def judge(self, scheme: Scheme, everyday: int) -> Likely | None:
        """The scheme, where several of its signs stand near each other and outweigh what is everyday."""
        if not any(self._of(sign) for sign in scheme.needed):
            return None
        stories: dict[int, list[tuple[Sign, list[Span]]]] = {}
        for sign in scheme.signs:
            for story, spans in self._of(sign).items():
                stories.setdefault(story, []).append((sign, spans))
        best: list[tuple[Sign, Span]] = []
        for signs in stories.values():
            if any(sign in scheme.needed for sign, _ in signs):
                best = max(best, _apart(signs), key=_weight)
        if len(best) < LEAST:
            return None
        likeness = LIKENESS * self._like(best).get(scheme.fraud_type, 0.0)
        beyond = _weight(best) - everyday + likeness - scheme.bar
        if beyond < ENOUGH:
            return None
        found = tuple(self._found(*one) for one in best)
        return Likely(scheme.fraud_type, scheme.tip, found, beyond)

    def _like(self, signs: list[tuple[Sign, Span]]) -> Mapping[str, float]:
        """What the story in which these signs stand is like."""
        text = self._letters.text
        start = min(span[0] for _, span in signs) // HALF * HALF if len(text) > STORY else 0
        if start not in self._likes:
            self._likes[start] = self._likeness.of(text[start : start + STORY])
        return self._likes[start]

    def _found(self, sign: Sign, span: Span) -> Found:
        return Found(sign.id, sign.name, self._letters.quote(*span) if sign.quoted else "", sign.weight)

    def _of(self, sign: Sign) -> dict[int, list[Span]]:
        """By story, the first places in it where the sign stands undenied; stories overlap by half."""
        if sign not in self._places:
            places: dict[int, list[Span]] = {}
            for span in self._all(sign):
                late = span[0] // HALF if len(self._letters.text) > STORY else 0
                for story in {late, max(0, late - 1)}:
                    known = places.setdefault(story, [])
                    if len(known) < PLACES and not self._denied(span[0]):
                        known.append(span)
            self._places[sign] = {story: spans for story, spans in places.items() if spans}
        return self._places[sign]

    def _all(self, sign: Sign) -> Iterator[Span]:
        for pattern in sign.patterns:
            yield from self._scan.find(pattern)

    def _denied(self, start: int) -> bool:
        """Whether 不要, 切勿, 谨防 … stands right before, in the same clause."""
        before = _CLAUSES.split(self._letters.text[max(0, start - DENIED_WITHIN) : start])[-1]
        return any(denial in before for denial in self._denials)


def _apart(signs: list[tuple[Sign, list[Span]]]) -> list[tuple[Sign, Span]]:
    """The signs that stand on words of their own, the heaviest first: the same words are no second sign."""
    taken: list[tuple[Sign, Span]] = []
    for sign, spans in sorted(signs, key=lambda one: -one[0].weight):
        free = (span for span in spans if not any(_overlap(span, other) for _, other in taken))
        if span := next(free, None):
            taken.append((sign, span))
    return taken


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _weight(signs: list[tuple[Sign, Span]]) -> int:
    return sum(sign.weight for sign, _ in signs)
