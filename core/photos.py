"""An alert's photo: its bytes, or Telegram's own number for it once it was sent."""

from __future__ import annotations

from core.desk import Desk
from storage import drafts
from storage.drafts import Photo


async def find(desk: Desk, number: int) -> Photo:
    """The photo of that number, which must be there."""
    async with desk.database.reading() as unit:
        return await drafts.photo(unit, number)


async def known_as(desk: Desk, photo: Photo, file_id: str) -> None:
    """Telegram has it under that number."""
    if photo.file_id is None:
        async with desk.database.unit() as unit:
            await drafts.keep_file_id(unit, photo.id, file_id)
