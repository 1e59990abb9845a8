"""Right after a tip its recording follows, once: a followup like any other reply."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.texts import spoken, texts_in
from content.words import Kind
from core.desk import Desk
from core.ports import Priority
from storage import followups, voices
from storage.database import Unit
from storage.models import FollowupKind, Parcel

# A recording that comes later than that belongs to nothing that people still look at.
LATEST = timedelta(hours=1)


async def after_tip(unit: Unit, desk: Desk, parcel: Parcel, *, now: datetime) -> None:
    """A tip arrived: the recording of the nearest region follows it, once for each delivery."""
    if parcel.kind is not Kind.TIP or not parcel.spoken:
        return
    told = await voices.told(unit, parcel.delivery)
    if told is None:
        return
    covers = desk.regions.covers
    known = await voices.in_use(unit, desk.bot, told.item)
    fitting = [one for one in known if covers(one.region, told.region)]
    if not fitting:
        return
    # Of two regions the one that lies below the other is nearer to the people.
    nearest = next(one for one in fitting if all(covers(other.region, one.region) for other in fitting))
    title = spoken(told.title, told.script)
    caption = texts_in(told.script).html(
        "voice-caption", title=title, office=desk.rules.office, code=told.code
    )
    await followups.add_once(
        unit,
        parcel.delivery,
        FollowupKind.REPLY,
        priority=Priority.TIP,
        due_at=now,
        not_after=now + LATEST,
        html=caption,
        payload={"voice": nearest.file_id},
    )
    desk.wake.wake()
