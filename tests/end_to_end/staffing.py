"""What the stories of officers share: who is appointed, who is asked, what is answered."""

from typing import Any

from sandbox import Chat, Message, Person
from tests.end_to_end.conftest import said_by_bot, turn
from tests.town import Town

CARD = "这是什么群"
WAITS = "有新群等您确认"
REFUSED = "这个命令是给派出所和乡镇同事用的"


def confirmed(town: Town, group: Chat) -> bool:
    return town.query("SELECT confirmed_at IS NOT NULL FROM groups WHERE chat = ?", group.id) == [(1,)]


def audit(town: Town, person: Person) -> list[tuple[Any, ...]]:
    """What the audit says of a person: action and subject, oldest first."""
    return town.query("SELECT action, subject FROM audit WHERE user = ? ORDER BY id", person.id)


async def asked(town: Town, officer: Person, group: Chat) -> Message:
    """The private card that asks an officer to vouch for that group."""

    def cards() -> list[Message]:
        return [one for one in said_by_bot(town, officer) if WAITS in one.text and group.title in one.text]

    return (await town.telegram.until(cards, 10))[0]


async def appoint(town: Town, person: Person, role: str, region: str = "") -> None:
    """The owner makes a person an officer, who opens the bot."""
    town.owner.writes(f"/officer add {person.id} {role} {region}".strip())
    appointed = "SELECT role FROM officers WHERE user = ?"
    await town.telegram.until(lambda: town.query(appointed, person.id) == [(role,)])
    person.writes("/start")
    await town.said(person, "反诈小喇叭")


async def answer_to(town: Town, person: Person, command: str, part: str) -> Message:
    """What the bot says to a command in private."""
    before = len(said_by_bot(town, person))
    person.writes(command)

    def found() -> Message | None:
        new = said_by_bot(town, person)[before:]
        return next((one for one in new if part in one.text), None)

    answer = await town.telegram.until(found, 15)
    assert answer is not None
    return answer


async def adds_and_subscribes(town: Town, officer: Person, group: Chat, admin: Person, kind: str) -> None:
    """An officer brings the bot in, so the group is vouched for; its admin says what it is."""
    officer.adds_bot(group)
    await turn(town, admin, await town.said(group, CARD), kind)


# Vouching for a group
