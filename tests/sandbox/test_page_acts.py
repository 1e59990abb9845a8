"""What may be done on the page, and what may not: acts, weather, residents and time."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox import page as page_package
from sandbox.chats import Member
from sandbox.page import stage as stage_module
from tests.sandbox.visitor import ACCOUNTANT, ADMIN, ANONYMOUS, ELDER, SEEN, Visitor

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
    assert 0.3 < right < 0.97, "some questions fool most, but nobody answers by the dice"
    wrong = sorted(poll.counts[index] for index in (0, 1, 3))
    assert wrong[2] > 1.4 * wrong[0], "one mistake tempts more than another"
    letters = [[{"text": letter, "callback_data": f"q:{letter}"} for letter in "ABC"]]
    await visitor.bot.say(visitor.village, "考考您", reply_markup={"inline_keyboard": letters})
    by_buttons = visitor.village.last
    answered = [0]

    def tapped() -> bool:
        answered[0] = sum(query.message is by_buttons for query in telegram.world.queries.values())
        return answered[0] > 150

    await telegram.until(tapped)
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


# Pictures, topics and what came before


async def test_a_resident_sends_a_picture_with_words(visitor: Visitor) -> None:
    size = (480).to_bytes(2) + (640).to_bytes(2)
    content = base64.b64encode(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + size + b"\x03").decode()
    assert await visitor.do("photo", ELDER, content=content, text="这是真的吗") == {"ok": True}
    message = await visitor.message()
    assert (message["text"], message["media"]["kind"], message["media"]["sides"]) == (
        "这是真的吗",
        "photo",
        [640, 480],
    )
    for wrong, why in (("%%", "malformed"), (base64.b64encode(b"<svg>").decode(), "no_picture")):
        assert (await visitor.do("photo", ELDER, content=wrong))["refused"] == why


async def test_an_upgraded_group_keeps_its_history_and_may_have_topics(visitor: Visitor) -> None:
    other = visitor.town.groups["other"].id
    assert (await visitor.do("topic", ADMIN, other, title="通知"))["refused"] == "not_upgraded"
    await visitor.do("say", ADMIN, other, text="升级以前说的")
    new = (await visitor.do("upgrade", ADMIN, other))["chat"]
    await visitor.do("topic", ADMIN, new, title="通知")
    seen = await visitor.sees(ADMIN, new)
    [past] = [one for one in seen["messages"] if one.get("text") == "升级以前说的"]
    assert (past["past"], past["id"] < 0) == (True, True)
    assert [topic["name"] for topic in seen["open"]["topics"]] == ["通知"]
    assert (await visitor.do("delete", ADMIN, new, message=past["id"]))["refused"] == "gone"


async def test_the_towns_own_morning_is_left_alone(visitor: Visitor) -> None:
    visitor.town.stage.opening = True
    assert (await visitor.do("remove", ADMIN))["refused"] == "opening"
    assert (await visitor.do("add", ADMIN, visitor.town.groups["other"].id))["ok"]


async def test_the_tour_knows_what_the_bot_offers(visitor: Visitor) -> None:
    assert (await visitor.sees(ADMIN))["tour"]["offered"] == []
    menu = [{"command": "alert", "description": "写预警"}]
    await visitor.bot.call("setMyCommands", commands=menu, scope={"type": "chat", "chat_id": ELDER})
    assert (await visitor.sees(ADMIN))["tour"]["offered"] == ["alert"]


async def test_a_flood_is_told_with_the_seconds_to_wait(visitor: Visitor) -> None:
    await visitor.do("weather", ADMIN, what="flood", on=True)
    for _ in range(4):
        await visitor.bot.raw("sendMessage", chat_id=visitor.village.id, text="喂")
    held = (await visitor.sees(ADMIN))["bot"]["held"]
    assert 0 < held - time.time() <= 61


async def test_who_looks_away_has_not_read(visitor: Visitor) -> None:
    await visitor.bot.say(visitor.village, "没人看见")
    place = f"/events?person={ELDER}&chat={visitor.village.id}&away=1"
    async with visitor.http.stream("GET", visitor.address + place) as answer:
        line = await anext(line async for line in answer.aiter_lines() if line.startswith("data: "))
    unread = {one["id"]: one["unread"] for one in json.loads(line[6:])["people"]}
    assert unread[ELDER] == 1


async def test_an_anonymous_admin_votes_as_the_group_and_sees_it(visitor: Visitor) -> None:
    parents = visitor.town.groups["parents"]
    visitor.town.telegram.member(parents, visitor.town.people["officer"])
    parents.standing[visitor.town.telegram.bot.id] = Member(visitor.town.telegram.bot)
    options = [{"text": "去"}, {"text": "不去"}]
    await visitor.bot.call(
        "sendPoll", chat_id=parents.id, question="家长会", options=options, is_anonymous=False
    )
    poll = await visitor.message(ANONYMOUS, parents.id)
    await visitor.do("vote", ANONYMOUS, parents.id, message=poll["id"], options=[0])
    assert (await visitor.message(ANONYMOUS, parents.id))["poll"]["mine"] == [0]
