"""/ledger and /report: what an officer writes down and what they hand in on Friday afternoon."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

from sandbox import Message, Person
from tests.end_to_end.alerting import a_photo
from tests.end_to_end.conftest import SharedTown, said_by_bot, turn
from tests.town import Town

shared_town = SharedTown(seconds=40, AUTO_CONFIRM="true")


async def wrote(town: Town, officer: Person, *, kind: str, line: str) -> Message:
    """An entry of the ledger, written by buttons and one line."""
    officer.writes("/ledger")
    home = await town.said(officer, "线下工作记一笔")
    await turn(town, officer, home, kind)
    officer.writes(line)
    draft = await town.said(officer, "请看看对不对")
    await turn(town, officer, draft, "记下")
    return draft


def files(town: Town, person: Person) -> dict[str, bytes]:
    """What the bot sent that person as files, by the name's end; the 发案通报 as -cases."""
    sent = [one.media for one in said_by_bot(town, person) if one.media and one.media.kind == "document"]
    ends = {(media.name or ""): media.content for media in sent}
    return {"-cases" if "-cases" in name else Path(name).suffix: content for name, content in ends.items()}


@shared_town
async def test_a_clerk_writes_the_day_down_and_puts_it_right(town: Town) -> None:
    clerk = town.telegram.person("小陈")
    clerk.writes("/ledger")
    await town.said(clerk, "给派出所和乡镇同事用的")
    clerk.writes("/start")
    town.owner.writes(f"/officer add {clerk.id} clerk pingan")
    await town.said(town.owner, f"{clerk.id} 现在是")
    page = await wrote(town, clerk, kind="宣讲", line="2场 幸福村文化广场 昨天")
    assert "11月22日 宣讲 2场 幸福村文化广场" in page.text
    await turn(town, clerk, page, "改")
    clerk.writes("3场")
    await town.said(clerk, "还差地点")
    clerk.writes("3场 荷花村")
    draft = await town.said(clerk, "请看看对不对")
    assert "算在平安镇 · 荷花村" in draft.text
    await turn(town, clerk, draft, "记下")
    assert "宣讲 3场 荷花村" in draft.text
    assert town.query("SELECT number, place, deleted_at FROM ledger WHERE officer = ?", clerk.id) == [
        (3, "荷花村", None)
    ]
    await turn(town, clerk, draft, "删掉")
    assert "不再算它" in draft.text
    clerk.writes("/ledger")
    home = await town.said(clerk, "线下工作记一笔")
    await turn(town, clerk, home, "看我这七天记的")
    assert "还没有记过" in home.text
    clerk.writes("/help")
    helped = await town.said(clerk, "同事用的\n/report 写报告")
    assert "/alert" not in helped.text


@shared_town
async def test_friday_afternoon_is_one_tap(town: Town) -> None:
    """A push, a tap, a crime in the ledger; then chart, summary and files, and the same by command."""
    admin, ann = town.telegram.person("王主任"), town.telegram.person("安阿姨")
    group = town.telegram.group("=HYPERLINK(1)村", owner=admin)
    await town.subscribe(group, admin)
    town.owner.writes("/push tip")
    preview = await town.said(town.owner, "发出去就是这样")
    await town.owner.press(preview, "发送")
    await town.telegram.until(lambda: len(town.pushes(group)) == 1)
    await ann.press(town.pushes(group)[0], "我已看")
    admin.says(group, "/status")
    await town.said(group, "最近四周给这个群发了 1 条，大家点“我已看” 1 次。")
    town.owner.writes("/ledger")
    home = await town.said(town.owner, "线下工作记一笔")
    await turn(town, town.owner, home, "发案", "刷单返利")
    town.owner.writes("2起 12000元 平安镇")
    draft = await town.said(town.owner, "请看看对不对")
    await turn(town, town.owner, draft, "记下")
    assert "发案 2起 平安镇（刷单返利），损失 12000 元" in draft.text
    await turn(town, town.owner, draft, "附一张照片")
    town.owner.writes("现在没有")
    await town.said(town.owner, "还没有看到照片")
    # A poster with a code in the picture is no harm here, what the camera wrote is.
    town.owner.sends_photo(town.owner.private(), a_photo(code="https://gov.example/app", place="桃源村3号"))
    await town.said(town.owner, "损失 12000 元，附照片", within=30)
    town.owner.writes("/report")
    panel = await town.said(town.owner, "写报告")
    await turn(town, town.owner, panel, "本周")
    assert "正在写" in panel.text
    await town.telegram.until(lambda: "在写总结和表格" in panel.text, 120)
    await town.telegram.until(lambda: len(files(town, town.owner)) == 4, 120)
    assert panel.text == "写好了，在下面。"
    [chart] = [one for one in said_by_bot(town, town.owner) if one.media and one.media.kind == "photo"]
    assert "反诈宣传" in chart.text
    assert len(chart.text) <= 500
    data = json.loads(files(town, town.owner)[".json"])
    assert data["figures"]["pushes"] == 1
    assert data["figures"]["receipts"] == data["figures"]["people_interacted"] == 1
    with zipfile.ZipFile(BytesIO(files(town, town.owner)[".docx"])) as pages:
        said = pages.read("word/document.xml").decode()
    assert "共推送1期（提示1期），送达1群次" in said
    assert "登记发案2起，损失12000元。" in said
    with zipfile.ZipFile(BytesIO(files(town, town.owner)[".zip"])) as pictures:
        photo, captions = pictures.read("offline-1.jpg"), pictures.read("图片说明.txt").decode()
    assert photo[:2] == b"\xff\xd8"
    assert b"\xe6\xa1\x83" not in photo
    assert "offline-1.jpg\t2026-11-23 发案 平安镇" in captions

    town.owner.writes("/report")
    again = await town.said(town.owner, "写报告", number=1)
    await turn(town, town.owner, again, "上月发案通报")
    await town.telegram.until(lambda: b"word/" in files(town, town.owner).get("-cases", b""), 120)

    out = town.folder / "out"
    day = f"{town.now():%Y-%m-%d}"
    code, printed = await town.command("report", "--from", day, "--to", day, "--out", str(out))
    assert code == 0, printed
    assert sorted(file.suffix for file in out.iterdir()) == [".docx", ".json", ".png", ".xlsx", ".zip"]


@shared_town
async def test_what_cannot_be_reported_is_said_in_one_sentence(town: Town) -> None:
    out = str(town.folder / "never")
    for words, said in (
        (("--from", "2026-11-20", "--to", "2026-11-01"), "请调换一下"),
        (("--from", "2025-01-01", "--to", "2026-11-01"), "一次最多写一年"),
        (("--from", "2026-01-01", "--to", "2026-01-02", "--region", "moon"), "没有“moon”这个地方"),
    ):
        code, printed = await town.command("report", *words, "--out", out)
        assert (code, len(printed.strip().splitlines())) == (2, 1)
        assert said in printed
    assert "never" not in [one.name for one in town.folder.iterdir()]  # a test may wait
    stranger = town.telegram.person("路人")
    stranger.writes("/report")
    await town.said(stranger, "给派出所和乡镇同事用的")
