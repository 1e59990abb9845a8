"""/schedule: when a group hears what, typed by its admin."""

from __future__ import annotations

import re
from datetime import date

from telegram import Update

from bot.context import Context, words_of
from bot.views.menu import KINDS
from bot.views.times import next_line, slot_line
from content.words import Kind
from core import settings
from core.settings import Settings, Wanted
from scheduler.slots import BadClock, BadWeekdays, SlotError, parse_clock, parse_weekdays, week_phase

OFF = frozenset({"off", "none", "不发", "关"})
MOST_WEEKS = 8
_NTH = re.compile(
    r"(?:每月)?(?:第?([1-4一二三四])个|([1-4])(?:st|nd|rd|th)|(first|second|third|fourth))(.*)", re.I
)
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}


class BadEvery(SlotError):
    """`every n` with an n that is none."""


class TooMuch(SlotError):
    """Something stands after `off`."""


async def schedule(update: Update, context: Context) -> None:
    """/schedule tip|case|quiz <mon,thu…|off> <HH:MM> [every n|1st]"""
    message, texts = update.message, context.texts
    assert message is not None
    words = words_of(context)
    if len(words) < 2:
        context.reply(message, texts.html("usage-schedule"))
        return
    if words[0].lower() not in set(KINDS):
        context.reply(message, texts.html("bad-kind"))
        return
    kind = Kind(words[0].lower())
    try:
        wanted = read(words[1:], context.desk.rules.hours.day(context.now()))
    except SlotError as error:
        context.reply(message, texts.html(_complaint(error), given=error.given[:40]))
        return
    if not await context.counter.admins.acts_as_admin(update):
        context.reply(message, texts.html("admins-only-command"))
        return
    saved = await settings.set_slot(context.desk, message.chat_id, kind, wanted, now=context.now())
    context.reply(message, _answer(context, saved, kind))


def read(words: list[str], today: date) -> Wanted | None:
    """The slot that was typed; None for off. Raises SlotError with the piece that was not understood."""
    if words[0].lower() in OFF:
        if len(words) > 1:
            raise TooMuch(" ".join(words[1:]))
        return None
    clock = next((number for number, word in enumerate(words) if ":" in word or "：" in word), None)
    if clock is None:
        raise BadClock(words[-1])
    days, nth = _read_nth(" ".join(words[:clock]))
    every, rest = 1, words[clock + 1 :]
    if nth is None and len(rest) == 1 and _read_nth(rest[0])[0] == "":
        nth = _read_nth(rest[0])[1]
    elif rest:
        every = _read_every(rest)
    at = parse_clock(words[clock])
    return Wanted(parse_weekdays(days), at, every, week_phase(today, every), nth)


def _read_nth(typed: str) -> tuple[str, int | None]:
    """第一个周三 as 周三 and 1, 1st as nothing and 1; anything else as it is."""
    found = _NTH.fullmatch(typed.strip())
    if found is None:
        return typed, None
    number = next(one for one in found.groups()[:3] if one)
    return found[4], _NUMBERS.get(number.lower()) or int(number)


def _read_every(rest: list[str]) -> int:
    if not rest:
        return 1
    digits = rest[1] if len(rest) == 2 and rest[0].lower() == "every" else ""
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= MOST_WEEKS):
        raise BadEvery(" ".join(rest))
    return int(digits)


def _complaint(error: SlotError) -> str:
    match error:
        case BadWeekdays():
            return "bad-weekday"
        case BadClock():
            return "bad-time"
        case TooMuch():
            return "usage-schedule"
        case _:
            return "bad-every"


def _answer(context: Context, saved: Settings, kind: Kind) -> str:
    texts = context.texts
    slot = next((slot for slot in saved.slots if slot.kind is kind), None)
    if slot is None:
        return texts.html("schedule-off", kind=texts.plain("kind", id=kind))
    coming = next_line(texts, [slot], context.desk.rules.hours.zone, context.now())
    return texts.html("schedule-set", slot=slot_line(texts, slot), next=coming)
