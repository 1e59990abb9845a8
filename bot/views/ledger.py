"""What an officer reads of the ledger."""

from __future__ import annotations

from content.texts import Texts
from content.words import Work
from core.errors import UnreadableLine
from core.ledger_line import WITH_MONEY
from core.words import Entry, Line


def one_line(texts: Texts, line: Line) -> str:
    """11月18日 宣讲 2场 幸福村文化广场"""
    return texts.plain("ledger-line", **_facts(texts, line))[:60]


def draft(texts: Texts, line: Line, place: str | None) -> str:
    """What will be written down, to be looked at once more; `place`: whose report it counts in too."""
    said = _whole(texts, line)
    if place is not None:
        said += texts.plain("ledger-line-counts", place=place)
    return texts.html("ledger-draft", line=said)


def page(texts: Texts, entry: Entry, *, saved: bool) -> str:
    """An entry as it stands in the ledger."""
    line = _whole(texts, entry.line)
    if entry.photo is not None:
        line += texts.plain("ledger-line-photo")
    return texts.html("ledger-saved" if saved else "ledger-entry", line=line)


def ask_for_line(texts: Texts, kind: Work) -> str:
    """How the line may look, with an example of that kind."""
    name, example = texts.plain("ledger-kind", id=kind), texts.plain("ledger-example", id=kind)
    return texts.html("ledger-ask", kind=name, example=example)


def unreadable(texts: Texts, error: UnreadableLine, kind: Work) -> str:
    """What is missing or wrong in a line, with an example of that kind."""
    return texts.html(error.key, example=texts.plain("ledger-example", id=kind))


def _whole(texts: Texts, line: Line) -> str:
    said = texts.plain("ledger-line", **_facts(texts, line))
    if line.fraud_type:
        said += texts.plain("ledger-line-fraud", fraud=texts.plain("fraud", id=line.fraud_type))
    if line.kind in WITH_MONEY:
        said += texts.plain(
            "ledger-line-money", id=line.kind, money=f"{line.money / 100:.2f}".removesuffix(".00")
        )
    return said


def _facts(texts: Texts, line: Line) -> dict[str, object]:
    return {
        "day": f"{line.day.month}月{line.day.day}日",
        "kind": texts.plain("ledger-kind", id=line.kind),
        "number": str(line.number),
        "unit": texts.plain("ledger-unit", id=line.kind),
        "place": line.place,
    }
