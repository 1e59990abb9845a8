"""The small language that signs are written in, read from left to right.

先垫(付|资)?           words, with choices, [one of these letters] and ? for what may be missing
{pay}到{account}       a named list of words, right behind one another
{fee} ~12 {pay}        the second within 12 letters after the first; ~ alone: within 10; …: within 5
{official} &30 {pay}   both within 30 letters, in either order; & alone: within 20
先垫 | {pay}定金       either
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

NEAR, AROUND, GAP = 10, 20, 5
# Two lists become one of longer words while that one stays this short; else they are looked for in a row.
JOINED = 40
_JOINT = re.compile(r"[~&…](\d*)")
# A whole row that is one word: most are.
_WORD = re.compile(r"[^|()\[\]{}?~&…*\\]+(?=[|)]|\Z)")


class BadPattern(ValueError):
    """A pattern that cannot be read; says what is wrong with it."""


@dataclass(frozen=True)
class Words:
    """Any of some words: all that is left of them is their slot in the tree."""

    slot: int

    @property
    def needs(self) -> tuple[int, ...]:
        return (self.slot,)


@dataclass(frozen=True)
class Row:
    """Nodes one after another, each with its joint (~ or &) and how far that reaches."""

    steps: tuple[tuple[str, int, Node], ...]

    @cached_property
    def needs(self) -> tuple[int, ...]:
        """The slots of which a text has to hold one, or the whole cannot stand in it."""
        return min((node.needs for _, _, node in self.steps), key=len)


@dataclass(frozen=True)
class Either:
    """Any of some nodes."""

    nodes: tuple[Node, ...]

    @cached_property
    def needs(self) -> tuple[int, ...]:
        return tuple({slot for node in self.nodes for slot in node.needs})


Node = Words | Row | Either
Pattern = Node


class Vocabulary(Protocol):
    """Takes words in, and knows the named lists."""

    def words(self, words: Iterable[str]) -> Words:
        """The node for any of these words. Raises BadPattern."""

    def named(self, name: str) -> Node:
        """The node for a named list. Raises BadPattern."""


def expand(written: str) -> list[str]:
    """Every word that a run of letters with (a|b), [ab] and ? stands for. Raises BadPattern."""
    read = Reader(written, None).alternatives()
    if not isinstance(read, _Plain):
        raise BadPattern(f"{written!r} holds more than words")
    return read.words


@dataclass
class _Plain:
    """Words alone, not yet taken into the tree; "" among them: may be missing."""

    words: list[str]


class Reader:
    """Reads one pattern from left to right."""

    def __init__(self, written: str, vocabulary: Vocabulary | None) -> None:
        self._whole, self._vocabulary = written, vocabulary
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
        if word := _WORD.match(self._text, self._at):
            self._at = word.end()
            return [_Plain([word[0]])]
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
        if self._vocabulary is None:
            raise self._bad("names another list; lists hold words alone")
        return self._vocabulary.named(name)

    def _settled(self, read: Node | _Plain) -> Node:
        if not isinstance(read, _Plain):
            return read
        if "" in read.words or self._vocabulary is None:
            raise self._bad("may stand for nothing at all")
        return self._vocabulary.words(read.words)

    def _take(self, letter: str) -> bool:
        if not self._text.startswith(letter, self._at):
            return False
        self._at += 1
        return True

    def _bad(self, problem: str) -> BadPattern:
        return BadPattern(f"{self._whole!r} {problem}")
