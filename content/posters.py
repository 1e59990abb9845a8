"""What a poster shows of a tip: few words, huge, with one drawn symbol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from content.models import POSTER_LINE, POSTER_LINES, Item
from content.poster import Poster
from content.texts import spoken, texts_in
from content.words import Kind, Script

COMMON = Path(__file__).parent / "common_characters.txt"
# What ends a line, what is never cut or begins one, and what the font surely has.
_CLAUSE = re.compile(r"(?:[^，。；：！、,;:!\s]|(?<=\d)[,:](?=\d))+")
_PIECE = re.compile(r"[A-Za-z0-9]+(?:[,:.]\d+)*[？”’）》]*|.[？”’）》]*")
_DRAWN = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uff65\x20-\x7e“”‘’…—·]+")

# Frauds that look alike share two colours.
FAMILIES: dict[str, frozenset[str]] = {
    "gain": frozenset(
        {"rebate", "investment", "fundraising", "virtual_currency", "mlm", "prize", "points", "recruitment"}
    ),
    "credit": frozenset({"loan", "credit", "nfc", "accomplice", "cash_courier"}),
    "shopping": frozenset({"shopping", "customer_service", "flight", "parcel", "game", "qr_link"}),
    "disguise": frozenset(
        {"acquaintance", "authority", "fake_police_channel", "ai_fake", "abduction", "school_fee"}
    ),
    "heart": frozenset({"romance", "nude_chat"}),
    "livelihood": frozenset({"elderly", "social_security", "subsidy"}),
}
SYMBOLS: dict[str, str] = {
    "rebate": "coins",
    "investment": "chart",
    "shopping": "bag",
    "customer_service": "headset",
    "loan": "banknote",
    "credit": "paper",
    "acquaintance": "mask",
    "authority": "badge",
    "romance": "heart",
    "game": "gamepad",
    "flight": "plane",
    "elderly": "house",
    "prize": "gift",
    "social_security": "card",
    "subsidy": "envelope",
    "recruitment": "case",
    "abduction": "phone",
    "ai_fake": "face",
    "nude_chat": "camera",
    "qr_link": "code",
    "parcel": "box",
    "cash_courier": "banknote",
    "accomplice": "sim",
    "school_fee": "cap",
    "fake_police_channel": "badge",
    "fundraising": "coins",
    "virtual_currency": "coin",
    "points": "star",
    "nfc": "tap",
    "mlm": "people",
}


def poster_of(tip: Item, script: Script) -> Poster | None:
    """The tip's card in that script; None for what can't be one."""
    lines = headline(tip)
    if not lines:
        return None
    texts = texts_in(script)
    family = next(name for name, types in FAMILIES.items() if tip.fraud_type in types)
    return Poster(
        lines=tuple(spoken(line, script) for line in lines),
        action=spoken(tip.action, script),
        label=texts.plain("fraud", id=tip.fraud_type),
        foot=texts.plain("poster-foot"),
        hotline=texts.plain("poster-hotline"),
        family=family,
        symbol=SYMBOLS[tip.fraud_type],
    )


def headline(item: Item) -> tuple[str, ...]:
    """The few huge words: those written for the poster, else of a tip its title, a clause to a line.

    Empty where the title is too long for that, or the font may lack a character of it.
    """
    if item.poster is not None or item.kind is not Kind.TIP:
        return item.poster or ()
    clauses = _CLAUSE.findall(item.title)
    lines = [line for clause in clauses for line in _cut(clause)]
    if len(lines) > POSTER_LINES:
        lines = _cut("".join(clauses))
    drawn = _DRAWN.fullmatch(item.title) and _DRAWN.fullmatch(item.action)
    return tuple(lines) if drawn and len(lines) <= POSTER_LINES else ()


def _cut(text: str) -> list[str]:
    """In as few lines as can be, of about the same length; no number is cut in two."""
    wanted = -(-len(text) // POSTER_LINE)
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and len(lines[-1] + piece) > -(-len(text) // wanted):
            lines.append("")
        lines[-1] += piece
    return lines


@cache
def common_characters() -> frozenset[str]:
    """The characters that somebody who reads little can read."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


def rare_characters(words: Iterable[str]) -> list[str]:
    """The Chinese characters in them that are not among the common ones, each once."""
    known = common_characters()
    found = (char for word in words for char in word if "\u3400" <= char <= "\u9fff" and char not in known)
    return list(dict.fromkeys(found))
