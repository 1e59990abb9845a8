"""What a claimed delivery sends: the snapshot of its push, in the group's script and form."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, case, func, select

from content.questions import Quiz
from content.words import Form, Kind, QuizMode, Script, Severity
from storage import posters, voices
from storage.database import Unit
from storage.models import DeliveryId, GroupId, Parcel, Picture, PushId
from storage.tables import alerts, deliveries, groups, media, push_posters, push_texts, pushes, rounds

# A picture's bytes only as long as Telegram has not given it a number.
_PICTURE = (
    media.c.id.label("picture"),
    media.c.file_id,
    case((media.c.file_id.is_(None), media.c.content)).label("content"),
)


_WHOLE = (
    select(
        *(deliveries.c[name] for name in ("push_id", "group_id", "key", "not_after", "reply_to")),
        groups.c.chat,
        groups.c.topic,
        groups.c.refusals,
        groups.c.quiz_days,
        *(push_texts.c[name] for name in ("script", "html", "share", "quiz")),
        alerts.c.severity,
        pushes.c.kind,
        pushes.c.promise,
        push_posters.c.caption,
        voices.in_use_of(pushes).label("spoken"),
        posters.FORM.label("form"),
        # How it went out before, where polls are forbidden; else as the group wants it.
        func.coalesce(rounds.c.mode, groups.c.quiz_mode).label("mode"),
        *_PICTURE,
    )
    .join(groups, groups.c.id == deliveries.c.group_id)
    .join(pushes, pushes.c.id == deliveries.c.push_id)
    .join(push_texts, push_texts.c.push_id == deliveries.c.push_id)
    .outerjoin(alerts, alerts.c.push_id == func.coalesce(pushes.c.resends, pushes.c.id))
    .outerjoin(push_posters, posters.of_delivery(deliveries.c.push_id))
    .outerjoin(media, media.c.id == func.coalesce(push_posters.c.media_id, pushes.c.media_id))
    .outerjoin(rounds, rounds.c.delivery_id == deliveries.c.id)
)


# Put together once, as in storage/deliveries.py.
_OF_DELIVERY = (
    _WHOLE.where(deliveries.c.id == bindparam("delivery"))
    # A group that chose another script after the push was made gets the one there is.
    .order_by((push_texts.c.script == groups.c.script).desc())
    .limit(1)
)


async def of_delivery(unit: Unit, delivery: DeliveryId) -> Parcel:
    """What a claimed delivery sends, and where."""
    return _parcel(delivery, (await unit.execute(_OF_DELIVERY, {"delivery": delivery})).one())


def _parcel(delivery: DeliveryId, row: Any) -> Parcel:
    short = row.caption is not None and row.form == Form.POSTER
    return Parcel(
        delivery=delivery,
        push=PushId(row.push_id),
        group=GroupId(row.group_id),
        chat=row.chat,
        topic=row.topic,
        html=row.caption if short else row.html,
        share=row.share,
        key=row.key,
        script=Script(row.script),
        not_after=row.not_after,
        reply_to=row.reply_to,
        picture=_picture(row),
        severity=Severity(row.severity) if row.severity else None,
        quiz=Quiz.of_json(row.quiz) if row.quiz else None,
        mode=QuizMode(row.mode),
        quiz_days=row.quiz_days,
        kind=Kind(row.kind),
        promise=row.promise,
        refused_before=row.refusals > 0,
        spoken=row.spoken,
    )


def _picture(row: Any) -> Picture | None:
    if row.picture is None:
        return None
    poster = row.caption is not None
    return Picture(id=row.picture, file_id=row.file_id, content=row.content, poster=poster)
