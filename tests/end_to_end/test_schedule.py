"""/schedule: an admin types when the group hears what; what makes no sense is answered with an example."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from sandbox import Chat, Person
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

# What is typed → kind, weekdays (0 = Monday), time, every how many weeks; None: not sent any more.
GOOD: dict[str, tuple[str, str, str, int] | None] = {
    "/schedule tip mon,thu 09:00": ("tip", "0,3", "09:00", 1),
    "/schedule tip Monday,THURSDAY 9:00": ("tip", "0,3", "09:00", 1),
    "/schedule TIP 周一、周四 09:00": ("tip", "0,3", "09:00", 1),
    "/schedule case 星期六 周日 20：30": ("case", "5,6", "20:30", 1),
    "/schedule case 一，三，五 07:30": ("case", "0,2,4", "07:30", 1),
    "/schedule tip mon 18：30 every 2": ("tip", "0", "18:30", 2),
    "/schedule@xiaolaba_bot tip 每天 21:29": ("tip", "0,1,2,3,4,5,6", "21:29", 1),
    "/schedule quiz 第一个周三 19:30": ("quiz", "2", "19:30", 1),
    "/schedule quiz fri 12:10": ("quiz", "4", "12:10", 1),
    "/schedule tip off": None,
}
# One sentence with an example, and nothing saved.
BAD = (
    "/schedule",
    "/schedule tip",
    "/schedule 提示 mon 09:00",
    "/schedule alert mon 09:00",
    "/schedule tip someday 09:00",
    "/schedule tip mon,someday 09:00",
    "/schedule tip 周八 09:00",
    "/schedule tip 09:00",
    "/schedule tip mon",
    "/schedule tip mon nine",
    "/schedule tip mon 25:00",
    "/schedule tip mon 9:5",
    "/schedule tip mon 09:00 10:00",
    "/schedule tip mon 09:00 every",
    "/schedule tip mon 09:00 every 0",
    "/schedule tip mon 09:00 every two",
    "/schedule tip mon 09:00 every 99",
    "/schedule tip mon 09:00 weekly",
    "/schedule tip off mon 09:00",
    "/schedule tip mon 23:00",
    "/schedule tip mon 21:30",
    "/schedule case mon 07:29",
    "/schedule tip <b>mon</b> 09:00",
    "/schedule tip " + "一" * 300 + " 09:00",
)
Slots = list[tuple[str, str, str, int]]
HABITS: Slots = [("case", "3", "18:30", 1), ("quiz", "5", "10:00", 2), ("tip", "1", "18:30", 1)]


def slots(town: Town, group: Chat) -> Slots:
    rows = town.query(
        "SELECT kind, weekdays, at, every FROM slots JOIN groups ON groups.id = group_id "
        "WHERE chat = ? ORDER BY kind",
        group.id,
    )
    return [(kind, days, at[:5], every) for kind, days, at, every in rows]


async def asked(town: Town, group: Chat, who: Person, typed: str) -> str:
    """What the bot answers, in one message."""
    before = len(group.messages)
    who.says(group, typed)
    await town.telegram.until(lambda: len(group.messages) > before + 1, 15)
    return group.last.text


def bad_answer(answer: str, saved: Slots) -> Iterator[str]:
    """What is not as it should be after something that makes no sense."""
    if saved != HABITS:
        yield f"saved {saved}"
    if "/schedule tip " not in answer:
        yield f"no example in {answer!r}"
    if "\n" in answer or len(answer) >= 120:
        yield f"more than a sentence: {answer!r}"


def good_answer(answer: str, saved: Slots, wanted: tuple[str, str, str, int] | None) -> Iterator[str]:
    """What is not as it should be after a slot that makes sense."""
    kind = wanted[0] if wanted else "tip"
    others = [slot for slot in HABITS if slot[0] != kind]
    if saved != sorted([*others, wanted] if wanted else others):
        yield f"saved {saved}"
    if not answer.startswith("好了"):
        yield f"answered {answer!r}"


@side_by_side(seconds=14)
async def test_every_form_is_understood_or_answered_with_an_example(folder: Path) -> None:
    async with Town(folder) as town:
        await town.start_bot()
        typed = [*GOOD, *BAD]
        groups = [town.telegram.group(f"群{number}", owner=town.owner) for number in range(len(typed))]
        for some in (groups[::3], groups[1::3], groups[2::3]):
            await asyncio.gather(*(town.subscribe(group, town.owner) for group in some))
        answers = await asyncio.gather(
            *(asked(town, group, town.owner, text) for group, text in zip(groups, typed, strict=True))
        )
        wrong = [
            f"{text}: {problem}"
            for group, text, answer in zip(groups, typed, answers, strict=True)
            for problem in (
                bad_answer(answer, slots(town, group))
                if text in BAD
                else good_answer(answer, slots(town, group), GOOD[text])
            )
        ]
        assert wrong == []
        await town.quiet(1.2)  # no second answer follows
        assert all(group.last.text == answer for group, answer in zip(groups, answers, strict=True))
        assert town.query("SELECT count(*) FROM parked_updates") == [(0,)]


@side_by_side(seconds=9)
async def test_only_admins_set_the_hour(folder: Path) -> None:
    """A member, a channel and an unsubscribed group are told so; an anonymous admin is an admin."""
    async with Town(folder) as town:
        await town.start_bot()
        member, hidden = town.telegram.person("李婶"), town.telegram.person("村主任")
        plain, anonymous, channelled, fresh = (
            town.telegram.group(name, owner=town.owner) for name in ("一群", "二群", "三群", "四群")
        )
        town.telegram.admin(anonymous, hidden, anonymous=True)
        channel = town.telegram.channel("某频道")
        town.owner.adds_bot(fresh)
        await asyncio.gather(*(town.subscribe(one, town.owner) for one in (plain, anonymous, channelled)))
        await town.said(fresh, "这是什么群")

        async def by_channel() -> str:
            before = len(channelled.messages)
            member.says(channelled, "/schedule tip mon 09:00", as_channel=channel)
            await town.telegram.until(lambda: len(channelled.messages) > before + 1, 15)
            return channelled.last.text

        refused, done, alien, unknown = await asyncio.gather(
            asked(town, plain, member, "/schedule tip mon 09:00"),
            asked(town, anonymous, hidden, "/schedule tip mon 09:00"),
            by_channel(),
            asked(town, fresh, town.owner, "/schedule tip mon 09:00"),
        )
        assert "群管理员" in refused
        assert "群管理员" in alien
        assert "还没开通" in unknown
        assert done.startswith("好了：每周一 09:00 发提示")
        assert slots(town, plain) == slots(town, channelled) == HABITS
        assert slots(town, anonymous) == [*HABITS[:2], ("tip", "0", "09:00", 1)]
        assert slots(town, fresh) == []

        member.writes("/schedule tip mon 09:00")
        await town.said(member, "在群里发")
