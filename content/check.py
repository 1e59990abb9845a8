"""The check: a text in, at most two likely frauds out with the signs found, or nothing. Never "safe"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from content.likeness import Part
from content.patterns import Scan, Span
from content.plain import CLAUSE, Plain, plain
from content.signbook import Scheme, Sign, SignBook

LOOKED_AT = 12_000
# Signs further apart than this belong to different stories.
STORY = 900
HALF = STORY // 2
DENIED_WITHIN = 10
LEAST = 2
PLACES = 4
# How much likeness weighs beside the signs, and how far beyond its bar a fraud must lie; chosen by trying, on
# examples that were left out of the comparison, for 2 % of false alarms.
LIKENESS = 1.25
ENOUGH = 4.0
# A handful of words says too little: it takes more.
SHORT, MORE = 24, 2.5
# Of a text this much like a fraud two signs are enough, though none of them is one that the fraud needs.
VERY_LIKE = 6.0
LIKELY = 2
SLIGHT = 1
# How much a point of warning weighs against a fraud; the most that warnings behind it, and daily life, count.
WARNING = 2.25
FOOTER_MOST = 4
# Who warns puts a swindler's words into quotation marks; he himself, and who tells of him, seldom twice.
QUOTING = 3
# So much less a text is like a fraud when only the part before its last sign is.
HUNG_ON = 6.0
_QUOTED = re.compile("[“「『][^”」』]{1,16}[”」』]")
EVERYDAY_MOST = 5


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
        """The scheme by its telling signs, without a word of the text; the slight ones any swindler gives."""
        telling = sorted(one.id for one in self.found if one.weight > SLIGHT)
        return f"{self.fraud_type}:{','.join(telling)}"


def check(book: SignBook, text: str) -> tuple[Likely, ...]:
    """The at most two frauds that a text looks like, the likelier first; empty when there is too little."""
    seen = _Seen(book, plain(text[:LOOKED_AT]))
    likely = [one for scheme in book.schemes if (one := seen.judge(scheme))]
    likely.sort(key=lambda one: -one.beyond)
    return tuple(likely[:LIKELY])


class _Seen:
    """One text, scanned once; each sign is looked for when it is first asked for."""

    def __init__(self, book: SignBook, letters: Plain) -> None:
        self._book, self._letters = book, letters
        self._likes: dict[int, Mapping[str, float]] = {}
        self._halves: dict[int, Part] = {}
        self._scan: Scan = book.lexicon.scan(letters.text)
        self._places: dict[Sign, dict[int, list[Span]]] = {}
        quoted = len(_QUOTED.findall(letters.original[:STORY]))
        self._quoting = QUOTING if quoted > 1 or _QUOTED.match(letters.original) else 0

    def judge(self, scheme: Scheme) -> Likely | None:
        """The scheme, where several of its signs stand in one story and outweigh what speaks against it."""
        stories: dict[int, list[tuple[Sign, list[Span]]]] = {}
        for sign in scheme.signs:
            for story, spans in self._of(sign).items():
                stories.setdefault(story, []).append((sign, spans))
        judged = (self._judged(scheme, story, signs) for story, signs in stories.items())
        beyond, apart = max((one for one in judged if one), key=lambda one: one[0], default=(0.0, ()))
        found = tuple(self._found(*one) for one in apart)
        return Likely(scheme.fraud_type, scheme.tip, found, beyond) if found else None

    def _judged(
        self, scheme: Scheme, story: int, signs: list[tuple[Sign, list[Span]]]
    ) -> tuple[float, Sequence[tuple[Sign, Span]]] | None:
        """How far beyond its bar the scheme lies in that story, and by which signs; None: not at all."""
        if len(signs) < LEAST:
            return None
        like = self._like(story).get(scheme.fraud_type, 0.0)
        if like < VERY_LIKE and not any(sign in scheme.needed for sign, _ in signs):
            return None
        most = sum(sign.weight for sign, _ in signs) + LIKENESS * like - scheme.bar
        apart = _apart(signs) if most >= ENOUGH else []
        if len(apart) < LEAST:
            return None
        end = max(span[-1] for _, span in apart)
        like = max(like, self._like_before(end).get(scheme.fraud_type, 0.0) - HUNG_ON)
        beyond = _weight(apart) + LIKENESS * like - self._against(story, end) - scheme.bar
        enough = ENOUGH + (MORE if len(self._letters.text) < SHORT else 0)
        return (beyond, apart) if beyond >= enough else None

    def _against(self, story: int, end: int) -> float:
        """What speaks against a fraud whose signs end there: everyday business, and warnings.

        Warnings weigh much, for who warns tells of signs too. But what a swindler hangs on behind, or what
        follows in the chat, hides no scheme: all behind the last sign counts for little.
        """
        book = self._book
        everyday = min(sum(sign.weight for sign, _ in self._present(book.everyday, story)), EVERYDAY_MOST)
        warnings = [(sign.weight, spans[0][0] < end) for sign, spans in self._present(book.warnings, story)]
        footer = min(sum(weight for weight, before in warnings if not before), FOOTER_MOST)
        warning = sum(weight for weight, before in warnings if before) + self._quoting
        asking = sum(sign.weight for sign, _ in self._present(book.asking, story))
        heavy = WARNING if warning + footer - asking >= book.warning_bar else 1.0
        return everyday + max(0, footer + heavy * (warning - asking))

    def _present(self, signs: Iterable[Sign], story: int) -> Iterator[tuple[Sign, list[Span]]]:
        """Those signs that stand in the story."""
        for sign in signs:
            if spans := self._of(sign).get(story):
                yield sign, spans

    def _like(self, story: int) -> Mapping[str, float]:
        """What a story is like; stories overlap by half, so each half is read once."""
        if story not in self._likes:
            halves = [self._half(story), self._half(story + 1)]
            self._likes[story] = self._book.likeness.of([half for half in halves if half[0]])
        return self._likes[story]

    def _like_before(self, end: int) -> Mapping[str, float]:
        """What a text is like without that which is hung on behind; of a longer one its stories tell."""
        if len(self._letters.text) > STORY:
            return {}
        return self._book.likeness.of([self._book.likeness.part(self._letters.text[:end])])

    def _half(self, number: int) -> Part:
        if number not in self._halves:
            letters = self._letters.text[number * HALF : number * HALF + HALF]
            self._halves[number] = self._book.likeness.part(letters)
        return self._halves[number]

    def _found(self, sign: Sign, span: Span) -> Found:
        return Found(
            sign.id, sign.name, self._letters.quote(span[0], span[-1]) if sign.quoted else "", sign.weight
        )

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
        return (
            _denial(self._book.denials).search(self._letters.text, max(0, start - DENIED_WITHIN), start)
            is not None
        )


@cache
def _denial(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, with no end of a clause behind it."""
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})[^{CLAUSE}]*$") if words else re.compile("(?!)")


def _apart(signs: list[tuple[Sign, list[Span]]]) -> list[tuple[Sign, Span]]:
    """The signs that stand on words of their own, the heaviest first: the same words are no second sign."""
    taken: list[tuple[Sign, Span]] = []
    for sign, spans in sorted(signs, key=lambda one: -one[0].weight):
        free = [span for span in spans if not any(_overlap(span, other) for _, other in taken)]
        if free:
            taken.append((sign, min(free, key=_length)))
    return taken


def _length(span: Span) -> int:
    return span[-1] - span[0]


def _overlap(one: Span, other: Span) -> bool:
    """Whether they share a letter; what stands between the words of a pattern is not its own."""
    if one[0] >= other[-1] or other[0] >= one[-1]:
        return False
    return any(
        one[at] < other[by + 1] and other[by] < one[at + 1]
        for at in range(0, len(one), 2)
        for by in range(0, len(other), 2)
    )


def _weight(signs: list[tuple[Sign, Span]]) -> int:
    return sum(sign.weight for sign, _ in signs)
