"""An upgraded group's new chat counts its messages from 1 again: nothing there is taken for one of ours."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from content.words import Severity
from core import groups, leaving
from core.ports import Moved, Sent
from core.receipts import stale_numbers, take
from storage.models import Act, Parcel
from tests.core.alerts import draft, launch
from tests.core.test_alert_life import CODE, DAY, claimed, run, village, withdraw
from tests.storage.files import NOW, fresh

NEW = -1009


@pytest.mark.parametrize("erase", [False, True])
async def test_a_withdrawn_alert_is_told_of_and_no_message_is_touched(erase: bool, tmp_path: Path) -> None:
    """The old copy can't be reached; a mark or a deletion would hit whoever wrote number 101 there."""
    async with fresh(tmp_path) as database:
        town = await village(database, 2)
        alert = await draft(town, CODE, NOW, severity=Severity.URGENT)
        await launch(town, alert, NOW)
        assert await run(town) == ["send -1", "send -2", "pin -1", "pin -2"]
        await groups.move(town, -1, NEW)
        await withdraw(town, alert, erase=erase)
        acts = [one for _ in range(4) for one in await claimed(town) if isinstance(one, Act)]
        told = [one for one in acts if one.chat == NEW]
        assert [(one.kind, one.message) for one in told] == [("reply", None)]
        assert [one.kind for one in acts if one.chat == -2] == ["delete" if erase else "mark"]


async def test_a_correction_answers_nobody_else(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 3)
        alert = await draft(town, CODE, NOW)
        await launch(town, alert, NOW)
        await run(town)
        await groups.move(town, -1, NEW)
        await launch(town, await draft(town, "2222-3333", NOW, corrects=alert), NOW)
        await groups.move(town, -2, NEW - 1)
        later = NOW + timedelta(minutes=1)
        copies = [one for one in await claimed(town, later) if isinstance(one, Parcel)]
        assert {one.chat: one.reply_to for one in copies} == {NEW: None, NEW - 1: None, -3: 103}


async def test_what_was_asked_of_the_old_chat_ends_when_it_says_where_it_went(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        await launch(town, await draft(town, CODE, NOW, severity=Severity.URGENT), NOW)
        assert await run(town, g1=Sent(7)) == ["send -1", "pin -1"]
        later = NOW + DAY
        assert await run(town, later, g1=Moved(NEW)) == ["mark -1"], "neither marked nor unpinned there"


async def test_the_number_under_a_message_of_the_old_chat_is_left_alone(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await village(database, 1)
        await launch(town, await draft(town, CODE, NOW), NOW)
        [copy] = await claimed(town)
        assert isinstance(copy, Parcel)
        await leaving.record(town, copy, Sent(7), now=NOW)
        await take(town, copy.key, 5, -1, 7, now=NOW)
        later = NOW + timedelta(minutes=11)
        assert [(one.chat, one.message) for one in await stale_numbers(town, now=later, limit=9)] == [(-1, 7)]
        await groups.move(town, -1, NEW)
        assert await stale_numbers(town, now=later, limit=9) == []
