"""What a choice leaves behind, and when several people's same trouble becomes a hint to officers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from content.regions import load_regions
from content.words import Audience
from core import groups, help, hints, interactions, receipts, settings
from core.desk import Desk
from core.help import Choice
from core.hints import Repeat, alike, gathered
from core.interactions import Used
from storage import officers, tables
from storage.database import Database
from storage.help import Call, Hint
from storage.models import Role
from tests.core.desks import desk
from tests.storage.files import BOT, NOW

SCAM = "您好，我是抖音客服，您开通了直播会员，每月自动扣费800元，如需取消请下载会议软件共享屏幕"
OTHER = "您好，这里是淘宝客服，您的直播会员到期每月扣费，取消请下载会议软件共享屏幕给我看"
REGIONS = load_regions()


async def rows(database: Database) -> list[tuple[str, str, str | None, str | None]]:
    async with database.reading() as unit:
        found = await unit.execute(tables.help_calls.select().order_by(tables.help_calls.c.id))
        return [(row.choice, row.person, row.region, row.fraud_type) for row in found]


async def ask(house: Desk, user: int, card: int = 1, text: str = SCAM, **more: int) -> None:
    likely = await help.look_through(house, text)
    await help.chosen(house, user, card, Choice.UNSURE, likely, now=NOW, **more)


async def village(house: Desk, chat: int, region: str) -> None:
    await groups.subscribe(house, chat, "群", Audience.VILLAGE, now=NOW)
    await settings.set_region(house, chat, region, now=NOW)


async def test_nothing_of_the_text_and_no_number_of_the_person_is_kept(database: Database) -> None:
    house = desk(database)
    await ask(house, 700_001)
    await help.chosen(house, 700_001, 1, Choice.PAID, now=NOW)
    await help.chosen(house, 700_001, 1, Choice.PAID, now=NOW)
    [(_, person, _, fraud), second] = await rows(database)
    assert (fraud, second[0]) == ("customer_service", "paid")
    assert "700001" not in person
    async with database.reading() as unit:
        [stored, _] = [str(row) for row in await unit.execute(tables.help_calls.select())]
    assert not any(word in stored for word in ("抖音", "会员", "800"))


async def test_forgetting_reaches_calls_and_commands(database: Database) -> None:
    house = desk(database)
    await ask(house, 5)
    await interactions.note(house, 5, Used.TIP, None, now=NOW)
    assert await receipts.forget(house, 5) == 2
    assert await receipts.forget(house, 5) == 0


async def test_three_people_of_one_place_make_one_hint(database: Database) -> None:
    house = desk(database)
    await village(house, -100, "xingfu-village")
    for user in (1, 1, 2):
        await interactions.note(house, user, Used.TIP, -100, now=NOW)
        await ask(house, user, card=user)
    assert await hints.untold(house, now=NOW) == [], "one who asks twice is one"
    await ask(house, 3, card=9, text=OTHER, group=-100)
    [hint] = await hints.untold(house, now=NOW)
    assert (hint.region, hint.fraud_type, hint.people) == ("xingfu-village", "customer_service", 3)
    await ask(house, 4, card=1, group=-100)
    await ask(house, 5, card=1, group=-100)
    assert len(await hints.untold(house, now=NOW)) == 1, "the officers know"
    await hints.told(house, hint, [1001], ended=True, now=NOW)
    assert await hints.untold(house, now=NOW) == []


async def test_what_owners_and_officers_press_is_no_question(database: Database) -> None:
    house = desk(database)
    async with database.unit() as unit:
        await officers.put(unit, BOT, 77, role=Role.CLERK, region=None, name="", by=None, now=NOW)
    for user in (1001, 77, 1, 2):
        await ask(house, user)
    assert len(await rows(database)) == 2
    assert await hints.untold(house, now=NOW) == [], "two residents are no three"


async def test_at_once_from_many_sides_still_one_hint(database: Database) -> None:
    house = desk(database)
    await asyncio.gather(*(ask(house, user) for user in range(1, 9)))
    [hint] = await hints.untold(house, now=NOW)
    assert (hint.region, hint.people) == (None, 3)


async def test_a_command_counts_for_residents_only(database: Database) -> None:
    house = desk(database)
    async with database.unit() as unit:
        await officers.put(unit, BOT, 77, role=Role.CLERK, region=None, name="", by=None, now=NOW)
    for user in (1001, 77, 5):
        await interactions.note(house, user, Used.HELP, None, now=NOW)
    async with database.reading() as unit:
        assert len(list(await unit.execute(tables.interactions.select()))) == 1


async def test_the_tip_is_the_librarys(database: Database) -> None:
    house = desk(database)
    [likely, *_] = await help.look_through(house, SCAM)
    tip = help.tip_for(house, likely)
    assert tip is not None
    assert tip.fraud_type == "customer_service"


SIGNS = "authority:case,official,safe"


def call(person: str, region: str | None = None, signature: str = SIGNS) -> Call:
    return Call(person, "unsure", region, "authority", signature)


def hint(region: str | None, signature: str = SIGNS) -> Hint:
    return Hint(1, region, "authority", signature, 3, ())


@pytest.mark.parametrize(
    ("calls", "given", "expected"),
    [
        (["xingfu-village"] * 3, [], Repeat("xingfu-village", 3)),
        (["xingfu-village"] * 2, [], None),
        (["hehua-village", "hehua-village", "xingfu-village"], [], Repeat("pingan", 3)),
        (["taoyuan-village", "hehua-village", "xingfu-village"], [], Repeat(None, 3)),
        ([None, None, "xingfu-village"], [], Repeat(None, 3)),
        ([None, None, None], [], Repeat(None, 3)),
        (["xingfu-village"] * 3, [hint("xingfu-village")], None),
        (["xingfu-village"] * 3, [hint("pingan")], None),
        (["xingfu-village"] * 3, [hint(None)], None),
        (["xingfu-village"] * 3, [hint("heping")], Repeat("xingfu-village", 3)),
        (["xingfu-village"] * 3, [hint(None, "authority:alone,proof")], Repeat("xingfu-village", 3)),
        (["gone-from-the-file"] * 3, [], Repeat(None, 3)),
    ],
)
def test_where_enough_people_are_together(
    calls: list[str | None], given: list[Hint], expected: Repeat | None
) -> None:
    asked = [call(f"person{number}", region) for number, region in enumerate(calls)]
    assert gathered(asked[-1], asked, given, REGIONS) == expected


def test_other_schemes_of_the_same_fraud_do_not_count() -> None:
    asked = [call("a"), call("b", signature="authority:alone,proof"), call("c")]
    assert gathered(asked[0], asked, [], REGIONS) is None


def test_what_is_alike() -> None:
    assert alike("nfc:a,b,c", "nfc:b,c,d")
    assert not alike("nfc:a,b", "nfc:b,c")
    assert not alike("nfc:a,b", "mlm:a,b")
    assert alike("nfc:a", "nfc:a")
    assert not alike("nfc:", "nfc:"), "signs that any swindler gives are no scheme"
    assert not alike(None, "nfc:a,b")


async def test_old_hints_are_told_no_more(database: Database) -> None:
    house = desk(database)
    for user in (1, 2, 3):
        await ask(house, user)
    assert len(await hints.untold(house, now=NOW + timedelta(hours=23))) == 1
    assert await hints.untold(house, now=NOW + timedelta(hours=25)) == []
