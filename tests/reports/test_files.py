"""Every figure is read back from the files that an office hands in, and equals what was counted by hand."""

from __future__ import annotations

import dataclasses
import errno
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from PIL import Image

from content.regions import load_regions
from content.texts import texts_in
from content.words import Audience, Script
from core.errors import BadTemplate
from core.figures import Figures, Report
from reports import pictures, prose, word
from reports.write import write, write_cases
from tests.reports.samples import FORMULA, empty, full

TEXTS = texts_in(Script.SIMPLIFIED)
REGIONS = load_regions()
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(report: Report, folder: Path) -> dict[str, Path]:
    return {file.suffix: file for file in write(report, REGIONS, TEXTS, folder)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(full(), tmp_path_factory.mktemp("report"))


def paragraphs(pages: Document) -> str:
    return "\n".join(one.text for one in pages.paragraphs)


def rows(pages: Document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in pages.tables[number].rows]


def cells(file: Path, sheet: int) -> dict[str, Any]:
    """A sheet's cells as a reader that does not calculate sees them, by address; a formula as `=…`."""
    with zipfile.ZipFile(file) as book:
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    found: dict[str, Any] = {}
    for cell in tree.iter(f"{SHEET}c"):
        formula, value = cell.find(f"{SHEET}f"), cell.find(f"{SHEET}v")
        inline = cell.find(f"{SHEET}is/{SHEET}t")
        shown = inline.text if inline is not None else value.text if value is not None else None
        found[cell.attrib["r"]] = (f"={formula.text}", shown) if formula is not None else shown
    return found


def test_word_says_every_figure_in_its_table(files: dict[str, Path]) -> None:
    table = {row[0]: row[1:] for row in rows(docx.Document(str(files[".docx"])), 0)}
    before = dataclasses.asdict(full().before)
    for name, value in dataclasses.asdict(full().figures).items():
        label = TEXTS.plain("figure", id=name)
        if value or before[name]:
            assert table[label] == ["—" if one is None else str(one) for one in (value, before[name])]
        else:
            assert label not in table


def test_word_tells_the_week_in_sentences_and_never_a_bare_percentage(files: dict[str, Path]) -> None:
    said = paragraphs(docx.Document(str(files[".docx"])))
    for sentence in (
        "共推送3期（提示1期、答题1期、预警1期），送达7群次，覆盖700人次。",
        "53人次答题，41人次答对",
        "有3群次没有送到。",
        "在线解答群众咨询4次。",
        "宣讲1场、发放资料200份",
        "劝阻1起，避免损失50000.5元。",
        "登记发案2起，损失12500元。",
        "【预警】11月19日 15:00发布，送达2个群，已更正。\n更正为：\n有人冒充班主任收资料费。",
        "发布预警1条，其中更正1条。从动笔到最后一个群收到用了6分钟。",
        "家长群对“刷单返利”还不够警惕：13人次答题，6人次答对（人数少，仅供参考）。",
        "三、典型案例",
        "五、下一步打算",
    ):
        assert sentence in said
    assert "%" not in said
    assert "无法确定" not in said, "what there is nothing to tell about is left out"


def test_excel_holds_every_figure_and_sums_by_formula(files: dict[str, Path]) -> None:
    overview = cells(files[".xlsx"], 1)
    assert (overview["A36"], overview["B36"]) == ("地区", "幸福县")
    assert (overview["A38"], overview["B38"]) == ("本期时间", "2026年11月13日15:00至2026年11月20日15:00")
    told = {overview[f"A{row}"]: (overview[f"C{row}"], overview.get(f"D{row}")) for row in range(2, 36)}
    before = dataclasses.asdict(full().before)
    for name, value in dataclasses.asdict(full().figures).items():
        assert told[TEXTS.plain("figure", id=name)] == (
            str(value),
            None if before[name] is None else str(before[name]),
        )
    assert told["未送达：机器人被移出"] == ("2", "1")
    assert told["未送达：过了时间没送出"] == ("0", "4")
    pushes = cells(files[".xlsx"], 2)
    assert [pushes[f"F{row}"] for row in (2, 3, 4)] == ["3", "2", "2"]
    assert pushes["F5"] == ("=SUBTOTAL(109,F2:F4)", "7")
    assert pushes["J5"] == ("=SUBTOTAL(109,J2:J4)", "61")
    assert pushes["A5"] == "合计"
    offline = cells(files[".xlsx"], 5)
    sums = {offline[f"A{row}"]: (offline[f"D{row}"], offline.get(f"F{row}")) for row in range(6, 10)}
    assert sums == {
        "合计：宣讲": (('=SUMIF(C2:C5,"宣讲",D2:D5)', "1"), None),
        "合计：发放资料": (('=SUMIF(C2:C5,"发放资料",D2:D5)', "200"), None),
        "合计：发案": (('=SUMIF(C2:C5,"发案",D2:D5)', "2"), ('=SUMIF(C2:C5,"发案",F2:F5)', "12500.0")),
        "合计：劝阻": (('=SUMIF(C2:C5,"劝阻",D2:D5)', "1"), ('=SUMIF(C2:C5,"劝阻",F2:F5)', "50000.5")),
    }


def test_what_groups_asked_for_is_said_apart_and_the_sums_agree(tmp_path: Path) -> None:
    """Two tips that a group wished for: sent, but no push of ours."""
    tips = dataclasses.replace(full().kinds[0], sent=5, members=500)
    report = dataclasses.replace(full(), kinds=(tips, *full().kinds[1:]))
    made = written(report, tmp_path)
    assert "其中2群次是群里自己要的提示和题目。" in paragraphs(docx.Document(str(made[".docx"])))
    pushes = cells(made[".xlsx"], 2)
    assert (pushes["C5"], pushes["F5"], pushes["I5"], pushes["J5"]) == ("提示", "2", "200", "0")
    assert pushes["F6"] == ("=SUBTOTAL(109,F2:F5)", "9")
    quiet = dataclasses.replace(empty(), kinds=(dataclasses.replace(tips, pushes=0),))
    assert "本周期无推送。群里自己要了提示和题目5群次。" in prose.summary(TEXTS, quiet)


def test_money_that_nobody_named_is_not_told_as_none() -> None:
    told = dataclasses.replace(
        full(), ledger=tuple(dataclasses.replace(row, money=0) for row in full().ledger)
    )
    said = prose.summary(TEXTS, told)
    assert "劝阻1起。登记发案2起。" in said
    assert said.index("宣讲1场") < said.index("发放资料200份")


def test_a_stranger_who_left_is_no_group_lost() -> None:
    """Its report's sentences agree with its figures."""
    stranger = dataclasses.replace(full().groups[2], confirmed=False)
    kept = [one for one in full().groups if one.care != "left"]
    said = "".join(prose.problems(TEXTS, dataclasses.replace(full(), groups=(*kept, stranger))))
    assert "本期减少" not in said


def test_a_withdrawn_alert_is_named_without_its_words() -> None:
    [alert] = full().alerts
    for state, said in (("withdrawn", "已撤回"), ("corrected", "更正后又撤回")):
        gone = dataclasses.replace(alert, state=state, correction=None)
        [told] = word.alerts_told(TEXTS, dataclasses.replace(full(), alerts=(gone,)))
        assert said in told["fact"]
        assert told["lines"] == []


def test_excel_tells_what_people_asked_by_day_place_choice_and_fraud(files: dict[str, Path]) -> None:
    asked = cells(files[".xlsx"], 6)
    assert [asked[f"{column}2"] for column in "BCDEF"] == ["幸福村", "拿不准，请我看看", "刷单返利", "4", "3"]
    assert [asked.get(f"{column}3") for column in "BCDEF"] == [None, "已经转钱了", None, "1", "1"]
    assert asked["F4"] == ("=SUBTOTAL(109,F2:F3)", "4")


def test_no_cell_from_outside_starts_a_formula(files: dict[str, Path]) -> None:
    groups = cells(files[".xlsx"], 3)
    assert FORMULA in groups.values()
    formulas = [cell for cell in groups.values() if isinstance(cell, tuple)]
    assert formulas
    assert all(formula.startswith("=SUBTOTAL(109,") for formula, _ in formulas)
    with zipfile.ZipFile(files[".xlsx"]) as book:
        assert not [
            name for name in book.namelist() if "hyperlink" in book.read(name).decode("utf-8", "ignore")
        ]


def test_json_names_and_defines_every_figure(files: dict[str, Path]) -> None:
    data = json.loads(files[".json"].read_text(encoding="utf-8"))
    assert data["figures"] == dataclasses.asdict(full().figures)
    assert set(data["definitions"]) == set(data["figures"])
    assert all(data["definitions"].values())
    assert data["kinds"][0]["kind"] == "tip"
    assert set(data["row_definitions"]) <= set(data)
    assert data["row_definitions"]["alerts"].startswith("一条预警一行")
    assert len(data["pushes"]) == 3


def test_pictures_show_the_pushes_and_carry_the_ledgers_photos(files: dict[str, Path]) -> None:
    with zipfile.ZipFile(files[".zip"]) as bundle:
        assert set(bundle.namelist()) == {"push-1.png", "offline-1.jpg", "图片说明.txt"}
        with Image.open(BytesIO(bundle.read("push-1.png"))) as drawn:
            assert drawn.width == 1080
            assert len(set(drawn.convert("L").tobytes())) > 20, "something is drawn on it"
        assert "2026-11-19 劝阻 农商行" in bundle.read("图片说明.txt").decode()


def test_a_sign_without_a_glyph_leaves_no_square() -> None:
    assert pictures.drawable("❤️幸福村🧧\n👉 打96110") == "幸福村\n▶ 打96110"


def test_the_chart_is_as_wide_as_a_phone_shows_it(files: dict[str, Path]) -> None:
    with Image.open(files[".png"]) as chart:
        assert chart.width == 1080
        assert chart.height > 1500, "three charts, one below the other"


def test_an_empty_period_is_an_honest_report(tmp_path: Path) -> None:
    made = written(empty(), tmp_path)
    said = paragraphs(docx.Document(str(made[".docx"])))
    assert "本周期无推送。" in said
    assert "典型案例" not in said
    assert "还没有登记在册的群" in said
    assert "成效" not in said
    assert "三、下一步打算" in said
    assert json.loads(made[".json"].read_text(encoding="utf-8"))["figures"] == dataclasses.asdict(Figures())


def test_the_summary_fits_a_chat() -> None:
    assert len(prose.summary(TEXTS, full())) <= prose.SUMMARY_LIMIT
    parents = dataclasses.replace(full(), scope=dataclasses.replace(full().scope, audience=Audience.PARENT))
    assert "15:00（仅家长群）】" in prose.summary(TEXTS, parents)
    crowded = dataclasses.replace(full(), ledger=full().ledger * 400)
    assert len(prose.summary(TEXTS, crowded)) <= prose.SUMMARY_LIMIT


def test_the_cases_of_a_month_are_a_document_of_their_own(tmp_path: Path) -> None:
    said = paragraphs(docx.Document(str(write_cases(full(), TEXTS, tmp_path))))
    assert "本期共登记电信网络诈骗2起，损失12500元。" in said
    assert "刷单返利：2起，损失12500元。" in said


def test_an_offices_own_template_is_used_and_a_strange_word_in_it_is_named(tmp_path: Path) -> None:
    own = tmp_path / "content"
    (own / "templates").mkdir(parents=True)
    pages = docx.Document(str(word.TEMPLATES / word.SUMMARY))
    pages.add_paragraph("分管领导：{{ leader }}")
    pages.save(str(own / "templates" / word.SUMMARY))
    with pytest.raises(BadTemplate, match="leader"):
        write(full(), REGIONS, TEXTS, tmp_path / "out", own=own)
    assert list((tmp_path / "out").iterdir()) == []
    pages.paragraphs[-1].text = "经办：{{ office"
    pages.save(str(own / "templates" / word.SUMMARY))
    with pytest.raises(BadTemplate):
        write(full(), REGIONS, TEXTS, tmp_path / "out", own=own)
    (own / "templates" / word.SUMMARY).write_text("not Word at all")
    with pytest.raises(BadTemplate, match=word.SUMMARY):
        write(full(), REGIONS, TEXTS, tmp_path / "out", own=own)
    assert list((tmp_path / "out").iterdir()) == []
    pages.paragraphs[-1].text = "经办：{{ office }}"
    pages.save(str(own / "templates" / word.SUMMARY))
    made = {file.suffix: file for file in write(full(), REGIONS, TEXTS, tmp_path / "out", own=own)}
    assert "经办：幸福县公安局反诈中心" in paragraphs(docx.Document(str(made[".docx"])))


def test_a_full_disk_leaves_no_half_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pictures, "pack", full_disk)
    with pytest.raises(OSError, match="No space"):
        write(full(), REGIONS, TEXTS, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
