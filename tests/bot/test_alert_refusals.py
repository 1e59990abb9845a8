"""Whoever says /alert where it does not count: officers are answered each time, strangers calmly."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.handlers import alert_refusals
from bot.rate import Calm
from content.texts import texts_in
from content.words import Script
from core.desk import Desk
from core.ports import Priority
from storage import audit as audit_rows
from tests.core.test_alert_desk import AUTHOR, staffed
from tests.storage.files import BOT, NOW, fresh

STRANGER = 5005
HERE, THERE = -1, -2


class Room:
    """As much of an update's context as a refusal needs; what was answered, and how soon it may leave."""

    def __init__(self, town: Desk) -> None:
        self.desk, self.texts, self.time = town, texts_in(Script.SIMPLIFIED), NOW
        self.counter = SimpleNamespace(calm=Calm(10, 60))
        self.said: list[Priority] = []

    def now(self) -> Any:
        return self.time

    def reply(self, _message: object, _html: str, *, priority: Priority = Priority.RESIDENT) -> None:
        self.said.append(priority)


def message(chat: int) -> Any:
    plain = dict.fromkeys(("sender_chat", "via_bot", "forward_origin", "edit_date"))
    return SimpleNamespace(chat_id=chat, chat=SimpleNamespace(type="supergroup"), **plain)


async def rows(town: Desk) -> int:
    async with town.database.reading() as unit:
        return len(await audit_rows.rows(unit, BOT))


async def test_a_stranger_who_floods_a_group_leaves_one_row_an_hour_and_is_answered_calmly(
    tmp_path: Path,
) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        room: Any = Room(town)
        for number in range(40):
            await alert_refusals.refuse(room, message(HERE), STRANGER, f"u{number}")
        assert room.said == [Priority.RESIDENT] * 10
        assert await rows(town) == 1
        await alert_refusals.refuse(room, message(THERE), STRANGER, "u50")
        assert await rows(town) == 2, "another group is another matter"
        room.time += timedelta(hours=1)
        await alert_refusals.refuse(room, message(HERE), STRANGER, "u51")
        assert await rows(town) == 3


async def test_an_officer_hears_each_time_however_loud_the_strangers_are(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        room: Any = Room(town)
        for number in range(20):
            await alert_refusals.refuse(room, message(HERE), STRANGER, f"u{number}")
        room.said.clear()
        for number in range(20, 40):
            await alert_refusals.refuse(room, message(HERE), AUTHOR.user, f"u{number}")
        assert room.said == [Priority.OFFICER] * 20
        assert await rows(town) == 21
