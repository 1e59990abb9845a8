"""A text in its plainest form, for the check: disguises taken off, and the way back to every letter kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import opencc

# Clauses stay apart; whatever else stands between two Chinese letters is only there to hide the word.
CLAUSE = "，。！？；：、"
_SAME = str.maketrans(",!?;:…\n", "，！？；：。，")
# Letters of other alphabets, and signs, that are drawn like the ones they stand for.
_LOOK_ALIKE = dict(
    zip(
        "аеорсухіѕԛԝνοαιкмтвнАВЕКМНОРСТХУΑΒΕΗΙΚΜΝΟΡΤΧΥ",
        "aeopcyxisqwvoaikmtbhabekmhopctxyabehikmnoptxy",
        strict=True,
    )
) | {
    "➕": "加",
    "✚": "加",
    "＋": "+",
    "壹": "一",
    "贰": "二",
    "叁": "三",
    "肆": "四",
    "伍": "五",
    "陆": "六",
    "柒": "七",
    "捌": "八",
    "玖": "九",
    "拾": "十",
    "佰": "百",
    "仟": "千",
    "萬": "万",
    "〇": "零",
}
_CHINESE = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_ONE_BY_ONE = re.compile(rf"(?<!{_CHINESE})(?:{_CHINESE}[{CLAUSE}.]){{3,}}")
_ODD = re.compile(r"[^\w%+]|_")
_INSIDE = frozenset(".-/:_@&=#$ ")


@dataclass(frozen=True)
class Plain:
    """The plain letters, and for each its place in the original."""

    text: str
    places: tuple[int, ...]
    original: str

    def quote(self, start: int, end: int) -> str:
        """What stands in the original for these plain letters, in one line."""
        if start >= end:
            return ""
        piece = self.original[self.places[start] : self.places[end - 1] + 1]
        shown = (letter for letter in piece if unicodedata.category(letter) not in ("Cf", "Cc", "Mn"))
        return "".join(shown).strip()


def plain(original: str) -> Plain:
    """NFKC, small letters, Simplified; no invisible signs, nothing between the letters of a word."""
    forms = [_plain_letter(letter) for letter in original]
    loose = "".join(forms)
    places: Sequence[int] = range(len(loose))
    if not all(forms) or len(loose) != len(forms):
        places = [place for place, form in enumerate(forms) for _ in form]
    return _tight(loose, places, original)


def plain_word(word: str) -> str:
    """The plain letters alone, of what is looked for."""
    loose = "".join(map(_plain_letter, word))
    return plain(word).text if _ODD.search(loose) else loose


@cache
def _plain_letter(letter: str) -> str:
    """One letter's plain form: may be none, may be several."""
    if letter in _LOOK_ALIKE:
        return _LOOK_ALIKE[letter]
    if letter in "\n\r":
        return "，"
    if letter.isspace():
        return " "
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cc", "Mn", "Me", "Cn", "Co", "Cs"):
        return ""
    plainer = unicodedata.normalize("NFKC", letter).lower()
    plainer = "".join(_LOOK_ALIKE.get(one, one) for one in plainer if unicodedata.category(one) != "Mn")
    return plainer if plainer.isascii() else str(_simplified().convert(plainer))


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _tight(loose: str, places: Sequence[int], original: str) -> Plain:
    """Without what stands between words of Chinese; latin words and numbers keep their dots and dashes."""
    dropped = _spelled_out(loose)
    kept: list[int] = []
    pieces: list[str] = []
    since = 0
    for match in _ODD.finditer(loose):
        at = match.start()
        kept.extend(range(since, at))
        pieces.append(loose[since:at])
        since = at + 1
        if at not in dropped and (shown := _shown(loose, at)):
            kept.append(at)
            pieces.append(shown)
    kept.extend(range(since, len(loose)))
    pieces.append(loose[since:])
    return Plain("".join(pieces), tuple([places[at] for at in kept]), original)


def _shown(loose: str, at: int) -> str:
    """What stays of a sign that is no letter: itself inside a latin word, a clause's end, or nothing."""
    letter = loose[at]
    latin = 0 < at < len(loose) - 1 and _latin(loose[at - 1]) and _latin(loose[at + 1])
    if latin and letter == ",":
        return ""
    if latin and letter in _INSIDE:
        return letter
    clause = letter.translate(_SAME)
    return clause if clause in CLAUSE else ""


def _spelled_out(loose: str) -> frozenset[int]:
    """The clause signs in 转，账，给，我: there they part letters, not clauses."""
    found = (match.span() for match in _ONE_BY_ONE.finditer(loose.translate(_SAME)))
    return frozenset(at for start, end in found for at in range(start + 1, end, 2))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
