"""Queries about posters: drawn once, uploaded by one copy, sent by Telegram's number from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from content.posters import Poster
from content.words import Form, Script
from storage.database import Unit, insert_once
from storage.models import DeliveryId, PushId
from storage.tables import groups, media, push_posters

POSTER = "poster"
# In which form a group wants its tips; in words where nobody chose.
FORM: ColumnElement[str] = func.coalesce(groups.c.form, Form.TEXT)


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
    await unit.execute(update(media).where(media.c.bot == bot).values(uploader=None))


async def lose(unit: Unit, picture: int) -> None:
    """Telegram does not know its number any more: it is drawn anew."""
    await unit.execute(update(media).where(media.c.id == picture).values(file_id=None, uploader=None))


async def undrawn(unit: Unit, bot: int, *, limit: int) -> dict[int, Poster]:
    """Posters that somebody waits for and nobody has drawn, by picture."""
    query = (
        select(media.c.id, push_posters.c.card)
        .join(push_posters, push_posters.c.media_id == media.c.id)
        .where(media.c.bot == bot, media.c.kind == POSTER)
        .where(media.c.file_id.is_(None), func.length(media.c.content) == 0)
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


async def caption(unit: Unit, push: PushId, script: Script) -> str | None:
    """The short text below the push's poster, if it has one."""
    query = select(push_posters.c.caption)
    query = query.where(push_posters.c.push_id == push, push_posters.c.script == script)
    found: str | None = (await unit.execute(query)).scalar()
    return found
