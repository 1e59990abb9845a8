"""The machine dies, its data comes back from a backup; nothing is said before the owner has spoken."""

from __future__ import annotations

import os
import signal
import stat
from datetime import datetime, timedelta
from pathlib import Path

from sandbox import Chat, Message, Person
from tests.end_to_end.side_by_side import side_by_side
from tests.town import MONDAY, ZONE, Town

QUESTION = "我先等您一句话"
SETTLED = 1.5


def on(days: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return (MONDAY + timedelta(days=days)).replace(hour=hour, minute=minute)


async def a_push_that_waits_for_the_morning(town: Town) -> tuple[Chat, str]:
    """Late on Monday the owner sends a tip; a group, and the push's code."""
    town.owner.writes("/start")
    await town.start_bot()
    group = town.telegram.group("幸福村", owner=town.owner)
    await town.subscribe(group, town.owner)
    town.owner.writes("/push tip")
    shown = await town.said(town.owner, "发出去就是这样")
    await town.owner.press(shown, "发送")
    await town.telegram.until(lambda: "1 个在排队" in shown.text, 8)
    [(code,)] = town.query("SELECT code FROM pushes")
    return group, code


async def lose_the_machine(town: Town) -> None:
    """Back up while the bot runs, then everything is gone but that file; restore it."""
    # The next minute's sweep has worked out when the group's slots fall.
    town.move_to(town.now() + timedelta(minutes=1))
    await town.telegram.until(lambda: town.query("SELECT id FROM slots WHERE next_at IS NULL") == [], 10)
    code, printed = await town.command("backup", "kept.zip")
    assert (code, "备份好了" in printed) == (0, True), printed
    assert stat.S_IMODE((town.folder / "kept.zip").stat().st_mode) == 0o600
    await town.stop_bot(signal.SIGKILL)
    (town.folder / "data").rename(town.folder / "lost")
    code, printed = await town.command("restore", "kept.zip")
    assert (code, "恢复好了" in printed) == (0, True), printed
    for name in ("privacy.key",):
        assert (town.folder / "data" / name).read_text() == (town.folder / "lost" / name).read_text()
        assert stat.S_IMODE((town.folder / "data" / name).stat().st_mode) == 0o600


async def asked(town: Town, who: Person, number: int = 1) -> Message:
    return await town.said(who, QUESTION, number, 15)


@side_by_side(seconds=25)
async def test_after_a_restore_nothing_leaves_till_the_owner_says_no(folder: Path) -> None:
    async with Town(folder, start=on(0, "23:00"), OWNER_IDS="1001,1002") as town:
        deputy, stranger = town.telegram.person("赵副所长", id=1002), town.telegram.person("路人")
        deputy.writes("/start")
        group, code = await a_push_that_waits_for_the_morning(town)
        await lose_the_machine(town)

        town.move_to(on(1, "19:00"))
        await town.start_bot()
        question = await asked(town, town.owner)
        theirs = await asked(town, deputy)
        assert "到点还没发的：1 条，共 1 个群" in question.text
        assert f"编号 {code}）1 个群" in question.text
        assert "1 个群的定时到过点" in question.text
        deputy.writes("/push tip")
        await town.said(deputy, "我先什么都不发")
        assert (await town.status())["locked"] is True
        assert "🔒" in (await town.command("status"))[1]
        await town.quiet(SETTLED)
        assert town.pushes(group) == []

        await town.stop_bot()
        await town.start_bot()
        again = await asked(town, town.owner, 2)
        data = again.button("不发了").data
        assert data is not None
        assert "给别人的" in (await stranger.forge(again, data).answered(8)).text
        assert (await town.status())["locked"] is True

        await town.owner.press(again, "不发了")
        await town.telegram.until(lambda: "都不发了（1 个群）" in again.text, 8)
        assert (await town.status())["locked"] is False
        for who, message, label in ((town.owner, question, "继续发"), (deputy, theirs, "继续发")):
            assert "已经办过了" in (await who.press(message, label)).text
        await town.quiet(SETTLED)
        assert town.pushes(group) == [], "neither the push nor the slot of half an hour ago"
        status = await town.status()
        assert status["pushes"][0]["deliveries"]["cancelled"] == 1
        assert [(one["time"], one["why"]) for one in status["missed"]] == [("18:30", "missed")]

        town.move_to(on(3, "18:30"))
        await town.telegram.until(lambda: len(town.pushes(group)) == 1, 15)
        actions = [row[0] for row in town.query("SELECT action FROM audit ORDER BY id")]
        assert actions.count("unlock_drop") == 1
        assert "unlock_send" not in actions
        assert (await town.command("audit", "verify"))[0] == 0


@side_by_side(seconds=20)
async def test_on_the_owners_word_what_is_due_goes_on(folder: Path) -> None:
    async with Town(folder, start=on(0, "23:00")) as town:
        group, code = await a_push_that_waits_for_the_morning(town)
        await lose_the_machine(town)
        town.move_to(on(1, "19:00"))
        await town.start_bot()
        question = await asked(town, town.owner)
        await town.quiet(SETTLED)
        assert town.pushes(group) == []
        await town.owner.press(question, "继续发")
        await town.telegram.until(lambda: any(code in one.text for one in town.pushes(group)), 8)
        await town.telegram.until(lambda: "接着发" in question.text, 8)
        town.move_to(on(1, "19:01"))
        # The slot of half an hour ago is made up for, as after any absence.
        await town.telegram.until(lambda: len(town.pushes(group)) == 2, 15)
        actions = [row[0] for row in town.query("SELECT action FROM audit ORDER BY id")]
        assert actions.count("unlock_send") == 1


@side_by_side(seconds=15)
async def test_what_is_too_late_by_then_expires(folder: Path) -> None:
    async with Town(folder, start=on(0, "23:00")) as town:
        group, _ = await a_push_that_waits_for_the_morning(town)
        await lose_the_machine(town)
        town.move_to(on(2, "10:00"))
        await town.start_bot()
        question = await asked(town, town.owner)
        assert "另有 1 个群已经过时" in question.text
        await town.owner.press(question, "继续发")
        await town.telegram.until(lambda: "接着发" in question.text, 8)
        town.move_to(on(2, "10:01"))
        await town.telegram.until(
            lambda: town.query("SELECT state, reason FROM deliveries") == [("expired", "too_late")], 20
        )
        assert town.pushes(group) == []


@side_by_side(seconds=15)
async def test_the_command_line_refuses_in_one_sentence(folder: Path) -> None:
    async with Town(folder) as town:

        async def says(*words: str, **settings: str) -> tuple[int, str]:
            code, printed = await town.command(*words, **settings)
            assert len(printed.strip().splitlines()) == 1, printed
            return code, printed

        elsewhere = {"DATABASE_URL": f"sqlite+aiosqlite:///{folder}/new/xiaolaba.db"}
        assert await says("backup", "b.zip") == (2, "还没有数据，没什么可备份的。先运行一次 xiaolaba run。\n")
        await town.start_bot()
        await town.telegram.until(lambda: town.query("SELECT count(*) FROM marks") != [(0,)], 8)
        assert (await says("backup", "b.zip"))[0] == 0
        assert (await says("backup", "b.zip"))[0] == 0, "a backup may be renewed"
        code, printed = await says("backup", "data/xiaolaba.db")
        assert (code, "不敢盖掉" in printed) == (2, True)
        assert "没有 no 这个文件夹" in (await says("backup", "no/b.zip"))[1]
        code, printed = await says("restore", "b.zip")
        assert (code, "已经有东西" in printed) == (2, True)

        (folder / "odd.zip").write_bytes((folder / "b.zip").read_bytes()[:-40])
        for name in ("odd.zip", "none.zip", "."):
            code, printed = await says("restore", name, **elsewhere)
            assert (code, "不是一份完整的备份" in printed) == (2, True)
        (folder / "new").mkdir(exist_ok=True)
        (folder / "new" / "privacy.key").write_text("another")
        code, printed = await says("restore", "b.zip", **elsewhere)
        assert (code, "另一把" in printed) == (2, True)
        assert (folder / "new" / "privacy.key").read_text() == "another"
        code, printed = await says("restore", "b.zip", PRIVACY_KEY="another", **elsewhere)
        assert (code, "另一把" in printed) == (2, True)
        (folder / "new" / "privacy.key").unlink()
        assert (await says("restore", "b.zip", **elsewhere))[0] == 0
        key = (folder / "data" / "privacy.key").read_text()
        assert (folder / "new" / "privacy.key").read_text() == key
        code, printed = await says("restore", "b.zip", **elsewhere)
        assert (code, "已经有东西" in printed) == (2, True)
        assert [name for name in os.listdir(folder) if "part" in name] == []


@side_by_side(seconds=12)
async def test_each_night_a_backup_is_taken(folder: Path) -> None:
    async with Town(folder) as town:
        town.owner.writes("/start")
        await town.start_bot()
        nights = folder / "data" / "backups"
        began = "SELECT value FROM marks WHERE name = 'backup_good'"
        await town.telegram.until(lambda: town.query(began) != [])
        town.move_to(on(1, "03:39"))
        await town.quiet(SETTLED)
        assert not nights.exists(), "the first night is still to come"
        town.move_to(on(1, "03:40"))
        night = nights / "xiaolaba-20261124-0340.zip"
        await town.telegram.until(night.exists, 8)
        assert stat.S_IMODE(night.stat().st_mode) == 0o600
        assert stat.S_IMODE(nights.stat().st_mode) == 0o700
        elsewhere = f"sqlite+aiosqlite:///{folder}/new/xiaolaba.db"
        assert (await town.command("restore", str(night), DATABASE_URL=elsewhere))[0] == 0

        night.unlink()
        nights.rmdir()
        nights.write_text("in the way")
        town.move_to(on(2, "03:40"))
        alarm = await town.said(town.owner, "备份没做成", 1, 10)
        assert alarm.silent, "nobody is woken for it"
        town.move_to(on(2, "04:30"))
        await town.quiet(SETTLED)
        nights.unlink()
        town.move_to(on(2, "04:41"))
        await town.said(town.owner, "备份做成了", 1, 10)
        assert [file.name for file in nights.iterdir()] == ["xiaolaba-20261125-0441.zip"]
        assert sum("备份没做成" in one.text for one in town.owner.inbox) == 1
        assert town.now().astimezone(ZONE).day == 25
