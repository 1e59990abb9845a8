"""Whatever is wrong with a file, the operator reads which file, which field and what to do, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.faults import WHYS
from content.library import load
from content.texts import texts_in
from content.words import Script

TEXTS = texts_in(Script.SIMPLIFIED)
TIP = """---
kind: tip
fraud_type: rebate
audiences: [village]
title: 我们镇上的提醒
action: 拿不准，打96110问一问。
source: 平安派出所，2026-11-01
reviewed: 2026-11-01
---
镇东头这两天有人挨家推销“返现卡”，说存一千返三百。钱一交，人就找不着了。
"""
QUESTION = """---
kind: question
fraud_type: rebate
audiences: [village]
title: 返现卡
options: [买一张, 问邻居, 打96110]
right: 3
explanation: 存钱返钱都是套。
remember: 先打96110。
difficulty: 1
source: 平安派出所，2026-11-01
reviewed: 2026-11-01
---
有人上门推销“返现卡”，您会怎么办？
"""
CASES = [
    (TIP, "title: 我们镇上的提醒\n", "", "title", "补上"),
    (TIP, "rebate", "sorcery", "fraud_type", "“sorcery”不在单子里"),
    (TIP, "[village]", "[city]", "audiences.1", "village"),
    (TIP, "[village]", "[]", "audiences", "至少写 1 个"),
    (TIP, "[village]", "village", "audiences", "照着自带的文件"),
    (TIP, "kind: tip", "kind: quiz", "kind", "tip, case"),
    (TIP, "source:", "colour: red\nsource:", "colour", "删掉"),
    (TIP, "我们镇上的提醒", "提醒" * 20, "title", "有 40 个字，最多 24 个"),
    (TIP, "我们镇上的提醒", "提醒" * 70, "title", "最多 120 个字"),
    (TIP, "我们镇上的提醒", "我", "title", "至少写 2 个字"),
    (TIP, "reviewed: 2026-11-01", "reviewed: 去年", "reviewed", "2026-11-01"),
    (TIP, "title: 我们", "title: 我们: [", "文件头", "引号"),
    (TIP, "钱一交", "看 www.example.com", "body", "www.example.com"),
    (TIP, "打96110", "打4001234567", "action", "4001234567"),
    (QUESTION, "right: 3", "right: 4", "right", "只有 3 个选项"),
    (QUESTION, "right: 3", "right: 5", "right", "是 4"),
    (QUESTION, "right: 3", "right: 三", "right", "整数"),
    (QUESTION, "问邻居", "买一张", "options", "一样"),
    (QUESTION, "存钱返钱都是套。", '"一\\n二\\n三\\n都是套。"', "explanation", "最多 2 处"),
]


@pytest.mark.parametrize(("text", "old", "new", "field", "cure"), CASES)
def test_file_field_and_cure_are_named_in_chinese(
    tmp_path: Path, text: str, old: str, new: str, field: str, cure: str
) -> None:
    shelf = tmp_path / ("questions" if text is QUESTION else "tips")
    shelf.mkdir()
    assert old in text
    (shelf / "mine.md").write_text(text.replace(old, new), encoding="utf-8")
    said = [fault.sentence(TEXTS) for fault in load(office=tmp_path).faults]
    [mine] = [one for one in said if f"：{field}：" in one]
    assert mine.startswith(f"{shelf / 'mine.md'}：")
    assert cure in mine
    told = mine.rpartition(f"：{field}：")[2]
    assert not re.search(r"should|input|character|valid|Value", told, re.IGNORECASE), told


def test_a_name_that_cannot_be_an_id(tmp_path: Path) -> None:
    (tmp_path / "tips").mkdir()
    (tmp_path / "tips" / "Bad_Name.md").write_text(TIP, encoding="utf-8")
    [fault] = load(office=tmp_path).faults
    assert "小写英文" in fault.sentence(TEXTS)


def test_every_reason_has_its_sentence() -> None:
    ours = {"choice", "link", "hotline", "length", "right", "same", "lines", "taken", "encoding", "yaml"}
    assert all(TEXTS.has(f"fault-{why}") for why in {*WHYS.values(), *ours, "shape", "other"})
