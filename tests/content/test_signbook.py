"""The language of the signs, and an office's own sign files: faults are named, and ours go on working."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.check import check
from content.pattern_reading import BadPattern, expand
from content.patterns import Lexicon
from content.signbook import BUILTIN, sign_book

LISTS = {"pay": ("转(账|钱)", "打款"), "fee": ("手续费",), "both": ("{pay}|{fee}",), "round": ("{round}",)}


def found(pattern: str, text: str) -> bool:
    lexicon = Lexicon(LISTS)
    node = lexicon.pattern(pattern)
    return bool(lexicon.scan(text).find(node))


@pytest.mark.parametrize(
    ("pattern", "text", "there"),
    [
        ("先垫(付|资)?", "请先垫", True),
        ("先垫(付|资)?", "请先垫资三千", True),
        ("先垫(付|资)", "请先垫", False),
        ("{pay}到", "马上转账到这里", True),
        ("{pay}到", "马上转账马上到", False),
        ("{fee} ~4 {pay}", "手续费请您转账", True),
        ("{fee} ~4 {pay}", "手续费请您现在就转账", False),
        ("{fee} ~4 {pay}", "转账手续费", False),
        ("{fee} & {pay}", "转账的手续费", True),
        ("{both}吧", "手续费吧", True),
        ("甲|乙…丁", "乙丙丁", True),
        ("甲|乙…丁", "乙丙", False),
        ("(甲|{pay})…款", "打款借款", True),
        ("[甲乙]车", "乙车", True),
        ("转{sum}", "转五千", True),
        ("转{sum}", "转8000元", True),
        ("转{sum}", "转告", False),
        ("加{number}", "加738291006", True),
        ("看{link}", "看http://t.cn/x", True),
        ("QQ群", "qq群", True),
    ],
)
def test_patterns_mean_what_they_say(pattern: str, text: str, there: bool) -> None:
    assert found(pattern, text) is there


@pytest.mark.parametrize(
    "pattern", ["(甲", "甲)", "甲~", "", "甲||乙", "{nothing}", "{round}", "甲?", "[甲", "a*"]
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        found(pattern, "")


def test_expanding() -> None:
    assert sorted(expand("转(账|钱)?")) == ["转", "转账", "转钱"]


def office(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / "signs").mkdir(exist_ok=True)
    (tmp_path / "signs" / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_office_may_put_its_own_signs_in_place_of_ours(tmp_path: Path) -> None:
    ours = (BUILTIN / "nfc.yaml").read_text(encoding="utf-8")
    text = "请把卡片塞进小盒子，再对着小盒子念密码"
    own = office(tmp_path, "nfc.yaml", ours.replace("nfc|碰一碰", "小盒子|nfc|碰一碰"))
    assert sign_book(own).faults == ()
    assert check(sign_book(), text) == ()
    assert next(one.fraud_type for one in check(sign_book(own), text + "，贴卡在手机背面")) == "nfc"


def test_a_faulty_file_leaves_the_offices_others_in_use(tmp_path: Path) -> None:
    ours = (BUILTIN / "nfc.yaml").read_text(encoding="utf-8")
    office(tmp_path, "nfc.yaml", ours.replace("nfc|碰一碰", "小盒子|nfc|碰一碰"))
    own = office(tmp_path, "loan.yaml", "fraud_type: loan\n  tip: [\n")
    book = sign_book(own)
    assert {fault.file.name for fault in book.faults} == {"loan.yaml"}
    text = "请把卡片塞进小盒子，再对着小盒子念密码，贴卡在手机背面"
    assert next(one.fraud_type for one in check(book, text)) == "nfc"
    assert len(book.schemes) == len(sign_book().schemes)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("fraud_type: nothing\ntip: x\nneeds: [a]\nsigns: {}\n", "fraud_type", "is not one of"),
        ("fraud_type: nfc\n  tip: [\n", "file", "not valid YAML near line"),
        (
            "fraud_type: nfc\ntip: nfc-card-on-phone\nneeds: [b]\n"
            "signs:\n  a: {name: 贴卡, weight: 3, any: [贴卡]}\n",
            "needs",
            "'b' is no sign of this file",
        ),
        (
            "fraud_type: nfc\ntip: nfc-card-on-phone\nneeds: [a]\ncounts: [nobody]\n"
            "signs:\n  a: {name: 贴卡, weight: 3, any: [贴卡]}\n",
            "counts",
            "'nobody' is no sign of common.yaml",
        ),
        (
            "fraud_type: nfc\ntip: nfc-card-on-phone\nneeds: [a]\n"
            "signs:\n  a: {name: 贴卡, weight: 3, any: ['(贴卡']}\n",
            "signs.a",
            "opens a bracket",
        ),
        (
            "fraud_type: nfc\ntip: nfc-card-on-phone\nneeds: [a]\n"
            "signs:\n  a: {name: 请打12345678, weight: 3, any: [贴卡]}\n",
            "signs.a.name",
            "closed list of hotlines",
        ),
    ],
)
def test_a_fault_is_named_and_ours_stay_in_use(tmp_path: Path, text: str, where: str, what: str) -> None:
    book = sign_book(office(tmp_path, "nfc.yaml", text))
    assert next((fault.field, what in fault.problem, fault.file.name) for fault in book.faults) == (
        where,
        True,
        "nfc.yaml",
    )
    assert len(book.schemes) == len(sign_book().schemes)
    assert next(one.fraud_type for one in check(book, "打开NFC，把银行卡贴在手机背面别拿开")) == "nfc"
