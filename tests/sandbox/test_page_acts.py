"""What may be done on the page, and what may not: acts, weather, residents and time."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox import page as page_package
from sandbox.page import stage as stage_module
from tests.sandbox.visitor import ACCOUNTANT, ADMIN, ELDER, SEEN, Visitor

HERE = Path(page_package.__file__).parent


# What may be done


@pytest.mark.parametrize(
    ("act", "person", "body", "why"),
    [
        ("say", ELDER, {"text": "  "}, "empty"),
        ("say", ELDER, {"text": "长" * 4097}, "too_long"),
        ("say", ACCOUNTANT, {"text": "我不在这个群"}, "not_member"),
        ("say", ELDER, {"text": "回", "reply": 999}, "gone"),
        ("press", ELDER, {"message": 999, "row": 0, "column": 0}, "gone"),
        ("remove", ELDER, {}, "not_admin"),
        ("rename", ELDER, {"title": "我的群"}, "not_admin"),
        ("add", ADMIN, {}, "already_in"),
        ("upgrade", ADMIN, {}, "upgraded_before"),
        ("follow", ELDER, {"url": "https://evil.example/x"}, "outside"),
        ("follow", ELDER, {"url": "https://t.me/xiaolaba_bot?start=a%20b"}, "malformed"),
        ("clock", ELDER, {"jump": "next"}, "nothing_due"),
        ("clock", ELDER, {"jump": "year"}, "malformed"),
        ("weather", ELDER, {"what": "hail", "on": True}, "malformed"),
        ("crowd", ELDER, {"size": "many"}, "malformed"),
        ("fly", ELDER, {}, "malformed"),
    ],
)
async def test_what_cannot_be_done_is_refused_by_name(
    visitor: Visitor, act: str, person: int, body: dict[str, Any], why: str
) -> None:
    assert await visitor.do(act, person, **body) == {"refused": why}
    texts = json.loads((HERE / "texts/zh.json").read_text())
    assert f"refused.{why}" in texts


async def test_a_button_that_changed_meanwhile_is_not_pressed(visitor: Visitor) -> None:
    sent = await visitor.bot.say(visitor.village, "看", reply_markup=SEEN)
    where = {"message": sent["message_id"], "row": 0, "column": 0}
    assert (await visitor.do("press", ELDER, label="发送", **where))["refused"] == "gone"
    assert (await visitor.do("press", ELDER, **(where | {"row": -1}), label="✅ 我已看"))["refused"] == "gone"
    pressing = asyncio.ensure_future(visitor.do("press", ELDER, label="✅ 我已看", **where))
    telegram = visitor.town.telegram
    await telegram.until(lambda: telegram.world.queries)
    [query] = telegram.world.queries
    await visitor.bot.call("answerCallbackQuery", callback_query_id=query, text="谢谢！")
    assert (await pressing)["text"] == "谢谢！"


async def test_an_admin_runs_the_group_and_an_upgrade_is_followed(visitor: Visitor) -> None:
    other = visitor.town.groups["other"]
    for act, body in (
        ("add", {"startgroup": "hello"}),
        ("promote", {"on": True}),
        ("rename", {"title": "荷花"}),
    ):
        assert (await visitor.do(act, ADMIN, other.id, **body))["ok"]
    new = (await visitor.do("upgrade", ADMIN, other.id))["chat"]
    seen = await visitor.sees(ADMIN, other.id)
    assert (seen["open"]["id"], seen["open"]["title"], seen["open"]["bot_runs"]) == (new, "荷花", True)
    assert seen["tour"]["group"] == new
    assert (await visitor.do("remove", ADMIN, new))["ok"]
    assert (await visitor.sees(ADMIN, new))["open"]["bot"] is False


async def test_every_weather_can_be_seen_and_ends(visitor: Visitor) -> None:
    async def answers() -> int:
        return (await visitor.bot.raw("sendMessage", chat_id=visitor.village.id, text="喂")).status_code

    assert await answers() == 200
    await visitor.do("weather", ADMIN, what="closed", on=True)
    assert await answers() == 403
    await visitor.do("weather", ADMIN, what="closed", on=False)
    await visitor.do("weather", ADMIN, what="flood", on=True)
    assert {await answers() for _ in range(3)} == {200, 429}
    await visitor.do("weather", ADMIN, what="flood", on=False)
    await visitor.do("weather", ADMIN, what="outage", on=True)
    with pytest.raises(httpx.TransportError):
        await answers()
    assert (await visitor.sees(ADMIN))["weather"] == {
        "slow": False,
        "outage": True,
        "flood": False,
        "closed": False,
    }
    await visitor.do("weather", ADMIN, what="outage", on=False)
    assert await answers() == 200


# Residents and time


async def test_residents_read_tap_and_answer_with_mistakes(visitor: Visitor) -> None:
    await visitor.do("crowd", ADMIN, size=500)
    await visitor.bot.say(visitor.village, "看", reply_markup=SEEN)
    quiz = {"type": "quiz", "correct_option_ids": [2], "options": [{"text": text} for text in "甲乙丙丁"]}
    await visitor.bot.call(
        "sendPoll", chat_id=visitor.village.id, question="您会？", is_anonymous=False, **quiz
    )
    telegram, poll = visitor.town.telegram, visitor.village.last.poll
    assert poll is not None
    await telegram.until(lambda: visitor.town.stage.crowd.taps > 230 and len(poll.votes) > 230)
    pressed = [query.person.id for query in telegram.world.queries.values()]
    assert len(pressed) == len(set(pressed)) <= visitor.village.member_count
    right = poll.counts[2] / len(poll.votes)
    assert 0.6 < right < 0.85
    await visitor.do("crowd", ADMIN, size=0)
    await visitor.bot.say(visitor.village, "没人看", reply_markup=SEEN)
    before = visitor.town.stage.crowd.taps
    await asyncio.sleep(0.5)
    assert visitor.town.stage.crowd.taps == before


async def test_a_week_stops_at_every_slot_on_the_way(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_module, "SENT_WITHIN", 0.05)
    monkeypatch.setattr(stage_module, "LINGER", 0.0)
    stage = visitor.town.stage
    began, stops = stage.clock.now(), list[float]()
    moments = [began + timedelta(days=days) for days in (1, 5, 20)]
    stage.book = {"timetable": [{"at": at.timestamp(), "chat": 1, "kind": "tip"} for at in moments]}
    stage.watch(lambda: stops.append(round((stage.clock.now() - began) / timedelta(days=1), 1)))
    assert await visitor.do("clock", ADMIN, jump="week") == {"ok": True}
    assert await visitor.do("clock", ADMIN, jump="day") == {"refused": "travelling"}
    await visitor.town.telegram.until(lambda: not stage.clock.travelling)
    assert sorted(set(stops)) == [1.0, 5.0, 7.0]
    assert stage.upcoming()[0]["at"] == moments[2].timestamp()
