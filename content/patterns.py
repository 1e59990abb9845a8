"""The small language that signs are written in, and a scan that finds all of them in one walk.

    先垫(付|资)?           words, with choices, [one of these letters] and ? for what may be missing
    {pay}到{account}       a named list of words, right behind one another
    {fee} ~12 {pay}        the second within 12 letters after the first; ~ alone: within 10; …: within 5
    {official} &30 {pay}   both within 30 letters, in either order; & alone: within 20
    先垫 | {pay}定金       either

Nothing in it can run away: every step is a walk over sorted places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from content.plain import plain

Span = tuple[int, int]

NEAR, AROUND, GAP = 10, 20, 5
MANY = 60
_NONE: list[Span] = []
# Two lists become one of longer words while that one stays this short; else they are looked for in a row.
JOINED = 40
_JOINT = re.compile(r"[~&…](\d*)")
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


class BadPattern(ValueError):
    """A pattern that cannot be read; says what is wrong with it."""


@dataclass(frozen=True)
class Words:
    """Any of some words: all that is left of them is their slot in the tree."""

    slot: int


@dataclass(frozen=True)
class Row:
    """Nodes one after another, each with its joint (~ or &) and how far that reaches."""

    steps: tuple[tuple[str, int, Node], ...]


@dataclass(frozen=True)
class Either:
    """Any of some nodes."""

    nodes: tuple[Node, ...]


Node = Words | Row | Either
Pattern = Node


@dataclass
class Lexicon:
    """Every word of every pattern in one tree, by slot; `lists` are the named ones."""

    lists: Mapping[str, Sequence[str]]
    _tree: dict[str, Any] = field(default_factory=dict)
    _slots: dict[tuple[str, ...], int] = field(default_factory=dict)
    _named: dict[str, Node | None] = field(default_factory=dict)

    def pattern(self, written: str) -> Pattern:
        """Read a pattern and take its words in. Raises BadPattern."""
        return _Reader(written, self).node()

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
    starts = [start for start, _ in right]
    for start, end in left:
        at = bisect_left(starts, end)
        if at < len(right) and right[at][0] - end <= reach:
            nearest = starts[at]
            while at < len(right) and starts[at] == nearest:
                joined.append((start, right[at][1]))
                at += 1
    return joined[:MANY]


def _around(left: list[Span], right: list[Span], reach: int) -> list[Span]:
    return sorted({*_after(left, right, reach), *_after(right, left, reach)})


def expand(written: str) -> list[str]:
    """Every word that a run of letters with (a|b), [ab] and ? stands for. Raises BadPattern."""
    read = _Reader(written, None).alternatives()
    if not isinstance(read, _Plain):
        raise BadPattern(f"{written!r} holds more than words")
    return read.words


@dataclass
class _Plain:
    """Words alone, not yet taken into the tree; "" among them: may be missing."""

    words: list[str]


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, written: str, lexicon: Lexicon | None) -> None:
        self._whole, self._lexicon = written, lexicon
        self._text, self._at = re.sub(r"\s+", "", written).lower(), 0

    def node(self) -> Node:
        read = self.alternatives()
        return self._settled(read)

    def alternatives(self, *, inside: bool = False) -> Node | _Plain:
        """Rows with | between them, up to the end or the closing bracket."""
        words: list[str] = []
        nodes: list[Node] = []
        while True:
            for one in self._row():
                if isinstance(one, _Plain):
                    words += one.words
                else:
                    nodes.append(one)
            if not self._take("|"):
                break
        if not inside and self._at < len(self._text):
            raise self._bad("closes a bracket that was not opened")
        if not nodes:
            return _Plain(words)
        return Either((*nodes, self._settled(_Plain(words)))) if words else Either(tuple(nodes))

    def _row(self) -> list[Node | _Plain]:
        """One row; more than one where a part that is no mere word may be missing."""
        rows: list[list[tuple[str, int, Node | _Plain]]] = [[]]
        joint = ("~", 0)
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            if found := _JOINT.match(self._text, self._at):
                self._at = found.end()
                sign, reach = found[0][0], found[1]
                usual = {"~": NEAR, "&": AROUND, "…": GAP}[sign]
                joint = ("&" if sign == "&" else "~", int(reach) if reach else usual)
                continue
            item = self._item()
            if self._take("?"):
                if isinstance(item, _Plain):
                    item = _Plain(["", *item.words])
                else:
                    rows += [list(row) for row in rows]
                    for row in rows[: len(rows) // 2]:
                        row.append((*joint, item))
                    joint = ("~", 0)
                    continue
            for row in rows:
                self._append(row, joint, item)
            joint = ("~", 0)
        if joint != ("~", 0) or not rows[0]:
            raise self._bad("has a joint or a | with nothing beside it")
        return [self._joined(row) for row in rows if row]

    def _append(self, row: list[Any], joint: tuple[str, int], item: Node | _Plain) -> None:
        """Words right behind words make longer words."""
        last = row[-1][2] if row else None
        if joint == ("~", 0) and isinstance(last, _Plain) and isinstance(item, _Plain):
            longer = [left + right for left in last.words for right in item.words]
            if len(longer) <= JOINED:
                row[-1] = (*row[-1][:2], _Plain(longer))
                return
        row.append((*joint, item))

    def _joined(self, row: list[tuple[str, int, Node | _Plain]]) -> Node | _Plain:
        if len(row) == 1:
            return row[0][2]
        present: list[tuple[str, int, Node]] = []
        for at, (joint, reach, node) in enumerate(row):
            if isinstance(node, _Plain) and "" in node.words:
                there = (joint, reach, _Plain([word for word in node.words if word]))
                variants = ([*row[:at], there, *row[at + 1 :]], [*row[:at], *row[at + 1 :]])
                return Either(tuple(self._settled(self._joined(one)) for one in variants))
            present.append((joint, reach, self._settled(node)))
        return Row(tuple(present))

    def _item(self) -> Node | _Plain:
        letter = self._text[self._at]
        self._at += 1
        if letter == "(":
            inner = self.alternatives(inside=True)
            if not self._take(")"):
                raise self._bad("opens a bracket and does not close it")
            return inner
        if letter in "[{":
            end = self._text.find("]" if letter == "[" else "}", self._at)
            if end <= self._at:
                raise self._bad("opens a bracket and does not close it")
            held, self._at = self._text[self._at : end], end + 1
            return _Plain(list(held)) if letter == "[" else self._named(held)
        if letter in "?]}*\\":
            raise self._bad(f"has a {letter!r} where a letter should stand")
        return _Plain([letter])

    def _named(self, name: str) -> Node:
        if self._lexicon is None:
            raise self._bad("names another list; lists hold words alone")
        return self._lexicon.named(name)

    def _settled(self, read: Node | _Plain) -> Node:
        if not isinstance(read, _Plain):
            return read
        if "" in read.words or self._lexicon is None:
            raise self._bad("may stand for nothing at all")
        return self._lexicon.words(read.words)

    def _take(self, letter: str) -> bool:
        if not self._text.startswith(letter, self._at):
            return False
        self._at += 1
        return True

    def _bad(self, problem: str) -> BadPattern:
        return BadPattern(f"{self._whole!r} {problem}")
