"""Reads FEEDS_FILE: the feeds that an office trusts. One bad line costs that feed alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from content.feeds.plain import to_plain
from content.words import Audience


class Listed(BaseModel):
    """One feed of the file; without a name it goes by its host's.

    A bad address is kept as it stands: it becomes that feed's error.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True
    )

    url: str = Field(min_length=1, max_length=500)
    name: str = Field(min_length=1, max_length=120)
    region: str | None = None
    audiences: tuple[Audience, ...] = tuple(Audience)
    keywords: tuple[str, ...] = ()

    @field_validator("audiences", "keywords", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        """One of them need not be a list, and nothing at all is as good as leaving it out."""
        return () if value is None else [value] if isinstance(value, str | int) else value

    @field_validator("audiences")
    @classmethod
    def _somebody(cls, value: tuple[Audience, ...]) -> tuple[Audience, ...]:
        return value or tuple(Audience)

    @field_validator("name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        """As it will stand in what goes out: no markup, nothing that turns letters round."""
        return " ".join(to_plain(value).split()) or "?"

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("name") and isinstance(data.get("url"), str):
            return data | {"name": host_of(data["url"].strip())[:120]}
        return data


def is_address(url: str) -> bool:
    """Whether it could be fetched at all."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host that an address names, else the whole of it."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


@dataclass(frozen=True)
class FeedsFile:
    """The feeds, and what is wrong with the others: place in the list, and what."""

    feeds: tuple[Listed, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


class FeedsFileError(Exception):
    """The file cannot be read at all; says why."""


def read_feeds(file: Path) -> FeedsFile:
    """The feeds of the file, each address once. Raises FeedsFileError."""
    try:
        data: Any = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise FeedsFileError(f"{file}: {[*str(error).splitlines(), '?'][0]}") from error
    listed = data.get("feeds", 0) if isinstance(data, dict) else None
    # All of them may stand behind a #.
    listed = [] if listed is None and isinstance(data, dict) else listed
    if not isinstance(listed, list):
        raise FeedsFileError(f"{file}: feeds")
    feeds: dict[str, Listed] = {}
    faults = []
    for place, one in enumerate(listed, start=1):
        try:
            feed = Listed.model_validate(one)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            faults.append((f"feeds[{place}].{'.'.join(map(str, first['loc']))}", str(first["msg"])))
            continue
        if feed.url in feeds:
            faults.append((f"feeds[{place}].url", "twice"))
        feeds.setdefault(feed.url, feed)
    return FeedsFile(tuple(feeds.values()), tuple(faults))
