"""Officers at work: they look groups up, hold and place them; whoever has no right (any more) is refused."""

import asyncio
import csv
import io
from pathlib import Path

from core.codes import person_hash
from sandbox import Chat, Message, Person
from tests.end_to_end.conftest import SharedTown, open_town, said_by_bot, state, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.end_to_end.staffing import (
    REFUSED,
    adds_and_subscribes,
    answer_to,
    appoint,
    audit,
)
from tests.town import Town

shared_town = SharedTown(seconds=6)


@side_by_side(seconds=22)
async def test_officers_look_groups_up_and_hold_them(folder: Path) -> None:
    async with open_town(folder) as town:
        admin, officer = town.telegram.person("王主任"), town.telegram.person("李警官")
        kinds = ["村居群"] * 6 + ["家长群"] * 2 + ["企业群"] * 2
        groups = [
            town.telegram.group(f"{number:02}号{kind}", owner=admin, members=50 + number)
            for number, kind in enumerate(kinds, start=1)
        ]
        danger = town.telegram.group("=HYPERLINK(1)群", owner=admin)
        of_kind = zip([*groups, danger], [*kinds, "村居群"], strict=True)
        await asyncio.gather(
            *(adds_and_subscribes(town, town.owner, group, admin, kind) for group, kind in of_kind)
        )
        stranger = town.telegram.group("没登记的群", owner=admin)
        await town.subscribe(stranger, admin)
        await appoint(town, officer, "officer", "pingan")
        await asyncio.gather(
            _turns_pages_and_filters(town),
            _places_and_holds(town, officer, groups[0], admin),
        )
        await _takes_the_table(town)
        code, printed = await town.command("audit", "verify")
        assert code == 0
        assert "✓" in printed


async def _turns_pages_and_filters(town: Town) -> None:
    """The owner: eight to a page, then by audience, by state, by region, and by a word."""
    owner = town.owner
    listed = await answer_to(town, owner, "/groups", "群（12）")
    assert len([line for line in listed.text.splitlines() if " · " in line]) == 8
    assert "01号村居群 · 村居群 · 正常 · 52 人" in listed.text
    assert "下一页 ›" in [button.text for button in listed]
    assert "‹ 上一页" not in [button.text for button in listed]
    await turn(town, owner, listed, "下一页")
    assert "9. " in listed.text
    assert "12. " in listed.text
    assert "下一页 ›" not in [button.text for button in listed]
    await turn(town, owner, listed, "上一页", "按群类", "企业群")
    assert "群（2）  企业群" in listed.text
    await turn(town, owner, listed, "按群类", "全部", "按状态", "未登记")
    assert "群（1）  未登记" in listed.text
    assert "没登记的群" in listed.text
    found = await answer_to(town, owner, "/groups 家长", "群（2）")
    await turn(town, owner, found, "找群名")
    assert "请发群名里的几个字" in found.text
    found = await answer_to(town, owner, "03号", "群（1）")
    assert "03号村居群" in found.text
    assert "没有符合的群" in (await answer_to(town, owner, "/groups 没有这个", "群（0）")).text
    assert "群（1）" in (await answer_to(town, owner, "/groups =HYPER", "群（")).text
    assert "没有符合的群" in (await answer_to(town, owner, "/groups %", "群（")).text


async def _places_and_holds(town: Town, officer: Person, group: Chat, admin: Person) -> None:
    """A region's officer sees nothing at first; the owner's colleague places a group there, and holds it."""
    chief = town.telegram.person("县里的所长")
    await appoint(town, chief, "chief")
    assert "没有符合的群" in (await answer_to(town, officer, "/groups", "群（")).text
    page = await answer_to(town, chief, "/groups 01号", "群（1）")
    await turn(town, chief, page, "1. 01号村居群")
    assert "已确认" in page.text
    await turn(town, chief, page, "改所在地", "平安镇", "荷花村", "就选“荷花村”")
    assert "所在地：平安镇 · 荷花村" in page.text
    mine = await answer_to(town, officer, "/groups", "群（1）")
    assert "01号村居群" in mine.text

    await turn(town, officer, mine, "1. 01号村居群", "停发")
    assert "已停发" in mine.text
    assert state(town, group) == "suspended"
    admin.says(group, "/tip")
    await town.said(group, "还没开通")
    await turn(town, officer, mine, "恢复")
    assert state(town, group) == "active"
    assert [what for what, _ in audit(town, officer)] == ["group_suspend", "group_resume"]

    # Whoever is sent elsewhere has no say here any more, not even by the buttons at hand.
    town.owner.writes(f"/officer add {officer.id} officer heping")
    await town.telegram.until(lambda: ("heping",) in town.query("SELECT region FROM officers"))
    answer = await officer.press(mine, "停发")
    assert answer.show_alert
    assert "这不是您管的地方" in answer.text
    assert state(town, group) == "active"
    assert "没有符合的群" in (await answer_to(town, officer, "/groups", "群（0）")).text


async def _takes_the_table(town: Town) -> None:
    """All groups as a table, in which a title that looks like a formula is inert."""
    listed = await answer_to(town, town.owner, "/groups", "群（12）")
    await town.owner.press(listed, "导出表格")

    def arrived() -> Message | None:
        return next((one for one in said_by_bot(town, town.owner) if one.document), None)

    document = (await town.telegram.until(arrived)).document  # type: ignore[union-attr]
    assert document is not None
    assert document.name == "群名册.csv"
    rows = list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"))))
    assert rows[0] == ["群名", "类别", "所在地", "状态", "人数", "已确认", "群号"]
    assert len(rows) == 13
    titles = [one[0] for one in rows[1:]]
    assert "'=HYPERLINK(1)群" in titles
    assert not [cell for one in rows for cell in one[:-1] if cell[:1] in tuple("=+-@\t\r")]
    [first] = [one for one in rows if one[0] == "01号村居群"]
    assert first[1:6] == ["村居群", "平安镇 · 荷花村", "正常", "52", "是"]


# Appointing officers


@side_by_side(seconds=22)
async def test_who_is_dismissed_can_do_nothing_from_then_on(folder: Path) -> None:
    async with open_town(folder) as town:
        officer, admin = town.telegram.person("李警官"), town.telegram.person("王主任")
        group = town.telegram.group("幸福村群", owner=admin)
        await town.subscribe(group, admin)
        added = await answer_to(town, town.owner, f"/officer add {officer.id} officer", "好了")
        assert "现在是民警，管幸福县" in added.text
        listed = await answer_to(town, town.owner, "/officer list", "名单")
        assert f"负责人 {town.owner.id}" in listed.text
        assert f"民警 {officer.id}" in listed.text
        assert "未激活" in listed.text
        for wrong in ("", "add", "add x officer", f"add {officer.id} king", "remove", "list all"):
            await answer_to(town, town.owner, f"/officer {wrong}".strip(), "请这样写")
        unknown = f"/officer add {officer.id} officer nowhere"
        assert "没有“nowhere”这个地方" in (await answer_to(town, town.owner, unknown, "没有")).text

        officer.writes("/start")
        await town.said(officer, "反诈小喇叭")
        groups = await answer_to(town, officer, "/groups", "群（1）")
        await turn(town, officer, groups, "幸福村群")
        await answer_to(town, officer, "/officer list", REFUSED)
        assert audit(town, officer) == [("refused", "officer")]

        await answer_to(town, town.owner, f"/officer remove {officer.id}", "马上就不能再操作了")
        answer = await officer.press(groups, "停发")
        assert answer.show_alert
        assert REFUSED in answer.text
        await answer_to(town, officer, "/groups", REFUSED)
        await answer_to(town, officer, "/push tip", REFUSED)
        assert audit(town, officer)[1:] == [
            ("refused", "group_hold"),
            ("refused", "groups"),
            ("refused", "push"),
        ]
        assert state(town, group) == "active"
        again = await answer_to(town, town.owner, f"/officer remove {officer.id}", str(officer.id))
        assert "名单里没有" in again.text
        assert str(officer.id) not in (await answer_to(town, town.owner, "/officer list", "名单")).text
        actions = [what for what, _ in audit(town, town.owner)]
        assert actions[:2] == ["officer_add", "officer_remove"]

        code, printed = await town.command("audit", "verify")
        assert (code, "✓" in printed) == (0, True)


@shared_town
async def test_a_resident_gets_a_short_refusal_and_the_audit_a_row(town: Town) -> None:
    resident, clerk = town.telegram.person("李婶"), town.telegram.person("内勤小王")
    await appoint(town, clerk, "clerk")
    for order in ("/push tip", "/groups", "/officer list"):
        answer = await answer_to(town, resident, order, REFUSED)
        assert len(answer.text) < 60
        await answer_to(town, clerk, order, REFUSED)
    assert audit(town, clerk) == [("refused", "push"), ("refused", "groups"), ("refused", "officer")]
    # A resident stands there as a hash, like everywhere else.
    assert audit(town, resident) == []
    key = (town.folder / "data" / "privacy.key").read_bytes()
    hashed = f"% {person_hash(key, resident.id)}"
    rows = town.query("SELECT action, subject FROM audit WHERE subject LIKE ? ORDER BY id", hashed)
    assert [(what, about.split()[0]) for what, about in rows] == [
        ("refused", "push"),
        ("refused", "groups"),
        ("refused", "officer"),
    ]
    # Officers' work is done in private only, in fresh words of their own.
    group = town.telegram.group("热心群", owner=town.owner)
    town.owner.says(group, "/start")
    town.owner.adds_bot(group)
    town.owner.says(group, f"/officer add {resident.id} chief")
    await town.said(group, "请私下发给我")
    town.owner.writes(f"/officer add {resident.id} chief", forwarded_from=resident)
    town.owner.edits(town.owner.writes("在吗"), f"/officer add {resident.id} chief")
    await town.quiet()
    assert town.query("SELECT role FROM officers WHERE user = ?", resident.id) == []
