"""Days and hours as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from content.texts import Texts
from core.words import Slot
from scheduler.slots import next_time
from scheduler.sweep import timing


def days(texts: Texts, weekdays: Iterable[int]) -> str:
    """周二、四"""
    names = [texts.plain("weekday", n=day) for day in sorted(weekdays)]
    return texts.plain("weekdays", days=texts.plain("weekday-joint").join(names))


def slot_line(texts: Texts, slot: Slot) -> str:
    """每周二 18:30 发提示, or 每月第1个周三 19:30 发答题"""
    values = {"every": slot.every, "at": f"{slot.at:%H:%M}", "kind": texts.plain("kind", id=slot.kind)}
    if slot.nth is not None:
        values["every"] = slot.nth
        return texts.plain("slot-line-monthly", days=days(texts, slot.weekdays), **values)
    if len(slot.weekdays) == 7:
        return texts.plain("slot-line-daily", **values)
    return texts.plain("slot-line", days=days(texts, slot.weekdays), **values)


def next_line(texts: Texts, slots: Iterable[Slot], zone: ZoneInfo, now: datetime) -> str:
    """下一次：11月24日 周二 18:30 发提示"""
    coming = [(next_time(timing(slot), zone, after=now), slot) for slot in slots]
    known = [(at, slot) for at, slot in coming if at is not None]
    if not known:
        return texts.plain("next-none")
    at, slot = min(known, key=lambda pair: (pair[0], pair[1].kind))
    local = at.astimezone(zone)
    return texts.plain(
        "next-line",
        month=local.month,
        day=local.day,
        weekday=texts.plain("weekday", n=local.weekday()),
        at=f"{local:%H:%M}",
        kind=texts.plain("kind", id=slot.kind),
    )


def moment(texts: Texts, at: datetime, zone: ZoneInfo) -> str:
    """11月24日 18:30"""
    local = at.astimezone(zone)
    return texts.plain("when", month=local.month, day=local.day, at=f"{local:%H:%M}")
