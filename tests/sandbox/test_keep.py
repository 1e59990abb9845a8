"""A town that was put down and taken up again is the same town."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.demo_clock import Clock
from sandbox.demo_keep import Kept
from sandbox.demo_town import Town
from sandbox.page import view
from tests.sandbox.visitor import ADMIN, ANONYMOUS, ELDER, SEEN, Visitor

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (640).to_bytes(4) + (480).to_bytes(4)


def seen(town: Town) -> dict[str, Any]:
    """What each of the cast sees in every chat of theirs."""
    stage = town.stage
    return {
        f"{actor.role} {chat.id}": json.loads(
            json.dumps([view.messages(stage, actor, chat), view.parts(stage, actor, chat)["open"]])
        )
        for actor in stage.cast.values()
        for chat in stage.chats(actor)
    }


async def live(visitor: Visitor) -> None:
    """A day with something of everything."""
    village, other = visitor.village.id, visitor.town.groups["other"].id
    first = await visitor.bot.say(visitor.village, "<b>看一眼</b>", parse_mode="HTML", reply_markup=SEEN)
    await visitor.do("say", ELDER, text="看了 /help", reply=first["message_id"])
    await visitor.do("pin", ADMIN, message=first["message_id"])
    files = {"photo": ("海报.png", PICTURE, "image/png")}
    address = f"{visitor.town.telegram.url}{visitor.town.telegram.bot.token}/sendPhoto"
    await visitor.http.post(address, data={"chat_id": str(village), "caption": "海报"}, files=files)
    quiz = {"type": "quiz", "correct_option_ids": [0], "options": [{"text": "挂断"}, {"text": "照做"}]}
    asked = await visitor.bot.call(
        "sendPoll", chat_id=village, question="您会？", explanation="先挂断。", is_anonymous=False, **quiz
    )
    await visitor.do("vote", ELDER, message=asked["message_id"], options=[1])
    await visitor.do("say", ANONYMOUS, visitor.town.groups["parents"].id, text="家长们好")
    await visitor.do("add", ADMIN, other, admin=True)
    new = (await visitor.do("upgrade", ADMIN, other))["chat"]
    await visitor.do("topic", ADMIN, new, title="通知")
    menu = [{"command": "tip", "description": "看一条"}]
    await visitor.bot.call("setMyCommands", commands=menu, scope={"type": "all_group_chats"})
    await visitor.do("crowd", ADMIN, size=40)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_kept_town_goes_on_as_it_was(visitor: Visitor, tmp_path: Path, times: int) -> None:
    await live(visitor)
    town, kept = visitor.town, Kept(tmp_path)
    before, people = seen(town), [*town.telegram.world.users]
    for _ in range(times):
        kept.save(town)
        town = Town(Clock())
        kept.resume(town)
    assert seen(town) == before
    assert [*town.telegram.world.users] == people
    assert town.stage.crowd.size == 40
    [photo] = [media for media in town.telegram.world.files.values() if media.kind == "photo"]
    assert photo.content == PICTURE


async def test_a_bot_hears_what_it_had_not_heard_and_no_number_twice(
    visitor: Visitor, tmp_path: Path
) -> None:
    await visitor.do("add", ADMIN, visitor.town.groups["village"].id)
    await visitor.do("say", ADMIN, text="/help")
    queue, kept, again = visitor.town.telegram.bot.queue, Kept(tmp_path), Town(Clock())
    waiting = [(one.id, one.text) for one in queue.pending]
    assert waiting
    kept.save(visitor.town)
    kept.resume(again)
    fresh = again.telegram.bot.queue
    assert [(one.id, one.text) for one in fresh.pending] == waiting
    again.people["admin"].says(again.groups["village"], "/help")
    assert fresh.pending[-1].id > waiting[-1][0]


async def test_a_change_is_saved_by_itself(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.demo_keep.AGAIN_AFTER", 0.05)
    kept = Kept(tmp_path)
    saving = asyncio.ensure_future(kept.go_on_saving(visitor.town))
    await visitor.do("say", ADMIN, text="记下来")
    await visitor.town.telegram.until(lambda: kept.there and "记下来" in (tmp_path / "town.json").read_text())
    saving.cancel()


async def test_a_file_of_another_version_is_not_guessed_at(visitor: Visitor, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.save(visitor.town)
    file = tmp_path / "town.json"
    file.write_text(file.read_text().replace('"version": 1', '"version": 99'))
    with pytest.raises(ValueError, match="99"):
        kept.resume(Town(Clock()))
