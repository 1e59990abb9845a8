"""What a claimed followup does, and to which message."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from content.words import Script
from storage.database import Unit
from storage.models import Act, DeliveryId, FollowupId, FollowupKind, GroupId, PushId
from storage.places import stands_here
from storage.tables import deliveries, followups, groups, push_texts, pushes

# Put together once, as in storage/deliveries.py.
_OF_FOLLOWUP = (
    select(
        followups,
        deliveries,
        groups.c.chat,
        groups.c.topic,
        push_texts,
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
    mine = row._mapping
    return Act(
        followup=followup,
        kind=FollowupKind(mine[followups.c.kind]),
        version=mine[followups.c.version],
        delivery=DeliveryId(mine[followups.c.delivery_id]),
        push=PushId(mine[deliveries.c.push_id]),
        group=GroupId(mine[deliveries.c.group_id]),
        chat=mine[groups.c.chat],
        topic=mine[groups.c.topic],
        message=mine[deliveries.c.message] if row.here else None,
        elsewhere=not row.here,
        html=mine[followups.c.html],
        payload=mine[followups.c.payload],
        key=mine[deliveries.c.key],
        share=mine[push_texts.c.share],
        script=Script(mine[push_texts.c.script]),
        caption=mine[pushes.c.media_id] is not None,
        tries=mine[followups.c.tries],
        not_after=mine[followups.c.not_after],
    )
