"""What was asked stays asked until the answer's effect is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.context import Context
from bot.handlers import alert_approving, alert_pages, alerts, typed
from bot.views.screens import Screen
from content.texts import texts_in
from content.words import Script
from core import alert_approval, alert_desk, dialogues
from core.desk import Desk
from core.errors import NoDraft
from core.ports import Priority
from storage import audit as audit_rows
from storage.models import Button, Officer, Role
from tests.core.alerts import OWNER
from tests.core.desks import desk
from tests.core.test_alert_desk import button as pressable
from tests.core.test_alert_desk import staffed, submitted
from tests.storage.files import BOT, NOW, fresh

CHIEF = Officer(user=2002, role=Role.CHIEF, region=None, name="张所长", active=True)
LATER = NOW + timedelta(minutes=1)


def context(town: Desk, now: datetime = LATER) -> Context:
    """As much of an update's context as a handler needs that says nothing."""
    silent: Any = SimpleNamespace(
        desk=town, now=lambda: now, texts=texts_in(Script.SIMPLIFIED), answer=lambda *_, **__: None
    )
    return cast(Context, silent)


def message(**fields: Any) -> Any:
    usual = {"text": "等一等", "sender_chat": None, "via_bot": None, "forward_origin": None}
    return SimpleNamespace(from_user=SimpleNamespace(id=2002), **(usual | fields))


def button(action: str, payload: dict[str, Any]) -> Button:
    until = LATER + timedelta(days=1)
    return Button(key="k", user=2002, action=action, payload=payload, used_at=None, expires_at=until)


async def asked(town: Desk) -> str | None:
    found = await dialogues.asked(town, 2002, now=LATER)
    return found.step if found is not None else None


@pytest.mark.parametrize(("alert", "left"), [(1, None), (2, alert_approving.REASON)])
async def test_words_after_going_back_reject_nothing(alert: int, left: str | None, tmp_path: Path) -> None:
    """返回 takes back what 驳回 asked about that alert, and about no other."""
    async with fresh(tmp_path) as database:
        town = desk(database)
        await dialogues.expect(town, 2002, alert_approving.REASON, {"alert": 1, "version": 1}, now=NOW)
        back = button("approve_no_back", {"alert": alert, "version": 1})
        query: Any = SimpleNamespace(message=None)
        await alert_approving.pressed(context(town), query, CHIEF, back)
        assert await asked(town) == left


async def test_an_answer_counts_when_its_effect_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost on the way it is waited for again; kept, or refused for good, the question is settled."""
    ends: list[Exception | None] = [OSError("the disk is full"), None, NoDraft(), None]
    heard: list[str] = []

    async def answer(_: Context, said: Any, *__: Any) -> None:
        heard.append(said.text)
        if (error := ends.pop(0)) is not None:
            raise error

    monkeypatch.setitem(typed.ANSWERS, "asked", answer)
    async with fresh(tmp_path) as database:
        town = desk(database)
        await dialogues.expect(town, 2002, "asked", now=NOW)
        with pytest.raises(OSError, match="full"):
            await typed._answers_us(context(town), message(text="一"), "1")
        assert await asked(town) == "asked"
        assert await typed._answers_us(context(town), message(text="一"), "1")
        assert await asked(town) is None
        await dialogues.expect(town, 2002, "asked", now=NOW)
        with pytest.raises(NoDraft):
            await typed._answers_us(context(town), message(text="二"), "2")
        assert await asked(town) is None
        assert not await typed._answers_us(context(town), message(text="三"), "3")
    assert heard == ["一", "一", "二"]


async def test_a_question_that_was_asked_anew_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(given: Context, _: Any, step: str, *__: Any) -> None:
        await dialogues.expect(given.desk, 2002, step, now=given.now())

    monkeypatch.setitem(typed.ANSWERS, "asked", answer)
    async with fresh(tmp_path) as database:
        town = desk(database)
        await dialogues.expect(town, 2002, "asked", now=NOW)
        assert await typed._answers_us(context(town), message(), "1")
        assert await asked(town) == "asked"


async def test_a_sticker_is_no_answer_and_the_question_stands(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = desk(database)
        await dialogues.expect(town, 2002, alert_approving.REASON, {"alert": 1, "version": 1}, now=NOW)
        assert not await typed._answers_us(context(town), message(text=None), "1")
        assert await asked(town) == alert_approving.REASON


async def test_a_typed_rejection_that_came_too_late_is_noted_and_said_at_once(tmp_path: Path) -> None:
    """Somebody else had approved it while the reason was being typed."""
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        shown = alert_approval.shown(look)
        await dialogues.expect(town, CHIEF.user, alert_approving.REASON, shown, now=NOW)
        await alert_approval.approve(town, OWNER, await pressable(town, OWNER.user, look), now=NOW)
        said: list[tuple[str, Priority]] = []
        given: Any = context(town)
        given.reply = lambda _, html, priority: said.append((html, priority))
        assert await typed._answers_us(given, message(text="等一等"), "77")
        [(html, priority)] = said
        assert "已经批准了" in html
        assert priority is Priority.ALERT
        async with database.reading() as unit:
            rows = [row for _, row in await audit_rows.rows(unit, BOT)]
        assert (rows[-1].user, rows[-1].action) == (CHIEF.user, "refused")
        assert rows[-1].subject == "approve_no_for AlertDecided"


async def test_words_that_come_too_late_for_a_draft_are_not_lost_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    async def show(_context: Context, _officer: Officer, screen: Screen, **_: Any) -> None:
        shown.append(screen.html)

    monkeypatch.setattr(alert_pages, "show", show)
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        draft = await alert_desk.begin(town, CHIEF, key="b", now=NOW)
        await dialogues.expect(town, CHIEF.user, alerts.TEXT, {"alert": draft.id}, now=NOW)
        late = context(town, NOW + timedelta(hours=2))
        assert await typed._answers_us(late, message(text="有人骗钱，别信"), "1")
        [html] = shown
        assert "刚才那句没有收" in html
        assert await dialogues.left_open(town, CHIEF.user) is None
        assert not await typed._answers_us(late, message(text="喂"), "2"), "after that it is a call for help"
        await dialogues.expect(town, CHIEF.user, alerts.TEXT, {"alert": draft.id}, now=NOW)
        await alert_desk.drop(town, CHIEF, draft.id, key="d", now=NOW)
        assert not await typed._answers_us(late, message(text="喂"), "3"), "there is nothing to go on with"
