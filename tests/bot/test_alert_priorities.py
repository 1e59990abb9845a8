"""Whoever decides about an alert waits for no crowd: what they are asked and told goes among the copies."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from telegram import Chat, Message, User

from bot.alert_watch import AlertWatch
from bot.handlers import alert_pages, alert_waiting, typed
from core import officers
from core.desk import Desk
from core.officers import NewButton
from core.ports import Priority
from storage.alerts import AlertState
from storage.models import Button
from tests.bot.stand_ins import TEXTS, Line
from tests.core.alerts import OWNER, read
from tests.core.test_alert_desk import AUTHOR, button, staffed, written
from tests.core.test_alert_urgent import LATER, PIN, pinned, urgent
from tests.storage.files import NOW, fresh


class Window:
    """As much of an update's context as these handlers need; by which priority everything was to leave."""

    def __init__(self, town: Desk, now: Any = LATER) -> None:
        self.desk, self.texts, self.time = town, TEXTS, now
        self.line = Line()
        self.counter = SimpleNamespace(desk=town, bot=self.line, texts=TEXTS)
        self.calls: list[Any] = []
        self.said: list[tuple[str, Priority]] = []

    def now(self) -> Any:
        return self.time

    def say(self, _chat: int, html: str, _markup: object = None, *, priority: Priority) -> None:
        self.said.append((html, priority))

    reply = say

    def answer(self, *_: object, **__: object) -> None: ...

    def later(self, _chat: int, call: Any) -> None:
        self.calls.append(call)

    async def settle(self) -> set[Priority]:
        """Let all of it leave."""
        for call in self.calls:
            await call()
        told = {priority for _, priority in self.said}
        return told | {how["rate_limit_args"].priority for _, how in self.line.calls}


def message(words: str, number: int = 9) -> Any:
    plain = dict.fromkeys(("sender_chat", "via_bot", "forward_origin"))
    who = SimpleNamespace(id=AUTHOR.user)
    return SimpleNamespace(text=words, from_user=who, chat_id=AUTHOR.user, message_id=number, **plain)


async def key_of(town: Desk, alert: int, action: str) -> Button:
    [key] = await officers.lay_out(town, AUTHOR.user, [NewButton(action, {"alert": alert})], now=LATER)
    return await officers.pressed(town, AUTHOR.user, key, now=LATER)


async def test_sending_alone_waits_for_no_crowd(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        await pinned(town)
        look = await urgent(town)
        window: Any = Window(town)
        query: Any = SimpleNamespace(message=None)
        pressed = await key_of(town, look.alert.id, "waiting_urgent")
        await alert_waiting.pressed(window, query, AUTHOR, pressed)
        for number, words in enumerate(("急", "正在挨家骗", "000001", PIN)):
            window.time += LATER - NOW
            assert await typed._answers_us(window, message(words), f"9{number}")
        heads = [html[:4] for html, _ in window.said]
        assert heads == ["👉 请写", "理由请写", "👉 请发", "口令不对", "⚠️ 发"]
        assert await window.settle() == {Priority.ALERT}
        assert window.line.to(AUTHOR.user) == ["delete_message"] * 2, "both PINs, the wrong and the right"
        assert (await read(town, look.alert.id)).unreviewed


async def test_giving_up_and_what_was_just_sent_are_shown_at_once(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town = await staffed(database)
        look = await urgent(town)
        window: Any = Window(town)
        query: Any = SimpleNamespace(message=None)
        await alert_waiting.pressed(window, query, AUTHOR, await key_of(town, look.alert.id, "waiting_drop"))
        assert await window.settle() == {Priority.ALERT}
        assert (await read(town, look.alert.id)).state is AlertState.DROPPED

        town = await staffed(database, two_person=False)
        alone = await written(town, by=OWNER)
        window = Window(town, NOW)
        card = Message(7, NOW, Chat(OWNER.user, "private"), from_user=User(1, "bot", True))
        query = SimpleNamespace(message=card)
        await alert_pages.pressed(
            window, query, OWNER, await pressed_send(town, await button(town, OWNER.user, alone))
        )
        assert await window.settle() == set(), "nothing goes before the first copy"
        await AlertWatch(window.counter).look(NOW)
        assert await window.settle() == {Priority.ALERT}, "behind the last copy it would tell old news"
        [(_, shown)] = window.line.calls
        assert (shown["message_id"], shown["html"][:7]) == (7, "<b>正在发：")


async def pressed_send(town: Desk, shown: Button) -> Button:
    wanted = [NewButton("draft_submit", shown.payload)]
    [key] = await officers.lay_out(town, OWNER.user, wanted, now=NOW)
    return await officers.pressed(town, OWNER.user, key, now=NOW)
