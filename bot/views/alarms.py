"""What the owners read when something is wrong, when it is right again, and after a restore."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.times import moment
from content.texts import Texts
from core.alarms import Message, Phase, Trouble
from core.lock import Overdue

SHOWN = 10


def sentence(texts: Texts, message: Message, zone: ZoneInfo) -> str:
    """One alarm in the phase it is in."""
    if message.phase is Phase.BEGUN:
        return _begun(texts, message, zone)
    if message.phase is Phase.PAST:
        return texts.html("alarm-silent-past", **_span(texts, message, zone))
    return _over(texts, message, zone)


def locked(texts: Texts, overdue: Overdue, zone: ZoneInfo) -> str:
    """What waits for the owner's word, push by push."""
    lines = [
        texts.html("lock-push", title=one.title, code=one.code, groups=one.groups, late=one.late)
        for one in overdue.pushes[:SHOWN]
    ]
    if len(overdue.pushes) > SHOWN:
        lines.append(texts.html("lock-more", number=len(overdue.pushes) - SHOWN))
    if overdue.slots:
        lines.append(texts.html("lock-slots", groups=overdue.slots))
    head = texts.html("lock-head", taken=moment(texts, overdue.lock.taken_at, zone))
    if not lines:
        return f"{head}\n\n{texts.html('lock-nothing')}"
    number = texts.html("lock-number", pushes=len(overdue.pushes), deliveries=overdue.deliveries)
    return "\n\n".join([head, "\n".join([number, *lines]), texts.html("lock-ask")])


def _begun(texts: Texts, message: Message, zone: ZoneInfo) -> str:
    facts = message.alarm.facts
    match message.alarm.kind:
        case Trouble.SILENT:
            since = moment(texts, datetime.fromisoformat(facts["since"]), zone)
            return texts.html("alarm-silent", since=since)
        case Trouble.DISK:
            return texts.html("alarm-disk", free=str(facts["free"]))
        case Trouble.BACKUP:
            return texts.html("alarm-backup")
        case Trouble.PARKED:
            return texts.html("alarm-parked", number=facts["number"], reference=facts["reference"])
        case _:
            return texts.html("alarm-database")


def _over(texts: Texts, message: Message, zone: ZoneInfo) -> str:
    facts = message.alarm.facts
    match message.alarm.kind:
        case Trouble.SILENT:
            return texts.html("alarm-silent-over", **_span(texts, message, zone))
        case Trouble.PAUSED:
            return texts.html("alarm-paused-over", title=facts["title"], code=facts["code"])
        case Trouble.DISK:
            return texts.html("alarm-disk-over")
        case Trouble.BACKUP:
            return texts.html("alarm-backup-over")
        case Trouble.PARKED:
            return texts.html("alarm-parked-over")
        case _:
            return texts.html("alarm-database-over")


def _span(texts: Texts, message: Message, zone: ZoneInfo) -> dict[str, str]:
    """From when to when nothing came."""
    assert message.alarm.over_at is not None
    since = datetime.fromisoformat(message.alarm.facts["since"])
    return {"since": moment(texts, since, zone), "until": moment(texts, message.alarm.over_at, zone)}
