"""Who vouches for a group: the owner, the officers of its region, whoever brought it, a link."""

import asyncio

from tests.end_to_end.conftest import SharedTown, row, said_by_bot, state, turn
from tests.end_to_end.staffing import (
    CARD,
    WAITS,
    adds_and_subscribes,
    answer_to,
    appoint,
    asked,
    audit,
    confirmed,
)
from tests.town import Town

shared_town = SharedTown(seconds=22)


@shared_town
async def test_an_unknown_group_waits_for_the_owner_who_is_asked_once(town: Town) -> None:
    admin, stranger = town.telegram.person("王主任"), town.telegram.person("路人")
    group = town.telegram.group("等确认的村", owner=admin, members=120)
    card = await town.subscribe(group, admin)
    assert "未经登记" in card.text
    assert not confirmed(town, group)
    waiting = await asked(town, town.owner, group)
    assert "村居群 · 121 人 · 未选所在地" in waiting.text
    assert [button.text for button in waiting] == ["确认入群", "请离"]
    keys = {button.text: button.data or "" for button in waiting}

    # The buttons are nobody else's, wherever they are pressed, and a made-up key is nobody's at all.
    for where in (stranger.writes("你好"), card):
        answer = await stranger.forge(where, keys["确认入群"]).answered()
        assert answer.show_alert
        assert "这个按钮是给别人的" in answer.text
    for forged in ("o:", "o:" + "A" * 22, keys["请离"][:-1], keys["请离"] + "x"):
        answer = await town.owner.forge(waiting, forged).answered()
        assert answer.show_alert
        assert answer.text
    assert not confirmed(town, group)
    assert state(town, group) == "active"

    await turn(town, town.owner, waiting, "确认入群")
    assert "已确认：等确认的村" in waiting.text
    assert waiting.buttons == []
    assert confirmed(town, group)
    await town.owner.forge(waiting, keys["确认入群"]).answered()
    mine = [what for what, subject in audit(town, town.owner) if "等确认的村" in subject]
    assert mine == ["group_confirm"]

    admin.says(group, "/status")
    assert "未经登记" not in (await town.said(group, "好了，这里是村居群", 2)).text
    # Changing its mind about what it is makes it no new group.
    admin.says(group, "/subscribe parent")
    await town.said(group, "好了，这里是家长群")
    asked_about = [
        one for one in said_by_bot(town, town.owner) if WAITS in one.text and group.title in one.text
    ]
    assert asked_about == []


@shared_town
async def test_the_officers_of_a_region_are_asked_about_its_groups(town: Town) -> None:
    admin, here, there = (town.telegram.person(name) for name in ("孙主任", "本地民警", "外地民警"))
    await appoint(town, here, "officer", "pingan")
    await appoint(town, there, "officer", "heping")
    group = town.telegram.group("选了地方的村", owner=admin)
    card = await town.subscribe(group, admin)
    await turn(town, admin, card, "改设置", "所在地：未选", "平安镇", "幸福村", "就选“幸福村”")
    waiting = await asked(town, here, group)
    assert "平安镇 · 幸福村" in waiting.text
    assert not [one for one in said_by_bot(town, there) if WAITS in one.text]
    await turn(town, here, waiting, "确认入群")
    assert confirmed(town, group)


@shared_town
async def test_a_group_that_an_officer_brings_needs_no_second_word(town: Town) -> None:
    admin, officer, clerk = (town.telegram.person(name) for name in ("钱主任", "赵警官", "内勤小李"))
    await appoint(town, officer, "officer", "heping")
    await appoint(town, clerk, "clerk")
    by_owner, by_officer, by_clerk = (
        town.telegram.group(f"{who}加的群", owner=admin) for who in ("负责人", "民警", "内勤")
    )
    bringers = ((town.owner, by_owner), (officer, by_officer), (clerk, by_clerk))
    await asyncio.gather(*(adds_and_subscribes(town, who, group, admin, "村居群") for who, group in bringers))
    assert [confirmed(town, group) for _, group in bringers] == [True, True, False]
    for group in (by_owner, by_officer):
        assert "未经登记" not in group.find("好了，这里是").text
    assert "未经登记" in by_clerk.find("好了，这里是").text
    await asked(town, town.owner, by_clerk)
    cards = [one.text for one in said_by_bot(town, town.owner) if WAITS in one.text]
    assert not [text for text in cards if by_owner.title in text or by_officer.title in text]


@shared_town
async def test_an_officers_link_vouches_for_one_group(town: Town) -> None:
    admin, officer, leaver = (town.telegram.person(name) for name in ("李主任", "钱警官", "走了的警官"))
    await appoint(town, officer, "officer", "pingan")
    await appoint(town, leaver, "officer", "pingan")
    tokens = []
    for one in (officer, leaver):
        listed = await answer_to(town, one, "/groups", "群（")
        await turn(town, one, listed, "给新群一个链接")
        assert "只能用一次" in listed.text
        tokens.append(listed.text.split("startgroup=")[1].split("&")[0].split()[0])
    await answer_to(town, town.owner, f"/officer remove {leaver.id}", "马上就不能再操作了")

    first, second, late = (town.telegram.group(f"链接{name}", owner=admin) for name in ("甲", "乙", "丙"))
    for group, token in ((first, tokens[0]), (second, tokens[0]), (late, tokens[1])):
        admin.adds_bot(group, startgroup=token)
        await turn(town, admin, await town.said(group, CARD), "村居群")
    assert confirmed(town, first)
    assert "未经登记" not in first.find("好了，这里是").text
    assert town.query("SELECT region FROM groups WHERE chat = ?", first.id) == [("pingan",)]
    assert not confirmed(town, second)
    assert "未经登记" in second.find("好了，这里是").text
    assert not confirmed(town, late), "who was dismissed vouches for nobody"
    assert ("group_link", "pingan") in audit(town, officer)


@shared_town
async def test_a_group_is_sent_away(town: Town) -> None:
    admin = town.telegram.person("可疑的人")
    group = town.telegram.group("可疑的群", owner=admin)
    card = await town.subscribe(group, admin)
    await turn(town, admin, card, "改设置", "什么群")
    waiting = await asked(town, town.owner, group)
    await turn(town, town.owner, waiting, "请离")
    assert "已请离：可疑的群" in waiting.text
    await town.said(group, "我先告辞了")
    await town.telegram.until(lambda: not group.has(town.telegram.bot))
    assert state(town, group) == "left"
    assert [what for what, subject in audit(town, town.owner) if "可疑的群" in subject] == ["group_send_away"]
    # What still hangs in the group brings nothing back.
    known = row(town, group)
    for data in ("s:aud:parent", "s:aud:village", "s:pause:0", "c:village", "g:one"):
        await admin.forge(card, data).answered()
        assert row(town, group) == known, data


@shared_town
async def test_being_thrown_out_undoes_no_officers_word(town: Town) -> None:
    admin, officer = town.telegram.person("王主任"), town.telegram.person("孙警官")
    await appoint(town, officer, "officer")
    group = town.telegram.group("停发的群", owner=admin)
    await adds_and_subscribes(town, officer, group, admin, "村居群")
    page = await answer_to(town, officer, "/groups 停发的群", "群（1）")
    await turn(town, officer, page, "停发的群", "停发")
    assert state(town, group) == "suspended"
    admin.removes_bot(group)
    admin.adds_bot(group)
    admin.says(group, "/status")
    await town.said(group, "好了，这里是村居群", 2)
    assert state(town, group) == "suspended"
    assert "要恢复，请联系" in group.last.text


# Looking after groups
