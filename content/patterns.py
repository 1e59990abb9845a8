"""Finds all that the signs are written of in one walk over a text.

Nothing in it can run away: every step is a walk over sorted places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from content.pattern_reading import BadPattern, Either, Node, Pattern, Reader, Row, Words
from content.plain import plain

# Where a pattern stands: start and end of each of its words, in order, one after another.
Span = tuple[int, ...]

MANY = 60
_NONE: list[Span] = []
# What no list of words can hold; each is linear in the length of the text.
SPECIAL: dict[str, re.Pattern[str]] = {
    "sum": re.compile(
        r"\d[\d.]{0,9}(?:[百千万亿kw元块圆刀蚊]|美金|美元|港币)+|(?<![\d.])\d{3,7}(?![\d年月日号点路次级班栋楼])"
        r"|[一二三四五六七八九十两几]{1,3}[百千万][一二三四五六七八九十百千万]*(?:块|元)?|[二三四五六七八九十几]{1,3}(?:块|元)"
    ),
    "number": re.compile(r"\d{5,12}(?!\d)"),
    "link": re.compile(
        r"https?[：:/]\S{3,60}|(?<![a-z0-9.@])(?:[a-z0-9-]{1,40}\.){1,4}"
        r"(?:com|cn|net|org|top|vip|xyz|cc|info|icu|me|app|shop|site|club|online|ru|tk|ly|apk|ink|fun|live|win|bid|asia|co|io)"
        r"(?![a-z0-9.])(?:/[\w./?=&%-]{0,80})?"
    ),
}


@dataclass
class Lexicon:
    """Every word of every pattern in one tree, by slot; `lists` are the named ones."""

    lists: Mapping[str, Sequence[str]]
    _tree: dict[str, Any] = field(default_factory=dict)
    _slots: dict[tuple[str, ...], int] = field(default_factory=dict)
    _named: dict[str, Node | None] = field(default_factory=dict)

    def pattern(self, written: str) -> Pattern:
        """Read a pattern and take its words in. Raises BadPattern."""
        return Reader(written, self).node()

    def scan(self, text: str) -> Scan:
        """Where each slot's words stand; then `Scan.find` answers for any pattern."""
        found: dict[int, list[Span]] = {}
        tree, length = self._tree, len(text)
        for start in range(length):
            node = tree.get(text[start])
            end = start + 1
            while node is not None:
                if "" in node:
                    for slot in node[""]:
                        spans = found.setdefault(slot, [])
                        if len(spans) < MANY:
                            spans.append((start, end))
                if end >= length:
                    break
                node = node.get(text[end])
                end += 1
        for name, expression in SPECIAL.items():
            if slot := self._slots.get(("", name)):
                found[slot] = [match.span() for match in islice(expression.finditer(text), MANY)]
        return Scan(found)

    def words(self, words: Iterable[str]) -> Words:
        """The node for any of these words. Raises BadPattern for one that no text can hold."""
        plainest = tuple(sorted({plain(word).text for word in words}))
        if "" in plainest:
            raise BadPattern("holds a word of signs alone, which is never looked for")
        if plainest not in self._slots:
            slot = self._slots[plainest] = len(self._slots) + 1
            for word in plainest:
                node = self._tree
                for letter in word:
                    node = node.setdefault(letter, {})
                node[""] = (*node.get("", ()), slot)
        return Words(self._slots[plainest])

    def named(self, name: str) -> Node:
        """The node for a list of words.yaml, or for what no list can hold. Raises BadPattern."""
        if name in SPECIAL:
            return Words(self._slots.setdefault(("", name), len(self._slots) + 1))
        if name not in self._named:
            if name not in self.lists:
                raise BadPattern(f"{{{name}}} is no list of words.yaml")
            self._named[name] = None
            self._named[name] = Either(tuple(self.pattern(written) for written in self.lists[name]))
        node = self._named[name]
        if node is None:
            raise BadPattern(f"{{{name}}} needs itself")
        return node


class Scan:
    """One text's words by slot."""

    def __init__(self, found: dict[int, list[Span]]) -> None:
        self._found = found
        self._known: dict[int, list[Span]] = {}

    def find(self, node: Node) -> list[Span]:
        """Where a pattern stands, in order, as far as the first places of its words tell."""
        if isinstance(node, Words):
            return self._found.get(node.slot, _NONE)
        known = self._known.get(id(node))
        if known is None:
            known = self._either(node) if isinstance(node, Either) else self._row(node)
            self._known[id(node)] = known
        return known

    def _either(self, node: Either) -> list[Span]:
        spans = [spans for one in node.nodes if (spans := self.find(one))]
        return spans[0] if len(spans) == 1 else sorted({span for some in spans for span in some})

    def _row(self, node: Row) -> list[Span]:
        spans = self.find(node.steps[0][2])
        for joint, reach, other in node.steps[1:]:
            if not spans:
                return _NONE
            join = _after if joint == "~" else _around
            spans = join(spans, self.find(other), reach)
        return spans


def _after(left: list[Span], right: list[Span], reach: int) -> list[Span]:
    """Each left span with the nearest right one that begins within `reach` letters behind it."""
    joined: list[Span] = []
    starts = [span[0] for span in right]
    for span in left:
        end = span[-1]
        at = bisect_left(starts, end)
        if at < len(right) and starts[at] - end <= reach:
            nearest = starts[at]
            while at < len(right) and starts[at] == nearest:
                joined.append(span + right[at])
                at += 1
    return joined[:MANY]


def _around(left: list[Span], right: list[Span], reach: int) -> list[Span]:
    return sorted({*_after(left, right, reach), *_after(right, left, reach)})
