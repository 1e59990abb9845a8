"""An alert in its frame always leaves room for what may be written on it later."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.alert_frame import REASON_LIMIT, Frame, Mark, alert_room, render_alert, render_mark, title_of
from content.render import TooLong, visible
from content.wire import CAPTION_LIMIT, TEXT_LIMIT, utf16_length
from content.words import Script, Severity

OFFICE = "<平安>派出所 & 反诈中心"
TEXT = "有人冒充老师收资料费\n他要什么：扫码交98元。"


def frame(severity: Severity = Severity.WARNING, **more: object) -> Frame:
    values: dict[str, object] = {
        "severity": severity,
        "office": OFFICE,
        "code": "7K3F-9QX2",
        "expires_at": datetime(2026, 12, 24, 10, 30, tzinfo=UTC),
        "zone": ZoneInfo("Asia/Shanghai"),
    }
    return Frame(**(values | more))  # type: ignore[arg-type]  # the fields of a Frame by name


def said(text: str, given: Frame) -> str:
    return visible(render_alert(text, given, Script.SIMPLIFIED).html)


def test_what_a_group_reads() -> None:
    assert said(TEXT, frame()).split("\n\n") == [
        f"🟡【预警】{OFFICE}",
        TEXT,
        "有效到 12月24日 18:30。拿不准，打 96110 问一问。\n编号 7K3F-9QX2",
    ]
    assert said(TEXT, frame(Severity.URGENT)).startswith("🔴【紧急】")
    assert said(TEXT, frame(Severity.NOTICE)).startswith("【提醒】")
    marked = said(TEXT, frame(again=True, corrects="2222-3333", unreviewed=True))
    assert marked.startswith(f"🟡【预警】【更正】【重发】{OFFICE}")
    assert "编号 2222-3333 的那条说错了" in marked
    assert "未经复核" in marked


def test_an_officers_words_stay_words() -> None:
    made = render_alert("<b>1 < 2 & 3</b>", frame(), Script.SIMPLIFIED)
    assert "<b>1 < 2 & 3</b>" in visible(made.html)
    assert "&lt;b&gt;" in made.html


def test_every_detail_of_it_is_in_the_hash() -> None:
    ways = [frame(), frame(Severity.URGENT), frame(again=True), frame(code="2222-2222"), frame(office="别处")]
    hashes = {render_alert(TEXT, one, Script.SIMPLIFIED).hash for one in ways}
    hashes.add(render_alert(TEXT + "。", frame(), Script.SIMPLIFIED).hash)
    hashes.add(render_alert(TEXT, frame(), Script.TRADITIONAL).hash)
    assert len(hashes) == len(ways) + 2


@pytest.mark.parametrize("photo", [False, True])
@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("script", list(Script))
def test_what_fills_the_room_bears_every_mark_and_one_more_character_is_too_long(
    photo: bool, severity: Severity, script: Script
) -> None:
    limit = CAPTION_LIMIT if photo else TEXT_LIMIT
    for corrects in (None, "2222-3333"):
        room = {"severity": severity, "office": OFFICE, "photo": photo, "corrects": corrects is not None}
        text = "字" * alert_room("", **room)  # type: ignore[arg-type]  # by name
        assert alert_room(text, **room) == 0  # type: ignore[arg-type]
        worst = frame(severity, photo=photo, unreviewed=True, again=True, corrects=corrects)
        full = render_alert(text, worst, script).html
        for mark in Mark:
            longest = render_mark(mark, full, OFFICE, "2222-3333", script, "由" * REASON_LIMIT)
            assert utf16_length(visible(longest)) <= limit
        with pytest.raises(TooLong):
            render_alert(text + "多", worst, script)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)


@given(WORDS, WORDS)
def test_room_shrinks_by_exactly_what_is_written(first: str, second: str) -> None:
    given = {"severity": Severity.URGENT, "office": OFFICE}
    both = f"甲{first}乙{second}丙"
    room = alert_room(both, **given)  # type: ignore[arg-type]  # by name
    assert room == alert_room("", **given) - utf16_length(both)  # type: ignore[arg-type]


def test_a_withdrawn_one_keeps_nothing_of_what_it_said() -> None:
    html = render_alert(TEXT, frame(), Script.SIMPLIFIED).html
    over = render_mark(Mark.WITHDRAWN, html, OFFICE, "7K3F-9QX2", Script.SIMPLIFIED, "说错了 <人>")
    assert "资料费" not in over
    assert "【已撤回】" in over
    assert "原因：说错了 <人>" in visible(over)
    struck = render_mark(Mark.CORRECTED, html, OFFICE, "2222-3333", Script.SIMPLIFIED)
    assert f"<s>{html}</s>" in struck
    assert "请看编号 2222-3333" in struck
    assert render_mark(Mark.EXPIRED, html, OFFICE, "", Script.SIMPLIFIED).endswith(html)


def test_its_title_is_one_short_line() -> None:
    assert title_of("  有人冒充老师\n第二行") == "有人冒充老师"
    assert utf16_length(title_of("长" * 90)) == 40
