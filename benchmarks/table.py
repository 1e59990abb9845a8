"""What a measurement says, and how all of them are printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("measure", "ours", "the usual way", "bound", "ok?")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `held` is None where there is no bound."""

    measure: str
    ours: str
    usual: str = "–"
    bound: str = "–"
    held: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if self.held is None else "yes" if self.held else "NO"
        return self.measure, self.ours, self.usual, self.bound, verdict


def at_most(
    measure: str, figure: float, bound: float, *, shown: str, usual: str = "–", unit: str = ""
) -> Row:
    """A figure that must not pass a bound."""
    return Row(measure=measure, ours=shown, usual=usual, bound=f"≤ {bound:g}{unit}", held=figure <= bound)


def lines(rows: Iterable[Row]) -> list[str]:
    """The table, aligned."""
    table = [HEAD, *(row.cells for row in rows)]
    widths = [max(width(line[column]) for line in table) for column in range(len(HEAD))]
    told = [
        "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(line, widths, strict=True))
        for line in table
    ]
    return [line.rstrip() for line in (told[0], "-" * (sum(widths) + 2 * len(widths) - 2), *told[1:])]


def width(text: str) -> int:
    """How many columns a terminal gives it."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
