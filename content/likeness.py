"""What a text is like as a whole: compared, by its letters alone and in twos, with texts of known kind.

The signs say what is wrong with a text; likeness says whether it speaks as a swindler, a neighbour or
the police. It never accuses by itself, it only makes the signs weigh more or less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import add
from pathlib import Path

from content.library import Fault
from content.patterns import SPECIAL
from content.plain import plain
from content.words import FRAUD_TYPES

HARMLESS = ("normal", "publicity")
LABELS = (*FRAUD_TYPES, *HARMLESS)
DOUBT = 3.0  # how many texts each kind is thought to have had before the first was seen
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"(?:https?[：:/]/*)?(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6}(?:/[\w./?=&%-]{0,80})?")

# How many pieces a part of a text has, and what they say for each label.
Part = tuple[int, Mapping[str, float]]
Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Example:
    """A text and what it is: a fraud type, `normal` or `publicity`."""

    label: str
    text: str


def read_examples(file: Path) -> tuple[list[Example], list[Fault]]:
    """The lines `label TAB text` of a file; # begins a remark."""
    examples: list[Example] = []
    faults: list[Fault] = []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return [], [Fault(file, "file", "cannot be read; save it as UTF-8")]
    for number, line in enumerate(lines, 1):
        label, tab, text = line.partition("\t")
        if not line.strip() or line.startswith("#"):
            continue
        if tab and label in LABELS and text.strip():
            examples.append(Example(label, text.strip()))
        else:
            faults.append(
                Fault(file, f"line {number}", f"{label[:20]!r} is no label; write label, tab, text")
            )
    return examples, faults


class Likeness:
    """Learned from examples; `of` judges a text."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._texts: Counter[str] = Counter()
        seen: dict[str, Counter[str]] = {}
        for one in examples:
            self._texts[one.label] += 1
            seen.setdefault(one.label, Counter()).update(_pieces(plain(one.text).text))
        self._absent = {label: math.log(DOUBT / (number + DOUBT)) for label, number in self._texts.items()}
        self._weights = _weights(seen, self._texts.total())

    def of(self, parts: Sequence[Part]) -> Mapping[str, float]:
        """By fraud type, how much more a plain text is like it than like anything harmless; 0: no telling.

        A text may come in parts, as `part` judged them.
        """
        if not all(label in self._texts for label in HARMLESS):
            return {}
        scores = {label: sum(part[1][label] for part in parts) for label in self._absent}
        harmless = max(scores[label] for label in HARMLESS)
        length = math.sqrt(max(1, sum(part[0] for part in parts)))
        return {label: (score - harmless) / length for label, score in scores.items()}

    def part(self, letters: str) -> Part:
        """How many pieces a part has, and what they say for each label."""
        pieces = _pieces(letters)
        known = [weights for piece in pieces if (weights := self._weights.get(piece))]
        scores = {label: len(known) * absent for label, absent in self._absent.items()}
        for weights in known:
            for label, weight in weights:
                scores[label] += weight
        return len(pieces), scores


def _weights(seen: Mapping[str, Counter[str]], texts: int) -> dict[str, Weights]:
    """What each piece says for the kinds that it was seen in; in any other it counts as absent.

    Most pieces say the same as many others do: each such saying is kept once.
    """
    totals: Counter[str] = Counter()
    for counts in seen.values():
        totals.update(counts)
    said: dict[str, Weights] = {}
    once: dict[Weights, Weights] = {}
    for label, counts in seen.items():
        weight = cache(partial(_weight, label, texts))
        for piece, number in counts.items():
            weights = (*said.get(piece, ()), weight(number, totals[piece]))
            said[piece] = once.setdefault(weights, weights)
    return said


def _weight(label: str, texts: int, number: int, total: int) -> tuple[str, float]:
    """What a piece says for a label that had it in `number` of the `total` texts that have it."""
    usual = DOUBT * total / texts
    return label, math.log((number + usual) / usual)


def _pieces(letters: str) -> set[str]:
    """Its letters, alone and in twos; any digit is a 0, any strange address the same one sign."""
    if "." in letters:
        letters = _ADDRESS.sub("", SPECIAL["link"].sub("@", letters))
    same = _DIGIT.sub("0", letters)
    return {*same, *map(add, same, same[1:])}
