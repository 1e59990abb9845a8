"""Every item and every poster goes through Telegram's own checks, as it will look, in both scripts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from telegram.ext import BaseRateLimiter, ExtBot

from bot.sender import Bot, TelegramSender
from bot.views.pushes import PROMISE, RECEIPT
from content.drawing import png
from content.letters import Letterhead
from content.library import Content, load
from content.render import Rendered, render, visible
from content.words import Kind, QuizMode, Script
from core.ports import Sent
from core.wording import kind_of
from core.words import Parcel
from sandbox import Chat, Sandbox
from storage.models import DeliveryId, GroupId, Picture, PushId

HEAD = Letterhead("幸福县公安局反诈中心", ("0000-1234500",), date(2026, 11, 24))
CODE = "7K3F-9QX2"
AT_ONCE = 4
LIBRARY = load()


class NoTurns(BaseRateLimiter[Any]):
    """Nobody waits here: the sandbox has no flood limits."""

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(
        self,
        callback: Any,
        args: Any,
        kwargs: Any,
        endpoint: str,
        data: Any,
        rate_limit_args: Any,
    ) -> Any:
        return await callback(*args, **kwargs)


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=None) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    async with ExtBot(telegram.bot.token, base_url=telegram.url, rate_limiter=NoTurns()) as bot:
        yield bot


@pytest.fixture
def group(telegram: Sandbox) -> Chat:
    ann = telegram.person("王大姐")
    group = telegram.group("幸福村村民群", owner=ann, members=312)
    ann.adds_bot(group)
    return group


def made(item: Content, script: Script = Script.SIMPLIFIED) -> Rendered:
    return render(item, office=HEAD.sender, code=CODE, script=script, head=HEAD)


def parcel(item: Content, group: Chat, number: int, **more: Any) -> Parcel:
    words = made(item, more.get("script", Script.SIMPLIFIED))
    whole = {
        "delivery": DeliveryId(number),
        "push": PushId(number),
        "group": GroupId(1),
        "chat": group.id,
        "topic": None,
        "html": words.html,
        "share": words.share,
        "key": f"key{number}",
        "script": Script.SIMPLIFIED,
        "not_after": datetime(2026, 12, 1, tzinfo=UTC),
        "quiz": words.quiz,
        "mode": QuizMode.ANONYMOUS,
        "kind": kind_of(item),
    }
    return Parcel(**{**whole, **more})


async def sent(bot: Bot, parcels: list[Parcel]) -> None:
    """All of them arrive."""
    sender, turn = TelegramSender(bot), asyncio.Semaphore(AT_ONCE)

    async def one(parcel: Parcel) -> None:
        async with turn:
            outcome = await sender.send(parcel, lambda: None)
        assert isinstance(outcome, Sent), (parcel.html, outcome)

    await asyncio.gather(*map(one, parcels))


async def test_every_item_arrives_as_it_was_rendered(telegram: Sandbox, bot: Bot, group: Chat) -> None:
    items = LIBRARY.everything()
    before = len(group.messages)
    await sent(bot, [parcel(item, group, number) for number, item in enumerate(items)])
    arrived = group.messages[before:]
    assert len(arrived) == len(items)
    assert sum(one.poll is not None for one in arrived) == len(LIBRARY.questions)
    expected = sorted(visible(made(item).html) for item in items if kind_of(item) is not Kind.QUIZ)
    assert sorted(one.text for one in arrived if one.poll is None) == expected
    assert not telegram.unknown_parameters


async def test_every_item_fits_in_traditional_script_and_an_office_stays_what_it_is() -> None:
    for item in LIBRARY.everything():
        words = made(item, Script.TRADITIONAL)
        assert HEAD.sender in (words.quiz.question if words.quiz else words.html)


async def test_every_poster_arrives_with_few_words_and_goes_by_number_from_then_on(
    telegram: Sandbox, bot: Bot, group: Chat
) -> None:
    tips = LIBRARY.of_kind(Kind.TIP)
    posters = []
    for number, tip in enumerate(tips):
        words = made(tip)
        assert words.poster is not None
        picture = Picture(id=number, file_id=None, content=png(words.poster), poster=True)
        posters.append(parcel(tip, group, number, html=words.caption, picture=picture))
    before = len(group.messages)
    await sent(bot, posters)
    arrived = group.messages[before:]
    assert len(arrived) == len(tips)
    assert all(one.photo is not None for one in arrived)
    sender = TelegramSender(bot)
    first = await sender.send(posters[0], lambda: None)
    assert isinstance(first, Sent)
    assert first.file_id is not None
    known = Picture(id=1, file_id=first.file_id, content=None, poster=True)
    words = made(tips[0])
    again = await sender.send(parcel(tips[0], group, 500, html=words.html, picture=known), lambda: None)
    assert isinstance(again, Sent), "all the words fit below the picture too"
    assert again.file_id == first.file_id


async def test_a_letter_asks_for_its_receipt_and_its_promise(bot: Bot, group: Chat) -> None:
    for number, letter in enumerate(LIBRARY.letters.values()):
        await sent(bot, [parcel(letter, group, number, promise=letter.promise)])
        data = [button.data for button in group.last if button.data]
        assert RECEIPT + f"key{number}" in data
        assert (PROMISE + f"key{number}" in data) == letter.promise
