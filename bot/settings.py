"""The environment and .env as one checked object. Nothing is read at import."""

from __future__ import annotations

import os
import re
import secrets
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.periods import WeekEnd

SQLITE = "sqlite+aiosqlite:///"
# Whom, where and which database; the last has to be said.
_POSTGRESQL = re.compile(
    r"^postgresql\+psycopg://([^\s:/@]+(:[^\s@]*)?@|@)?(\[[^\s/?]+\]|[^\s:/?@]+)?(:\d{1,5})?/[^\s/?]+(\?\S*)?$"
)
DEFAULT_API = "https://api.telegram.org/bot"
_DOMAIN = re.compile(r"(?!xn--)[a-z0-9][a-z0-9-]*(\.(?!xn--)[a-z0-9][a-z0-9-]*)*\.[a-z]{2,}")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK_END = re.compile(rf"^({'|'.join(WEEKDAYS)})\s+(\d{{1,2}}:\d{{2}})$")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}")
_QUIET = re.compile(r"^(\d{1,2}:\d{2})\s*[-–—~到]\s*(\d{1,2}:\d{2})$")


class BadSettings(Exception):
    """One variable is missing or malformed: `name` says which, `problem` is a key of texts/zh/cli.ftl."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name, self.problem = name, problem


class Settings(BaseSettings):
    """What .env.example explains, variable by variable."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=False, frozen=True
    )

    bot_token: str = ""
    bot_api_url: str = DEFAULT_API
    owner_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    office_name: str = Field(default="", max_length=40)
    database_url: str = "sqlite+aiosqlite:///data/xiaolaba.db"
    timezone: str = "Asia/Shanghai"
    quiet_hours: str = "21:30-07:30"
    report_week_closes: str = "fri 15:00"
    auto_confirm: bool = False
    alert_two_person: bool = True
    allowed_links: Annotated[frozenset[str], NoDecode] = frozenset()
    content_dir: Path | None = None
    feeds_file: Path | None = None
    feed_allow_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    sender_rate: float = Field(default=30, gt=0, le=1000)
    privacy_key: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("*", mode="before")
    @classmethod
    def _empty_means_default(cls, value: Any, info: Any) -> Any:
        """An empty variable is an unset one, but for QUIET_HOURS, where it means: none."""
        blank = isinstance(value, str) and not value.strip()
        if blank and info.field_name != "quiet_hours":
            return cls.model_fields[info.field_name].get_default()
        return value

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, token: str) -> str:
        if token and not re.fullmatch(r"\d{1,20}:[\w-]{3,}", token.strip()):
            raise ValueError("token")
        return token.strip()

    @field_validator("bot_api_url")
    @classmethod
    def _api_address(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
            raise ValueError("url")
        return url

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        ids = frozenset(int(part) for part in re.split(r"[,，;\s]+", value.strip()) if part)
        if any(one <= 0 for one in ids):
            raise ValueError("owners")
        return ids

    @field_validator("allowed_links", mode="before")
    @classmethod
    def _domains(cls, value: Any) -> Any:
        """Plain domains such as gov.cn: no scheme, no path, no whole top level."""
        if not isinstance(value, str):
            return value
        domains = frozenset(part.lower() for part in re.split(r"[,，;\s]+", value.strip()) if part)
        if not all(_DOMAIN.fullmatch(one) for one in domains):
            raise ValueError("domains")
        return domains

    @field_validator("feed_allow_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any) -> Any:
        """host:port, as in 10.1.2.3:8080 or [fd00::1]:80: one host each, never a whole network."""
        if not isinstance(value, str):
            return value
        hosts = frozenset(part.lower() for part in re.split(r"[,，;\s]+", value.strip()) if part)
        if not all(_HOST.fullmatch(one) for one in hosts):
            raise ValueError("hosts")
        return hosts

    @field_validator("feeds_file")
    @classmethod
    def _a_file(cls, file: Path | None) -> Path | None:
        if file is not None and not file.is_file():
            raise ValueError("file")
        return file

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, url: str) -> str:
        if _POSTGRESQL.match(url) or (url.startswith(SQLITE) and url.removeprefix(SQLITE)):
            return url
        raise ValueError("engine")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("zone")
        return name

    @field_validator("quiet_hours")
    @classmethod
    def _two_times(cls, value: str) -> str:
        parse_quiet(value)
        return value

    @field_validator("report_week_closes")
    @classmethod
    def _a_day_and_an_hour(cls, value: str) -> str:
        parse_week_end(value)
        return value

    @field_validator("content_dir")
    @classmethod
    def _a_folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError("folder")
        return folder

    @property
    def bot(self) -> int:
        """The bot's id is the token's first half."""
        return int(self.bot_token.split(":", 1)[0])

    @property
    def bot_or_none(self) -> int | None:
        return self.bot if self.bot_token else None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def quiet(self) -> tuple[time, time] | None:
        return parse_quiet(self.quiet_hours)

    @property
    def week_end(self) -> WeekEnd:
        return parse_week_end(self.report_week_closes)

    @property
    def data_folder(self) -> Path:
        """The SQLite file's own folder; with PostgreSQL ./data."""
        if not self.database_url.startswith(SQLITE):
            return Path("data")
        return Path(self.database_url.removeprefix(SQLITE).split("?")[0]).parent

    @property
    def file_url(self) -> str:
        """Where files are fetched, derived from the API's own address."""
        return self.bot_api_url.removesuffix("/bot") + "/file/bot"


def read_settings(*, needs_token: bool = True, needs_owners: bool = False) -> Settings:
    """The settings, or BadSettings naming the first variable that is wrong."""
    try:
        settings = Settings()
    except UnicodeDecodeError:
        raise BadSettings(".env", "malformed") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadSettings(str(first["loc"][0]).upper(), "malformed") from None
    if needs_token and not settings.bot_token:
        raise BadSettings("BOT_TOKEN", "missing")
    if needs_owners and not settings.owner_ids:
        # Nobody could confirm a group, approve an alert or hear of a trouble.
        raise BadSettings("OWNER_IDS", "missing")
    return settings


def parse_quiet(value: str) -> tuple[time, time] | None:
    """`21:30-07:30` as two local times; empty: none."""
    if not value.strip():
        return None
    match = _QUIET.match(value.strip())
    if match is None:
        raise ValueError("quiet")
    start, end = (time.fromisoformat(part.zfill(5)) for part in match.groups())
    return None if start == end else (start, end)


def parse_week_end(value: str) -> WeekEnd:
    """`fri 15:00` as a weekday and a local time."""
    match = _WEEK_END.match(value.strip().lower())
    if match is None:
        raise ValueError("week")
    return WeekEnd(WEEKDAYS.index(match[1]), time.fromisoformat(match[2].zfill(5)))


def privacy_key(settings: Settings, restored: str = "") -> bytes:
    """The key that hides persons: from the settings, else made (or `restored`) once, in the data folder."""
    if settings.privacy_key:
        return settings.privacy_key.encode()
    file = settings.data_folder / "privacy.key"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_bytes().strip()
    with os.fdopen(handle, "wb") as opened:
        opened.write((restored or secrets.token_hex(32)).encode())
        opened.flush()
        os.fsync(opened.fileno())
    return file.read_bytes().strip()
