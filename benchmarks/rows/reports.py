"""A month's report of a large county, on both engines, while an officer's alert goes out beside it.

10,000 groups, 12 weeks, 480,000 deliveries, 1,000,000 answers and receipts; and a quarter of that.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.archive import NEAR_GROUPS, Archive, fill
from benchmarks.house import House, open_house
from benchmarks.rows.alerts import FIRST as ALERT
from benchmarks.rows.alerts import appoint
from benchmarks.table import Row, at_most
from benchmarks.telegram import Telegram, open_telegram
from bot.workshop import NICE
from content.regions import load_regions
from core.figures import Scope
from core.reach import Books, report
from storage.database import open_database
from storage.schema import bring_up_to_date
from tests.postgres import Server, start_server

FIGURES, FILES, MEMORY = 5.0, 20.0, 400.0
PART = 0.25
# One look at a machine that has other work too says little of how time grows.
TIMES = 3
MONTH = timedelta(days=30)
KINDS = [".docx", ".json", ".png", ".xlsx", ".zip"]


@dataclass(frozen=True)
class Took:
    """Seconds for the figures alone and for all files in a process; its megabytes; the slowest alert.

    `figures` is the middle one of three.
    """

    rows: int
    figures: float
    files: float
    memory: float
    alert: float


async def on_sqlite() -> list[Row]:
    return _rows("SQLite", await _took(PART, None), await _took(1.0, None))


async def on_postgresql() -> list[Row]:
    with start_server() as server:
        return _rows("PostgreSQL", await _took(PART, server), await _took(1.0, server))


def _rows(engine: str, part: Took, full: Took) -> list[Row]:
    more = full.rows / part.rows
    what = f"a month of {full.rows:,} rows on {engine}"
    measures = (
        ("figures", full.figures, FIGURES, f"{full.figures:.1f} s", " s"),
        ("all files, in a process of its own", full.files, FILES, f"{full.files:.1f} s", " s"),
        ("that process's peak memory", full.memory, MEMORY, f"{full.memory:.0f} MB", " MB"),
        ("an alert meanwhile → first group", full.alert, ALERT, f"{full.alert:.2f} s", " s"),
    )
    rows = [
        at_most(f"{what}: {name}", took, most, shown=shown, unit=unit)
        for name, took, most, shown, unit in measures
    ]
    for name, few, many in (("figures", part.figures, full.figures), ("files", part.files, full.files)):
        shown = f"{many / few:.1f} × ({few:.1f} s → {many:.1f} s)"
        told = f"{what}: time of the {name} against a quarter of the rows"
        rows.append(at_most(told, many / few, more, shown=shown, unit=" ×"))
    return rows


async def _took(share: float, server: Server | None) -> Took:
    url = server.create() if server else None
    async with open_telegram() as telegram, open_house(telegram, database_url=url) as house:
        archive = Archive(house.settings.bot, datetime.now(UTC), share)
        await _furnish(house, archive, await telegram.groups(archive.groups))
        figures = median([await _figures(house, archive) for _ in range(TIMES)])
        await house.start()
        await asyncio.sleep(3)
        writing = asyncio.ensure_future(asyncio.to_thread(_write, house, archive))
        alert = await _alerts(telegram, writing)
        files, memory = await writing
    if server and url:
        server.drop(url)
    return Took(archive.rows, figures, files, memory, alert)


async def _furnish(house: House, archive: Archive, chats: list[int]) -> None:
    database = open_database(house.settings.database_url)
    try:
        await bring_up_to_date(database)
        await fill(database, archive, chats)
    finally:
        await database.close()
    await appoint(house, NEAR_GROUPS)


async def _figures(house: House, archive: Archive) -> float:
    """The seconds until every figure of the month, and of the one before, is counted."""
    settings = house.settings
    database = open_database(settings.database_url)
    books = Books(
        database=database,
        bot=settings.bot,
        regions=load_regions(),
        office=settings.office_name,
        zone=settings.zone,
    )
    scope = Scope(first=archive.now - MONTH, end=archive.now, region=None, audience=None)
    try:
        began = time.monotonic()
        counted = await report(books, scope, now=archive.now)
        took = time.monotonic() - began
    finally:
        await database.close()
    figures = counted.figures
    if not (figures.deliveries_sent and figures.receipts and figures.quiz_answers and counted.before.pushes):
        raise AssertionError(f"the month is empty: {figures}")
    return took


def _write(house: House, archive: Archive) -> tuple[float, float]:
    """The process that the bot starts: its seconds, and its peak of resident megabytes."""
    out = house.folder / "report"
    span = [
        f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" for at in (archive.now - MONTH, archive.now, archive.now)
    ]
    words = ["report-for-bot", *span, str(out), "", "", "False"]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", *words],
        env=house.environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=house.folder,
        preexec_fn=lambda: os.nice(NICE),
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    written = sorted(file.suffix for file in out.iterdir()) if out.exists() else []
    if process.returncode or written != KINDS:
        raise AssertionError(f"exit code {process.returncode}, wrote {written}")
    return took, used.ru_maxrss / 1024


async def _alerts(telegram: Telegram, writing: asyncio.Future[tuple[float, float]]) -> float:
    """One alert after the other while the report is written; the longest from press to first group."""
    slowest, number = 0.0, 0
    while not writing.done():
        number += 1
        title = f"第{number}起冒充老师收资料费"
        confirmed, _ = await telegram.ask("alert", text=f"{title}\n先打电话问清楚，再动钱包。")
        # The preview in the officer's own chat was the first to say it.
        slowest = max(slowest, await telegram.until_landed(2, title, within=30) - confirmed)
        await telegram.until_landed(NEAR_GROUPS + 1, title, within=60)
    return slowest
