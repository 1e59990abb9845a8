"""Published fresh cases as what groups hear: before the library's cases, each group once."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime

from content.defang import may_be_tapped
from content.fresh import FreshCase
from content.texts import texts_in
from content.words import Kind, Script
from core.desk import Desk
from storage import fresh_cases
from storage.database import Unit
from storage.fresh_cases import Fresh
from storage.models import Group

Published = tuple[FreshCase, str | None]
_NAME = "fresh-"


async def published(unit: Unit, desk: Desk, *, now: datetime) -> list[Published]:
    """The fresh cases of these weeks with their regions, the newest first."""
    found = await fresh_cases.published(unit, desk.bot, now=now)
    return [(item_of(desk, one), one.region) for one in found]


async def over(unit: Unit, desk: Desk, region: str | None, *, now: datetime) -> tuple[FreshCase, ...]:
    """Those of these weeks that all groups under that region may hear, the newest first."""
    found = await published(unit, desk, now=now)
    return tuple(item for item, place in found if desk.regions.covers(place, region))


def is_fresh(item: str) -> bool:
    """Whether that id is a fresh case's; a group hears it once."""
    return item.startswith(_NAME)


def first(
    desk: Desk, group: Group, kind: Kind, fresh: Sequence[Published], heard: Container[str]
) -> FreshCase | None:
    """What a group's case slot says before the library has its turn; None for one that nobody vouched for."""
    if kind is not Kind.CASE or not group.confirmed or group.audience is None:
        return None
    for item, region in fresh:
        here = desk.regions.covers(region, group.region)
        if here and item.id not in heard and item.suits(group.audience, group.segments):
            return item
    return None


def item_of(desk: Desk, fresh: Fresh) -> FreshCase:
    """A whole case as the Item that goes out. The fraud type must be known."""
    assert fresh.fraud_type is not None
    body = fresh.course
    if fresh.sign:
        body += "\n" + texts_in(Script.SIMPLIFIED).plain("fresh-body-sign", sign=fresh.sign)
    return FreshCase(
        id=f"{_NAME}{fresh.id}",
        kind=Kind.CASE,
        fraud_type=fresh.fraud_type,
        audiences=fresh.audiences,
        title=fresh.title,
        body=body,
        action=fresh.action,
        source=fresh.source,
        reviewed=desk.rules.hours.day(fresh.decided_at or fresh.created_at),
        origin="office",
        # The operator may have taken the domain off the list since.
        link=fresh.link if fresh.link and may_be_tapped(fresh.link, desk.rules.links) else None,
    )
