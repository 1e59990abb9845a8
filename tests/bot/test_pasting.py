"""What officers pass on: each article has its own question, and what was forgotten is said so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Chat, Message, MessageOriginChannel, User

from bot.bursts import Bursts
from bot.context import Context
from bot.handlers import drafting, pasting
from content.texts import texts_in
from content.words import Script
from core.desk import Desk
from storage.models import Button
from tests.core.alerts import OWNER
from tests.core.desks import desk
from tests.storage.files import NOW, fresh

LONG = "家长群里来了个假老师，要大家扫码交资料费。" * 170
ADVICE = "警方提示：交费之前，请先给老师打电话核实。"


class Talk:
    """An officer's private chat with us: what was answered, each with the message that it answers."""

    def __init__(self, town: Desk) -> None:
        self.now, self.answered = NOW, list[tuple[int, str, Any]]()
        self._bursts = Bursts()
        counter = SimpleNamespace(bursts=self._bursts)
        usual = {"desk": town, "texts": texts_in(Script.SIMPLIFIED), "counter": counter}
        silent: Any = SimpleNamespace(
            now=lambda: self.now, reply=self._reply, answer=lambda *_: None, **usual
        )
        self.context = cast(Context, silent)

    def _reply(self, message: Message, html: str, keyboard: Any = None, *, answers: int, **_: Any) -> None:
        self.answered.append((answers, html, keyboard))

    async def forwards(self, number: int, text: str, channel: int, at: datetime = NOW) -> Message:
        """A post of that channel, of that moment."""
        origin = MessageOriginChannel(at, Chat(channel, "channel", title=f"频道{channel}"), number)
        chat, sender = Chat(OWNER.user, "private"), User(OWNER.user, "周所长", is_bot=False)
        message = Message(number, NOW, chat, from_user=sender, text=text, forward_origin=origin)
        assert await pasting.offered(self.context, message)
        return message

    async def presses(self, article: Message) -> None:
        """做成案例 under the question about it."""
        card = Message(99, NOW, article.chat, reply_to_message=article)
        query: Any = SimpleNamespace(message=card)
        until = NOW + timedelta(days=1)
        button = Button(
            key=f"k{article.message_id}",
            user=OWNER.user,
            action="paste_case",
            payload={},
            used_at=None,
            expires_at=until,
        )
        await pasting.pressed(self.context, query, OWNER, button)


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The cases that were shown to the officer."""
    shown: list[Any] = []

    async def show(_: Context, __: Any, draft: Any, **___: Any) -> None:
        shown.append(draft)

    monkeypatch.setattr(drafting, "show_case", show)
    return shown


async def test_two_posts_forwarded_together_are_two_articles(tmp_path: Path, drafts: list[Any]) -> None:
    async with fresh(tmp_path) as database:
        talk = Talk(desk(database))
        first = await talk.forwards(1, f"有人冒充班主任\n{LONG}", -1)
        second = await talk.forwards(2, f"有人冒充客服\n{LONG}", -2)
        await talk.forwards(3, ADVICE, -2, NOW + timedelta(seconds=1))
        assert [answered for answered, *_ in talk.answered] == [1, 2]
        keys = {keyboard.inline_keyboard[0][0].callback_data for *_, keyboard in talk.answered}
        assert len(keys) == 2
        await talk.presses(second)
        await talk.presses(first)
        assert [(one.title, one.source) for one in drafts] == [
            ("有人冒充客服", "频道-2"),
            ("有人冒充班主任", "频道-1"),
        ]
        assert "先给老师打电话" in drafts[0].action
        assert "先给老师打电话" not in drafts[1].action


async def test_whose_end_is_forgotten_is_to_be_sent_again(tmp_path: Path, drafts: list[Any]) -> None:
    async with fresh(tmp_path) as database:
        talk = Talk(desk(database))
        article = await talk.forwards(1, LONG, -1)
        await talk.forwards(2, ADVICE, -1)
        talk.now += timedelta(minutes=3)
        short = await talk.forwards(3, ADVICE, -1)
        assert len(talk.answered) == 2
        await talk.presses(short)
        await talk.presses(article)
        assert len(drafts) == 2
        [(answers, html, _)] = talk.answered[2:]
        assert answers == 1
        assert "请把整篇再发一次" in html
