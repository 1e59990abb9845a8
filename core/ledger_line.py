"""Reads what an officer writes about offline work: 「2场 幸福村文化广场 昨天」. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from content.texts import tame
from content.words import Work
from core.errors import UnreadableLine
from storage.ledger import Line

MOST = 1_000_000
MOST_MONEY = 1_000_000_000_00
PLACE_LIMIT = 60
WITH_MONEY = frozenset({Work.CRIME, Work.DISSUASION})
_SPLIT = re.compile(r"[\s,，、;；。]+")
_NUMBER = re.compile(r"^(\d+)(场|份|户|次|处|个群|个|起|人|张)?$")
_MONEY = re.compile(r"^(\d+(?:\.\d{1,4})?)(万元|万|元|块|块钱)$")
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
    for word in _SPLIT.split(unicodedata.normalize("NFKC", text).strip()):
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
        said = date(today.year, int(short[1]), int(short[2]))
        # 12月31日, written in January, was last year's.
        return said if said <= today else said.replace(year=today.year - 1)
    except ValueError:
        raise UnreadableLine("ledger-day-odd") from None


def _fen(number: str, unit: str) -> int:
    whole, _, part = number.partition(".")
    scale = 1_000_000 if unit.startswith("万") else 100
    return int(f"{whole}{part}") * scale // int("1" + "0" * len(part))
