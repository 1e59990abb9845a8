"""The numbers that a frightened person is given: 110, 96110, and what the office adds in hotlines.yaml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.library import Fault

FILE = "hotlines.yaml"


class Hotline(BaseModel):
    """A number and whose it is."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True
    )

    number: str = Field(pattern=r"^\+?[0-9][0-9 -]{1,18}$")
    name: str = Field(min_length=2, max_length=20)


class Hotlines(BaseModel):
    """Where to call at once when money has gone, where to ask, and whom else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    emergency: Hotline = Hotline(number="110", name="报警")
    advice: Hotline = Hotline(number="96110", name="反诈专线")
    others: tuple[Hotline, ...] = Field(default=(), max_length=8)

    @property
    def phones(self) -> frozenset[str]:
        """Their digits alone."""
        return frozenset(re.sub(r"\D", "", one.number) for one in (self.emergency, self.advice, *self.others))


MAINLAND = Hotlines()


def load_hotlines(folder: Path | None) -> tuple[Hotlines, list[Fault]]:
    """The office's numbers where its file is sound, else the mainland's, with what is wrong."""
    file = folder / FILE if folder is not None else None
    if file is None or not file.is_file():
        return MAINLAND, []
    try:
        data: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Hotlines.model_validate(data or {}), []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return MAINLAND, [Fault(file, "file", f"cannot be read: {str(error).splitlines()[0]}")]
    except ValidationError as error:
        return MAINLAND, [
            Fault(file, ".".join(str(part) for part in one["loc"]) or "file", str(one["msg"]))
            for one in error.errors(include_url=False)
        ]
