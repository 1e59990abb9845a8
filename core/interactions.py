"""Residents who use a command: once a day for each command and place, as hashes, for the report's count."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from core.codes import person_hash
from core.desk import Desk
from storage import groups, help, officers

PRIVATE = "private"


class Used(StrEnum):
    """The commands that count as somebody having done something with the bot."""

    TIP = "tip"
    QUIZ = "quiz"
    VERIFY = "verify"
    CHECK = "check"
    HELP = "help"


async def note(desk: Desk, user: int, used: Used, group: int | None, *, now: datetime) -> None:
    """A person used a command; `group` is the chat, None: in private. Officers are not counted."""
    person = person_hash(desk.secret, user)
    if user in desk.rules.owners:
        return
    async with desk.database.unit() as unit:
        if await officers.by_user(unit, desk.bot, user) is not None:
            return
        found = await groups.by_chat(unit, desk.bot, group, hold=False) if group is not None else None
        place = f"group:{found.id}" if found is not None else PRIVATE
        region = found.region if found is not None else None
        day = desk.rules.hours.day(now)
        await help.note_once(unit, desk.bot, person, used, place, region, day=day, now=now)
