"""`python -m benchmarks.check_eval FILE…`: how well the check does on labelled texts (label TAB text).

The label is a fraud type's id, `normal` or `publicity`. A scam text counts as found when its type is among
the at most two that the check names; how many were named any fraud, its neighbour perhaps, stands behind.
An everyday text or a warning is a false alarm when any is named.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from content.check import Likely, check
from content.likeness import HARMLESS, Example, read_examples
from content.signbook import SignBook, sign_book
from content.words import FRAUD_TYPES


@dataclass
class Figures:
    """For each label how many texts there were, and those of which the check said the wrong thing."""

    texts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: dict[str, list[tuple[str, tuple[Likely, ...]]]] = field(default_factory=lambda: defaultdict(list))

    def rate(self, label: str) -> float:
        """Recall of a fraud type; the share of false alarms for the harmless labels."""
        share = len(self.wrong[label]) / self.texts[label]
        return share if label in HARMLESS else 1 - share

    def missed(self, label: str) -> int:
        return len(self.wrong[label])

    def named(self, labels: Iterable[str]) -> float:
        """The share of those scam texts for which the check named some fraud, be it a neighbour."""
        chosen = tuple(labels)
        silent = sum(not likely for one in chosen for _, likely in self.wrong[one])
        return 1 - silent / (sum(self.texts[one] for one in chosen) or 1)

    @property
    def types(self) -> list[str]:
        return [one for one in FRAUD_TYPES if self.texts.get(one)]

    @property
    def recall(self) -> float:
        """Over all scam texts together."""
        texts = sum(self.texts[one] for one in self.types)
        return 1 - sum(len(self.wrong[one]) for one in self.types) / texts if texts else 1.0


def read(files: Iterable[Path]) -> list[Example]:
    """The texts of some files; a first line `label TAB text` is a heading. Raises ValueError."""
    found: list[Example] = []
    for file in files:
        examples, faults = read_examples(file)
        wrong = [one for one in faults if one.problem.split("'")[1] != "label"]
        if wrong:
            raise ValueError("; ".join(map(str, wrong[:5])))
        found += examples
    return found


def evaluate(book: SignBook, texts: Iterable[Example]) -> Figures:
    """What the check says of each text."""
    figures = Figures()
    for one in texts:
        likely = check(book, one.text)
        figures.texts[one.label] += 1
        named = {found.fraud_type for found in likely}
        if named if one.label in HARMLESS else one.label not in named:
            figures.wrong[one.label].append((one.text, likely))
    return figures


def lines(figures: Figures, *, wrong: bool = False) -> Iterable[str]:
    """The figures as a table, and with `wrong` every text that was judged wrongly."""
    yield f"{'label':22}{'texts':>6}{'wrong':>7}{'rate':>8}"
    for label in figures.types:
        yield _row(label, figures, [label])
    if figures.types:
        yield _row("all types", figures, figures.types)
        yield f"{'the weakest type':22}{'':13} {min(map(figures.rate, figures.types)):7.1%} recall"
    for label in (one for one in HARMLESS if figures.texts.get(one)):
        row = f"{label:22}{figures.texts[label]:6}{len(figures.wrong[label]):7}"
        yield f"{row} {figures.rate(label):7.1%} false alarms"
    if wrong:
        for label, missed in figures.wrong.items():
            for text, likely in missed:
                said = "; ".join(_told(one) for one in likely) or "-"
                yield f"{label}\t{said}\t{text[:100]}"


def _row(name: str, figures: Figures, labels: Iterable[str]) -> str:
    chosen = tuple(labels)
    texts, missed = (sum(map(count, chosen)) for count in (figures.texts.__getitem__, figures.missed))
    row = f"{name:22}{texts:6}{missed:7} {1 - missed / texts:7.1%} recall"
    return f"{row}   {figures.named(chosen):6.1%} some fraud named"


def _told(likely: Likely) -> str:
    signs = " ".join(f"{one.id}:{one.weight}({one.quote})" for one in likely.found)
    return f"{likely.fraud_type} +{likely.beyond:.1f} = {signs}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="label TAB text, one a line, UTF-8")
    parser.add_argument("--wrong", action="store_true", help="also print what was judged wrongly")
    options = parser.parse_args()
    figures = evaluate(sign_book(), read(options.files))
    for line in lines(figures, wrong=options.wrong):
        print(line)


if __name__ == "__main__":
    main()
