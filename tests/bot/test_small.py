"""The small parts: the clock that a file moves, the count that slows a guesser, logs, outcomes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.clock import ShiftedClock
from bot.limiter import NoTurn
from bot.logs import set_up
from bot.rate import SlidingCount
from bot.sender import outcome_of
from core.ports import Gone, Moved, NotSent, Outcome, Refused, Unknown

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz0123456"


@pytest.mark.parametrize(
    ("text", "seconds"), [("3600", 3600), ("-90.5", -90.5), ("", 0), ("soon", 0), ("1e400", 0)]
)
def test_a_file_moves_the_clock(tmp_path: Path, text: str, seconds: float) -> None:
    (file := tmp_path / "clock").write_text(text)
    clock = ShiftedClock(file)
    assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=seconds)) < timedelta(seconds=5)
    assert not clock.reread()
    file.write_text("7200")
    assert clock.reread()
    file.unlink()
    assert not clock.reread(), "a file that is gone for a moment moves nothing"
    assert clock.now().tzinfo is not None


@pytest.mark.parametrize("text", ["1e300", "nan", "inf", "99999999999999999"])
def test_an_odd_offset_never_breaks_the_clock(tmp_path: Path, text: str) -> None:
    (file := tmp_path / "clock").write_text(text)
    assert ShiftedClock(file).now()


@given(st.lists(st.floats(0, 30, allow_nan=False), max_size=60), st.integers(1, 5))
def test_never_more_than_the_limit_in_any_window(gaps: list[float], limit: int) -> None:
    count, now, allowed = SlidingCount(limit, 60), 0.0, list[float]()
    for gap in gaps:
        now += gap
        if count.allows(1, now):
            allowed.append(now)
        else:
            assert sum(1 for one in allowed if one > now - 60) >= limit, "refused without need"
    for first, last in zip(allowed, allowed[limit:], strict=False):
        assert last - first >= 60


@pytest.fixture
def logs() -> Iterator[None]:
    """Whatever a test sets up about logging is taken back."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
@pytest.mark.usefixtures("logs")
def test_no_log_line_holds_the_token(form: str, level: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(level, form, TOKEN)
    address = f"https://api.telegram.org/bot{TOKEN}/sendMessage"
    logging.getLogger("httpx").info("HTTP Request: POST %s", address)
    logging.getLogger("telegram.ext").error("call to %s failed", address)
    structlog.get_logger("bot.app").warning("retrying", url=address, parts=[TOKEN, {"k": TOKEN}])
    try:
        raise ValueError(address)
    except ValueError:
        structlog.get_logger("bot.app").exception("broke")
        logging.getLogger("asyncio").exception("broke too")
    said = capsys.readouterr().err
    assert "retrying" in said
    assert "Traceback" in said
    assert TOKEN not in said
    assert TOKEN.split(":")[1] not in said
    if form == "json":
        assert all(json.loads(line)["event"] for line in said.splitlines())


def _caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ChatMigrated(-100), Moved(-100)),
        (RetryAfter(7), NotSent(7.0, flood=True)),
        (RetryAfter(timedelta(seconds=43_837)), NotSent(43_837.0, flood=True)),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone("kicked")),
        (Forbidden("Forbidden: bot is not a member of the supergroup chat"), Gone("kicked")),
        (Forbidden("Forbidden: the group chat was deleted"), Gone("deleted")),
        (BadRequest("Chat not found"), Gone("not_found")),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("blocked")),
        (BadRequest("Not enough rights to send text messages to the chat"), Refused("no_rights")),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), Refused("no_rights")),
        (BadRequest("CHAT_RESTRICTED"), Refused("no_rights")),
        (BadRequest("Have no write access to the chat"), Refused("no_rights")),
        (BadRequest("TOPIC_CLOSED"), Refused("topic_closed")),
        (BadRequest("Message is too long"), Refused("too_long")),
        (BadRequest("Message caption is too long"), Refused("too_long")),
        (BadRequest("Can't parse entities: can't find end tag"), Refused("bad_marks")),
        (BadRequest("STARS_REQUIRED"), Refused("STARS_REQUIRED", explained=False)),
        (_caused(NetworkError("x"), httpx.ConnectError("x")), NotSent(5.0)),
        (_caused(TimedOut("x"), httpx.ConnectTimeout("x")), NotSent(5.0)),
        (_caused(TimedOut("x"), httpx.PoolTimeout("x")), NotSent(5.0)),
        (_caused(NetworkError("x"), httpx.ProxyError("502 Bad Gateway")), NotSent(5.0)),
        (_caused(TimedOut("x"), httpx.ReadTimeout("x")), Unknown("timeout")),
        (_caused(TimedOut("x"), httpx.WriteTimeout("x")), Unknown("timeout")),
        (NoTurn("no turn within reason"), NotSent(5.0)),
        (_caused(NetworkError("x"), httpx.ReadError("x")), Unknown("reset")),
        (NetworkError("Bad Gateway"), Unknown("server_error")),
        (TelegramError("Internal Server Error"), Unknown("server_error")),
    ],
    ids=str,
)
def test_every_answer_of_telegram_is_one_outcome(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) == outcome
