"""Queries about posters: drawn once, uploaded by one copy, sent by Telegram's number from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update

from content.poster import Poster
from content.words import USUAL_FORMS, Form, Script
from storage.database import Unit, insert_once
from storage.models import DeliveryId, DeliveryState, PushId
from storage.tables import deliveries, groups, media, push_posters, pushes

POSTER = "poster"
# In which form a group gets its tips: as it chose, else as is usual for its audience.
FORM: ColumnElement[str] = func.coalesce(
    groups.c.form, case(dict(USUAL_FORMS), value=groups.c.audience, else_=Form.TEXT)
)
# A push may wait for a morning and live a day from there; whoever waits longer got the text.
WAITED_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Card:
    """A poster with the short text below it, and the hash that holds both fast."""

    poster: Poster
    caption: str
    hash: str


async def wanted(unit: Unit, bot: int) -> bool:
    """Whether any group wants posters."""
    query = select(groups.c.id).where(groups.c.bot == bot, FORM != Form.TEXT).limit(1)
    return (await unit.execute(query)).first() is not None


async def add(unit: Unit, bot: int, push: PushId, cards: Mapping[Script, Card], *, now: datetime) -> None:
    """A push's posters; one that was drawn before is the same picture."""
    for script, card in cards.items():
        picture = {"bot": bot, "kind": POSTER, "content": b"", "hash": card.poster.hash, "created_at": now}
        once = insert_once(unit, media).values(picture)
        await unit.execute(once.on_conflict_do_nothing(index_elements=[media.c.bot, media.c.hash]))
        number = select(media.c.id).where(media.c.bot == bot, media.c.hash == card.poster.hash)
        row = {
            "push_id": push,
            "script": script,
            "caption": card.caption,
            "hash": card.hash,
            "card": card.poster.as_json(),
            "media_id": (await unit.execute(number)).scalar_one(),
        }
        await unit.execute(push_posters.insert().values(row))


def of_delivery(push: ColumnElement[int]) -> ColumnElement[bool]:
    """Joins the poster that a delivery's group gets: in its script, if it wants any."""
    mine = (push_posters.c.push_id == push) & (push_posters.c.script == groups.c.script)
    return and_(mine, FORM != Form.TEXT)


def may_leave() -> ColumnElement[bool]:
    """Telegram has the poster, or it is drawn and no other copy is uploading it."""
    drawn = and_(media.c.uploader.is_(None), func.length(media.c.content) > 0)
    return or_(push_posters.c.media_id.is_(None), media.c.file_id.is_not(None), drawn)


async def take(unit: Unit, picture: int, delivery: DeliveryId) -> bool:
    """This copy uploads the poster; False where another does."""
    mine = update(media).where(media.c.id == picture, media.c.file_id.is_(None), media.c.uploader.is_(None))
    return (await unit.execute(mine.values(uploader=delivery))).rowcount == 1


async def learn(unit: Unit, picture: int, file_id: str) -> None:
    """Telegram has it under that number; our own bytes are not needed any more."""
    known = update(media).where(media.c.id == picture)
    await unit.execute(known.values(file_id=file_id, content=b"", uploader=None))


async def let_go(unit: Unit, delivery: DeliveryId) -> None:
    """The copy that should have uploaded it did not, or nobody knows: the next one may."""
    await unit.execute(update(media).where(media.c.uploader == delivery).values(uploader=None))


async def let_all_go(unit: Unit, bot: int) -> None:
    """After a crash nobody uploads anything."""
    taken = (media.c.bot == bot) & media.c.uploader.is_not(None)
    await unit.execute(update(media).where(taken).values(uploader=None))


async def lose(unit: Unit, picture: int) -> None:
    """Telegram does not know its number any more: it is drawn anew."""
    await unit.execute(update(media).where(media.c.id == picture).values(file_id=None, uploader=None))


async def undrawn(unit: Unit, bot: int, *, now: datetime, limit: int) -> dict[int, Poster]:
    """Posters that some group waits for and nobody has drawn, by picture."""
    waits = (
        select(deliveries.c.id)
        .join(groups, groups.c.id == deliveries.c.group_id)
        .where(deliveries.c.push_id == push_posters.c.push_id, of_delivery(push_posters.c.push_id))
        .where(deliveries.c.state == DeliveryState.PENDING)
        .correlate(push_posters)
    )
    query = (
        select(media.c.id, push_posters.c.card)
        .join(push_posters, push_posters.c.media_id == media.c.id)
        .join(pushes, pushes.c.id == push_posters.c.push_id)
        .where(media.c.bot == bot, media.c.kind == POSTER, pushes.c.created_at > now - WAITED_FOR)
        .where(media.c.file_id.is_(None), func.length(media.c.content) == 0, waits.exists())
        .order_by(media.c.id)
    )
    found: dict[int, Poster] = {}
    for row in await unit.execute(query):
        found[row.id] = Poster.of_json(row.card)
        if len(found) == limit:
            break
    return found


async def draw(unit: Unit, picture: int, content: bytes) -> None:
    await unit.execute(update(media).where(media.c.id == picture).values(content=content))


async def give_up(unit: Unit, picture: int) -> None:
    """It can't be drawn: whoever waits for it gets the text."""
    await unit.execute(delete(push_posters).where(push_posters.c.media_id == picture))


async def unknown_uploads(unit: Unit, push: PushId) -> int:
    """How many copies of a push ended nobody knows how."""
    query = select(func.count()).where(deliveries.c.push_id == push)
    return int((await unit.execute(query.where(deliveries.c.state == DeliveryState.UNKNOWN))).scalar_one())


async def caption(unit: Unit, push: PushId, script: Script) -> str | None:
    """The short text below the push's poster, if it has one."""
    query = select(push_posters.c.caption)
    query = query.where(push_posters.c.push_id == push, push_posters.c.script == script)
    found: str | None = (await unit.execute(query)).scalar()
    return found
