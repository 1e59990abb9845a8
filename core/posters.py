"""Posters on their way: one copy uploads each, the others go by Telegram's number for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from content.poster import Poster
from content.words import Form
from core.desk import Desk
from core.ports import Outcome, Refused, Sent
from storage import deliveries, groups, posters
from storage.database import Unit
from storage.models import Parcel

NO_PHOTOS, BAD_FILE = "no_photos", "bad_file"
AT_ONCE = 20
# So many uploads may end nobody knows how.
UPLOADS_BEAR = 2


async def may_leave(unit: Unit, parcel: Parcel) -> bool:
    """Whether this copy may be sent now: with a number, or because it is the one that uploads."""
    picture = parcel.picture
    if picture is None or not picture.poster or picture.file_id is not None:
        return True
    return bool(picture.content) and await posters.take(unit, picture.id, parcel.delivery)


async def otherwise(desk: Desk, parcel: Parcel, outcome: Outcome, *, now: datetime) -> bool:
    """A group that takes no pictures gets words from now on; a picture that Telegram forgot is drawn anew,
    and one that it will not have gives way to the words.

    The delivery waits again. Whether this is such a case.
    """
    picture = parcel.picture
    if picture is None or not picture.poster or not isinstance(outcome, Refused):
        return False
    forgotten = outcome.reason == BAD_FILE and picture.file_id is not None
    unwanted = picture.file_id is None and (
        outcome.reason == BAD_FILE or outcome.is_ours or not outcome.explained
    )
    if outcome.reason != NO_PHOTOS and not forgotten and not unwanted:
        return False
    async with desk.database.unit() as unit:
        await posters.let_go(unit, parcel.delivery)
        if outcome.reason == NO_PHOTOS:
            await groups.change(unit, parcel.group, form=Form.TEXT)
        elif forgotten:
            await posters.lose(unit, picture.id)
        else:
            await posters.give_up(unit, picture.id)
        await deliveries.put_back(unit, parcel.delivery, due_at=now)
    desk.wake.wake()
    return True


async def ended(unit: Unit, parcel: Parcel, outcome: Outcome) -> None:
    """Telegram has the poster now, or the next copy may try; those who waited for that may leave.

    Where nobody knows what became of the uploads, the words go to all the others: a tip waits for no picture.
    """
    picture = parcel.picture
    if picture is None or not picture.poster or picture.file_id is not None:
        return
    if isinstance(outcome, Sent) and outcome.file_id is not None:
        await posters.learn(unit, picture.id, outcome.file_id)
    else:
        await posters.let_go(unit, parcel.delivery)
        if await posters.unknown_uploads(unit, parcel.push) >= UPLOADS_BEAR:
            await posters.give_up(unit, picture.id)


async def undrawn(desk: Desk, *, now: datetime) -> Mapping[int, Poster]:
    """What somebody waits for and nobody has drawn yet, by picture."""
    async with desk.database.reading() as unit:
        return await posters.undrawn(unit, desk.bot, now=now, limit=AT_ONCE)


async def drawn(desk: Desk, pictures: Mapping[int, bytes]) -> None:
    """These are drawn; nothing for one says that it can't be, and whoever waits for it gets the text."""
    async with desk.database.unit() as unit:
        for picture, content in pictures.items():
            if content:
                await posters.draw(unit, picture, content)
            else:
                await posters.give_up(unit, picture)
    desk.wake.wake()
