"""The environment and .env: read once, checked by name, and every mistake is one sentence."""

from __future__ import annotations

import os
import stat
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import _feeds
from bot.settings import BadSettings, Settings, parse_quiet, privacy_key, read_settings
from bot.startup import rules
from content.feeds.listed import is_address, read_feeds
from content.regions import Region, Regions, load_regions
from content.texts import texts_in
from content.words import Script

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz0123456"
ROOT = Path(__file__).parents[2]

BAD = [
    ("BOT_TOKEN", "hello"),
    ("BOT_TOKEN", "123456789"),
    ("BOT_TOKEN", f"{TOKEN} x"),
    ("BOT_API_URL", "localhost:8081"),
    ("BOT_API_URL", "ftp://127.0.0.1/bot"),
    ("OWNER_IDS", "zhou"),
    ("OWNER_IDS", "1001;abc"),
    ("OWNER_IDS", "@zhou"),
    ("OWNER_IDS", "-5"),
    ("OWNER_IDS", "0"),
    ("OFFICE_NAME", "很" * 41),
    ("DATABASE_URL", "xiaolaba.db"),
    ("DATABASE_URL", "mysql://x/y"),
    ("DATABASE_URL", "sqlite:///data/x.db"),
    ("DATABASE_URL", "postgresql://bot@db/xiaolaba"),
    ("DATABASE_URL", "postgresql+psycopg://bot@db"),
    ("DATABASE_URL", "postgresql+psycopg://bot:p@ss@db/xiaolaba"),
    ("DATABASE_URL", "postgresql+psycopg://bot:pass@db:port/xiaolaba"),
    ("TIMEZONE", "Asia/Shangai"),
    ("TIMEZONE", "../../etc/passwd"),
    ("TIMEZONE", "UTC+8"),
    ("QUIET_HOURS", "21:30"),
    ("QUIET_HOURS", "25:00-07:30"),
    ("QUIET_HOURS", "21:60-07:30"),
    ("QUIET_HOURS", "nachts"),
    ("REPORT_WEEK_CLOSES", "15:00"),
    ("REPORT_WEEK_CLOSES", "fri 25:00"),
    ("AUTO_CONFIRM", "perhaps"),
    ("CONTENT_DIR", "/no/such/folder"),
    ("FEEDS_FILE", "/no/such/feeds.yaml"),
    ("FEED_ALLOW_HOSTS", "10.1.2.3"),
    ("FEED_ALLOW_HOSTS", "10.0.0.0/8"),
    ("FEED_ALLOW_HOSTS", "http://10.1.2.3:80"),
    ("FEED_ALLOW_HOSTS", "*:80"),
    ("SENDER_RATE", "fast"),
    ("SENDER_RATE", "0"),
    ("SENDER_RATE", "-1"),
    ("SENDER_RATE", "nan"),
    ("SENDER_RATE", "inf"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but the test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)

    def started(*_: object) -> None:
        raise AssertionError("the bot was started with that")

    monkeypatch.setattr("bot.app.run", started)


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_malformed_value_ends_run_with_a_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(app, ["run"])
    assert ended.exit_code == 2
    assert isinstance(ended.exception, SystemExit)
    [line] = ended.output.strip().splitlines()
    assert line.startswith(f"{name} 填得不对")
    assert len(line) > len(f"{name} 填得不对。"), "it says how to mend it"
    if name == "BOT_TOKEN":
        assert TOKEN not in ended.output


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_token_ends_run_with_a_line_that_names_it(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("BOT_TOKEN", value)
    ended = CliRunner().invoke(app, ["run"])
    assert (ended.exit_code, len(ended.output.strip().splitlines())) == (2, 1)
    assert "BOT_TOKEN 没有填" in ended.output


@pytest.mark.parametrize("value", [None, "", " , "])
def test_missing_owners_end_run_with_a_line_that_names_them(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    if value is not None:
        monkeypatch.setenv("OWNER_IDS", value)
    ended = CliRunner().invoke(app, ["run"])
    assert (ended.exit_code, len(ended.output.strip().splitlines())) == (2, 1)
    assert "OWNER_IDS 没有填" in ended.output


def test_an_office_without_a_name_is_its_own_regions_head_or_cannot_run() -> None:
    own = Regions(Region(id="linhai", name="临海县", office="临海县反诈中心"))
    nameless = Regions(Region(id="linhai", name="临海县"))
    assert rules(Settings(), own).office == "临海县反诈中心"
    assert rules(Settings(office_name="平安派出所"), own).office == "平安派出所"
    for regions in (nameless, load_regions()):
        with pytest.raises(BadSettings) as caught:
            rules(Settings(), regions)
        assert (caught.value.name, caught.value.problem) == ("OFFICE_NAME", "missing")


def test_the_doctor_names_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Asia/Shangai")
    ended = CliRunner().invoke(app, ["doctor"])
    assert (ended.exit_code, len(ended.output.strip().splitlines())) == (1, 1)
    assert "✗" in ended.output
    assert "TIMEZONE" in ended.output


@pytest.mark.parametrize("words", [["dance"], ["status", "--xml"], ["content"], ["run", "now"]])
def test_wrong_use_ends_with_two(words: list[str]) -> None:
    ended = CliRunner().invoke(app, words)
    assert ended.exit_code == 2
    assert "Traceback" not in ended.output


def test_only_the_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f" {TOKEN} ")
    settings = read_settings()
    assert settings.bot_token == TOKEN
    assert settings.bot == 123456789
    assert settings.bot_api_url == "https://api.telegram.org/bot"
    assert settings.file_url == "https://api.telegram.org/file/bot"
    assert settings.database_url == "sqlite+aiosqlite:///data/xiaolaba.db"
    assert settings.timezone == "Asia/Shanghai"
    assert settings.quiet == (time(21, 30), time(7, 30))
    assert not settings.auto_confirm
    assert settings.sender_rate == 30
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert settings.data_folder == Path("data")


def test_an_empty_value_means_the_default_but_for_quiet_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    for name in Settings.model_fields:
        if name != "bot_token":
            monkeypatch.setenv(name.upper(), "")
    settings = read_settings()
    assert settings.quiet is None
    assert settings.model_dump(exclude={"quiet_hours"}) == Settings(bot_token=TOKEN).model_dump(
        exclude={"quiet_hours"}
    )


def test_the_example_works_once_its_first_three_are_filled_in(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = {line.split("=")[0] for line in example.splitlines() if line and not line.startswith("#")}
    assert {name.upper() for name in Settings.model_fields} == named
    filled = example.replace("BOT_TOKEN=", f"BOT_TOKEN={TOKEN}").replace("OWNER_IDS=", "OWNER_IDS=1001, 1002")
    (tmp_path / ".env").write_text(filled.replace("OFFICE_NAME=", "OFFICE_NAME=平安派出所"), encoding="utf-8")
    settings = read_settings()
    assert settings.owner_ids == {1001, 1002}
    assert settings.office_name == "平安派出所"
    assert settings.bot_api_url == "https://api.telegram.org/bot"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\nTIMEZONE=Europe/Berlin\n", encoding="utf-8")
    monkeypatch.setenv("TIMEZONE", "Asia/Urumqi")
    assert read_settings().timezone == "Asia/Urumqi"


@pytest.mark.parametrize(
    "file",
    [f"BOT_TOKEN={TOKEN}\nTIMEZONE=Mars/Base\n".encode(), "OFFICE_NAME=平安派出所\n".encode("gb18030")],
)
def test_a_broken_file_is_one_sentence_too(tmp_path: Path, file: bytes) -> None:
    (tmp_path / ".env").write_bytes(file)
    ended = CliRunner().invoke(app, ["run"])
    assert ended.exit_code == 2, repr(ended.exception)
    assert len(ended.output.strip().splitlines()) == 1


@pytest.mark.parametrize("typed", ["1001,1002", "1001，1002", "1001 1002", " 1001,\n1002, "])
def test_owners_however_they_are_separated(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", typed)
    assert read_settings(needs_token=False).owner_ids == {1001, 1002}


@given(st.text(max_size=20))
def test_any_quiet_hours_are_understood_or_refused(value: str) -> None:
    try:
        found = parse_quiet(value)
    except ValueError:
        return
    assert found is None or found[0] != found[1]


@pytest.mark.parametrize(
    "value", ["21:30-07:30", " 21:30 - 7:30 ", "21:30–07:30", "21:30~07:30", "21:30到07:30"]
)
def test_quiet_hours_however_they_are_written(value: str) -> None:
    assert parse_quiet(value) == (time(21, 30), time(7, 30))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://bot:p%40ss@db.example:5432/xiaolaba?sslmode=require",
        "postgresql+psycopg://bot@[::1]/xiaolaba",
        "postgresql+psycopg:///xiaolaba?host=/run/postgresql",
    ],
)
def test_postgresql_keeps_the_data_folder_beside_us(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = read_settings(needs_token=False)
    assert (settings.database_url, settings.data_folder) == (url, Path("data"))


def test_the_privacy_key_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/data/xiaolaba.db")
    first = privacy_key(settings)
    file = tmp_path / "data" / "privacy.key"
    assert len(first) >= 32
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert privacy_key(settings) == first
    assert privacy_key(Settings(privacy_key="given")) == b"given"


def test_a_wrong_setting_is_an_error_that_carries_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars/Base")
    with pytest.raises(BadSettings) as caught:
        read_settings()
    assert (caught.value.name, caught.value.problem) == ("TIMEZONE", "malformed")


def test_the_sample_of_feeds_can_be_used_as_it_stands() -> None:
    listed = read_feeds(ROOT / "feeds.example.yaml")
    assert listed.faults == ()
    assert all(is_address(one.url) for one in listed.feeds)
    assert {one.region for one in listed.feeds} - {None} <= set(load_regions().under("pingan") or ())


def test_a_fault_in_the_feeds_file_is_named_by_the_doctor(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    settings = Settings(bot_token=TOKEN, feeds_file=None)
    texts = texts_in(Script.SIMPLIFIED)
    assert _feeds(texts, settings) == []
    for words, good, part in (
        ("feeds:\n  - {url: 'https://a.example/x'}", True, "1 个"),
        (
            "feeds:\n  - {url: nonsense}\n  - {url: 'https://a.example/x', region: mars}",
            False,
            "nonsense、mars",
        ),
        ("feeds:\n  - {name: 平安}\n  - 3", False, "feeds[1].url"),
        ("feeds: [", False, "读不了"),
        ("", False, "读不了"),
    ):
        file.write_text(words)
        [finding] = _feeds(texts, Settings(bot_token=TOKEN, feeds_file=file))
        assert finding.good is good
        assert part in finding.said


def test_hosts_of_an_intranet_are_named_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_ALLOW_HOSTS", "10.1.2.3:8080， Intranet.local:80 [fd00::1]:81")
    hosts = read_settings(needs_token=False).feed_allow_hosts
    assert hosts == {"10.1.2.3:8080", "intranet.local:80", "[fd00::1]:81"}
