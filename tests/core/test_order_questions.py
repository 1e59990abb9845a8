"""/push quiz: what is met nearby decides; a group hears no question twice in a year, and none for others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.views import officers as officer_views
from bot.views.errors import sentence
from bot.views.quizzes import why
from content.asking import Why
from content.models import Piece
from content.texts import texts_in
from content.words import SEGMENTS, Audience, Kind, Script, Work
from core import deliveries, groups, officers, orders, quizzes, rates
from core.answers import PollCounts, take
from core.desk import Desk
from core.errors import AllAsked, NothingSuits
from core.officers import NewButton
from core.orders import Preview
from core.ports import Sent
from storage import groups as group_rows
from storage import ledger, reachable
from storage.ledger import Line
from storage.models import Officer, Role
from tests.core.quizzing import CHAT, DAY, MONDAY, claimed, rows

OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)
TEXTS = texts_in(Script.SIMPLIFIED)
OTHER = -2
FIRST, SECOND = list(SEGMENTS[Audience.VILLAGE])[:2]


async def another(office: Desk, chat: int = OTHER, by: int = 1001) -> None:
    await groups.meet(office, chat, "新村", by=by, now=MONDAY)
    await groups.subscribe(office, chat, "新村", Audience.VILLAGE, now=MONDAY)


async def shown(office: Desk, now: datetime = MONDAY, *, frauds: tuple[str, ...] = ()) -> Preview:
    return await orders.preview(office, OWNER, Kind.QUIZ, frauds=frauds, now=now)


async def send(office: Desk, preview: Preview, now: datetime) -> list[int]:
    """The chats that it goes to."""
    new = NewButton("push_send", preview.payload())
    [key] = await officers.lay_out(office, OWNER.user, [new], now=now)
    button = await officers.pressed(office, OWNER.user, key, now=now)
    await orders.send(office, OWNER, button, chat=1, message=2, now=now)
    return sorted(job.chat for job in await deliveries.next_jobs(office, now=now, limit=100))


async def use_up(office: Desk, chat: int = CHAT) -> datetime:
    """That group asks for all that there is; the day after."""
    for day in range(9):
        now = MONDAY + day * DAY
        try:
            for number in range(2):
                await quizzes.ask(office, chat, key=f"{chat}{day}{number}", now=now)
                parcel = await claimed(office, now)
                await deliveries.record(office, parcel, Sent(100 + day, poll=f"{chat}{day}{number}"), now=now)
        except NothingSuits:
            return now + DAY
    raise AssertionError("there is no end of questions")


async def crime(office: Desk, fraud: str, key: str, day: datetime) -> None:
    line = Line(kind=Work.CRIME, number=1, money=0, place="村口", day=day.date(), fraud_type=fraud)
    async with office.database.unit() as unit:
        await ledger.add_once(unit, office.bot, key, 1001, None, line, now=MONDAY)


async def test_a_reported_case_decides_for_officer_and_group_alike(office: Desk) -> None:
    await crime(office, "customer_service", "k", MONDAY)
    preview = await shown(office)
    assert preview.choice is not None
    assert (preview.choice.question.fraud_type, preview.choice.why) == ("customer_service", Why.LOCAL)
    asked = await quizzes.ask(office, CHAT, key="k", now=MONDAY)
    assert asked is not None
    assert (asked.question.fraud_type, asked.why) == ("customer_service", Why.LOCAL)
    assert "预警" not in why(TEXTS, asked), "no alert ever spoke of it"


async def test_of_several_cases_the_newest_decides(office: Desk) -> None:
    types = sorted({one.fraud_type for one in office.library.asking(Audience.VILLAGE, ())})
    for older, newer in ((types[0], types[-1]), (types[-1], types[0])):
        async with office.database.unit() as unit:
            for entry in await ledger.of_officer(unit, office.bot, 1001, since=MONDAY):
                await ledger.delete(unit, entry.id, now=MONDAY)
        await crime(office, older, f"{older} old", MONDAY - DAY)
        await crime(office, newer, f"{newer} new", MONDAY)
        preview = await shown(office)
        assert preview.item.fraud_type == newer


async def test_one_groups_history_keeps_nobody_else_from_being_asked(office: Desk) -> None:
    now = await use_up(office)
    with pytest.raises(AllAsked) as refused:
        await shown(office, now)
    assert "今年在各个群里都问过了" in sentence(TEXTS, refused.value)
    await another(office)
    preview = await shown(office, now)
    assert (preview.groups, preview.asked) == (1, 1)
    assert "另有 1 个群今年问过这道题，这次不发" in officer_views.preview(TEXTS, office, preview)
    assert await send(office, preview, now) == [OTHER]


async def test_what_is_new_to_all_goes_before_what_some_know(office: Desk) -> None:
    await another(office)
    for day in range(2):
        await quizzes.ask(office, CHAT, key=str(day), now=MONDAY)
    known = {item for (item,) in await rows(office, "SELECT item FROM pushes")}
    preview = await shown(office)
    assert preview.item.id not in known
    assert (preview.groups, preview.asked) == (2, 0)


async def test_a_large_push_skips_them_also_later(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "CHUNK", 2)
    for chat in range(2, 8):
        await another(office, -chat)
    now = await use_up(office, -6)
    assert await send(office, await shown(office, now), now) == [-7, -5, -4, -3, -2, CHAT]


async def segment(office: Desk, chat: int, *segments: str) -> None:
    async with office.database.unit() as unit:
        group = await group_rows.by_chat(unit, office.bot, chat)
        assert group is not None
        await group_rows.change(unit, group.id, segments=list(segments))


def only_for(office: Desk, *segments: str) -> Desk:
    """Every question is for these segments of villages alone."""
    wanted = {"segments": list(segments), "audiences": (Audience.VILLAGE,)}
    made = {name: one.model_copy(update=wanted) for name, one in office.library.questions.items()}
    return replace(office, library=replace(office.library, questions=made))


async def test_a_push_goes_to_the_segments_that_its_item_is_for(office: Desk) -> None:
    narrow = only_for(office, SECOND)
    await segment(office, CHAT, FIRST)
    with pytest.raises(NothingSuits):
        await shown(narrow)
    await another(office)
    await another(office, -3)
    await segment(office, -3, FIRST, SECOND)
    preview = await shown(narrow)
    assert (preview.groups, preview.asked) == (2, 0), "who has none gets all; who has it among others, too"
    assert await send(narrow, preview, MONDAY) == [-3, OTHER]


async def test_the_database_finds_the_groups_that_a_piece_suits(office: Desk) -> None:
    """As `Piece.suits` says it, for every mixture of segments."""
    for number, mine in enumerate(((), (FIRST,), (SECOND,), (FIRST, SECOND))):
        await another(office, -10 - number)
        await segment(office, -10 - number, *mine)
    any_question = next(iter(office.library.questions.values()))
    for theirs in ((), (FIRST,), (SECOND,), (FIRST, SECOND)):
        piece: Piece = any_question.model_copy(update={"segments": theirs, "audiences": (Audience.VILLAGE,)})
        wanted = reachable.Reachable(office.bot, None, [Audience.VILLAGE], theirs)
        async with office.database.reading() as unit:
            sorts = await reachable.sorts(unit, reachable.Reachable(office.bot, None, [Audience.VILLAGE]))
            found = sum(one.groups for one in await reachable.sorts(unit, wanted))
        suited = sum(one.groups for one in sorts if piece.suits(one.audience, one.segments))
        assert found == suited > 0


async def test_answers_in_a_group_that_nobody_vouched_for_are_in_no_rate(office: Desk) -> None:
    await another(office, -66, by=777)
    await quizzes.ask(office, -66, key="s", now=MONDAY)
    parcel = await claimed(office)
    assert parcel.quiz is not None
    await deliveries.record(office, parcel, Sent(5, poll="pp"), now=MONDAY)
    counts = [0] * len(parcel.quiz.options)
    counts[parcel.quiz.right - 1] = 40
    await take(office, [PollCounts("pp", tuple(counts), False)], now=MONDAY)
    assert await rows(office, "SELECT answered FROM rounds") == [(40,)]
    assert await rates.of_region(office, None) == []
    async with office.database.unit() as unit:
        group = await group_rows.by_chat(unit, office.bot, -66)
        assert group is not None
        await group_rows.confirm(unit, group.id, 1001, now=MONDAY)
    [rate] = await rates.of_region(office, None)
    assert (rate.all.right, rate.all.answered) == (0, 40)
