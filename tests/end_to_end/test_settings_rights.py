"""/settings: what only some may do, and only some may see."""

from pathlib import Path

from tests.end_to_end.conftest import (
    SharedTown,
    open_town,
    said_by_bot,
    state,
    turn,
)
from tests.end_to_end.menus import group_row, names, open_menu
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

SEGMENTS = ["老年人", "外出务工", "常网购的", "个体商户", "低保残疾", "妇女待业"]

shared_town = SharedTown(seconds=8, AUTO_CONFIRM="true")


@shared_town
async def test_whom_a_group_is_about_is_chosen_and_seen_in_private_only(town: Town) -> None:
    admin, resident = town.telegram.person("王主任"), town.telegram.person("李婶")
    group, menu = await open_menu(town, "有老人的村", admin)
    town.telegram.member(group, resident)
    link = menu.button("偏重哪些人").url or ""
    assert link == f"https://t.me/xiaolaba_bot?start=seg_{group.id}"

    resident.writes(f"/start seg_{group.id}")
    await town.said(resident, "这个要群管理员来选")
    admin.writes(f"/start seg_{group.id}")
    chooser = await town.said(admin, "主要是哪些人")
    assert "有老人的村" in chooser.text
    assert names(chooser) == SEGMENTS
    await turn(town, admin, chooser, "老年人", "低保残疾")
    assert names(chooser)[0] == "✓ 老年人"
    assert group_row(town, group)["segments"] == '["elderly", "aid"]'
    stolen = chooser.button("低保残疾").data or ""
    answer = await resident.forge(resident.inbox[-1], stolen).answered()
    assert answer.show_alert
    assert "群管理员" in answer.text
    for odd in (
        "p:",
        "p:x:elderly:0",
        f"p:{group.id}:elderly",
        f"p:{group.id}:elderly:",
        f"p:{group.id}:elderly:9",
    ):
        await admin.forge(chooser, odd).answered()
    await admin.forge(chooser, f"p:{group.id}:boss:1").answered()  # an enterprise's, not a village's
    assert group_row(town, group)["segments"] == '["elderly", "aid"]'
    await turn(town, admin, chooser, "✓ 低保残疾")
    assert group_row(town, group)["segments"] == '["elderly"]'

    # In the group nobody ever reads what was chosen, whatever an admin's telephone sends from there.
    await admin.forge(menu, f"p:{group.id}:aid:1").answered()
    admin.says(group, "/status")
    await town.said(group, "内容偏重：群里已经选好")
    admin.says(group, "/settings")
    await town.said(group, "群设置", 2)
    shown = [one.text + str(one.buttons) for one in said_by_bot(town, group)]
    assert not [text for text in shown for segment in SEGMENTS if segment in text]
    assert group_row(town, group)["segments"] == '["elderly"]'

    for odd in ("seg_", "seg_x", "seg_--5", "seg_-²", "seg_1", f"seg_{group.id}0", "seg_" + "9" * 30):
        resident.writes(f"/start {odd}")
    await town.quiet()
    assert town.query("SELECT kind, error FROM parked_updates") == []


@shared_town
async def test_no_resident_changes_a_setting(town: Town) -> None:
    admin, resident = town.telegram.person("王主任"), town.telegram.person("李婶")
    group, menu = await open_menu(town, "好奇的村", admin)
    before, shown = group_row(town, group), (menu.text, menu.buttons)
    data = [button.data for button in menu if button.data]
    for wish in [
        *data,
        "s:aud:parent",
        "s:slot:tip:off",
        "s:scr:traditional",
        "s:pause:1",
        "s:stop:yes",
        "g:one",
    ]:
        answer = await resident.forge(menu, wish).answered()
        assert answer.show_alert, wish
        assert "群管理员" in answer.text, wish
    await town.quiet()
    assert (group_row(town, group), (menu.text, menu.buttons)) == (before, shown)
    assert town.pushes(group) == []


@side_by_side(seconds=8)
async def test_a_former_admins_buttons_are_dead(folder: Path) -> None:
    async with open_town(folder) as town:
        owner, former = town.telegram.person("王主任"), town.telegram.person("前主任")
        group = town.telegram.group("换届的村", owner=owner)
        town.telegram.admin(group, former)
        card = await town.subscribe(group, former)
        await turn(town, former, card, "改设置")
        former.writes(f"/start seg_{group.id}")
        chooser = await town.said(former, "主要是哪些人")
        before = group_row(town, group)
        # Who the admins are is remembered for a minute; a fresh start knows only what Telegram says.
        await town.stop_bot()
        owner.demotes(group, former)
        await town.start_bot()
        for message, label in ((card, "暂停"), (card, "退订"), (card, "案例"), (chooser, "老年人")):
            answer = await former.press(message, label)
            assert answer.show_alert, label
            assert "群管理员" in answer.text, label
        assert group_row(town, group) == before
        # The buttons of old messages work on after the restart for whoever may press them.
        await turn(town, owner, card, "暂停")
        assert state(town, group) == "paused"
