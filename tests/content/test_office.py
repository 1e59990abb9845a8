"""What an office puts into its own folder: wording and numbers in place of ours, faults named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from content.drawing import draw
from content.hotlines import MAINLAND, load_hotlines
from content.kit import to_paste
from content.letters import Letterhead
from content.library import load
from content.office import holds_anything, look_over
from content.office_texts import office_texts
from content.posters import poster_of
from content.render import render
from content.texts import Texts, speak_as, texts_in
from content.words import Script


@pytest.fixture(autouse=True)
def _our_own_voice_afterwards() -> Iterator[None]:
    yield
    speak_as(())


def wording(tmp_path: Path, text: str) -> Path:
    (tmp_path / "texts").mkdir(exist_ok=True)
    (tmp_path / "texts" / "own.ftl").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_office_says_a_sentence_in_its_own_words(tmp_path: Path) -> None:
    folder = wording(tmp_path, "help-check-gone = 没找到，再发一遍嘛。\n")
    own = office_texts(folder)
    assert own.faults == ()
    assert Texts(office=own.files).plain("help-check-gone") == "没找到，再发一遍嘛。"
    assert "找不到" in Texts().plain("help-check-gone")
    speak_as(own.files)
    assert texts_in(Script.SIMPLIFIED).plain("help-check-gone") == "没找到，再发一遍嘛。"
    assert texts_in(Script.TRADITIONAL).plain("help-check-gone") == "沒找到，再發一遍嘛。"
    assert texts_in(Script.SIMPLIFIED).plain("yes") == "是", "all else stays ours"


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        ("no-such-sentence = 你好\n", "no-such-sentence", "is no sentence of ours"),
        ("help-check-gone = 打{ $number }\n", "help-check-gone", "uses $number"),
        ("help-check-gone = <u>再发</u>\n", "help-check-gone", "the tag <u>"),
        ("help-check-gone = <b>再发\n", "help-check-gone", "opens a tag"),
        ("help-check-gone = 看 www.example.com\n", "help-check-gone", "names the link"),
        ("help-check-gone = 打 05551234567\n", "help-check-gone", "names '05551234567'"),
        ("help-check-gone = { yes }\n", "help-check-gone", "points to another sentence"),
        ("help check gone = x\n", "file", "cannot be read near"),
    ],
)
def test_wording_with_a_fault_is_left_out_and_named(
    tmp_path: Path, text: str, field: str, problem: str
) -> None:
    own = office_texts(wording(tmp_path, text))
    assert own.files == ()
    assert [(one.field, problem in one.problem) for one in own.faults] == [(field, True)]


def test_its_own_numbers_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "hotlines.yaml").write_text(
        "emergency: {number: 999, name: 报案}\nadvice: {number: 18222, name: 防骗易}\n"
        'others:\n  - {number: "0755-1234567", name: 银行挂失}\n',
        encoding="utf-8",
    )
    hotlines, faults = load_hotlines(tmp_path)
    assert faults == []
    assert hotlines.emergency.number == "999"
    assert hotlines.phones == {"999", "18222", "07551234567"}
    folder = wording(tmp_path, "help-check-gone = 打 18222，或 07551234567\n")
    assert office_texts(folder, hotlines.phones).faults == ()
    assert look_over(folder)[1] == []


@pytest.mark.parametrize(
    "text", ["emergency: 110\n", "others: [{number: abc, name: 某某}]\n", "others: [\n", "strange: 1\n"]
)
def test_faulty_numbers_leave_the_mainlands_in_force(tmp_path: Path, text: str) -> None:
    (tmp_path / "hotlines.yaml").write_text(text, encoding="utf-8")
    hotlines, faults = load_hotlines(tmp_path)
    assert hotlines == MAINLAND
    assert faults
    assert faults[0].file.name == "hotlines.yaml"


def test_all_faults_of_a_folder_are_found_at_once(tmp_path: Path) -> None:
    assert not holds_anything(tmp_path)
    folder = wording(tmp_path, "no-such-sentence = 你好\n")
    assert holds_anything(folder)
    (tmp_path / "signs").mkdir()
    (tmp_path / "signs" / "nfc.yaml").write_text("fraud_type: nfc\n", encoding="utf-8")
    (tmp_path / "hotlines.yaml").write_text("strange: 1\n", encoding="utf-8")
    (tmp_path / "regions.yaml").write_text("id: x\n", encoding="utf-8")
    _, faults = look_over(folder)
    named = " ".join(str(one) for one in faults)
    assert all(one in named for one in ("own.ftl", "nfc.yaml", "hotlines.yaml", "regions.yaml"))
    assert look_over(None)[1] == []


def test_its_numbers_stand_in_for_the_mainlands_in_all_that_the_library_says(tmp_path: Path) -> None:
    (tmp_path / "hotlines.yaml").write_text(
        "emergency: {number: '999', name: 報案}\nadvice: {number: '18222', name: 防騙易}\n", encoding="utf-8"
    )
    hotlines, faults = load_hotlines(tmp_path)
    assert faults == []
    speak_as((), hotlines.instead)
    library = load()
    head = Letterhead("防騙辦", ("2860-5012",), date(2026, 11, 24))
    for item in library.everything():
        made = render(item, office="防騙辦", code="7K3F-9QX2", script=Script.TRADITIONAL, head=head)
        said = [made.html, made.share, made.caption, *(vars(made.poster).values() if made.poster else ())]
        said += [made.quiz.question, made.quiz.explanation, *made.quiz.options] if made.quiz else []
        assert "96110" not in str(said), item.id
        assert not re.search(r"(?<!\d)110(?!\d)", str(said)), item.id
    tip = library.items["nfc-card-on-phone"]
    poster = poster_of(tip, Script.TRADITIONAL)
    assert poster is not None
    assert poster.hotline == "18222"
    assert "18222" in to_paste(tip, "防騙辦", Script.TRADITIONAL)
    speak_as((), MAINLAND.instead)
    again = poster_of(tip, Script.SIMPLIFIED)
    assert again is not None
    assert again.hotline == "96110"
    assert again.hash != poster.hash, "a poster with another number is another picture"


def test_a_long_number_fits_on_a_poster() -> None:
    speak_as((), {"96110": "0555-123 4567"})
    poster = poster_of(load().items["nfc-card-on-phone"], Script.SIMPLIFIED)
    assert poster is not None
    picture = draw(poster).convert("L")
    width, height = picture.size
    for column in (0, 20, width - 20, width - 1):
        strip = picture.crop((column, height - 180, column + 1, height - 20))
        assert strip.getextrema()[0] == strip.getextrema()[1], "nothing runs over the edge"
