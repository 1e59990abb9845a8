"""Reads what an officer writes about offline work: 「2场 幸福村文化广场 昨天」. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from content.texts import tame
from content.words import Work
from core.errors import UnreadableLine
from core.periods import day_meant
from storage.ledger import Line

MOST = 1_000_000
MOST_MONEY = 1_000_000_000_00
PLACE_LIMIT = 60
WITH_MONEY = frozenset({Work.CRIME, Work.DISSUASION})
_SPLIT = re.compile(r"[\s,，、;；。]+")
# 12,000元: no end of a word; but 11-20,200份 is a day and a number.
_THOUSANDS = re.compile(r"(?<![\d/月.,，-])\d{1,3}(?:[,，]\d{3})+(?!\d)")
_UNITS = "场|份|户|次|处|个群|个|起|人|张"
_NUMBER = re.compile(rf"^(\d+)({_UNITS})?$")
_SAID = re.compile(rf"^([一二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)({_UNITS})$")
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2, "": 0}
_MONEY = re.compile(
    r"^(?:损失|被骗|涉案|避免损失|避免|挽回损失|挽回|止损|保住|金额|共|约)*(\d+(?:\.\d{1,4})?)(万元|万|元|块|块钱)$"
)
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2}
_FULL_DAY = re.compile(r"^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$")
_DAY = re.compile(r"^(\d{1,2})[-/月](\d{1,2})[日号]?$")


def read_line(kind: Work, fraud_type: str | None, text: str, today: date) -> Line:
    """The line: a number (1 where none is said), money where the kind has it, a place, a day (today).

    Raises UnreadableLine.
    """
    number: int | None = None
    money: int | None = None
    day = today
    place = []
    for word in _words(text):
        said_day, said_number, said_money = _day(word, today), _NUMBER.match(word), _MONEY.match(word)
        if said_day is not None:
            day = said_day
        elif said_money and kind in WITH_MONEY:
            money = _fen(said_money[1], said_money[2])
        elif said_number and number is None:
            number = int(said_number[1])
        elif said_number and not said_number[2] and kind in WITH_MONEY and money is None:
            money = _fen(said_number[1], "元")
        elif word:
            place.append(word)
    line = Line(
        kind=kind,
        number=1 if number is None else number,
        money=money or 0,
        place=tame(" ".join(place), PLACE_LIMIT),
        day=day,
        fraud_type=fraud_type,
    )
    _check(line, today)
    return line


def _words(text: str) -> list[str]:
    """Number words as digits: 两场 is 2场, 12,000元 is 12000元."""
    plain = unicodedata.normalize("NFKC", _THOUSANDS.sub(lambda found: re.sub("[,，]", "", found[0]), text))
    words = []
    for word in _SPLIT.split(plain.strip()):
        said = _SAID.match(word)
        words.append(f"{_spoken(said[1])}{said[2]}" if said else word)
    return words


def _spoken(number: str) -> int:
    """二十三 is 23."""
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS[tens] or 1) * 10 + _DIGITS[ones] if ten else _DIGITS[ones]


def _check(line: Line, today: date) -> None:
    if not 0 < line.number <= MOST or line.money > MOST_MONEY:
        raise UnreadableLine("ledger-number-odd")
    if not line.place:
        raise UnreadableLine("ledger-no-place")
    if not today - timedelta(days=366) <= line.day <= today:
        raise UnreadableLine("ledger-day-odd")


def _day(word: str, today: date) -> date | None:
    if word in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[word])
    full, short = _FULL_DAY.match(word), _DAY.match(word)
    if not full and not short:
        return None
    try:
        if full:
            return date(int(full[1]), int(full[2]), int(full[3]))
        assert short is not None
        return day_meant(int(short[1]), int(short[2]), today)
    except ValueError:
        raise UnreadableLine("ledger-day-odd") from None


def _fen(number: str, unit: str) -> int:
    whole, _, part = number.partition(".")
    scale = 1_000_000 if unit.startswith("万") else 100
    return int(f"{whole}{part}") * scale // int("1" + "0" * len(part))
