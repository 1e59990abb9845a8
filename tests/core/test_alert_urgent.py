"""Sending alone with a PIN, the cards and reminders, invitations and the audit's reading: on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import approvals
from bot.views.alerts import WITHDRAW
from content.alert_until import LONGEST, read_until
from content.texts import texts_in
from content.words import Script, Severity
from core import (
    alert_approval,
    alert_cards,
    alert_life,
    alert_urgent,
    audit_reading,
    invitations,
    officers,
    pins,
)
from core.alert_cards import Card, Says
from core.alert_preview import Look
from core.desk import Desk
from core.errors import (
    AlertDecided,
    NoDraft,
    NotUrgent,
    PinLocked,
    SpentInvitation,
    UnknownRegion,
    UsedButton,
    WeakPin,
    WrongPin,
)
from storage import drafts, progress, pushes, updates
from storage import officers as officer_rows
from storage.alerts import AlertId, AlertState
from storage.models import Officer, Role
from tests.core.alerts import OWNER, read
from tests.core.desks import ZONE
from tests.core.test_alert_desk import AUTHOR, CHIEF, OTHER, actions, button, staffed, submitted, written
from tests.storage.files import BOT, NOW, fresh

PIN = "739164"
MINUTE = timedelta(minutes=1)
LATER = NOW + 10 * MINUTE
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def _hashed_quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow on purpose, it would be most of what these stories cost; without a database it takes its time."""
    if "tmp_path" in request.fixturenames:
        monkeypatch.setitem(pins._COST, "n", 2)


async def pinned(town: Desk, who: Officer = AUTHOR, now: datetime = YESTERDAY) -> None:
    await pins.choose(town, who, PIN, key=f"pin{who.user}", now=now)


async def urgent(town: Desk, **wanted: Any) -> Look:
    """An urgent alert that waits."""
    return await submitted(town, **({"severity": Severity.URGENT} | wanted))


async def why(town: Desk, look: Look, now: datetime = LATER, by: Officer = AUTHOR) -> str | None:
    return await alert_urgent.why_not(town, by, await read(town, look.alert.id), now=now)


# The PIN


@pytest.mark.parametrize("typed", ["", "12345", "1" * 13, "111111", "123456", "987654", "abcdef", "12 34"])
def test_a_weak_pin(typed: str) -> None:
    with pytest.raises(WeakPin):
        pins.read_pin(typed)


def test_a_pin_is_kept_as_a_salted_hash() -> None:
    one, other = pins.hash_pin(PIN), pins.hash_pin(PIN)
    assert one != other
    assert PIN not in one
    assert pins.is_right(one, PIN)
    assert not pins.is_right(one, "739165")
    assert pins.read_pin(" 73 91 64 ") == pins.read_pin("７３９１６４") == PIN


async def test_five_wrong_ones_in_a_row_lock_it_until_an_owner_opens_it(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        with pytest.raises(NotUrgent):
            await pins.check(town, AUTHOR, PIN, key="0", now=NOW)
        await pinned(town)
        for left in (4, 3):
            with pytest.raises(WrongPin) as wrong:
                await pins.check(town, AUTHOR, "000001", key=f"a{left}", now=NOW)
            assert wrong.value.left == left
        await pins.check(town, AUTHOR, PIN, key="right", now=NOW)
        for number in range(4):
            with pytest.raises(WrongPin):
                await pins.check(town, AUTHOR, "000001", key=f"b{number}", now=NOW)
        assert await pins.untold(town) == []
        with pytest.raises(PinLocked):
            await pins.check(town, AUTHOR, "000001", key="last", now=NOW)
        for attempt in (pins.check, pins.choose):
            with pytest.raises(PinLocked):
                await attempt(town, AUTHOR, PIN, key="late", now=NOW)
        [locked] = await pins.untold(town)
        assert (locked.user, locked.name) == (2001, "李警官")
        await pins.told(town, locked, now=NOW)
        assert await pins.untold(town) == []
        await pins.unlock(town, OWNER, 2001, key="open", now=NOW)
        with pytest.raises(NotUrgent):
            await pins.check(town, AUTHOR, PIN, key="gone", now=NOW)
        await pinned(town, now=NOW)
        assert (await actions(town)).count("pin_wrong") == 6
        assert "pin_locked" in await actions(town)


async def test_wrong_ones_at_the_same_instant_all_count(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        tries = [pins.check(town, AUTHOR, "000001", key=f"t{number}", now=NOW) for number in range(6)]
        ends = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted({type(end).__name__ for end in ends}) == ["PinLocked", "WrongPin"]
        found = await pins.state(town, 2001)
        assert found is not None
        assert found.wrong >= 5
        assert found.locked_at is not None


# Sending alone


async def test_it_is_open_after_ten_minutes_and_only_then(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        look = await urgent(town)
        assert await why(town, look, LATER - MINUTE) == "early"
        assert await why(town, look) is None
        with pytest.raises(NotUrgent) as early:
            await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "等不及", key="a", now=NOW)
        assert early.value.why == "early"
        with pytest.raises(NoDraft):
            await alert_urgent.ask(town, CHIEF, look.alert.id, now=LATER)
        await alert_urgent.switch(town, OWNER, False, key="off", now=NOW)
        assert await why(town, look) == "off"
        assert not await alert_urgent.is_on(town)
        await alert_urgent.switch(town, OWNER, True, key="on", now=NOW)
        sent = await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "正在挨家骗", key="b", now=LATER)
        found = await read(town, sent.id)
        assert (found.state, found.unreviewed, found.reason) == (AlertState.SENDING, True, "正在挨家骗")
        async with database.reading() as unit:
            assert found.push is not None
            html, _ = await pushes.text(unit, found.push, Script.SIMPLIFIED)
        assert "未经复核" in html
        with pytest.raises(AlertDecided) as late:
            await alert_approval.approve(town, CHIEF, await button(town, 2002, look, LATER), now=LATER)
        assert late.value.how == "urgent"


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("有人上门收钱，别开门。", {"severity": Severity.WARNING}, "severity"),
        ("有人用0000-1234510打电话，别信。", {}, "contact"),
        ("有人让大家上abc.com，别去。", {}, "contact"),
        ("有人用13800138000打电话，别信。", {}, "contact"),
        ("有人上门收98元，别开门，打110。", {}, None),
    ],
)
async def test_what_may_go_out_alone(
    text: str, wanted: dict[str, Any], reason: str | None, tmp_path: Path
) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        look = await written(town, text, **({"severity": Severity.URGENT} | wanted))
        await alert_approval.submit(town, AUTHOR, await button(town, 2001, look), card=7, now=NOW)
        assert await why(town, look) == reason


async def test_the_pin_was_chosen_beforehand_and_serves_once_a_day(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await urgent(town)
        assert await why(town, look) == "no_pin"
        await pinned(town, now=NOW + MINUTE)
        assert await why(town, look) == "late_pin"
        await alert_approval.give_up(town, AUTHOR, look.alert.id, key="g", now=NOW)
        first = await urgent(town, now=NOW + 2 * MINUTE)
        at = NOW + 12 * MINUTE
        assert await why(town, first, at) is None
        assert await why(town, first, at, by=replace(AUTHOR, region="heping")) == "region"
        await alert_urgent.send_alone(town, AUTHOR, first.alert.id, "正在挨家骗", key="a", now=at)
        second = await urgent(town, now=at)
        assert await why(town, second, at + 10 * MINUTE) == "used"
        tomorrow = datetime(2026, 11, 24, 0, 1, tzinfo=ZONE)
        assert await why(town, second, tomorrow) is None


# Cards and reminders


async def test_every_card_says_in_the_end_how_it_ended(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)

        async def due() -> dict[int, Says]:
            return {one.ask.user: one.says for one in await alert_cards.due(town)}

        # The author's card is still to be made of the preview, the owner can't be reached.
        assert await due() == {2001: Says.ASKED, 2002: Says.ASKED}
        own, card = sorted(await alert_cards.due(town), key=lambda one: one.ask.user)
        assert (own.ask.message, card.ask.message) == (7, None)
        await alert_cards.shown(town, own)
        await alert_cards.shown(town, card, message=70)
        assert await due() == {}
        await alert_approval.approve(town, CHIEF, await button(town, 2002, look), now=NOW)
        assert await due() == dict.fromkeys((1001, 2001, 2002), Says.APPROVED)
        for one in await alert_cards.due(town):
            assert one.who == "张所长"
            await alert_cards.shown(town, one)
        assert await due() == {}
        async with database.reading() as unit:
            [watched] = await progress.unfinished_alerts(unit, BOT)
        assert watched.message == 7, "the author's card goes on as the progress message"


async def test_a_card_that_was_never_sent_is_not_sent_late(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        await alert_approval.give_up(town, AUTHOR, look.alert.id, key="g", now=NOW)
        says = {one.ask.user: (one.says, one.ask.message) for one in await alert_cards.due(town)}
        assert says == dict.fromkeys((1001, 2002), (Says.DROPPED, None)) | {2001: (Says.DROPPED, 7)}


async def approvers_card(town: Desk) -> Card:
    """The chief's card, the author's being shown already."""
    author, chief = sorted(await alert_cards.due(town), key=lambda one: one.ask.user)
    assert (author.ask.user, chief.ask.user) == (2001, 2002)
    await alert_cards.shown(town, author, message=7)
    return chief


async def test_a_blocked_approver_is_not_reached_any_more(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await submitted(town)
        card = await approvers_card(town)
        await alert_cards.shown(town, card, gone=True)
        assert await alert_cards.due(town) == []
        async with database.reading() as unit:
            asks = await drafts.asks_of(unit, look.alert.id, look.alert.version)
            assert 2002 not in await officer_rows.active(unit, BOT)
        assert [one.reached for one in asks if one.user == 2002] == [False]
        # Asked by telephone to open the bot, they get the card after all; so does an owner.
        await officers.activate(town, 2002, "张所长", now=NOW)
        await officers.activate(town, 1001, "周所长", now=NOW)
        assert {one.ask.user: one.says for one in await alert_cards.due(town)} == {
            1001: Says.ASKED,
            2002: Says.ASKED,
        }


async def test_who_comes_into_office_is_asked_and_who_lost_it_hears_no_more(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        look = await urgent(town)
        await alert_cards.shown(town, await approvers_card(town), message=70)
        await officers.dismiss(town, OWNER, 2002, key="gone", now=NOW)
        await officers.appoint(town, OWNER, 2009, Role.CHIEF, "pingan", key="new", now=NOW)
        for _ in range(2):
            await alert_cards.ask_newcomers(town)
        assert await alert_cards.due(town) == [], "nobody can write to the new chief yet"
        await officers.activate(town, 2009, "新所长", now=NOW)
        [card] = await alert_cards.due(town)
        assert (card.ask.user, card.says) == (2009, Says.ASKED)
        await alert_cards.shown(town, card, message=90)
        [again] = await alert_cards.reminders(town, now=NOW + 3 * MINUTE)
        assert [ask.user for ask in again.asks] == [2009]
        await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "正在挨家骗", key="a", now=LATER)
        told = {one.ask.user: (one.reachable, one.serves) for one in await alert_cards.due(town)}
        left = (True, False)  # an old card may be closed, no more
        assert told == {1001: (False, True), 2001: (True, True), 2002: left, 2009: (True, True)}


async def test_they_are_asked_again_after_three_and_six_minutes(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await submitted(town)

        async def turns(minutes: int) -> list[tuple[int, bool]]:
            found = await alert_cards.reminders(town, now=NOW + minutes * MINUTE)
            for one in found:
                await alert_cards.reminded(town, one)
            return [(one.turn, one.is_last) for one in found]

        assert await turns(2) == []
        assert await turns(3) == [(1, False)]
        assert await turns(5) == []
        assert await turns(6) == [(2, False)]
        assert await turns(10) == [(3, True)]
        assert await turns(60) == []


async def test_after_a_long_absence_they_are_asked_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await submitted(town)
        await alert_cards.shown(town, await approvers_card(town), message=70)
        [one] = await alert_cards.reminders(town, now=NOW + 8 * MINUTE)
        assert (one.turn, one.minutes, [ask.user for ask in one.asks]) == (2, 8, [2002])


@given(st.integers(0, 3600))
def test_turns_never_go_back(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert 0 <= alert_cards.turn_at(NOW, now) <= alert_cards.turn_at(NOW, now + MINUTE) <= 3


# Until when


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("12", 12),
        ("12小时", 12),
        ("３天", 72),
        ("11-23 18:00", 6),
        ("11月23日18点", 6),
        ("2026-11-24 12:30", 25),
        ("11-23 12:01", 1),
    ],
)
def test_until_when(typed: str, hours: int) -> None:
    assert read_until(typed, NOW.astimezone(ZONE)) == hours


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "unclear"),
        ("明天", "unclear"),
        ("13-40 25:00", "unclear"),
        ("0", "past"),
        ("11-23 11:00", "past"),
        ("11-23 12:00", "past"),
        ("2025-11-24 12:00", "past"),
        ("8天", "far"),
        ("12-23 12:00", "far"),
        ("169", "far"),
    ],
)
def test_a_moment_that_will_not_do(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_until(typed, NOW.astimezone(ZONE))


@given(st.text(max_size=20))
def test_any_words_for_a_moment(typed: str) -> None:
    try:
        hours = read_until(typed, NOW.astimezone(ZONE))
    except ValueError:
        return
    assert 0 < hours <= LONGEST


# Becoming an officer


async def test_an_invitation_makes_one_person_an_officer_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        with pytest.raises(UnknownRegion):
            await invitations.invite(town, OWNER, Role.CHIEF, "nowhere", key="a", now=NOW)
        link = await invitations.invite(town, OWNER, Role.OFFICER, "pingan", key="b", now=NOW)
        with pytest.raises(SpentInvitation):
            await invitations.opened(town, "made-up", 3001, "谁", now=NOW)
        late = NOW + timedelta(hours=24, seconds=1)
        with pytest.raises(SpentInvitation):
            await invitations.opened(town, link.token, 3001, "王警官", now=late)
        with pytest.raises(UsedButton):
            await invitations.decide(town, OWNER, link.token, accepted=True, key="c", now=NOW)
        await invitations.opened(town, link.token, 3001, "王警官", now=NOW)
        await invitations.opened(town, link.token, 3001, "王警官", now=NOW)
        with pytest.raises(SpentInvitation):
            await invitations.opened(town, link.token, 3002, "别人", now=NOW)
        assert await officers.standing(town, 3001) is None
        await invitations.decide(town, OWNER, link.token, accepted=True, key="d", now=NOW)
        made = await officers.standing(town, 3001)
        assert made is not None
        assert (made.role, made.region, made.name, made.active) == (Role.OFFICER, "pingan", "王警官", True)
        with pytest.raises(UsedButton):
            await invitations.decide(town, OWNER, link.token, accepted=False, key="e", now=NOW)
        with pytest.raises(SpentInvitation):
            await invitations.opened(town, link.token, 3001, "王警官", now=NOW)
        other = await invitations.invite(town, OWNER, Role.CHIEF, None, key="f", now=NOW)
        await invitations.opened(town, other.token, 3003, "陌生人", now=NOW)
        await invitations.decide(town, OWNER, other.token, accepted=False, key="g", now=NOW)
        assert await officers.standing(town, 3003) is None


async def test_an_owners_row_gives_no_office(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await officers.activate(town, 1001, "周所长", now=NOW)
        await pinned(town, OWNER)
        struck = replace(town, rules=replace(town.rules, owners=frozenset({1002})))
        assert await officers.standing(struck, 1001) is None
        assert [one.user for one in await officers.staff(struck)] == [1002, 2001, 2002, 2003, 2004]
        first = (await officers.staff(town))[0]
        assert (first.user, first.role, first.name, first.active) == (1001, Role.OWNER, "周所长", True)
        await officers.dismiss(town, OWNER, 1001, key="d", now=NOW)
        assert (await officers.staff(town))[0].active


# Reading the audit


async def test_an_owner_reads_all_and_a_chief_the_own_region(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await submitted(town)
        await officers.refuse(town, 9009, "alert", key="x", now=NOW)
        await pins.choose(town, OTHER, PIN, key="y", now=NOW)
        everything = await audit_reading.last(town, OWNER, limit=50)
        assert [one.action for one in everything.entries] == [
            "pin_set",
            "refused",
            "alert_submit",
            "alert_write",
            "alert_begin",
        ]
        assert not everything.more
        assert everything.entries[1].who == ""
        mine = await audit_reading.last(town, CHIEF, limit=2)
        assert [(one.who, one.action) for one in mine.entries] == [
            ("李警官", "alert_submit"),
            ("李警官", "alert_write"),
        ]
        assert mine.more
        rest = await audit_reading.last(town, CHIEF, limit=2, offset=2)
        assert [one.action for one in rest.entries] == ["alert_begin"]


async def test_the_fingerprint_is_due_once_a_day(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        evening = datetime(2026, 11, 23, 18, 0, tzinfo=ZONE)
        assert await audit_reading.due(town, now=evening) is None, "nothing was done yet"
        await submitted(town)
        assert await audit_reading.due(town, now=evening - MINUTE) is None
        found = await audit_reading.due(town, now=evening)
        assert found is not None
        assert found.rows == 3
        async with database.reading() as unit:
            assert await updates.mark(unit, BOT, "audit_told") is None
        await audit_reading.told(town, found)
        assert await audit_reading.due(town, now=evening + timedelta(hours=5)) is None
        assert await audit_reading.due(town, now=evening + timedelta(days=1)) is not None


@pytest.mark.parametrize(("who", "owner"), [(CHIEF, False), (OWNER, True)])
async def test_who_hears_of_an_urgent_one_can_take_it_back_there(
    who: Officer, owner: bool, tmp_path: Path
) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        look = await urgent(town)
        sent = await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "等不及了", key="u", now=LATER)
        [card] = [one for one in await alert_cards.due(town) if one.ask.user == who.user]
        screen = approvals.urgent_told(texts_in(Script.SIMPLIFIED), card, "原文", owner=owner)
        (name, meant), *rest = [one for row in screen.rows for one in row]
        assert (name, meant.action, bool(rest)) == ("撤回", WITHDRAW, owner)
        held = AlertId(meant.payload["alert"])
        [key] = await officers.lay_out(town, who.user, [meant], now=LATER)
        await alert_life.withdraw(town, who, held, "不对", erase=False, key=key, now=LATER)
        assert (await read(town, sent.id)).state is AlertState.WITHDRAWN
