"""Writing an alert, looking at it, and the second person's word: on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.views import approvals
from content.texts import texts_in
from content.words import Audience, Script, Severity
from core import (
    alert_approval,
    alert_cards,
    alert_desk,
    alert_life,
    alert_preview,
    alert_standing,
    alert_urgent,
    audit,
    officers,
)
from core.alert_preview import Look, Sound
from core.desk import Desk
from core.errors import (
    AlertChanged,
    AlertDecided,
    AlertOver,
    AlertPast,
    AlertRefused,
    AlertTooLong,
    NamesSomebody,
    NobodyToReach,
    NoDraft,
    NoRight,
    NotYourRegion,
    OwnAlert,
    UsedButton,
)
from core.officers import NewButton
from storage import alerts, drafts, groups
from storage import audit as audit_rows
from storage import officers as officer_rows
from storage.alerts import Alert, AlertState
from storage.database import Database
from storage.models import Button, Officer, Role
from tests.core.alerts import OWNER, TEXT, draft, launch, read
from tests.core.desks import ZONE, desk
from tests.storage.files import BOT, NOW, add_group, add_push, fresh

AUTHOR = Officer(user=2001, role=Role.OFFICER, region="pingan", name="李警官", active=True)
CHIEF = Officer(user=2002, role=Role.CHIEF, region="pingan", name="张所长", active=True)
OTHER = Officer(user=2003, role=Role.CHIEF, region="heping", name="外地所长", active=True)
COUNTY = Officer(user=2004, role=Role.OFFICER, region=None, name="县里的", active=True)


async def staffed(database: Database, **rules: Any) -> Desk:
    """A desk with an author, a chief of theirs and one of elsewhere, and two groups in their town."""
    town = desk(database)
    town = replace(town, rules=replace(town.rules, **rules))
    async with database.unit() as unit:
        for one in (AUTHOR, CHIEF, OTHER, COUNTY):
            await officer_rows.put(
                unit, BOT, one.user, role=one.role, region=one.region, name=one.name, by=1001, now=NOW
            )
            if one is not OTHER:
                await officer_rows.activate(unit, BOT, one.user, one.name, now=NOW)
    for number in (1, 2):
        group = await add_group(database, -number)
        async with database.unit() as unit:
            await groups.change(unit, group.id, region="pingan", members=100 * number)
    return town


async def written(
    town: Desk, text: str = TEXT, by: Officer = AUTHOR, now: datetime = NOW, **wanted: Any
) -> Look:
    made = await alert_desk.begin_with(town, by, text, key=f"{text[:20]}{now}", now=now)
    alert = (
        await alert_desk.choose(town, by, made.alert.id, key=f"choose{made.alert.id}", now=now, **wanted)
        if wanted
        else made.alert
    )
    return await alert_preview.look(town, alert, now=now)


async def button(town: Desk, user: int, look: Look, now: datetime = NOW, **more: Any) -> Button:
    [key] = await officers.lay_out(town, user, [NewButton("x", alert_approval.shown(look) | more)], now=now)
    return await officers.pressed(town, user, key, now=now)


async def submitted(town: Desk, by: Officer = AUTHOR, now: datetime = NOW, **wanted: Any) -> Look:
    """An alert that waits, as its approvers see it."""
    look = await written(town, by=by, now=now, **wanted)
    await alert_approval.submit(town, by, await button(town, by.user, look, now), card=7, now=now)
    return await alert_preview.look(town, await read(town, look.alert.id), now=now)


async def actions(town: Desk) -> list[str]:
    async with town.database.reading() as unit:
        return [row.action for _, row in await audit_rows.rows(unit, BOT)]


# Writing


async def test_words_make_a_draft_with_the_usual_choices(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        made = await alert_desk.begin_with(town, AUTHOR, f"  {TEXT}\n看abc.com ", key="a", now=NOW)
        one = made.alert
        assert one.text == TEXT + "\n看abc点com"
        assert made.changed == (("看abc.com", "看abc点com"),)
        assert (one.audiences, one.region, one.severity) == (tuple(Audience), "pingan", Severity.WARNING)
        assert (one.life_hours, one.fraud_type, one.state) == (24, "school_fee", AlertState.DRAFT)
        another = await alert_desk.begin(town, AUTHOR, key="b", now=NOW)
        assert (await read(town, one.id)).state is AlertState.DROPPED
        assert await alert_desk.unfinished(town, AUTHOR) == another
        assert await alert_desk.unfinished(town, CHIEF) is None
        with pytest.raises(NoDraft):
            await alert_desk.choose(town, CHIEF, another.id, key="c1", now=NOW, pin=True)
        with pytest.raises(NoDraft):
            await alert_desk.write(town, AUTHOR, one.id, TEXT, key="c", now=NOW)
        await alert_desk.drop(town, AUTHOR, another.id, key="d", now=NOW)
        assert await alert_desk.unfinished(town, AUTHOR) is None


async def test_a_region_outside_ones_own_is_refused(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        one = (await alert_desk.begin_with(town, AUTHOR, TEXT, key="a", now=NOW)).alert
        for region in ("heping", None):
            with pytest.raises(NotYourRegion):
                await alert_desk.choose(town, AUTHOR, one.id, key="c2", now=NOW, region=region)
        narrowed = await alert_desk.choose(town, AUTHOR, one.id, key="c3", now=NOW, region="hehua-village")
        assert narrowed.version == one.version + 1
        # Segments go with their audience.
        chosen = await alert_desk.choose(
            town, AUTHOR, one.id, key="c4", now=NOW, segments=("elderly", "teacher")
        )
        kept = await alert_desk.choose(town, AUTHOR, one.id, key="c5", now=NOW, audiences=(Audience.PARENT,))
        assert chosen.segments == ("elderly", "teacher")
        assert kept.segments == ("teacher",)


@pytest.mark.parametrize(
    "text", ["", " \u200b", "https://gov.cn", "<b>注意</b>骗子", "注意\u202e骗子", "看 t.cn/x 吧"]
)
async def test_a_text_that_cannot_stand_changes_nothing(text: str, tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database, links=frozenset({"gov.cn"}))
        one = (await alert_desk.begin_with(town, AUTHOR, TEXT, key="a", now=NOW)).alert
        with pytest.raises(AlertRefused):
            await alert_desk.begin_with(town, AUTHOR, text, key="b", now=NOW)
        with pytest.raises(AlertRefused):
            await alert_desk.write(town, AUTHOR, one.id, text, key="c", now=NOW)
        assert await alert_desk.unfinished(town, AUTHOR) == one


async def test_the_last_character_fits_and_one_more_does_not(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        empty = await alert_desk.begin(town, AUTHOR, key="a", now=NOW)
        room = (await alert_preview.look(town, empty, now=NOW)).room
        full = await alert_desk.write(town, AUTHOR, empty.id, "字" * room, key="b", now=NOW)
        assert (await alert_preview.look(town, full.alert, now=NOW)).room == 0
        with pytest.raises(AlertTooLong) as long:
            await alert_desk.write(town, AUTHOR, empty.id, "字" * (room + 1), key="c", now=NOW)
        assert long.value.over == 1
        assert await alert_desk.unfinished(town, AUTHOR) == full.alert
        with pytest.raises(AlertTooLong):
            await alert_desk.illustrate(town, AUTHOR, empty.id, b"jpeg", key="d", now=NOW)
        await alert_desk.write(town, AUTHOR, empty.id, TEXT, key="e", now=NOW)
        pictured = await alert_desk.illustrate(town, AUTHOR, empty.id, b"jpeg", key="f", now=NOW)
        again = await alert_desk.illustrate(town, AUTHOR, empty.id, b"jpeg", key="g", now=NOW)
        assert pictured.media == again.media is not None
        assert (await alert_desk.illustrate(town, AUTHOR, empty.id, None, key="h", now=NOW)).media is None


# Looking


async def test_the_preview_says_whom_it_reaches_and_who_may_approve(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await add_group(database, -3, Audience.PARENT)
        look = await written(town, by=COUNTY)
        assert [(one.audience, one.groups, one.members) for one in look.reaches] == [
            (Audience.VILLAGE, 2, 300),
            (Audience.PARENT, 1, 0),
        ]
        assert look.unplaced == ("群-3",)
        assert [(one.user, one.reached) for one in look.approvers] == [(1001, False)], "no county chief"
        mine = await written(town)
        assert mine.unplaced == ()
        assert [(one.user, one.reached) for one in mine.approvers] == [(1001, False), (2002, True)]
        await officers.activate(town, 1001, "周所长", now=NOW)
        again = await alert_preview.look(town, mine.alert, now=NOW)
        assert [(one.name, one.reached) for one in again.approvers] == [("周所长", True), ("张所长", True)]
        chiefs = await written(town, by=CHIEF)
        assert [one.user for one in chiefs.approvers] == [1001], "nobody approves their own"
        assert "平安派出所" in look.html
        assert TEXT.splitlines()[0] in look.html


async def test_how_it_sounds_follows_the_hour_and_the_severity(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        night = datetime(2026, 11, 23, 23, tzinfo=ZONE)
        assert {alert_preview.sound(town, one, NOW) for one in Severity} == {Sound.PLAIN}
        assert [alert_preview.sound(town, one, night) for one in Severity] == [
            Sound.WAITS,
            Sound.SILENT,
            Sound.RINGS,
        ]


async def test_the_preview_warns_of_a_repetition_and_of_full_groups(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        first = await submitted(town)
        assert first.similar is None
        look = await written(town, TEXT + "！", by=CHIEF)
        assert look.similar is not None
        assert look.similar.id == first.alert.id
        assert (await written(town, "冒充老板的人又来了，财务要当心。", by=CHIEF)).similar is None
        later = NOW + timedelta(hours=25)
        await alert_approval.reject(town, CHIEF, alert_approval.shown(first), "again", key="r", now=NOW)
        assert (await written(town, TEXT, by=CHIEF, now=later)).similar is None
        group = await add_group(database, -1)
        for number in range(2):
            await add_push(database, [group], f"p{number}")
        full = await written(town)
        assert full.full == ("群-1",)


# Deciding


async def test_a_second_person_decides_once_and_is_told_who_was_quicker(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        assert look.alert.state is AlertState.WAITING
        async with database.reading() as unit:
            asks = await drafts.asks_of(unit, look.alert.id, look.alert.version)
        assert {one.user: one.message for one in asks} == {2001: 7, 1001: None, 2002: None}
        with pytest.raises(OwnAlert):
            await alert_approval.approve(town, AUTHOR, await button(town, AUTHOR.user, look), now=NOW)
        with pytest.raises(NotYourRegion):
            await alert_approval.approve(town, OTHER, await button(town, OTHER.user, look), now=NOW)
        forged = await button(town, CHIEF.user, look, hash="0" * 64)
        with pytest.raises(AlertChanged):
            await alert_approval.approve(town, CHIEF, forged, now=NOW)
        assert (await read(town, look.alert.id)).state is AlertState.WAITING
        one, other = await button(town, CHIEF.user, look), await button(town, OWNER.user, look)
        ends = await asyncio.gather(
            alert_approval.approve(town, CHIEF, one, now=NOW),
            alert_approval.approve(town, OWNER, other, now=NOW),
            return_exceptions=True,
        )
        assert sorted(type(end).__name__ for end in ends) == ["Alert", "AlertDecided"]
        sent = await read(town, look.alert.id)
        assert sent.state is AlertState.SENDING
        assert sent.expires_at == look.expires_at
        for who, pressed in ((CHIEF, one), (OWNER, other)):
            with pytest.raises(AlertDecided) as quicker:
                await alert_approval.approve(town, who, pressed, now=NOW)
            assert quicker.value.how == "approved"
            assert quicker.value.who == ("张所长" if sent.decided_by == CHIEF.user else "1001")
        assert (await actions(town)).count("alert_approve") == 1
        assert (await audit.verify(database, BOT)).broken is None


async def test_a_press_handled_again_after_a_crash_ends_as_it_did(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        press = await button(town, CHIEF.user, await submitted(town))
        for _ in range(2):
            decided = await alert_approval.approve(town, CHIEF, press, tap="77", now=NOW)
            assert decided.code == (await read(town, decided.id)).code
        with pytest.raises(AlertDecided):
            await alert_approval.approve(town, CHIEF, press, tap="78", now=NOW)
        assert (await actions(town)).count("alert_approve") == 1
        other = (await submitted(town)).alert
        payload = {"alert": other.id, "version": other.version}
        for _ in range(2):
            await alert_approval.reject(town, CHIEF, payload, "先核实", key="b:1:79", now=NOW)
        assert (await read(town, other.id)).state is AlertState.REJECTED
        assert (await actions(town)).count("alert_reject") == 1


async def test_an_edit_voids_what_others_were_shown(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        approval = await button(town, CHIEF.user, look)
        fresh_draft = await alert_approval.take_back(town, AUTHOR, look.alert.id, key="t", now=NOW)
        assert (fresh_draft.state, fresh_draft.version) == (AlertState.DRAFT, look.alert.version + 1)
        with pytest.raises(AlertChanged):
            await alert_approval.approve(town, CHIEF, approval, now=NOW)
        again = await alert_preview.look(town, fresh_draft, now=NOW)
        await alert_approval.submit(town, AUTHOR, await button(town, 2001, again), card=8, now=NOW)
        with pytest.raises(AlertChanged):
            await alert_approval.approve(town, CHIEF, approval, now=NOW)
        assert (await read(town, look.alert.id)).state is AlertState.WAITING


async def test_what_is_submitted_is_what_was_shown(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await written(town)
        first = await button(town, 2001, look)
        changed = await alert_desk.choose(
            town, AUTHOR, look.alert.id, key="c6", now=NOW, severity=Severity.URGENT
        )
        with pytest.raises(AlertChanged):
            await alert_approval.submit(town, AUTHOR, first, card=None, now=NOW)
        fresh_look = await alert_preview.look(town, changed, now=NOW)
        second = await button(town, 2001, fresh_look)
        renamed = replace(town, rules=replace(town.rules, office="别的派出所"))
        with pytest.raises(AlertChanged):
            await alert_approval.submit(renamed, AUTHOR, second, card=None, now=NOW)
        moved = replace(AUTHOR, region="heping")
        with pytest.raises(NotYourRegion):
            await alert_approval.submit(town, moved, second, card=None, now=NOW)
        await alert_approval.submit(town, AUTHOR, second, card=None, now=NOW)
        with pytest.raises((UsedButton, NoDraft)):
            await alert_approval.submit(town, AUTHOR, second, card=None, now=NOW)


async def test_a_name_is_asked_about_and_an_empty_place_is_refused(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await written(town, "村民王小明被人冒充老师骗了钱。")
        assert look.named
        with pytest.raises(NamesSomebody):
            await alert_approval.submit(town, AUTHOR, await button(town, 2001, look), card=None, now=NOW)
        sure = await button(town, 2001, look, nameless=True)
        waiting, launched = await alert_approval.submit(town, AUTHOR, sure, card=None, now=NOW)
        assert (waiting.state, launched) == (AlertState.DRAFT, False)
        nowhere = await written(town, region="hehua-village")
        with pytest.raises(NobodyToReach):
            await alert_approval.submit(town, AUTHOR, await button(town, 2001, nowhere), card=None, now=NOW)


async def test_one_person_is_enough_where_the_operator_says_so(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database, two_person=False)
        look = await written(town)
        press = await button(town, 2001, look)
        _, launched = await alert_approval.submit(town, AUTHOR, press, card=5, now=NOW)
        assert launched
        sent = await read(town, look.alert.id)
        assert (sent.state, sent.decided_by) == (AlertState.SENDING, 2001)
        with pytest.raises(NoDraft):
            await alert_approval.submit(town, AUTHOR, press, card=5, now=NOW)


async def test_a_rejection_comes_back_with_its_reason(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        shown = alert_approval.shown(look)
        with pytest.raises(OwnAlert):
            await alert_approval.reject(town, AUTHOR, shown, "x", key="a", now=NOW)
        await alert_approval.reject(town, CHIEF, shown, "先核实", key="b", now=NOW)
        rejected = await read(town, look.alert.id)
        assert (rejected.state, rejected.reason, rejected.decided_by) == (AlertState.REJECTED, "先核实", 2002)
        with pytest.raises(AlertDecided) as quicker:
            await alert_approval.approve(town, OWNER, await button(town, 1001, look), now=NOW)
        assert quicker.value.how == "rejected"
        back = await alert_approval.take_back(town, AUTHOR, look.alert.id, key="c", now=NOW)
        assert (back.state, back.reason, back.decided_by) == (AlertState.DRAFT, None, None)


async def test_what_the_author_gave_up_or_is_past_is_not_sent(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town, life_hours=6)
        late = NOW + timedelta(hours=7)
        with pytest.raises(AlertOver):
            await alert_approval.approve(town, CHIEF, await button(town, 2002, look, late), now=late)
        assert (await read(town, look.alert.id)).state is AlertState.WAITING
        with pytest.raises(NoDraft):
            await alert_approval.give_up(town, CHIEF, look.alert.id, key="x", now=NOW)
        await alert_approval.give_up(town, AUTHOR, look.alert.id, key="y", now=NOW)
        with pytest.raises(AlertDecided) as dropped:
            await alert_approval.approve(town, CHIEF, await button(town, 2002, look), now=NOW)
        assert dropped.value.how == "dropped"


async def test_what_waits_past_its_time_lapses_and_can_be_submitted_anew(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        late = NOW + timedelta(hours=6)
        old = await written(town, life_hours=6)
        press = await button(town, 2001, old)
        with pytest.raises(AlertPast):
            await alert_approval.submit(town, AUTHOR, press, card=7, now=late)
        await alert_approval.submit(town, AUTHOR, press, card=7, now=NOW)
        await alert_life.tend(town, now=late - timedelta(seconds=1))
        assert (await read(town, old.alert.id)).state is AlertState.WAITING
        await alert_life.tend(town, now=late)
        said = {card.ask.user: card for card in await alert_cards.due(town)}
        assert {card.says for card in said.values()} == {alert_cards.Says.LAPSED}
        told = approvals.author_told(texts_in(Script.SIMPLIFIED), said[AUTHOR.user])
        assert told is not None
        assert [meant.action for row in told.rows for _, meant in row] == ["waiting_edit"]
        with pytest.raises(AlertDecided) as decided:
            await alert_approval.approve(town, CHIEF, await button(town, 2002, old, late), now=late)
        assert decided.value.how == "lapsed"
        back = await alert_approval.take_back(town, AUTHOR, old.alert.id, key="t", now=late)
        anew = await alert_preview.look(town, back, now=late)
        again = await button(town, 2001, anew, late)
        await alert_approval.submit(town, AUTHOR, again, card=8, now=late)
        assert (await read(town, old.alert.id)).state is AlertState.WAITING


async def test_an_office_lost_since_the_press_decides_nothing(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        press = await button(town, CHIEF.user, look)
        await officers.dismiss(town, OWNER, CHIEF.user, key="gone", now=NOW)
        with pytest.raises(NoRight):
            await alert_approval.approve(town, CHIEF, press, now=NOW)
        with pytest.raises(NoRight):
            await alert_approval.reject(town, CHIEF, press.payload, "x", key="r", now=NOW)
        await officers.dismiss(town, OWNER, AUTHOR.user, key="gone too", now=NOW)
        with pytest.raises(NoRight):
            await alert_urgent.ask(town, AUTHOR, look.alert.id, now=NOW)
        assert (await read(town, look.alert.id)).state is AlertState.WAITING


async def test_of_an_author_without_an_office_the_one_who_decided_sees_how_it_goes(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        await officers.dismiss(town, OWNER, AUTHOR.user, key="gone", now=NOW)
        await alert_approval.approve(town, CHIEF, await button(town, CHIEF.user, look), now=NOW)
        [watched] = await alert_standing.watched(town)
        assert (watched.chat, watched.message) == (CHIEF.user, None)
        told = {one.ask.user: one.reachable for one in await alert_cards.due(town)}
        assert told[AUTHOR.user] is False


async def test_a_draft_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    """A correction is a draft too, but none that /alert offers to go on with."""
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        original = await draft(town, "AAAA-AAAA", NOW)
        await launch(town, original, NOW)
        await draft(town, "BBBB-BBBB", NOW, author=2001, corrects=original)
        assert await alert_desk.unfinished(town, AUTHOR) is None
        fresh_one: Alert = await alert_desk.begin(town, AUTHOR, key="a", now=NOW)
        async with database.reading() as unit:
            kept = await alerts.by_id(unit, BOT, original)
        assert kept is not None
        assert fresh_one.corrects is None
