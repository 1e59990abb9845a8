"""/alert from the first word to every group: written, looked at, approved by a second person."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sandbox import Chat, Message, Person
from tests.end_to_end.conftest import SharedTown, open_town, said_by_bot, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

REFUSED = "这个命令是给派出所和乡镇同事用的"
LOOK = "群里看到的就是这样"
WORDS = "有人冒充班主任在家长群收资料费。先给老师打电话。"

shared_town = SharedTown(seconds=40, SENDER_RATE="200")


def audit(town: Town, person: Person) -> list[str]:
    """What the audit says of a person: action and subject without the code, oldest first."""
    rows = town.query("SELECT action, subject FROM audit WHERE user = ? ORDER BY id", person.id)
    return [f"{action} {subject}" if action == "refused" else action for action, subject in rows]


async def appoint(town: Town, person: Person, role: str, region: str = "") -> None:
    town.owner.writes(f"/officer add {person.id} {role} {region}".strip())
    appointed = "SELECT role FROM officers WHERE user = ? AND active_at IS NULL"
    await town.telegram.until(lambda: town.query(appointed, person.id) == [(role,)], 15)
    person.writes("/start")
    active = "SELECT count(*) FROM officers WHERE user = ? AND active_at IS NOT NULL"
    await town.telegram.until(lambda: town.query(active, person.id) == [(1,)], 15)


async def said(town: Town, person: Person, part: str, before: int = 0) -> Message:
    """The newest private message of the bot with that in it, after so many."""

    def found() -> Message | None:
        new = said_by_bot(town, person)[before:]
        return next((one for one in reversed(new) if part in one.text), None)

    message = await town.telegram.until(found, 20)
    assert message is not None
    return message


async def answer_to(town: Town, person: Person, text: str, part: str) -> Message:
    before = len(said_by_bot(town, person))
    person.writes(text)
    return await said(town, person, part, before)


async def approver_card(town: Town, person: Person, words: str) -> Message:
    """The card with 批准 that shows these words."""

    def found() -> Message | None:
        cards = [one for one in said_by_bot(town, person) if words in one.text and one.buttons]
        return next((one for one in reversed(cards) if "批准" in [b.text for b in one]), None)

    message = await town.telegram.until(found, 20)
    assert message is not None
    return message


def hears(town: Town, group: Chat, words: str) -> list[Message]:
    return [one for one in town.pushes(group) if words in one.text]


async def village(town: Town, name: str, region: str = "", members: int = 10, kind: str = "村居群") -> Chat:
    """A confirmed group, placed where it belongs."""
    group = town.telegram.group(name, owner=town.owner, members=members)
    await town.subscribe(group, town.owner, kind)
    return group


@side_by_side(seconds=30)
async def test_a_warning_goes_from_one_officer_through_a_chief_to_every_group(folder: Path) -> None:
    async with open_town(folder, SENDER_RATE="200") as town:
        officer, chief = town.telegram.person("李警官"), town.telegram.person("张所长")
        await asyncio.gather(appoint(town, officer, "officer"), appoint(town, chief, "chief"))
        groups = await asyncio.gather(*(village(town, f"群{number}") for number in range(3)))
        parents = await village(town, "家长群", kind="家长群")
        counted = "SELECT count(*) FROM groups WHERE members IS NULL"
        await town.telegram.until(lambda: town.query(counted) == [(0,)], 20)

        card = await answer_to(town, officer, f"/alert {WORDS}", LOOK)
        exact = card.text.partition("\n\n👆")[0]
        assert "【预警】" in exact
        assert WORDS in exact
        assert "发给 4 个群" in card.text
        assert "村居群 3 个" in card.text
        assert "家长群 1 个" in card.text
        assert "骗法：冒充老师收费" in card.text
        assert "联系得上 2/2" in card.text
        assert "4 个群没选所在地" in card.text
        await turn(town, officer, card, "提交审批")
        assert "等人批" in card.text
        shown = await approver_card(town, chief, WORDS)
        assert shown.text.startswith(exact), "the approver reads exactly what will be read"
        owners = await approver_card(town, town.owner, WORDS)

        # Both press at the same instant: one decision.
        taps = [chief.taps(shown, "批准"), town.owner.taps(owners, "批准")]
        answers = [await tap.answered(15) for tap in taps]
        assert sorted("批准了，马上发出" in one.text for one in answers) == [False, True]
        assert [one for one in answers if "已经批准了" in one.text]
        for group in [*groups, parents]:
            await town.telegram.until(lambda g=group: len(hears(town, g, WORDS)) == 1, 20)  # type: ignore[misc]
            assert hears(town, group, WORDS)[0].text == exact
        for one in (shown, owners):
            await town.telegram.until(lambda m=one: "批准了，已经发出" in m.text and not m.buttons, 20)  # type: ignore[misc]
        await said(town, officer, "批准了，正在发")
        await town.telegram.until(lambda: "已送到 4 个群" in card.text, 20)
        decided = "SELECT count(*) FROM audit WHERE action = 'alert_approve'"
        assert town.query(decided) == [(1,)]
        assert (await town.command("audit", "verify"))[0] == 0
