"""Whether an article is about fraud, and how near it is: pure, and explained by what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十百]+")
COMPARED = 400


@dataclass(frozen=True)
class Score:
    """How many points and for which words. Without a word on fraud an article is no candidate."""

    points: int
    found: tuple[str, ...]
    candidate: bool


def score(title: str, text: str, *, regions: Iterable[str] = (), keywords: Iterable[str] = ()) -> Score:
    """Points for words on fraud, for names of the feed's region, and for the feed's own keywords."""
    head, body = title.casefold(), text.casefold()
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
        self._texts: list[str] = []
        for title, text in known:
            self.add(title, text)

    def add(self, title: str, text: str) -> None:
        beginning = text[:COMPARED]
        self._titles.append(title)
        # What is too short tells nothing.
        self._texts.append(beginning if len(beginning) >= COMPARED // 4 else "")

    def same(self, title: str, text: str) -> int | None:
        """The place of one that tells the same story; None when none does."""
        if title:
            numbers = _NUMBER.findall(title)
            alike = process.extract(title, self._titles, scorer=fuzz.ratio, score_cutoff=SAME, limit=None)
            # 第12期 and 第13期 are two.
            for other, _, place in alike:
                if numbers == _NUMBER.findall(other):
                    return place
        if len(text) < COMPARED // 4:
            return None
        found = process.extractOne(text[:COMPARED], self._texts, scorer=fuzz.ratio, score_cutoff=SAME)
        return found[2] if found else None
