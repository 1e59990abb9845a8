"""What the stories of /settings share: its menu in a group, and what is remembered of it."""

from typing import Any

from sandbox import Chat, Message, Person
from tests.end_to_end.conftest import (
    slots,
    turn,
)
from tests.town import Town


def names(message: Message) -> list[str]:
    return [button.text for button in message]


def group_row(town: Town, group: Chat) -> dict[str, Any]:
    """All that an admin can change about a group, with its slots."""
    wanted = ("state", "audience", "segments", "region", "script", "topic")
    [found] = town.query(f"SELECT {', '.join(wanted)} FROM groups WHERE chat = ?", group.id)
    return dict(zip(wanted, found, strict=True)) | {"slots": slots(town, group)}


async def open_menu(town: Town, title: str, admin: Person, kind: str = "村居群") -> tuple[Chat, Message]:
    """A new group with its summary turned into the menu."""
    group = town.telegram.group(title, owner=admin)
    card = await town.subscribe(group, admin, kind)
    await turn(town, admin, card, "改设置")
    return group, card
