"""Finds all that the signs are written of in one walk over a text.

Nothing in it can run away: every step is a walk over sorted places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import add

from content.pattern_reading import BadPattern, Either, Node, Pattern, Reader, Row, Words
from content.plain import plain_word

# Where a pattern stands: start and end of each of its words, in order, one after another.
Span = tuple[int, ...]

MANY = 60
_NONE: list[Span] = []
# Addresses that everybody knows are no strange ones; what only looks like them is.
_KNOWN = (
    r"(?!(?:https?[：:/]/*)?(?:[a-z0-9-]{1,40}\.){0,3}(?:10086\.cn|10010\.com|189\.cn|12306\.cn|(?:gov|edu)\.cn|icbc\.com\.cn|ccb\.com"
    r"|abchina\.com|boc\.cn|bankcomm\.com|psbc\.com|cmbchina\.com|sf-express\.com|jd\.com|taobao\.com|tmall\.com|vip\.com|ele\.me"
    r"|meituan\.com|dianping\.com|ctrip\.com|qunar\.com|alipay\.com|qq\.com|douyin\.com)(?![a-z0-9.-]))"
)
# What no list of words can hold; each is linear in the length of the text.
SPECIAL: dict[str, re.Pattern[str]] = {
    "sum": re.compile(
        r"\d[\d.]{0,9}(?:[百千万亿kw元块圆刀蚊]|美金|美元|港币)+|(?<![\d.])(?!(?:110|119|120|12\d{3}|96110|95\d{3}|100\d\d)(?!\d))\d{3,7}(?![\d年月日号点路次级班栋楼])"
        r"|[一二三四五六七八九十两几]{1,3}[百千万][一二三四五六七八九十百千万]*(?:块|元)?|[二三四五六七八九十几]{1,3}(?:块|元)"
    ),
    "number": re.compile(r"\d{5,12}(?!\d)"),
    "link": re.compile(
        r"(?=http)" + _KNOWN + r"https?[：:/]\S{3,60}"
        r"|(?<![a-z0-9.@:/-])(?=[a-z0-9])" + _KNOWN + r"(?:[a-z0-9-]{1,40}\.){1,4}"
        r"(?:com|cn|net|org|top|vip|xyz|cc|info|icu|me|app|shop|site|club|online|ru|tk|ly|apk|ink|fun|live|win|bid|asia|co|io)"
        r"(?![a-z0-9.])(?:/[\w./?=&%-]{0,80})?"
    ),
}


@dataclass
class Lexicon:
    """Every word of every pattern, with the slots it stands in; `lists` are the named ones."""

    lists: Mapping[str, Sequence[str]]
    _words: dict[str, tuple[int, ...]] = field(default_factory=dict)
    # How long the words are that begin with these two letters; those of one letter stand apart.
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _letters: set[str] = field(default_factory=set)
    _longest: int = 0
    _slots: dict[tuple[str, ...], int] = field(default_factory=dict)
    _named: dict[str, Node | None] = field(default_factory=dict)

    def pattern(self, written: str) -> Pattern:
        """Read a pattern and take its words in. Raises BadPattern."""
        return Reader(written, self).node()

    def scan(self, text: str) -> Scan:
        """Where each slot's words stand; then `Scan.find` answers for any pattern."""
        found: dict[int, list[list[Span]]] = {}
        for word, starts in self._places(text).items():
            spans: list[Span] = [(start, start + len(word)) for start in starts[:MANY]]
            for slot in self._words[word]:
                found.setdefault(slot, []).append(spans)
        for name, expression in SPECIAL.items():
            if special := self._slots.get(("", name)):
                found[special] = [[match.span() for match in islice(expression.finditer(text), MANY)]]
        return Scan(found)

    def _places(self, text: str) -> dict[str, list[int]]:
        """Where each word that stands in the text begins."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for letter in self._letters.intersection(text):
            places[letter] = [match.start() for match in re.finditer(re.escape(letter), text)]
        # What stands behind the end belongs to no word.
        words, padded = self._words, text + "\0" * self._longest
        for start, lengths in enumerate(map(self._lengths.get, map(add, text, text[1:]))):
            if lengths is not None:
                for length in lengths:
                    word = padded[start : start + length]
                    if word in words:
                        places[word].append(start)
        return places

    def words(self, words: Iterable[str]) -> Words:
        """The node for any of these words. Raises BadPattern for one that no text can hold."""
        plainest = tuple(sorted({plain_word(word) for word in words}))
        if "" in plainest:
            raise BadPattern("holds a word of signs alone, which is never looked for")
        if plainest not in self._slots:
            slot = self._slots[plainest] = len(self._slots) + 1
            for word in plainest:
                self._words[word] = (*self._words.get(word, ()), slot)
                self._longest = max(self._longest, len(word))
                if len(word) == 1:
                    self._letters.add(word)
                elif len(word) not in (known := self._lengths.get(word[:2], ())):
                    self._lengths[word[:2]] = (*known, len(word))
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

    def __init__(self, found: dict[int, list[list[Span]]]) -> None:
        self._found, self._slots = found, found.keys()
        self._known: dict[int, list[Span]] = {}

    def find(self, node: Node) -> list[Span]:
        """Where a pattern stands, in order, as far as the first places of its words tell."""
        # Most patterns stand nowhere: a text lacks every word that they cannot do without.
        if self._slots.isdisjoint(node.needs):
            return _NONE
        known = self._known.get(id(node))
        if known is None:
            if isinstance(node, Words):
                known = _merged(self._found[node.slot])[:MANY]
            elif isinstance(node, Either):
                known = _merged([spans for one in node.nodes if (spans := self.find(one))])
            else:
                known = self._row(node)
            self._known[id(node)] = known
        return known

    def _row(self, node: Row) -> list[Span]:
        spans = self.find(node.steps[0][2])
        for joint, reach, other in node.steps[1:]:
            if not spans:
                return _NONE
            join = _after if joint == "~" else _around
            spans = join(spans, self.find(other), reach)
        return spans


def _merged(several: Sequence[list[Span]]) -> list[Span]:
    """All of them in order, each once."""
    if not several:
        return _NONE
    return several[0] if len(several) == 1 else sorted({span for some in several for span in some})


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
