"""20,000 poll answers wait in getUpdates: how fast each is stored, ours and the usual way; kill -9 amid."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, PollAnswerHandler

from benchmarks.house import House, open_house
from benchmarks.rows.rounds import open_rounds
from benchmarks.table import Row
from benchmarks.telegram import Telegram, open_telegram
from content.words import QuizMode

ANSWERS = 20_000
POLLS = 100
TIMES = 1.5
TURNS = 2
KILLS = 4


async def measure() -> list[Row]:
    """Both empty such a queue in the same run, in turns; then ours once more, killed amid."""
    runs = []
    # In turns, and the better of each counts: what else the machine does meanwhile must not decide.
    for _ in range(TURNS):
        async with _town() as (telegram, house):
            runs.append((await _speed(telegram, house), _stored(house), *await _usual()))
    ours, usual = max(run[0] for run in runs), max(run[2] for run in runs)
    stored, kept = min(run[1] for run in runs), min(run[3] for run in runs)
    async with _town() as (telegram, house):
        kills, after = await _killed(telegram, house)
    return [
        Row(
            measure="20,000 poll answers waiting: stored a second",
            ours=f"{ours:.0f}; stored {stored}",
            usual=f"{usual:.0f}; stored {kept}",
            bound=f"≥ {TIMES} × usual",
            held=ours >= TIMES * usual and stored == ANSWERS,
        ),
        Row(
            measure=f"the same with {kills} × kill -9 amid: stored once each",
            ours=f"{after}",
            bound=f"= {ANSWERS}",
            held=after == ANSWERS,
        ),
    ]


@asynccontextmanager
async def _town() -> AsyncIterator[tuple[Telegram, House]]:
    """A house whose groups have an open quiz each, and everybody's answers waiting for it."""
    async with open_telegram(limited=False, delay=0) as telegram, open_house(telegram) as house:
        chats = await telegram.groups(POLLS)
        await house.furnish(chats)
        await open_rounds(telegram, house, chats, QuizMode.OPEN, closes_in_days=3)
        await telegram.ask("votes", number=ANSWERS, token=telegram.token)
        await telegram.ask("forget")
        yield telegram, house


async def _speed(telegram: Telegram, house: House) -> float:
    """Answers a second from the first fetch to the confirmation of the last."""
    await house.start()
    last = float(await telegram.ask("until_confirmed", token=telegram.token, within=120))
    return ANSWERS / (last - await _first_fetch(telegram, telegram.token))


async def _first_fetch(telegram: Telegram, token: str) -> float:
    return min(call.at for call in await telegram.calls(token) if call.method == "getUpdates")


def _stored(house: House) -> int:
    """How many answers there are, if the rounds counted just as many."""
    [(answers, counted)] = house.query(
        "SELECT (SELECT count(*) FROM answers), (SELECT sum(answered) FROM rounds)"
    )
    return int(answers) if answers == counted else -int(counted)


async def _killed(telegram: Telegram, house: House) -> tuple[int, int]:
    """Die again and again in the middle; how often, and what is stored in the end."""
    order = random.Random(11)
    for _ in range(KILLS):
        await house.start()
        await asyncio.sleep(order.uniform(0.2, 1.0))
        await house.stop(signal.SIGKILL)
    await house.start()
    await telegram.ask("until_confirmed", token=telegram.token, within=120)
    return KILLS, _stored(house)


async def _usual() -> tuple[float, int]:
    """A handler as the documentation shows it: one INSERT and one commit for each answer."""
    async with open_telegram(limited=False, delay=0) as telegram:
        chats = await telegram.groups(POLLS)
        await telegram.ask("polls", chats=chats, token=telegram.token, anonymous=False)
        await telegram.ask("votes", number=ANSWERS, token=telegram.token)
        await telegram.ask("forget")
        with TemporaryDirectory() as folder, closing(_book(Path(folder))) as book:
            return await _handle(telegram, book), _rows(book)


def _book(folder: Path) -> sqlite3.Connection:
    book = sqlite3.connect(folder / "answers.db")
    book.execute("PRAGMA journal_mode=WAL")
    book.execute("CREATE TABLE answers (poll, person, choice, at, UNIQUE (poll, person))")
    return book


def _rows(book: sqlite3.Connection) -> int:
    return int(book.execute("SELECT count(*) FROM answers").fetchone()[0])


async def _handle(telegram: Telegram, book: sqlite3.Connection) -> float:
    async def answered(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        answer = update.poll_answer
        assert answer is not None
        person = answer.user.id if answer.user else 0
        row = (answer.poll_id, person, answer.option_ids[0], datetime.now(UTC).isoformat())
        book.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)", row)
        book.commit()
        seen.append(None)
        if len(seen) == ANSWERS:
            done.set()

    seen: list[None] = []
    done = asyncio.Event()
    application = ApplicationBuilder().token(telegram.token).base_url(telegram.url).build()
    application.add_handler(PollAnswerHandler(answered))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(allowed_updates=["poll_answer"])
        await asyncio.wait_for(done.wait(), 120)
        ended = asyncio.get_running_loop().time()
        await application.updater.stop()
        await application.stop()
    return ANSWERS / (ended - await _first_fetch(telegram, telegram.token))
