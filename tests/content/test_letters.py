"""Letters: the reader's day first, three things at most, the office and its phone last; also on paper."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from content.letters import Letterhead, quarter
from content.library import load
from content.render import render, visible
from content.words import Audience, Script
from core.letters import on_paper
from reports.letters import write
from storage.models import Officer, Role
from tests.core.desks import desk, with_phones

HEAD = Letterhead("平安派出所", ("0000-1234510",), date(2026, 11, 24))
LETTERS = load().letters


def said(name: str, head: Letterhead = HEAD, script: Script = Script.SIMPLIFIED) -> str:
    made = render(LETTERS[name], office="平安派出所", code="7K3F-9QX2", script=script, head=head)
    return visible(made.html)


def test_every_audience_has_its_letter_and_two_festivals_theirs() -> None:
    always = [one for one in LETTERS.values() if one.season is None]
    assert {audience for one in always for audience in one.audiences} == set(Audience)
    assert {one.season for one in LETTERS.values()} == {None, "spring_festival", "school_start"}


@pytest.mark.parametrize("name", sorted(LETTERS))
@pytest.mark.parametrize("script", Script)
def test_a_letter_reads_like_one(name: str, script: Script) -> None:
    text = said(name, script=script)
    lines = [line for line in text.splitlines() if line]
    assert 1 <= len(LETTERS[name].things) <= 3
    assert sum(line[:2] in ("1.", "2.", "3.") for line in lines) == len(LETTERS[name].things)
    assert "0000-1234510" in lines[-2], "it ends with the office and its phone"
    assert lines[-2].startswith("平安派出所")
    assert "7K3F-9QX2" in lines[-1]


def test_a_letter_of_no_festival_begins_with_the_time_of_the_year() -> None:
    assert [quarter(date(2026, month, 1)) for month in (1, 4, 7, 10, 12)] == [
        "winter",
        "spring",
        "summer",
        "autumn",
        "winter",
    ]
    assert "天凉了，忙了一天" in said("letter-residents")
    spring = Letterhead("平安派出所", (), date(2027, 4, 1))
    assert "开春了，忙了一天" in said("letter-residents", spring)
    assert "天凉了" not in said("letter-spring-festival")


def test_an_office_without_a_phone_just_signs() -> None:
    alone = Letterhead("平安派出所", (), date(2027, 4, 1))
    assert "电话" not in said("letter-residents", alone).split("110。")[-1]


@pytest.mark.parametrize("name", sorted(LETTERS))
async def test_a_letter_on_paper_has_all_its_words_and_a_slip(name: str, tmp_path: Path) -> None:
    from tests.storage.files import fresh

    async with fresh(tmp_path) as database:
        officer = Officer(user=1, role=Role.OFFICER, region="pingan", name="", active=True)
        words = on_paper(with_phones(desk(database)), LETTERS[name], officer, date(2026, 11, 24))
    page = write({**words, "sender": "甲<乙&丙 <script>"})
    assert zipfile.ZipFile(io.BytesIO(page)).testzip() is None
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(page)).paragraphs)
    for piece in (LETTERS[name].title, LETTERS[name].body, *LETTERS[name].things, "回　执", "签名"):
        assert piece in text
    assert "甲<乙&丙 <script>" in text, "names are words, never markup"
    assert ("我承诺" in text) == LETTERS[name].promise
    assert "{{" not in text
    assert "{%" not in text
    assert "2026年11月24日" in text
    assert "0555-1234510" in words["sender"]


async def test_an_office_may_lay_its_own_template_beside(tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("我们自己的样子：{{ title }}")
    own.save(str(tmp_path / "letter.docx"))
    page = write({"title": "致乡亲们的一封信"}, tmp_path)
    assert Document(io.BytesIO(page)).paragraphs[0].text == "我们自己的样子：致乡亲们的一封信"
