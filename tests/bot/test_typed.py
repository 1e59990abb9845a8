"""What was asked stays asked until the answer's effect is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.context import Context
from bot.handlers import alert_approving, typed
from content.texts import texts_in
from content.words import Script
from core import dialogues
from core.desk import Desk
from core.errors import NoDraft
from storage.models import Button, Officer, Role
from tests.core.desks import desk
from tests.storage.files import NOW, fresh

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
