"""An author's card is there whatever crashed after 提交审批."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from telegram.error import TimedOut

from bot.handlers import alert_cards
from bot.together import Apart
from content.texts import texts_in
from content.words import Script
from tests.core.test_alert_desk import AUTHOR, staffed, submitted
from tests.storage.files import NOW, fresh


async def test_a_submitted_preview_becomes_the_authors_card_once_telegram_answers(tmp_path: Path) -> None:
    edits: list[tuple[int, int, bool]] = []

    async def edit(_: str, **how: Any) -> None:
        edits.append((how["chat_id"], how["message_id"], how["reply_markup"] is not None))
        if len(edits) == 1:
            raise TimedOut

    async def send(*_: Any, **__: Any) -> Any:
        return SimpleNamespace(message_id=70)

    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await submitted(town)
        telegram = SimpleNamespace(edit_message_text=edit, send_message=send)
        counter: Any = SimpleNamespace(desk=town, texts=texts_in(Script.SIMPLIFIED), bot=telegram)
        for _ in range(3):
            await alert_cards.turn(counter, NOW, Apart())
    assert edits == [(AUTHOR.user, 7, True)] * 2, "tried again once, then done"
