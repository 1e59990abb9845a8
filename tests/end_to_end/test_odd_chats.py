"""Chats that are not what one expects, and buttons that nobody made: nothing breaks or is saved wrongly."""

import asyncio
from pathlib import Path
from typing import Any

from sandbox import Chat
from tests.end_to_end.conftest import SharedTown, move_to_next, open_town, said_by_bot, slots, state, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

CARD = "这是什么群"
WAITS = "有新群等您确认"
TITLES = {
    "html": "<b>平安</b> & </i><a href='http://x'>点我</a>",
    "bidi": "\u202e村福幸\u202c\u200f\u061c\u2066里\u2069\u200b",
    "emoji": "😀" * 128,
    "lines": "上\n下\t左\x00右",
    "blank": "\u3000\u200b ",
    "braces": "{ $office } %s {0} $title",
}
BIDI = set("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What a tampered client may send: empty words, wrong numbers, unknown kinds, all 64 bytes.
FORGED = (
    *("x", ":", "::", "r:", "v:", "c:", "g:", "g:one:", "g:two", "s:", "p:", "o:", "R:", " s:menu", "s"),
    *("c:clan", "c:VILLAGE", "c:village:", "c: village", "c:" + "村" * 20),
    *(
        "s::",
        "s:nothing",
        "s:menu2",
        "s:aud:",
        "s:aud:clan",
        "s:aud:Village",
        "s:reg",
        "s:regset",
        "s:regset:",
    ),
    *(
        "s:regset:nowhere",
        "s:regset:../..",
        "s:slot",
        "s:slot:",
        "s:slot:alert",
        "s:slot:letter",
        "s:slot:tip:",
    ),
    *("s:slot:letter:1:1830:1", "s:slot:alert:off", "s:slot:tip::1830:1", "s:slot:tip:7:1830:1"),
    *("s:slot:tip:1:1830", "s:slot:tip:1:1830:1:1", "s:slot:tip:1:2500:1", "s:slot:tip:1:1860:1"),
    *("s:slot:tip:1:18305:1", "s:slot:tip:1:183:1", "s:slot:tip:1:-130:1", "s:slot:tip:1:1830:0"),
    *("s:slot:tip:1:1830:9", "s:slot:tip:1:1830:-1", "s:slot:tip:1:1830:99999999999999999999"),
    *(
        "s:slot:tip:-1:1830:1",
        "s:slot:tip:x:1830:1",
        "s:slot:tip:1:x:x",
        "s:slot:tip:1:2200:1",
        "s:slot:tip:1:0300:1",
    ),
    *("s:scr:", "s:scr:klingon", "s:pause", "s:pause:", "s:pause:x", "s:stop:", "s:stop:no", "s:stop:yes:no"),
    *(
        "p:::",
        "p:1",
        "p:1:2",
        "p:1:elderly:1",
        "p:x:elderly:1",
        "p:-99999999999999999999:elderly:1",
        "p:²:elderly:1",
    ),
    *(
        "r:" + "A" * 62,
        "v:" + "A" * 62,
        "o:" + "A" * 62,
        "s:" + "a:" * 31,
        "p:" + "9" * 62,
        "\x00\x01",
        "😀" * 16,
    ),
    *("r:' OR 1=1 --", "o:' OR 1=1 --", "r:%", "v:%s%s", "c:{}", "s:slot:{0}", "o:../../etc/passwd"),
)

shared_town = SharedTown(seconds=14)


def remembered(town: Town) -> list[Any]:
    """Everything that somebody could have changed by pressing."""
    return [
        town.query("SELECT chat, state, reason, audience, segments, region, script, topic FROM groups"),
        town.query("SELECT id, confirmed_at FROM groups"),
        town.query("SELECT group_id, kind, weekdays, at, every, phase FROM slots ORDER BY id"),
        *(
            town.query(f"SELECT count(*) FROM {table}")
            for table in ("pushes", "deliveries", "receipts", "officers")
        ),
        town.query("SELECT action, subject FROM audit WHERE action <> 'refused'"),
    ]


# Titles


@shared_town
async def test_no_title_does_any_harm(town: Town) -> None:
    admin = town.telegram.person("王主任")
    groups = {name: town.telegram.group(title, owner=admin) for name, title in TITLES.items()}
    await asyncio.gather(*(town.subscribe(group, admin) for group in groups.values()))
    await town.said(town.owner, WAITS, len(groups), within=15)
    town.owner.writes("/groups")
    listed = await town.said(town.owner, "群（", within=15)
    assert "<b>平安</b> & </i><a href='http://x'>点我</a>" in listed.text, "shown as it is written"
    assert "{ $office } %s {0} $title" in listed.text
    assert "上 下 左右" in listed.text
    assert listed.text.count("😀") <= 60
    assert not [one for one in listed.entities if one.type == "text_link"]
    for message in said_by_bot(town, town.owner):
        assert not BIDI & set(message.text + "".join(button.text for button in message)), message

    for group in groups.values():
        admin.writes(f"/start seg_{group.id}")
    await town.said(admin, "主要是哪些人", len(groups), within=12)
    # The group's page opens, and the officer sees which group a decision was about.
    await turn(town, town.owner, listed, next(one.text for one in listed if "<b>" in one.text), "确认入群")
    assert "已确认：<b>平安</b> &" in listed.text
    confirmed = "SELECT chat FROM groups WHERE confirmed_at IS NOT NULL"
    assert town.query(confirmed) == [(groups["html"].id,)]
    assert town.query("SELECT * FROM parked_updates") == []


# Channels and forums


@shared_town
async def test_in_a_channel_the_bot_excuses_itself_and_leaves(town: Town) -> None:
    boss = town.telegram.person("频道主")
    open_one, mute_one = (town.telegram.channel(title, owner=boss) for title in ("频道甲", "频道乙"))
    boss.adds_bot(open_one)
    boss.adds_bot(mute_one, rights=["can_invite_users"])
    for channel in (open_one, mute_one):
        await town.telegram.until(lambda: not channel.has(town.telegram.bot), 8)  # noqa: B023
    sorry = "对不起，我只能在群里用，频道里用不了。请把我加到群里。"
    assert [one.text for one in open_one.messages] == [sorry]
    assert mute_one.messages == []
    ids = [open_one.id, mute_one.id]
    assert town.query("SELECT count(*) FROM groups WHERE chat IN (?, ?)", *ids) == [(0,)]


@side_by_side(seconds=12)
async def test_a_forum_hears_its_pushes_in_the_topic_that_was_chosen(folder: Path) -> None:
    async with open_town(folder) as town:
        admin = town.telegram.person("王主任")
        forum = town.telegram.group("论坛村", owner=admin, forum=True)
        plain = town.telegram.group("普通村", owner=admin)
        admin.says(forum, "大家好")
        notices, chat = admin.opens_topic(forum, "通知"), admin.opens_topic(forum, "闲聊")
        await asyncio.gather(town.subscribe(forum, admin), town.subscribe(plain, admin))
        admin.says(plain, "/settings")
        assert "发到这个话题" not in [one.text for one in await town.said(plain, "群设置")]

        admin.says(forum, "/settings", topic=notices)
        menu = await town.said(forum, "群设置")
        assert menu.topic == notices.id
        answer = await admin.press(menu, "发到这个话题")
        assert "以后发到这个话题" in answer.text
        topic = "SELECT topic FROM groups WHERE chat = ?"
        await town.telegram.until(lambda: town.query(topic, forum.id) == [(notices.id,)])
        admin.says(forum, "/help", topic=chat)
        assert (await town.said(forum, "群管理员还可以用")).topic == chat.id, (
            "an answer stays where it was asked for"
        )

        await move_to_next(town, 1, "18:30")
        await town.telegram.until(lambda: town.pushes(forum), 8)
        assert [one.topic for one in town.pushes(forum)] == [notices.id]

        admin.says(forum, "/settings")
        general = await town.said(forum, "群设置", 2)
        assert general.topic is None
        await admin.press(general, "话题")
        await town.telegram.until(lambda: town.query(topic, forum.id) == [(None,)])
        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: len(town.pushes(forum)) == 2, 8)
        assert [one.topic for one in town.pushes(forum)] == [notices.id, None]


# Buttons


@shared_town
async def test_buttons_of_a_group_that_the_bot_left_change_nothing(town: Town) -> None:
    admin = town.telegram.person("王主任")
    used, fresh = town.telegram.group("赶走的群", owner=admin), town.telegram.group("没点的群", owner=admin)
    card = await town.subscribe(used, admin)
    await turn(town, admin, card, "改设置")
    admin.adds_bot(fresh)
    unpressed = await town.said(fresh, CARD)
    for group in (used, fresh):
        admin.removes_bot(group)
    await town.telegram.until(lambda: state(town, used) == "suspended")
    await town.telegram.until(lambda: state(town, fresh) == "suspended")
    known = [saved(town, used), saved(town, fresh)]
    for data in (
        "s:menu",
        "s:aud:parent",
        "s:slot:tip:off",
        "s:pause:1",
        "s:stop:yes",
        "c:enterprise",
        "g:one",
    ):
        await admin.forge(card, data).answered()
        assert [saved(town, used), saved(town, fresh)] == known, data
    await admin.press(unpressed, "家长群")
    await admin.press(card, "字体")
    assert [saved(town, used), saved(town, fresh)] == known


def saved(town: Town, group: Chat) -> list[Any]:
    """A group as it is remembered, with its slots."""
    columns = "state, reason, audience, segments, region, script, topic"
    return town.query(f"SELECT {columns} FROM groups WHERE chat = ?", group.id) + slots(town, group)


@side_by_side(seconds=14)
async def test_forged_buttons_change_nothing_and_are_answered(folder: Path) -> None:
    async with open_town(folder) as town:
        admin, resident, officer = (town.telegram.person(name) for name in ("王主任", "李婶", "李警官"))
        group = town.telegram.group("被试探的群", owner=admin)
        town.telegram.member(group, resident)
        card = await town.subscribe(group, admin)
        town.owner.writes(f"/officer add {officer.id} officer")
        await town.said(town.owner, "好了")
        officer.writes("/start")
        hello = await town.said(officer, "反诈小喇叭")
        before = remembered(town)
        assert all(len(data.encode()) <= 64 for data in FORGED)
        pressers = ((admin, card), (resident, card), (officer, hello), (resident, hello))
        queries = [person.forge(where, data) for data in FORGED for person, where in pressers]
        answers = await asyncio.gather(*(query.answered(30) for query in queries))
        assert all(len(answer.text) <= 200 for answer in answers)
        for query, answer in zip(queries, answers, strict=True):
            assert answer.text or query.person is admin, f"{query.data!r} was answered with nothing"
        after = remembered(town)
        assert after == before
        # Each who made keys up stands in the audit once, not once a press.
        refused = town.query("SELECT subject FROM audit WHERE action = 'refused'")
        assert len(refused) == len({presser.id for presser, _ in pressers})
        assert all(subject.startswith("button UnknownButton") for (subject,) in refused)
        assert town.query("SELECT kind, error FROM parked_updates") == []
        assert group.has(town.telegram.bot)
