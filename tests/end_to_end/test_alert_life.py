"""An alert from the decision to send on: first in line, pinned, proven, corrected, withdrawn, expired."""

from __future__ import annotations

import random
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

from content.words import Severity
from sandbox import Chat, Message, Person, Refuse, Reset
from tests.end_to_end.alerts import FIRST, TEXT, alert, copies, landed, picture, place, settled, tips
from tests.end_to_end.conftest import SharedTown, open_town
from tests.end_to_end.side_by_side import side_by_side
from tests.many import populate
from tests.town import MONDAY, Town

PATIENCE = 20
town_of_alerts = SharedTown(40, QUIET_HOURS="", ALERT_TWO_PERSON="false", OWNER_IDS="1001,1002")


async def village(town: Town, region: str, *titles: str) -> list[Chat]:
    """Groups of that region, whose bot may pin."""
    made = [town.telegram.group(title, owner=town.owner, members=50) for title in titles]
    for chat in made:
        await town.subscribe(chat, town.owner)
        town.owner.promotes_bot(chat)
    await place(town, made, region)
    return made


async def all_have(town: Town, chats: list[Chat], part: str) -> None:
    await town.telegram.until(lambda: all(copies(town, chat, part) for chat in chats), PATIENCE)


async def shows(town: Town, code: str, part: str, author: Person | None = None) -> Message:
    """Wait until the author's message about that alert says so."""

    def found() -> list[Message]:
        inbox = (author or town.owner).inbox
        return [one for one in inbox if code in one.text and part in one.text and one.buttons]

    await town.telegram.until(found, PATIENCE)
    return found()[-1]


async def ask(town: Town, who: Person, code: str) -> str:
    """/verify in private; what is said."""

    def said() -> list[Message]:
        return [one for one in who.inbox if f"编号 {code} 有记录" in one.text]

    number = len(said())
    who.writes(f"/verify {code}")
    await town.telegram.until(lambda: len(said()) > number, PATIENCE)
    return said()[-1].text


async def confirming(town: Town, code: str, reason: str, title: str) -> Message:
    """From the author's message to the last question."""
    asks = f"撤回《{title}》"
    number = sum(asks in one.text and town.is_bots(one) for one in town.owner.inbox)
    await town.owner.press(await shows(town, code, "▓"), "撤回", timeout=PATIENCE)
    asked = await town.said(town.owner, asks, number + 1, PATIENCE)
    await town.owner.press(asked, reason, timeout=PATIENCE)
    await town.telegram.until(lambda: "确认撤回" in str(asked.buttons), PATIENCE)
    return asked


async def withdraw(town: Town, code: str, reason: str, last: str = "确认撤回", title: str = FIRST) -> Message:
    """And its answer; the message that was pressed."""
    asked = await confirming(town, code, reason, title)
    await town.owner.press(asked, last, timeout=PATIENCE)
    return asked


def notices(town: Town, chat: Chat) -> list[Message]:
    return [one for one in chat.messages if "那条撤回了" in one.text and town.is_bots(one)]


@town_of_alerts
async def test_an_urgent_one_is_pinned_proven_and_taken_back(town: Town) -> None:
    chats = await village(town, "xingfu-village", "甲村", "乙村", "丙村")
    aunt = town.telegram.person("李婶")
    aunt.writes("/start")
    _, code = await alert(town, region="xingfu-village", severity=Severity.URGENT)
    await all_have(town, chats, "🔴【紧急】")
    await shows(town, code, "已送到 3 个群，0 个群没送到，0 个不确定")
    await town.telegram.until(lambda: all(len(chat.pins) == 1 for chat in chats), PATIENCE)
    calls = [call.method for call in town.telegram.calls if call.chat_id in {chat.id for chat in chats}]
    assert calls.index("pinChatMessage") > max(
        place for place, method in enumerate(calls) if method == "sendMessage"
    )
    proof = await ask(town, aunt, code)
    assert "现在有效" in proof
    assert TEXT in proof
    assert "周所长" not in proof
    tapped = await aunt.press(copies(town, chats[0])[0], "是真的吗", timeout=PATIENCE)
    assert code in tapped.text

    asked = await withdraw(town, code, "说错的地方", last="取消")
    await town.telegram.until(lambda: "没有动" in asked.text, PATIENCE)
    asked = await confirming(town, code, "说错的地方", FIRST)
    two = [town.owner.taps(asked, "确认撤回") for _ in range(2)]
    said = [(await tap.answered(PATIENCE)).text for tap in two]
    assert sorted(map(bool, said)) == [False, True], said

    await town.telegram.until(lambda: all(notices(town, chat) for chat in chats), PATIENCE)
    await town.telegram.until(lambda: not any(chat.pins for chat in chats), PATIENCE)
    for chat in chats:
        assert not copies(town, chat), "nothing of what it said is left"
        [marked] = copies(town, chat, "【已撤回】")
        assert "原因：里面有说错的地方" in marked.text
        assert [button.text for button in marked] == ["是真的吗"]
        [told] = notices(town, chat)
        assert told.reply_to is marked
    proof = await ask(town, aunt, code)
    assert "已经撤回" in proof
    assert "原因：里面有说错的地方" in proof
    tapped = await aunt.press(copies(town, chats[0], "【已撤回】")[0], "是真的吗", timeout=PATIENCE)
    assert "已经撤回" in tapped.text
    await shows(town, code, "改好：3 条")
    await shows(town, code, "告诉群里：3 个群")
    actions = town.query("SELECT action, subject FROM audit WHERE action = 'alert_withdrawn'")
    assert f"{code} 里面有说错的地方" in {subject for _, subject in actions}


@town_of_alerts
async def test_a_photo_is_uploaded_once_and_its_caption_taken_back_by_own_words(town: Town) -> None:
    chats = await village(town, "hehua-village", "丁村", "戊村", "己村")
    author = town.telegram.person("吴所长", id=1002)
    author.writes("/start")
    values = {"author": author.id, "region": "hehua-village", "media_id": await picture(town)}
    _, code = await alert(town, "别信这张图\n是假的", **values)
    await all_have(town, chats, "别信这张图")
    files = {copies(town, chat, "别信这张图")[0].media.file_id for chat in chats}  # type: ignore[union-attr]  # a photo
    assert len(files) == 1, "uploaded once, then sent by its number"
    await author.press(await shows(town, code, "已送到 3 个群", author), "撤回", timeout=PATIENCE)
    await author.press(await town.said(author, "撤回《别信这张图》", 1, PATIENCE), "自己写", timeout=PATIENCE)
    await town.said(author, "请把原因发给我", 1, PATIENCE)
    author.writes("图是<b>假的</b>")
    await town.said(author, "没有收", 1, PATIENCE)
    author.writes("图里的人打来电话说清楚了")
    confirm = await town.said(author, "原因：图里的人打来电话说清楚了", 1, PATIENCE)
    await author.press(confirm, "撤回并删掉", timeout=PATIENCE)
    await town.telegram.until(lambda: all(notices(town, chat) for chat in chats), PATIENCE)
    await town.telegram.until(
        lambda: not any(one.photo for chat in chats for one in chat.messages if not one.deleted), PATIENCE
    )
    assert "内容已经收回" in await ask(town, town.owner, code)


@town_of_alerts
async def test_a_correction_answers_the_original(town: Town) -> None:
    chats = await village(town, "experimental-school", "一年级", "二年级")
    _, code = await alert(town, "打这个电话\n96110", region="experimental-school")
    await all_have(town, chats, "打这个电话")
    await town.owner.press(await shows(town, code, "已送到 2 个群"), "更正", timeout=PATIENCE)
    await town.said(town.owner, "打这个电话\n96110", 1, PATIENCE)
    town.owner.writes("打这个才对\n96110")
    preview = await town.said(town.owner, "🟡【预警】【更正】", 1, PATIENCE)
    assert f"编号 {code} 的那条说错了" in preview.text
    right = preview.text.split("编号 ")[2][:9]
    await town.owner.press(preview, "发送", timeout=PATIENCE)
    await all_have_marked(town, chats, "【已更正】", right)
    for chat in chats:
        [marked] = copies(town, chat, "【已更正】")
        [fresh] = [one for one in chat.messages if "打这个才对" in one.text]
        assert fresh.reply_to is marked
        assert "【更正】" in fresh.text
    proof = await ask(town, town.owner, code)
    assert f"已经更正，请看编号 {right}" in proof
    assert "现在有效" in await ask(town, town.owner, right)


async def all_have_marked(town: Town, chats: list[Chat], mark: str, code: str) -> None:
    await town.telegram.until(
        lambda: all(any(code in one.text for one in copies(town, chat, mark)) for chat in chats), PATIENCE
    )


@town_of_alerts
async def test_a_copy_of_unknown_fate_is_sent_again_and_who_missed_it_is_named(town: Town) -> None:
    lost, mute, well = await village(town, "taoyuan-village", "丢失村", "禁言村", "好好村")
    town.telegram.faults.add(Reset(), method="sendMessage", chat=lost, times=1)
    forbidden = Refuse(400, "Bad Request: not enough rights to send text messages to the chat")
    town.telegram.faults.add(forbidden, method="sendMessage", chat=mute)
    _, code = await alert(town, "桃源村注意\n有人冒充收电费", region="taoyuan-village")
    shown = await shows(town, code, "已送到 1 个群，1 个群没送到，1 个不确定")
    assert "丢失村：不确定送到没有" in shown.text
    assert "禁言村：群里不让机器人说话" in shown.text
    assert copies(town, lost, "桃源村注意") == []
    answer = await town.owner.press(shown, "重发不明", timeout=PATIENCE)
    assert "向 1 个群重发" in answer.text
    await all_have(town, [lost], "【重发】")
    await shows(town, code, "已送到 2 个群，1 个群没送到，0 个不确定")
    states = town.query(
        "SELECT d.state, count(*) FROM deliveries d JOIN pushes p ON p.id = d.push_id WHERE p.title = ? "
        "GROUP BY d.state ORDER BY d.state",
        "桃源村注意",
    )
    assert states == [("failed", 1), ("sent", 2), ("unknown", 1)], "the row of unknown outcome stays"
    assert len(copies(town, well, "桃源村注意")) == 1
    await withdraw(town, code, "误发", title="桃源村注意")
    await town.telegram.until(lambda: notices(town, lost) and notices(town, well), PATIENCE)
    await town.telegram.until(lambda: len(copies(town, lost, "【已撤回】")) == 1, PATIENCE)
    await town.quiet(1)
    assert [len(notices(town, chat)) for chat in (lost, mute, well)] == [1, 0, 1]


def on_their_way(town: Town) -> int:
    """How many tips have been claimed and not recorded yet."""
    sending = "SELECT count(*) FROM deliveries d JOIN pushes p ON p.id = d.push_id"
    return int(town.query(f"{sending} WHERE p.kind = 'tip' AND d.state = 'sending'")[0][0])


@side_by_side(seconds=35)
async def test_it_overtakes_what_waits_has_the_groups_ear_and_ends_in_time(folder: Path) -> None:
    """200 tips wait; the alert leaves first; the tips come half an hour later; a day later it is over."""
    async with Town(folder, QUIET_HOURS="", SENDER_RATE="60") as town:
        town.telegram.limits = None
        town.owner.writes("/start")
        chats = await populate(town, 200)
        for chat in chats[:20]:
            town.owner.promotes_bot(chat)
        await tips(town)
        await town.start_bot()
        await town.telegram.until(lambda: landed(town, "平常的提示") > 5, PATIENCE)
        _, code = await alert(town, pin=True)
        await town.telegram.until(lambda: landed(town, FIRST) > 0, PATIENCE)
        most = landed(town, "平常的提示") + on_their_way(town)
        await town.telegram.until(lambda: landed(town, FIRST) == 200, PATIENCE)
        assert landed(town, "平常的提示") <= most, "only what was on its way"
        await shows(town, code, "已送到 200 个群")
        await town.telegram.until(lambda: all(chat.pins for chat in chats[:20]), PATIENCE)
        await shows(town, code, "180 个没成（群里没给置顶权限）")
        assert landed(town, "平常的提示") <= most
        town.move_to(town.now() + timedelta(minutes=28))
        await town.quiet(2)
        assert landed(town, "平常的提示") <= most
        town.move_to(town.now() + timedelta(minutes=3))
        await town.telegram.until(lambda: landed(town, "平常的提示") == 200, PATIENCE)
        town.move_to(town.now() + timedelta(hours=24))
        await town.telegram.until(lambda: all(copies(town, chat, "【已过期】") for chat in chats), PATIENCE)
        await town.telegram.until(lambda: not any(chat.pins for chat in chats), PATIENCE)
        assert "已经过期" in await ask(town, town.owner, code)
        assert landed(town, FIRST) == 200


async def approved_and_killed(town: Town) -> str:
    """Written by one, approved by another, and kill -9 before the first copy has its turn; its code."""
    chief = town.telegram.person("吴所长", id=1002)
    chief.writes("/start")
    town.owner.writes(f"/alert {TEXT}")
    look = await town.said(town.owner, "群里看到的就是这样", 1, PATIENCE)
    await town.owner.press(look, "提交审批", timeout=PATIENCE)
    shown = await town.said(chief, "等您批", 1, PATIENCE)
    # One message a second may leave: the one that answers the chief keeps the alert's first copy waiting.
    before = len(town.telegram.ledger)
    chief.writes("/privacy")
    await town.telegram.until(lambda: len(town.telegram.ledger) > before, PATIENCE)
    chief.taps(shown, "批准")
    decided = "SELECT code FROM alerts WHERE push_id IS NOT NULL"
    await town.telegram.until(lambda: bool(town.query(decided)), PATIENCE)
    await town.stop_bot(signal.SIGKILL)
    return str(town.query(decided)[0][0])


@side_by_side(seconds=45)
async def test_killed_before_the_first_send_and_amid_a_withdrawal_it_does_each_once(folder: Path) -> None:
    chance = random.Random(20261122)
    rates = {"QUIET_HOURS": "", "OWNER_IDS": "1001,1002"}
    async with Town(folder, start=MONDAY, SENDER_RATE="1", **rates) as town:
        town.telegram.limits, town.telegram.delay = None, 0.05
        chats = await populate(town, 60)
        town.owner.writes("/start")
        await town.start_bot()
        code = await approved_and_killed(town)
        assert landed(town, FIRST) == 0
        assert town.query("SELECT DISTINCT state FROM deliveries") == [("pending",)]
        town.settle(SENDER_RATE="60")
        await town.start_bot()
        await town.telegram.until(lambda: landed(town, FIRST) == 60, PATIENCE)
        await shows(town, code, "已送到 60 个群")
        assert max(town.telegram.ledger.copies(FIRST).values()) == 1

        await withdraw(town, code, "误发")
        for number in range(3):
            await town.telegram.until(
                lambda n=number: sum(bool(copies(town, chat, "【已撤回】")) for chat in chats) > 15 * n,  # type: ignore[misc]
                PATIENCE,
            )
            await town.quiet(chance.uniform(0, 0.3))
            await town.stop_bot(signal.SIGKILL)
            await town.start_bot()
        await town.telegram.until(lambda: settled(town), 30)
        for chat in chats:
            assert len(copies(town, chat, "【已撤回】")) == 1
            assert copies(town, chat) == []
        told = [len(notices(town, chat)) for chat in chats]
        fates: dict[str, Any] = dict(
            town.query("SELECT state, count(*) FROM followups WHERE kind = 'reply' GROUP BY state")
        )
        assert max(told) == 1, "no group is told twice"
        assert set(fates) <= {"done", "unknown"}
        assert told.count(0) <= fates.get("unknown", 0)


@side_by_side(seconds=20)
async def test_what_cannot_be_deleted_says_so(folder: Path) -> None:
    """Two days later Telegram lets nobody delete: the copies stay as withdrawn ones, the author is told."""
    async with open_town(folder, QUIET_HOURS="") as town:
        chats = await village(town, "heping", "甲村", "乙村")
        _, code = await alert(town, region="heping", life_hours=168)
        await all_have(town, chats, FIRST)
        await shows(town, code, "已送到 2 个群")
        town.owner.removes_bot(chats[1])
        await town.telegram.until(lambda: town.query("SELECT 1 FROM groups WHERE state = 'suspended'"), 8)
        town.move_to(town.now() + timedelta(hours=49))
        await town.quiet(2)
        await withdraw(town, code, "个人信息", last="撤回并删掉")
        await town.telegram.until(lambda: len(copies(town, chats[0], "【已撤回】")) == 1, PATIENCE)
        await town.telegram.until(lambda: notices(town, chats[0]), PATIENCE)
        await town.telegram.until(
            lambda: any("超过48小时" in one.text and code in one.text for one in town.owner.inbox), PATIENCE
        )
        assert "内容已经收回" in await ask(town, town.owner, code)
