"""The days that are asked for: what an officer writes, and what the command line is given."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.handlers.reports import read_days
from core.errors import BadPeriod
from storage import updates
from tests.storage.files import BOT, fresh, url

TODAY = date(2026, 11, 22)
JANUARY = date(2027, 1, 10)


@pytest.mark.parametrize(
    ("words", "today", "first", "last"),
    [
        ("11月1日 11月20日", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("2026-11-01 至 2026-11-20", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("11.1-11.20", TODAY, date(2026, 11, 1), date(2026, 11, 20)),
        ("12月1日 12月5日", TODAY, date(2026, 12, 1), date(2026, 12, 5)),
        ("1月1日 12月31日", TODAY, date(2026, 1, 1), date(2026, 12, 31)),
        ("12月20日 1月5日", JANUARY, date(2026, 12, 20), date(2027, 1, 5)),
        ("12月20日 1月5日", date(2026, 12, 28), date(2026, 12, 20), date(2027, 1, 5)),
        ("1月1日 6月30日", JANUARY, date(2026, 1, 1), date(2026, 6, 30)),
        ("1月1日 1月31日", date(2026, 12, 10), date(2026, 1, 1), date(2026, 1, 31)),
        ("11月20日 11月1日", TODAY, date(2026, 11, 20), date(2026, 11, 1)),
    ],
)
def test_a_year_left_out_is_the_one_that_is_meant(words: str, today: date, first: date, last: date) -> None:
    """Days to come stay days to come, and what is the wrong way round stays so: the next step says it."""
    assert read_days(words, today) == (first, last)


@pytest.mark.parametrize(
    "words", ["", "上周", "11月1日", "2月30日 3月1日", "13月1日 13月2日", "1月1日 2月1日 3月1日"]
)
def test_what_cannot_be_read_is_asked_for_again(words: str) -> None:
    with pytest.raises(BadPeriod):
        read_days(words, TODAY)


@pytest.mark.parametrize("words", ["abc", "2026-13-01", "2026-11-31", ""])
def test_no_day_on_the_command_line_is_one_sentence(words: str) -> None:
    ended = CliRunner().invoke(app, ["report", "--from", words, "--to", "2026-11-30", "--out", "out"])
    assert (ended.exit_code, ended.output.strip().splitlines()) == (
        2,
        [f"没看懂日期“{words}”。请这样写：--from 2026-11-01 --to 2026-11-30"],
    )


async def test_days_to_come_by_the_bot_s_own_clock_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it practises with a clock that is ahead, its days are not to come."""
    today = datetime.now(UTC)
    day = f"{today + timedelta(days=20):%Y-%m-%d}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url(tmp_path / "xiaolaba.db"))
    monkeypatch.setenv("BOT_TOKEN", f"{BOT}:{'a' * 35}")

    async def asked(region: str) -> tuple[int, str]:
        words = ["report", "--from", day, "--to", day, "--out", "out", "--region", region]
        ended = await asyncio.to_thread(CliRunner().invoke, app, words)
        return ended.exit_code, ended.output.strip()

    async with fresh(tmp_path) as database:
        assert await asked("xingfu") == (2, "这段时间还没到，没有可以写的。")
        async with database.unit() as unit:
            await updates.set_mark(unit, BOT, "last_sweep", (today + timedelta(days=30)).isoformat())
    monkeypatch.setattr("reports.write.write", lambda *_, **__: [Path("written")])
    assert await asked("xingfu") == (0, "written")
