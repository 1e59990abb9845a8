"""Whether an article is about fraud, and how near it is: pure, and explained by what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

# A word of these, in title or text, makes an article a candidate.
FRAUD_WORDS = (
    "诈骗", "詐騙", "骗局", "騙局", "反诈", "反詐", "电诈", "被骗", "受骗", "行骗", "骗子",
    "電騙", "防骗", "刷单", "杀猪盘", "百万保障", "安全账户", "屏幕共享", "共享屏幕", "裸聊",
    "钓鱼网站", "冒充公检法", "冒充客服", "冒充老师", "冒充领导", "养老诈骗", "非法集资", "洗钱",
    "帮信", "两卡", "跑分", "96110", "虚假投资", "虚假理财", "虚假贷款", "scam", "fraud", "phishing",
)  # fmt: skip
TITLE_POINTS, TEXT_POINTS, REGION_POINTS, KEYWORD_POINTS = 3, 1, 3, 2
MOST_TEXT_POINTS = 4
SAME = 82
# A title that many stories share, as a weekly column's, needs a text that says the same at least in part.
RELATED = 55
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百]+")
COMPARED = 400
# Fraud against the health insurance is another subject; its name has ours inside.
_ANOTHER = re.compile("欺诈骗(?:保|取)")
_BITS = 4096
_ALL = (1 << _BITS) - 1
# Where two texts are alike enough, (here + there) * SAME / 200 letters stand in both, in the same order. Each
# letter that is gone takes two pairs with it, each that came between parts one.
_MISSING_HERE, _MISSING_THERE = 2 - 3 * SAME / 200, 1 - 3 * SAME / 200


@dataclass(frozen=True)
class Score:
    """How many points and for which words. Without a word on fraud an article is no candidate."""

    points: int
    found: tuple[str, ...]
    candidate: bool


def score(title: str, text: str, *, regions: Iterable[str] = (), keywords: Iterable[str] = ()) -> Score:
    """Points for words on fraud, for names of the feed's region, and for the feed's own keywords."""
    head, body = (_ANOTHER.sub("", part.casefold()) for part in (title, text))
    in_title = [word for word in FRAUD_WORDS if word in head]
    in_text = [word for word in FRAUD_WORDS if word in body and word not in in_title]
    near = [name for name in regions if name and name.casefold() in head + body]
    own = [word for word in keywords if word and word.casefold() in head + body]
    points = TITLE_POINTS * len(in_title) + min(MOST_TEXT_POINTS, TEXT_POINTS * len(in_text))
    points += REGION_POINTS * bool(near) + KEYWORD_POINTS * len(own)
    return Score(points, (*in_title, *in_text, *near, *own), bool(in_title or in_text))


class Stories:
    """The stories that are known; each is told by its title and the beginning of its text."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._titles: list[str] = []
        self._numbers: list[list[str]] = []
        self._texts: list[str] = []
        # Of each that has a text: its place, the pairs of letters that it lacks, how many may be missing.
        self._lacking: list[tuple[int, int, float]] = []
        for title, text in known:
            self.add(title, text)

    def add(self, title: str, text: str) -> None:
        beginning = _beginning(text)
        if beginning:
            lacks, missing = _ALL & ~_marks(beginning), _MISSING_THERE * len(beginning)
            self._lacking.append((len(self._texts), lacks, missing))
        self._titles.append(title)
        self._numbers.append(_NUMBER.findall(title))
        self._texts.append(beginning)

    def same(self, title: str, text: str) -> int | None:
        """The place of one that tells the same story; None when none does."""
        beginning = _beginning(text)
        if title:
            numbers = _NUMBER.findall(title)
            alike = process.extract(title, self._titles, scorer=fuzz.ratio, score_cutoff=SAME, limit=None)
            # 第12期 and 第13期 are two.
            for _, _, place in alike:
                if numbers == self._numbers[place] and _related(beginning, self._texts[place]):
                    return place
        if not beginning:
            return None
        near = {place: self._texts[place] for place in self._near(beginning)}
        found = process.extractOne(beginning, near, scorer=fuzz.ratio, score_cutoff=SAME)
        return found[2] if found else None

    def _near(self, beginning: str) -> list[int]:
        """Those that share enough pairs of letters to be the same at all: most are out of the question."""
        marks, here = _marks(beginning), _MISSING_HERE * len(beginning)
        return [place for place, lacks, there in self._lacking if (marks & lacks).bit_count() <= here + there]


def _beginning(text: str) -> str:
    """What tells a story; nothing where it is too short to tell anything."""
    return text[:COMPARED] if len(text) >= COMPARED // 4 else ""


def _related(text: str, other: str) -> bool:
    """Whether two texts under one title may be one story; what is too short speaks against nothing."""
    return not text or not other or fuzz.partial_ratio(text, other) >= RELATED


@lru_cache(512)  # the same stories are compared with, reading after reading
def _marks(text: str) -> int:
    """Which pairs of letters there are, a bit for some each."""
    marks = bytearray(b"0" * _BITS)
    for one, next_one in pairwise(map(ord, text)):
        marks[(31 * one + next_one) % _BITS] = 49  # "1"
    return int(marks, 2)
