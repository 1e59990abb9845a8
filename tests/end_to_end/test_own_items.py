"""/content: an officer writes, a second person reads, the office's own groups hear it, and it is stopped."""

from __future__ import annotations

from sandbox import Person
from tests.end_to_end.alerting import answer_to, appoint, audit, audit_of_stranger, card, placed_group, said
from tests.end_to_end.conftest import SharedTown, said_by_bot, turn
from tests.town import Town

shared_town = SharedTown(seconds=30)
LOOK = "群里看到的就是这样"
BODY = "赶集时有人摆摊送鸡蛋，扫码进群，第二天就劝人买两千元的保健品。"


async def written(town: Town, officer: Person, title: str, *, kind: str = "提示") -> str:
    """A whole item by buttons and typed words, submitted; exactly what the group will read."""
    new = await answer_to(town, officer, "/content add", "写一条自己的")
    await turn(town, officer, new, kind)
    assert "哪种骗法" in new.text
    await turn(town, officer, new, "养老", "家长群", "企业群", "下一步")
    assert "标题" in new.text
    await answer_to(town, officer, title, "像跟邻居说话")
    await answer_to(town, officer, BODY, "只说一件")
    look = await answer_to(town, officer, "免费的鸡蛋别急着领，先问村干部。", LOOK)
    exact = look.text.split("👆")[0].strip()
    await turn(town, officer, look, "提交审批")
    assert "交上去了" in look.text
    return exact


@shared_town
async def test_an_officer_writes_a_second_person_approves_and_the_group_hears_it(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("陈警官"), "officer", "pingan")
    chief = await appoint(town, town.telegram.person("张所长"), "chief", "pingan")
    removed = await appoint(town, town.telegram.person("马副所长"), "chief", "pingan")
    stranger = town.telegram.person("路人")
    group = await placed_group(town, officer, "平安镇的群")
    owner_side = await placed_group(town, town.owner, "别处的群")

    exact = await written(town, officer, "免费鸡蛋后面的保健品")
    assert BODY in exact
    shown = await card(town, chief, BODY)
    await chief.press(shown, "看海报", timeout=15)
    await town.telegram.until(lambda: any(one.photo for one in said_by_bot(town, chief)), 15)
    theirs = await card(town, removed, BODY)
    assert shown.text.startswith(exact), "the approver reads exactly what will be read"
    assert "陈警官 写的" in shown.text
    town.owner.writes(f"/officer remove {removed.id}")
    await town.telegram.until(
        lambda: (
            town.query("SELECT count(*) FROM officers WHERE user = ? AND removed_at IS NULL", removed.id)
            == [(0,)]
        ),
        15,
    )
    tap = await removed.press(theirs, "批准", timeout=15)
    assert tap.show_alert, "a removed officer's tap fails"
    assert (await stranger.forge(shown, shown.button("批准").data or "").answered(15)).show_alert
    assert town.query("SELECT state FROM own_items WHERE author = ?", officer.id) == [("waiting",)]

    await chief.press(shown, "批准", timeout=15)
    await said(town, officer, "张所长 批准了：免费鸡蛋后面的保健品")
    await town.telegram.until(lambda: "批准了，已经轮着发" in shown.text and not shown.buttons, 15)

    reader = town.telegram.person("李婶")
    reader.says(group, "/tip 免费鸡蛋")
    await town.telegram.until(lambda: town.pushes(group), 20)
    [push] = town.pushes(group)
    assert push.photo, "a village gets posters"
    assert "免费鸡蛋后面的保健品" in push.text
    assert "编写" in push.text, "it says whose words these are"
    reader.writes("/tip 免费鸡蛋后面")
    assert "编写" in (await said(town, reader, BODY)).text
    reader.says(owner_side, "/tip 免费鸡蛋后面")
    await town.said(owner_side, "没找到", within=15)

    [(number,)] = town.query("SELECT id FROM own_items WHERE author = ? AND state = 'active'", officer.id)
    found = await answer_to(town, officer, "/content list", "自己写的提示和案例")
    assert f"own-{number} · 提示 · 免费鸡蛋后面的保健品 · 在用，发过1个群" in found.text
    await turn(town, officer, found, f"停用 own-{number}", "确认停用")
    assert "停用了" in found.text
    await answer_to(town, officer, f"/content retire own-{number}", "没有这一条")
    done = audit(town, officer)
    assert [one for one in done if one.startswith("own_")][-1] == "own_retire"
    assert "refused: content NoOwn" in done
    assert "own_approve" in audit(town, chief)
    assert (await town.command("audit", "verify"))[0] == 0


@shared_town
async def test_a_rejected_one_goes_back_and_what_is_unsafe_or_too_long_is_not_taken(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("孙警官"), "officer", "heping")
    chief = await appoint(town, town.telegram.person("吴所长"), "chief", "heping")
    await written(town, officer, "退回来的这一条", kind="案例")
    shown = await card(town, chief, "退回来的这一条")
    await turn(town, chief, shown, "驳回")
    await chief.press(shown, "没写清楚", timeout=15)
    told = await said(town, officer, "吴所长 驳回了：退回来的这一条")
    assert "原因：没写清楚" in told.text
    await turn(town, officer, told, "改一改")
    assert LOOK in told.text
    await turn(town, officer, told, "改正文")
    await answer_to(town, officer, "请点 https://evil.example/pay 领鸡蛋，先到先得。", "网址")
    await answer_to(town, officer, "长" * 281, "最多 280 个字")
    look = await answer_to(town, officer, "骗子用13812345678打来，劝老人买保健品。", LOOK)
    assert "13812345678" not in look.text
    assert "遮住了 1 个" in look.text
    await turn(town, officer, look, "取消")
    assert "没有留" in look.text
    await answer_to(town, officer, "/content", "/content add")


@shared_town
async def test_who_may_not_write_is_refused_and_a_crash_keeps_the_draft(town: Town) -> None:
    clerk = await appoint(town, town.telegram.person("王文书"), "clerk", "pingan")
    stranger = town.telegram.person("过路人")
    before = len(said_by_bot(town, clerk))
    clerk.writes("/content add")
    await said(town, clerk, "派出所和乡镇同事", before)
    assert "refused: content" in audit(town, clerk)
    stranger.writes("/content list")
    await said(town, stranger, "派出所和乡镇同事")
    assert "content" in audit_of_stranger(town, stranger.id)
    new = await answer_to(town, town.owner, "/content add", "写一条自己的")
    await turn(town, town.owner, new, "提示")
    again = await answer_to(town, town.owner, "/content add", "没写完")
    await turn(town, town.owner, again, "接着写")
    assert "哪种骗法" in again.text
    await turn(town, town.owner, again, "取消")


@shared_town
async def test_a_clerk_reads_a_tip_aloud_and_the_group_hears_it_right_after(town: Town) -> None:
    clerk = await appoint(town, town.telegram.person("李文书"), "clerk", "taoyuan-village")
    officer = await appoint(town, town.telegram.person("何警官"), "officer", "taoyuan-village")
    group = await placed_group(town, officer, "桃源镇的群", "家长群")
    asked = await answer_to(town, clerk, "/content voice nfc-card-on-phone", "念一遍")
    assert "银行卡别往手机背上贴" in asked.text
    await answer_to(town, clerk, "这样行吗？", "录一段语音")
    clerk.sends_voice(clerk.private(), b"OggS too long", 95)
    await said(town, clerk, "最长 90 秒", len(said_by_bot(town, clerk)))
    before = len(said_by_bot(town, clerk))
    spoken = clerk.sends_voice(clerk.private(), b"OggS a tip read aloud", 21)
    back = await said(town, clerk, "就是这一段", before)
    assert back.voice is not None
    assert spoken.voice is not None
    assert back.voice.file_id == spoken.voice.file_id, "played back"
    await clerk.press(back, "就用这一段", timeout=15)
    await said(town, clerk, "配上了语音")

    resident = town.telegram.person("赵婶")
    resident.says(group, "/tip 银行卡别往手机背上贴")
    await town.telegram.until(lambda: any(one.voice for one in group.messages), 20)
    [tip, aloud] = town.pushes(group)
    assert aloud.voice is not None
    assert aloud.voice.content == b"OggS a tip read aloud"
    assert aloud.reply_to is tip
    assert tip.text.rsplit("编号 ", 1)[1] in aloud.text

    found = await answer_to(town, clerk, "/content voice", "配了语音的提示")
    await clerk.press(found, "停用", timeout=15)
    await said(town, clerk, "停用了")
    assert town.query(
        "SELECT count(*) FROM voices WHERE ended_at IS NULL AND region = 'taoyuan-village'"
    ) == [(0,)]
    assert [one for one in audit(town, clerk) if one.startswith("voice_")] == ["voice_use", "voice_stop"]
