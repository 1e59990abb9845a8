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
_BITS = 4095


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
        self._marks: list[int] = []
        for title, text in known:
            self.add(title, text)

    def add(self, title: str, text: str) -> None:
        beginning = _beginning(text)
        self._titles.append(title)
        self._numbers.append(_NUMBER.findall(title))
        self._texts.append(beginning)
        self._marks.append(_marks(beginning))

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

    def _near(self, beginning: str) -> Iterable[int]:
        """Those that share enough pairs of letters to be the same at all: most are out of the question."""
        marks, length = _marks(beginning), len(beginning)
        for place, other in enumerate(self._marks):
            known = len(self._texts[place])
            # So many letters stand in both, in the same order, where the two are alike enough.
            shared = (length + known) * SAME / 200
            # Each letter that is gone takes two pairs with it, each that came between parts one.
            missing = 2 * (length - shared) + known - shared
            if known and (marks & ~other).bit_count() <= missing:
                yield place


def _beginning(text: str) -> str:
    """What tells a story; nothing where it is too short to tell anything."""
    return text[:COMPARED] if len(text) >= COMPARED // 4 else ""


def _related(text: str, other: str) -> bool:
    """Whether two texts under one title may be one story; what is too short speaks against nothing."""
    return not text or not other or fuzz.partial_ratio(text, other) >= RELATED


@lru_cache(512)  # the same stories are compared with, reading after reading
def _marks(text: str) -> int:
    """Which pairs of letters there are, a bit for some each."""
    marks = 0
    for one, next_one in set(pairwise(text)):
        marks |= 1 << ((31 * ord(one) + ord(next_one)) & _BITS)
    return marks
