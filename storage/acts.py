"""What a claimed followup does, and to which message."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from content.words import Script
from storage.database import Unit
from storage.models import Act, DeliveryId, FollowupId, FollowupKind, GroupId, PushId
from storage.places import stands_here
from storage.tables import deliveries, followups, groups, push_texts, pushes

# Built once: as many columns as this one asks for take longer to name than to read.
_OF_FOLLOWUP = (
    select(
        followups.c.kind,
        followups.c.version,
        followups.c.delivery_id,
        followups.c.html,
        followups.c.payload,
        followups.c.tries,
        followups.c.not_after,
        deliveries.c.push_id,
        deliveries.c.group_id,
        deliveries.c.message,
        deliveries.c.key,
        groups.c.chat,
        groups.c.topic,
        deliveries.c.topic.label("its_topic"),
        push_texts.c.share,
        push_texts.c.script,
        pushes.c.media_id,
        stands_here().label("here"),
    )
    .join(deliveries, deliveries.c.id == followups.c.delivery_id)
    .join(groups, groups.c.id == deliveries.c.group_id)
    .join(pushes, pushes.c.id == deliveries.c.push_id)
    .join(push_texts, push_texts.c.push_id == pushes.c.id)
    .where(followups.c.id == bindparam("followup"))
    .order_by((push_texts.c.script == groups.c.script).desc())
    .limit(1)
)


async def of_followup(unit: Unit, followup: FollowupId) -> Act:
    """All that doing a claimed followup takes."""
    row = (await unit.execute(_OF_FOLLOWUP, {"followup": followup})).one()
    return Act(
        followup=followup,
        kind=FollowupKind(row.kind),
        version=row.version,
        delivery=DeliveryId(row.delivery_id),
        push=PushId(row.push_id),
        group=GroupId(row.group_id),
        chat=row.chat,
        # An answer stands where its message stands, though the group may have chosen another topic since.
        topic=row.its_topic if row.here and row.message is not None else row.topic,
        message=row.message if row.here else None,
        elsewhere=not row.here,
        html=row.html,
        payload=row.payload,
        key=row.key,
        share=row.share,
        script=Script(row.script),
        caption=row.media_id is not None,
        tries=row.tries,
        not_after=row.not_after,
    )
