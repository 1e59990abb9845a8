"""A poster as data, handed to the process that draws it: that one starts without the library's models."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

# Changes whenever the drawing does, so that no old picture is taken for a new one.
DESIGN = 2


@dataclass(frozen=True, kw_only=True)
class Poster:
    """One card: `lines` in huge type, the `action` below, `foot` and `hotline` at the end."""

    lines: tuple[str, ...]
    action: str
    label: str
    foot: str
    hotline: str
    family: str
    symbol: str

    @property
    def hash(self) -> str:
        """The same for the same picture."""
        whole = json.dumps([DESIGN, self.as_json()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Poster:
        """What `as_json` gave, read back."""
        return cls(**{**told, "lines": tuple(told["lines"])})
