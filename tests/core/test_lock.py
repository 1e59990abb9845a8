"""While a restored database is locked, whoever wants something sent is told so at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content.words import Audience, Kind
from core import groups, lock, officers, orders, pushes, quizzes
from core.errors import StillLocked
from core.officers import NewButton
from storage.database import Database
from storage.models import Officer, Role
from storage.tables import buttons
from storage.tables import pushes as push_table
from tests.many import make_desk

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="", active=True)


async def test_nobody_orders_in_vain_while_locked(database: Database) -> None:
    town = make_desk(database, 1)
    await groups.subscribe(town, -1, "幸福村", Audience.VILLAGE, now=NOW)
    shown = await orders.preview(town, OWNER, Kind.TIP, now=NOW)
    [key] = await officers.lay_out(town, 1001, [NewButton("push_send", shown.payload())], now=NOW)
    button = await officers.pressed(town, 1001, key, now=NOW)
    async with database.unit() as unit:
        await lock.close(unit, [1], taken_at=NOW, now=NOW)
    with pytest.raises(StillLocked):
        await orders.preview(town, OWNER, Kind.TIP, now=NOW)
    with pytest.raises(StillLocked):
        await orders.send(town, OWNER, button, chat=1001, message=5, now=NOW)
    with pytest.raises(StillLocked):
        await pushes.ask(town, -1, Kind.TIP, "", key="a", now=NOW)
    with pytest.raises(StillLocked):
        await quizzes.ask(town, -1, key="b", now=NOW)
    async with database.reading() as unit:
        assert (await unit.execute(push_table.select())).all() == []
        assert [row.used_at for row in await unit.execute(buttons.select())] == [None], "it still works later"
