"""/settings: an admin changes what the group hears and when, by buttons alone."""

import asyncio
from pathlib import Path

from tests.end_to_end.conftest import (
    SharedTown,
    move_to_next,
    open_town,
    row,
    said_by_bot,
    slots,
    state,
    turn,
)
from tests.end_to_end.menus import group_row, names, open_menu
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

# A name that would change its characters if it were converted.
OFFICE = "东风镇派出所"
SEGMENTS = ["老年人", "外出务工", "常网购的", "个体商户", "低保残疾", "妇女待业"]

shared_town = SharedTown(seconds=14, AUTO_CONFIRM="true", OFFICE_NAME=OFFICE)


@shared_town
async def test_where_new_groups_need_no_word_nobody_is_asked(town: Town) -> None:
    admin = town.telegram.person("周主任")
    group = town.telegram.group("自动确认的村", owner=admin)
    admin.adds_bot(group)
    card = await town.said(group, "这是什么群")
    assert "未经登记" not in card.text
    await turn(town, admin, card, "村居群")
    await town.said(group, "请大家认一认")
    await town.quiet()
    assert "未经登记" not in card.text
    assert town.query("SELECT confirmed_at IS NOT NULL FROM groups WHERE chat = ?", group.id) == [(1,)]
    assert not [one for one in said_by_bot(town, town.owner) if "有新群等您确认" in one.text]


# Every button


@shared_town
async def test_the_menu_says_how_things_stand(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, _ = await open_menu(town, "看菜单的村", admin)
    admin.says(group, "/settings")
    menu = await town.said(group, "群设置", 2)
    assert "每周二 18:30 发提示\n每周四 18:30 发案例" in menu.text
    assert names(menu) == [
        "什么群：村居群",
        "偏重哪些人（私下选）",
        "所在地：未选",
        "提示：周二 18:30",
        "案例：周四 18:30",
        "答题：隔周周六 10:00",
        "答题方式：匿名投票，开 3 天",
        "提示的样子：海报（几个大字）",
        "字体：简体",
        "⏸ 暂停",
        "退订",
    ]
    await turn(town, admin, menu, "答题方式", "7 天")
    assert names(menu)[-4:] == ["1 天", "3 天", "✓ 7 天", "‹ 返回"]
    await turn(town, admin, menu, "返回")
    assert "答题方式：匿名投票，开 7 天" in names(menu)


@shared_town
async def test_what_kind_of_group_it_is_can_be_changed(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, menu = await open_menu(town, "换类的群", admin)
    await turn(town, admin, menu, "什么群：村居群")
    assert menu.text == "这是什么群？"
    assert names(menu) == ["✓ 村居群", "家长群", "企业群", "‹ 返回"]
    await turn(town, admin, menu, "返回", "什么群：村居群", "家长群")
    assert "什么群：家长群" in names(menu)
    assert "好了，这里是家长群" in menu.text
    assert row(town, group)[1:] == ("active", "parent")
    assert slots(town, group) == [("tip", "6", "19:30", 2), ("case", "6", "19:30", 2)]


@shared_town
async def test_where_it_is_is_chosen_down_the_tree(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, menu = await open_menu(town, "有地方的群", admin)
    await turn(town, admin, menu, "所在地：未选")
    assert names(menu) == ["平安镇", "和平镇", "‹ 返回"]
    await turn(town, admin, menu, "和平镇")
    assert names(menu) == ["桃源村", "县第二中学", "宏达机械", "就选“和平镇”", "‹ 上一级", "‹ 返回"]
    await turn(town, admin, menu, "上一级", "平安镇", "荷花村")
    assert names(menu) == ["就选“荷花村”", "‹ 上一级", "‹ 返回"]
    await turn(town, admin, menu, "就选“荷花村”")
    assert "所在地：平安镇 · 荷花村" in menu.text
    assert "所在地：荷花村" in names(menu)
    assert group_row(town, group)["region"] == "hehua-village"


@shared_town
async def test_days_hours_and_rhythm_are_chosen_by_buttons(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, menu = await open_menu(town, "换时间的群", admin)
    await turn(town, admin, menu, "提示：周二")
    assert "什么时候发提示？" in menu.text
    assert "现在：每周二 18:30 发提示" in menu.text
    days, hours = (
        ["一", "✓ 二", "三", "四", "五", "六", "日"],
        ["08:00", "08:50", "10:00", "12:10", "✓ 18:30", "19:30"],
    )
    rhythms = ["✓ 每周", "隔周", "每月头一个"]
    assert names(menu) == [*days, *hours, "20:30", *rhythms, "不发提示", "‹ 返回"]
    await turn(town, admin, menu, "五", "✓ 二", "20:30", "隔周")
    assert "现在：隔周周五 20:30 发提示" in menu.text
    assert slots(town, group)[0] == ("tip", "4", "20:30", 2)
    # Pressed twice, it stays as it is: each button carries the whole wish.
    old = menu.button("隔周").data or ""
    assert (await admin.forge(menu, old).answered()).text == ""
    assert slots(town, group)[0] == ("tip", "4", "20:30", 2)
    await turn(town, admin, menu, "✓ 五")
    assert "现在：不发" in menu.text
    assert [kind for kind, *_ in slots(town, group)] == ["case"]


@shared_town
async def test_a_kind_is_switched_off_and_on_again(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, menu = await open_menu(town, "不要案例的群", admin)
    await turn(town, admin, menu, "案例：周四", "不发案例", "返回")
    assert "案例：不发" in names(menu)
    assert slots(town, group) == [("tip", "1", "18:30", 1)]
    await turn(town, admin, menu, "案例：不发", "日", "12:10", "返回")
    assert "案例：周日 12:10" in names(menu)
    assert slots(town, group)[1] == ("case", "6", "12:10", 1)


@shared_town
async def test_pausing_going_on_and_stopping(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group, menu = await open_menu(town, "想停的群", admin)
    await turn(town, admin, menu, "暂停")
    assert "现在是暂停" in menu.text
    assert state(town, group) == "paused"
    # Only the group's own word ends the pause, no made-up one.
    for forged in ("s:pause:", "s:pause:2", "s:pause:no"):
        await admin.forge(menu, forged).answered()
        assert state(town, group) == "paused", forged
    await turn(town, admin, menu, "继续")
    assert "现在是暂停" not in menu.text
    assert state(town, group) == "active"
    await turn(town, admin, menu, "退订")
    assert "真的不要了吗" in menu.text
    assert state(town, group) == "active"
    await turn(town, admin, menu, "返回", "退订", "是，退订")
    assert "以后不再往这个群发了" in menu.text
    assert menu.buttons == []
    assert state(town, group) == "left"


@side_by_side(seconds=14)
async def test_what_the_menu_says_is_what_comes(folder: Path) -> None:
    async with open_town(folder, AUTO_CONFIRM="true", OFFICE_NAME=OFFICE) as town:
        admin = town.telegram.person("王主任")
        opened = await asyncio.gather(
            *(
                open_menu(town, title, admin)
                for title in ("繁体群", "暂停群", "改到周一", "不要提示", "照旧群")
            )
        )
        (taiwan, menu), (resting, pause), (monday, days), (no_tips, kinds), (usual, _) = opened
        await asyncio.gather(
            turn(town, admin, menu, "字体：简体", "繁体"),
            turn(town, admin, pause, "暂停"),
            turn(town, admin, days, "提示：周二", "一", "✓ 二"),
            turn(town, admin, kinds, "提示：周二", "不发提示"),
        )
        assert group_row(town, taiwan)["script"] == "traditional"
        assert "設置" in menu.text

        await move_to_next(town, 1, "18:30")
        await town.telegram.until(lambda: town.pushes(usual) and taiwan.find("編號 "), 8)
        push = taiwan.find("編號 ")
        assert push.text.startswith(f"📣 {OFFICE} · 反詐提示")
        assert names(push) == ["✅ 我已看", "轉給家人", "是真的嗎"]
        assert "东" not in push.text.replace(OFFICE, "")
        await town.quiet()
        assert [len(town.pushes(one)) for one in (resting, monday, no_tips)] == [0, 0, 0]

        await turn(town, admin, pause, "继续")
        await town.quiet()
        assert town.pushes(resting) == [], "what fell in the pause is not made up"
        await move_to_next(town, 3, "18:30")
        await town.telegram.until(lambda: all(town.pushes(one) for one in (resting, monday, no_tips)), 8)
        await move_to_next(town, 0, "18:30")
        await town.telegram.until(lambda: len(town.pushes(monday)) == 2, 8)
        assert "反诈提示" in town.pushes(monday)[1].text
