"""Towns with a running bot: one of its own for a story that moves the clock, one that a module's stories share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import CallbackAnswer, Message, Person
from tests.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town for one story, with the bot running."""
    async with Town(tmp_path) as town:
        await town.start_bot()
        yield town


async def turn(town: Town, person: Person, message: Message, *labels: str) -> CallbackAnswer:
    """Press one button after the other, each time waiting until the message shows something else."""
    for label in labels:
        before = (message.text, message.buttons)
        answer = await person.press(message, label)
        await town.telegram.until(lambda before=before: (message.text, message.buttons) != before, 8)  # type: ignore[misc]
    return answer
