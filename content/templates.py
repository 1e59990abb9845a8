"""The commonest frauds, each in three facts, for an officer who has to warn within a minute."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from content.models import Sentence
from content.words import FRAUD_TYPES

FILE = Path(__file__).parent / "templates.yaml"
FACTS = ("came", "asked", "to_do")


class Template(BaseModel):
    """One fraud: what it is called, how they come, what they ask, what to do. `id` is its fraud type."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    title: Sentence = Field(min_length=4, max_length=24)
    came: Sentence = Field(min_length=4, max_length=60)
    asked: Sentence = Field(min_length=4, max_length=60)
    to_do: Sentence = Field(min_length=4, max_length=60)

    @field_validator("id")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in FRAUD_TYPES:
            raise ValueError(f"{name!r} is not one of {', '.join(FRAUD_TYPES)}")
        return name


@cache
def templates() -> dict[str, Template]:
    """Every template by its fraud type, in the file's order."""
    data: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {one.id: one for one in TypeAdapter(list[Template]).validate_python(data)}
