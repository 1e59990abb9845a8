"""The office's own tips and cases: written, read by a second person, heard by the right groups."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from content.library import Library
from content.words import Kind, Script
from core import audit, kits, lookup, officers, orders, own_approval, own_items, pushes
from core.desk import Desk
from core.errors import (
    AlertRefused,
    ContentChanged,
    NamesSomebody,
    NoRight,
    NothingSuits,
    NotYourRegion,
    UsedButton,
)
from core.officers import NewButton
from core.own_errors import NoOwn, OwnByYourself, OwnMisfit, OwnTaken, OwnUnfinished
from core.own_items import ANY_CODE, shown
from core.shelf import Shelf
from core.wording import worded
from storage import audit as audit_rows
from storage import groups as group_rows
from storage import officers as officer_rows
from storage import own, slots
from storage.database import Database
from storage.models import Button, Officer, Role
from storage.own import Own, OwnState
from tests.core.alerts import OWNER
from tests.core.desks import ZONE, planner
from tests.core.test_alert_desk import AUTHOR, CHIEF, COUNTY, OTHER, staffed
from tests.storage.files import BOT, NOW, add_group, fresh, url

TITLE, BODY = "先垫钱的活儿，都是坑", "手机上点赞、刷单，头两单真给钱，第三单就让您先垫。"
ACTION = "一说垫钱就停手，拿不准打96110。"


async def drafted(town: Desk, by: Officer = AUTHOR, kind: Kind = Kind.TIP, **parts: str) -> Own:
    """A whole draft."""
    key = f"{by.user}{kind}{parts}"
    item = await own_items.begin(town, by, kind, key=key, now=NOW)
    for field, text in ({"title": TITLE, "body": BODY, "action": ACTION} | parts).items():
        await own_items.write(town, by, item.id, field, text, key=f"{key}:{field}", now=NOW)
    return await own_items.choose(town, by, item.id, fraud_type="rebate")


async def button(town: Desk, user: int, item: Own, **more: Any) -> Button:
    payload = own_approval.bound(town, item) | more
    [key] = await officers.lay_out(town, user, [NewButton("x", payload)], now=NOW)
    return await officers.pressed(town, user, key, now=NOW)


async def submitted(town: Desk, item: Own, by: Officer = AUTHOR, **more: Any) -> Own:
    return (await own_approval.submit(town, by, await button(town, by.user, item, **more), card=7, now=NOW))[
        0
    ]


async def in_use(town: Desk, by: Officer = AUTHOR, approver: Officer = CHIEF, **how: Any) -> Own:
    waiting = await submitted(town, await drafted(town, by, **how), by)
    return await own_approval.approve(town, approver, await button(town, approver.user, waiting), now=NOW)


async def shelf(town: Desk) -> Shelf:
    async with town.database.reading() as unit:
        return await Shelf.of(unit, town)


async def actions(town: Desk) -> list[str]:
    async with town.database.reading() as unit:
        return [row.action for _, row in await audit_rows.rows(unit, BOT)]


async def test_what_an_officer_wrote_is_used_after_a_second_person_read_it(database: Database) -> None:
    town = await staffed(database)
    draft = await drafted(town)
    assert (await shelf(town)).own == ()
    waiting = await submitted(town, draft)
    assert waiting.state is OwnState.WAITING
    assert (await shelf(town)).own == (), "nobody has read it yet"
    cards = await own_approval.cards(town)
    assert [one.ask.user for one in cards if not one.for_author] == [CHIEF.user], (
        "who may, and can be reached"
    )
    approved = await own_approval.approve(town, CHIEF, await button(town, CHIEF.user, waiting), now=NOW)
    assert approved.state is OwnState.ACTIVE
    [(item, region)] = (await shelf(town)).own
    assert (item.title, item.body, item.action, region) == (TITLE, BODY, ACTION, "pingan")
    assert item.origin == "office"
    read = shown(town, waiting)[0].html
    code = "7K3F-9QX2"
    said = worded(town, item, code, Script.SIMPLIFIED, region=None, day=town.rules.hours.day(NOW))
    assert said.html == read.replace(ANY_CODE, code), "letter by letter what the approver read"
    assert f"本条由 {town.office('pingan').name} 编写" in said.html
    assert await actions(town) == [
        "own_begin",
        *["own_write"] * 3,
        "own_submit",
        "own_approve",
    ]
    assert (await audit.verify(database, BOT)).broken is None


async def test_nobody_approves_alone_too_late_or_from_elsewhere(database: Database) -> None:
    town = await staffed(database)
    async with database.unit() as unit:
        await officer_rows.put(
            unit, BOT, AUTHOR.user, role=Role.CHIEF, region="pingan", name="李", by=1001, now=NOW
        )
    waiting = await submitted(town, await drafted(town))
    with pytest.raises(OwnByYourself):
        await own_approval.approve(town, AUTHOR, await button(town, AUTHOR.user, waiting), now=NOW)
    with pytest.raises(NotYourRegion):
        await own_approval.approve(town, OTHER, await button(town, OTHER.user, waiting), now=NOW)
    with pytest.raises(NoRight):
        await own_approval.approve(town, COUNTY, await button(town, COUNTY.user, waiting), now=NOW)
    stale = await button(town, CHIEF.user, waiting)
    async with database.unit() as unit:
        await officer_rows.remove(unit, BOT, CHIEF.user, now=NOW)
    with pytest.raises(NoRight):
        await own_approval.approve(town, CHIEF, stale, now=NOW)
    owner = await button(town, OWNER.user, waiting)
    back = await own_approval.take_back(town, AUTHOR, waiting.id, key="back", now=NOW)
    await own_items.write(town, AUTHOR, back.id, "body", f"{BODY}别垫。", key="again", now=NOW)
    with pytest.raises(OwnTaken):
        await own_approval.approve(town, OWNER, owner, now=NOW)
    changed = await submitted(town, await own_items.own_draft(town, AUTHOR, back.id))
    with pytest.raises(OwnTaken):
        await own_approval.approve(town, OWNER, owner, now=NOW)
    fresh = await button(town, OWNER.user, changed)
    both = await asyncio.gather(
        own_approval.approve(town, OWNER, fresh, now=NOW),
        own_approval.reject(town, OWNER, fresh, "没写清楚", now=NOW),
        return_exceptions=True,
    )
    assert [isinstance(one, Own) for one in both].count(True) == 1, "one word decides"


async def test_a_rejected_one_comes_back_to_its_author(database: Database) -> None:
    town = await staffed(database)
    waiting = await submitted(town, await drafted(town))
    no = await button(town, CHIEF.user, waiting)
    rejected = await own_approval.reject(town, CHIEF, no, "没写清楚", now=NOW)
    assert (rejected.state, rejected.reason) == (OwnState.REJECTED, "没写清楚")
    told = [one for one in await own_approval.cards(town) if one.for_author]
    assert [(one.item.reason, one.stands) for one in told] == [("没写清楚", False)]
    for card in await own_approval.cards(town):
        await own_approval.closed(town, card)
    assert await own_approval.cards(town) == []
    with pytest.raises(NoOwn):
        await own_approval.take_back(town, COUNTY, waiting.id, key="x", now=NOW)
    assert (await own_approval.take_back(town, AUTHOR, waiting.id, key="y", now=NOW)).state is OwnState.DRAFT


async def test_words_are_made_safe_and_kept_short(database: Database) -> None:
    town = await staffed(database)
    item = await own_items.begin(town, AUTHOR, Kind.TIP, key="k", now=NOW)

    async def write(field: str, text: str) -> own_items.OwnWritten:
        return await own_items.write(town, AUTHOR, item.id, field, text, key=f"{field}{text}", now=NOW)

    with pytest.raises(AlertRefused):
        await write("body", "请点 https://pay.example.com 领取补贴，先到先得。")
    with pytest.raises(OwnMisfit) as long:
        await write("title", "长" * 25)
    assert (long.value.why, long.value.limit) == ("long", 24)
    with pytest.raises(OwnMisfit):
        await write("body", "长" * 121)
    with pytest.raises(OwnMisfit) as short:
        await write("action", "停手")
    assert short.value.why == "short"
    with pytest.raises(OwnUnfinished):
        shown(town, await own_items.own_draft(town, AUTHOR, item.id))
    masked = await write("body", "骗子用13812345678打来，要您把钱转到安全账户里去。")
    assert masked.hidden == 1
    assert "13812345678" not in masked.item.body
    assert (await write("title", "  先垫钱的活儿\n都是坑 ")).item.title == "先垫钱的活儿 都是坑"
    longer = await own_items.begin(town, COUNTY, Kind.CASE, key="case", now=NOW)
    await own_items.write(town, COUNTY, longer.id, "body", "长" * 200, key="long", now=NOW)
    with pytest.raises(OwnMisfit):
        await own_items.choose(town, COUNTY, longer.id, kind=Kind.TIP)


async def test_a_name_is_asked_about_first(database: Database) -> None:
    town = await staffed(database)
    named = await drafted(town, body="村民王小明被人骗去刷单，头两单真给钱。")
    with pytest.raises(NamesSomebody):
        await submitted(town, named)
    assert (await submitted(town, named, nameless=True)).state is OwnState.WAITING


async def test_where_one_person_is_enough_it_is_used_at_once_and_once(database: Database) -> None:
    town = await staffed(database, two_person=False)
    draft = await drafted(town)
    press = await button(town, AUTHOR.user, draft)
    used, at_once = await own_approval.submit(town, AUTHOR, press, card=1, now=NOW)
    assert at_once
    assert used.state is OwnState.ACTIVE
    with pytest.raises((UsedButton, NoOwn)):
        await own_approval.submit(town, AUTHOR, press, card=1, now=NOW)
    assert await own_approval.cards(town) == []


async def test_only_groups_under_the_authors_region_hear_it_by_slot_and_when_asked(
    database: Database,
) -> None:
    town = await staffed(database)
    for chat, region in ((-11, "pingan"), (-12, "heping"), (-13, None)):
        made = await add_group(database, chat)
        async with database.unit() as unit:
            await group_rows.change(unit, made.id, region=region)
    item = await in_use(town)
    heard: dict[int, str] = {}
    async with database.reading() as unit:
        stocked = await Shelf.of(unit, town)
        for chat in (-11, -12, -13):
            found = await group_rows.by_chat(unit, BOT, chat)
            assert found is not None
            names = [one.id for one in stocked.suiting(Kind.TIP, found)]
            heard[chat] = "own" if item.name in names else "none"
    assert heard == {-11: "own", -12: "none", -13: "none"}
    await pushes.ask(town, -11, Kind.TIP, "先垫钱的活儿", key="a", now=NOW)
    async with database.reading() as unit:
        [(made,)] = await unit.exec_driver_sql("SELECT item FROM pushes")
    assert made == item.name


async def test_it_takes_its_turn_in_the_rotation_before_the_library_and_once(database: Database) -> None:
    town = await staffed(database)
    group = await add_group(database, -11)
    async with database.unit() as unit:
        await group_rows.change(unit, group.id, region="pingan")
        every_day: Any = {"weekdays": frozenset(range(7)), "every": 1, "phase": 0}
        await slots.put(
            unit,
            group.id,
            Kind.TIP,
            at=(NOW + timedelta(minutes=5)).astimezone(ZONE).time(),
            now=NOW,
            **every_day,
        )
    item = await in_use(town)
    await pushes.fire_slots(town, planner(NOW), now=NOW, limit=50)
    for day in range(3):
        moment = NOW + timedelta(days=day, minutes=6)
        await pushes.fire_slots(town, planner(moment), now=moment, limit=50)
    async with database.reading() as unit:
        items = [row[0] for row in await unit.exec_driver_sql("SELECT item FROM pushes ORDER BY id")]
    assert items[0] == item.name, "what the office wrote itself comes first"
    assert items.count(item.name) == 1, "and does not come again before all others were heard"


async def test_an_officer_pushes_it_only_where_everybody_may_hear_it(database: Database) -> None:
    town = await staffed(database)
    town = replace(town, library=Library())
    item = await in_use(town)
    look = await orders.preview(town, AUTHOR, Kind.TIP, now=NOW)
    assert look.item.id == item.name
    with pytest.raises(NothingSuits):
        await orders.preview(town, COUNTY, Kind.TIP, now=NOW)
    [key] = await officers.lay_out(town, AUTHOR.user, [NewButton("push_send", look.payload())], now=NOW)
    send = await officers.pressed(town, AUTHOR.user, key, now=NOW)
    await own_items.retire(town, CHIEF, item.id, key="r", now=NOW)
    with pytest.raises(ContentChanged):
        await orders.send(town, AUTHOR, send, chat=1, message=1, now=NOW)


async def test_the_list_says_how_each_stands_and_stopping_takes_it_out(database: Database) -> None:
    town = await staffed(database)
    item = await in_use(town)
    county = await in_use(town, COUNTY, OWNER, title="县里的提醒", kind=Kind.CASE)
    assert county.region is None
    await submitted(town, await drafted(town, title="等批的这条"))
    found = await own_items.listed(town, AUTHOR)
    assert [(one.item.state, one.mine) for one in found] == [
        (OwnState.ACTIVE, False),
        (OwnState.ACTIVE, True),
        (OwnState.WAITING, True),
    ]
    assert [one.item.title for one in await own_items.listed(town, OTHER)] == ["县里的提醒"]
    with pytest.raises(NotYourRegion):
        await own_items.retire(town, AUTHOR, county.id, key="a", now=NOW)
    with pytest.raises(NotYourRegion):
        await own_items.retire(town, OTHER, item.id, key="b", now=NOW)
    await own_items.retire(town, CHIEF, item.id, key="c", now=NOW)
    with pytest.raises(NoOwn):
        await own_items.retire(town, CHIEF, item.id, key="d", now=NOW)
    assert [one.id for one, _ in (await shelf(town)).own] == [county.name]
    async with database.reading() as unit:
        gone = await own.by_id(unit, BOT, item.id)
    assert gone is not None
    assert gone.state is OwnState.RETIRED
    assert (await own_items.listed(town, AUTHOR))[-1].item.id == item.id


async def test_the_weeks_kit_may_be_about_an_own_tip(database: Database) -> None:
    town = await staffed(database)
    group = await add_group(database, -11)
    async with database.unit() as unit:
        await group_rows.change(unit, group.id, region="pingan")
    await in_use(town)
    kit = await kits.of_group(town, -11, now=NOW)
    assert kit.title == TITLE
    assert ACTION in kit.paste
    assert kit.poster is not None


async def test_one_who_asks_alone_finds_it_with_whose_it_is_and_no_more_once_it_is_stopped(
    database: Database,
) -> None:
    town = await staffed(database)
    with pytest.raises(NothingSuits):
        await lookup.one_tip(town, "桃源桥头", now=NOW)
    item = await in_use(town, title="桃源桥头的假义诊")
    told = await lookup.one_tip(town, "桃源桥头", now=NOW)
    assert f"本条由 {town.office('pingan').name} 编写" in told
    assert "rebate" in await lookup.frauds(town)
    assert told in await pages(town, "rebate")
    await own_items.retire(town, AUTHOR, item.id, key="stop", now=NOW)
    assert told not in await pages(town, "rebate")


async def test_the_command_line_lists_it_among_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fresh(tmp_path) as database:
        item = await in_use(await staffed(database))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path / "xiaolaba.db"))
    monkeypatch.setenv("BOT_TOKEN", f"{BOT}:{'a' * 35}")
    printed = await asyncio.to_thread(CliRunner().invoke, app, ["content", "list", "--json"])
    [listed] = [one for one in json.loads(printed.stdout) if one["id"] == item.name]
    assert listed == {
        "id": item.name,
        "kind": "tip",
        "audiences": ["village", "parent", "enterprise"],
        "segments": [],
        "fraud_type": "rebate",
        "title": TITLE,
        "body": BODY,
    }


def test_where_the_database_cannot_be_opened_the_library_is_listed_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xiaolaba.db").write_text("no database at all, " * 99)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/xiaolaba.db")
    monkeypatch.setenv("BOT_TOKEN", f"{BOT}:{'a' * 35}")
    printed = CliRunner().invoke(app, ["content", "list", "--json"])
    assert printed.exit_code == 0
    assert len(json.loads(printed.stdout)) > 100
    assert len(printed.stderr.strip().splitlines()) == 1
    assert "数据库打不开" in printed.stderr


async def pages(town: Desk, fraud: str) -> list[str]:
    found: list[str] = []
    while (page := await lookup.page(town, fraud, len(found))) is not None:
        found.append(page.html)
    return found


async def test_a_group_that_wants_posters_gets_one_of_the_offices_own_tip(database: Database) -> None:
    town = await staffed(database)
    tip, _ = shown(town, await drafted(town))
    assert tip.poster is not None
    assert tip.poster.lines == ("先垫钱的活儿", "都是坑")
    assert f"本条由 {town.office('pingan').name} 编写" in tip.caption
    case, _ = shown(town, await drafted(town, kind=Kind.CASE))
    assert case.poster is None
