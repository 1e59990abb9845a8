"""What an officer reads above 提交审批, and at /alert while it waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.handlers import officer_buttons
from bot.views import audits
from bot.views import drafts as views
from bot.views.waits import waits
from content.alert_frame import title_of
from content.texts import texts_in
from content.words import Script, Severity
from core import (
    alert_approval,
    alert_desk,
    alert_life,
    alert_preview,
    alert_waits,
    audit_reading,
    errors,
    feed_errors,
    own_errors,
)
from storage import updates
from tests.core.alerts import OWNER, TEXT
from tests.core.desks import ZONE
from tests.core.test_alert_desk import AUTHOR, CHIEF, COUNTY, button, staffed, submitted, written
from tests.core.test_alert_urgent import pinned, urgent
from tests.storage.files import BOT, NOW, add_group, add_push, fresh

TEXTS = texts_in(Script.SIMPLIFIED)
NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)
NIGHT = datetime(2026, 11, 23, 23, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("severity", "now", "said"),
    [
        (Severity.NOTICE, NOON, "现在发，马上到，群里会响。"),
        (Severity.URGENT, NIGHT, "“紧急”照样响铃"),
        (Severity.WARNING, NIGHT, "马上到，但不响铃。要响铃，把轻重改成“紧急”"),
        (Severity.NOTICE, NIGHT, "“提醒”等到 11月24日 07:30 再发"),
    ],
)
async def test_the_preview_says_how_it_sounds_at_this_hour(
    severity: Severity, now: datetime, said: str, tmp_path: Path
) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await written(town, now=now, severity=severity)
        assert said in views.preview(TEXTS, town, look).html


async def test_the_preview_names_whom_it_would_trouble(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        full, _ = [await add_group(database, chat) for chat in (-1, -7)]
        for number in range(2):
            await add_push(database, [full], f"p{number}")
        first = await submitted(town)
        look = await written(town, f"{first.alert.text}！", by=COUNTY)
        html = views.preview(TEXTS, town, look).html
        assert "今天已经收过两条的群 1 个：群-1" in html
        assert "其中 1 个群没选所在地：群-7" in html
        assert f"差不多的：{title_of(first.alert.text)}（编号 {first.alert.code}）" in html
        assert f"还能再写 {look.room} 个字" in html


async def test_alert_alone_says_who_can_be_reached_and_offers_to_send_alone_in_time(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        assert await alert_waits.of_author(town, AUTHOR, now=NOW) == []
        await pinned(town)
        await urgent(town)
        assert await alert_waits.of_author(town, CHIEF, now=NOW) == [], "it is the author's own"
        [fresh_one] = await alert_waits.of_author(town, AUTHOR, now=NOW)
        screen = waits(TEXTS, fresh_one, last=False)
        assert "刚刚交的" in screen.html
        assert "联系得上 1/2）：负责人 1001（联系不上）、所长 张所长" in screen.html
        assert [button.action for row in screen.rows for _, button in row] == ["waiting_edit", "waiting_drop"]
        late = NOW + timedelta(minutes=12)
        [one] = await alert_waits.of_author(town, AUTHOR, now=late)
        screen = waits(TEXTS, one, last=True)
        assert "交了 12 分钟" in screen.html
        assert [button.action for row in screen.rows[1:] for _, button in row] == [
            "waiting_urgent",
            "draft_anew",
        ]
        async with database.unit() as unit:
            await updates.set_mark(unit, BOT, "urgent_off", "1")
        [one] = await alert_waits.of_author(town, AUTHOR, now=late)
        assert not one.alone
        assert await alert_preview.who_approves(town, one.alert) == one.approvers


async def test_a_correction_is_not_said_to_repeat_what_it_corrects(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        await alert_approval.approve(town, CHIEF, await button(town, CHIEF.user, look), now=NOW)
        wrong = look.alert.id
        right = await alert_life.begin_correction(town, OWNER, wrong, key="c", now=NOW)
        right = (await alert_desk.write(town, OWNER, right.id, f"{TEXT}。", key="w", now=NOW)).alert
        assert (await alert_preview.look(town, right, now=NOW)).similar is None
        other = await written(town, f"{TEXT}！", by=COUNTY)
        assert other.similar is not None
        assert other.similar.id == wrong


async def test_the_audit_names_choices_as_officers_call_them(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await written(town, severity=Severity.URGENT, life_hours=6)
        shown = await audit_reading.last(town, OWNER, limit=9)
        html = audits.page(TEXTS, shown, ZONE, 9).html
        assert "李警官：改了选项" in html
        assert "轻重 有效" in html


@pytest.mark.parametrize(
    ("action", "subject", "said"),
    [
        ("refused", "approve_yes OwnAlert", "被拒 批准（自己写的不能自己批）"),
        ("refused", "approve_no_for AlertDecided", "被拒 驳回（别人先办了）"),
        ("refused", "alert AlertRefused only_link", "被拒 写预警（写法不行，只有网址）"),
        ("refused", f"alert group {'ab' * 16}", "被拒 写预警（在群里发的，ababab）"),
        ("refused", "officer", "被拒 管人"),
        ("officer_add", "2009 chief pingan", "加人 2009 所长 pingan"),
        ("officer_opened", f"chief {'ab' * 16}", "打开邀请 所长 ababab"),
        ("group_confirm", "-100 officer group", "确认入群 -100 officer group"),
    ],
)
def test_the_audit_speaks_as_officers_do(action: str, subject: str, said: str) -> None:
    page = audit_reading.Page([audit_reading.Entry(NOON, "李警官", action, subject)], 0, False)
    assert f"李警官：{said}\n" in audits.page(TEXTS, page, ZONE, 9).html + "\n"


def test_whatever_is_refused_has_its_words_in_the_audit() -> None:
    modules = (errors, feed_errors, own_errors)
    kinds = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    refusals = {one.__name__ for one in kinds if issubclass(one, errors.CoreError)} - {"CoreError"}
    pressed = {beginning.rstrip("_") for beginning, _, _ in officer_buttons.TABLE}
    strange = {word for word in refusals | pressed if audits.called(TEXTS, word) == word}
    assert strange == set()
