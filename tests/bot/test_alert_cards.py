"""The words that decide on an alert: they go among its copies, and none of them is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter, TimedOut

from bot import errands
from bot.chores import Chores
from bot.handlers import alert_cards as cards
from bot.handlers import alert_life
from bot.together import Apart
from bot.views import alerts as views
from core import alert_approval, alert_cards, alert_urgent, officers
from core import errands as owed
from core.ports import Priority
from storage.alerts import AlertState
from storage.models import Button
from tests.bot.stand_ins import TEXTS, Line, counter
from tests.core.alerts import OWNER, draft, launch, read
from tests.core.desks import desk
from tests.core.test_alert_desk import AUTHOR, CHIEF, button, staffed
from tests.core.test_alert_urgent import LATER, MINUTE, pinned, urgent
from tests.storage.files import NOW, add_group, fresh


async def test_taking_an_alert_back_is_asked_among_its_copies(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        await add_group(database, -1)
        town, said = desk(database, quiet=None), list[Priority]()
        alert = await draft(town, "7K3F-9QX2", NOW)
        await launch(town, alert, NOW)

        def note(*_words: object, priority: Priority) -> None:
            said.append(priority)

        context: Any = SimpleNamespace(
            desk=town, texts=TEXTS, now=lambda: NOW, say=note, edit=note, answer=lambda *_: None
        )
        query: Any = SimpleNamespace(id="1")
        for action in (views.WITHDRAW, views.WHY, views.ERASE):
            what = {"alert": alert, "reason": "说错了"}
            pressed = Button(
                key="key", user=1001, action=action, payload=what, used_at=None, expires_at=LATER
            )
            await alert_life.pressed(context, query, OWNER, pressed)
        assert said == [Priority.ALERT] * 3


async def test_cards_go_among_the_copies_of_an_alert(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        look = await urgent(town)
        await cards.turn(counter(town, line), NOW, Apart())
        await cards.turn(counter(town, line), NOW + 3 * MINUTE, Apart())
        await alert_approval.approve(town, CHIEF, await button(town, 2002, look), now=NOW)
        await cards.turn(counter(town, line), NOW, Apart())
        assert line.to(2002) == ["send_message", "send_message", "edit_message_text"]
        assert {how["rate_limit_args"].priority for _, how in line.calls} == {Priority.ALERT}


async def test_a_reminder_that_met_a_429_comes_all_the_same(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await urgent(town)
        await cards.turn(counter(town, line), NOW, Apart())
        line.fails["send_message"] = [RetryAfter(1)]
        await cards.turn(counter(town, line), NOW + 3 * MINUTE, Apart())
        assert line.to(2002) == ["send_message"] * 3, "the card, the reminder in vain, and once more"


async def test_an_authors_message_that_hangs_keeps_no_alert_from_ending(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        await add_group(database, -1)
        town, line, never = desk(database, quiet=None), Line(), asyncio.Event()
        alert = await draft(town, "7K3F-9QX2", NOW, life_hours=6)
        await launch(town, alert, NOW)
        line.hangs = never
        chores = Chores(counter(town, line), SimpleNamespace(look=never.wait), tmp_path)  # type: ignore[arg-type]  # the watch is not tried
        await chores.each_second(NOW)
        async with asyncio.timeout(5):
            await line.asked.wait()
        await chores.each_second(NOW + 360 * MINUTE)
        assert chores._running["alerts"].done() is False
        await chores._running["tend"]
        assert (await read(town, alert)).state is AlertState.EXPIRED
        await chores.stop()


async def test_a_chat_that_is_held_up_keeps_no_other_card_waiting(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await officers.activate(town, OWNER.user, OWNER.name, now=NOW)
        await urgent(town)
        line.hangs = asyncio.Event()
        turn = asyncio.ensure_future(cards.turn(counter(town, line), NOW, Apart()))
        await asyncio.wait({turn}, timeout=0.3)
        assert line.to(2002) == line.to(OWNER.user) == ["send_message"]
        line.hangs.set()
        await turn
        assert await alert_cards.due(town) == []


@pytest.mark.parametrize("why", ["Message to edit not found", "Message is not modified"])
async def test_who_lost_their_card_hears_all_the_same_that_nobody_looked(why: str, tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await pinned(town)
        look = await urgent(town)
        await cards.turn(counter(town, line), NOW, Apart())
        await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "正在挨家骗", key="a", now=LATER)
        line = Line(edit_message_text=[BadRequest(why)])
        await cards.turn(counter(town, line), LATER, Apart())
        assert line.to(2002) == ["send_message", "edit_message_text"]
        assert look.alert.code in line.calls[0][1]["html"]
        assert await alert_cards.due(town) == []


async def test_who_lost_the_office_finds_on_the_old_card_how_it_ended_and_no_button(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await pinned(town)
        look = await urgent(town)
        await cards.turn(counter(town, line), NOW, Apart())
        await officers.dismiss(town, OWNER, 2002, key="gone", now=NOW)
        await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "正在挨家骗", key="a", now=LATER)
        line = Line()
        await cards.turn(counter(town, line), LATER, Apart())
        [(method, how)] = [call for call in line.calls if call[1].get("chat_id") == 2002]
        assert (method, how["reply_markup"]) == ("edit_message_text", None)
        assert look.alert.code in how["html"]
        assert "未经复核" in how["html"]
        assert await alert_cards.due(town) == []


@pytest.mark.parametrize(("kind", "way"), [(owed.Owed.PHOTO, "/alert"), (owed.Owed.LEDGER_PHOTO, "/ledger")])
async def test_a_photo_that_was_looked_through_when_the_bot_ended_is_not_passed_over(
    tmp_path: Path, kind: owed.Owed, way: str
) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await owed.photo_taken(town, AUTHOR.user, kind, now=NOW)
        await owed.recover(town, now=NOW)
        back = counter(town, line)
        back.clock = SimpleNamespace(now=lambda: NOW)
        for _ in range(2):
            await errands.settle(back, AUTHOR.user)
        [(method, how)] = line.calls
        assert (method, how["chat_id"]) == ("send_message", AUTHOR.user)
        assert "再发一次" in how["html"]
        assert way in how["html"]


async def test_a_warning_is_tried_until_it_arrives_and_then_not_again(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await pinned(town)
        look = await urgent(town)
        await cards.turn(counter(town, line), NOW, Apart())
        await alert_urgent.send_alone(town, AUTHOR, look.alert.id, "正在挨家骗", key="a", now=LATER)
        line = Line(send_message=[TimedOut()], edit_message_text=[TimedOut()])
        for _ in range(4):
            await cards.turn(counter(town, line), LATER, Apart())
        tried = ["send_message", "send_message", "edit_message_text", "edit_message_text"]
        assert line.to(2002) == tried, "the warning twice, for the first was lost; the card twice as well"


async def test_the_author_learns_that_nobody_answered_however_often_it_takes(tmp_path: Path) -> None:
    async with fresh(tmp_path) as database:
        town, line = await staffed(database), Line()
        await pinned(town)
        await urgent(town)
        await cards.turn(counter(town, line), NOW + 6 * MINUTE, Apart())
        line = Line(send_message=[TimedOut(), TimedOut()])
        for _ in range(4):
            await cards.turn(counter(town, line), LATER, Apart())
        assert line.to(2001) == ["send_message"] * 3 + ["edit_message_reply_markup"]
        for _, how in line.calls[-2:]:
            names = [button.text for row in how["reply_markup"].inline_keyboard for button in row]
            assert TEXTS.plain("urgent-send") in names, "under the message, and on the card that waits"
        assert line.calls[-1][1]["message_id"] == 7
