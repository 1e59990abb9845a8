"""What can be wrong with a file of the library, and the sentence that names the cure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from content.texts import Texts

# pydantic's names of what is wrong, and ours. All others are `shape`.
WHYS = {
    "missing": "missing",
    "extra_forbidden": "extra",
    "string_too_short": "short",
    "string_too_long": "long",
    "string_pattern_mismatch": "name",
    "enum": "choice",
    "literal_error": "choice",
    "too_short": "few",
    "too_long": "many",
    "int_parsing": "number",
    "int_type": "number",
    "int_from_float": "number",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
}
# Where pydantic keeps the bound that was missed.
LIMITS = ("min_length", "max_length", "ge", "le")
SHOWN = 40


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file: `problem` is for the log, `why` with its facts for the operator."""

    file: Path
    field: str
    problem: str
    why: str = "other"
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.problem}"

    def sentence(self, texts: Texts) -> str:
        """File, field and cure."""
        facts = {"problem": self.problem, **self.facts}
        where = texts.plain("fault-field", field=self.field)
        return texts.plain(
            "fault-line", file=str(self.file), field=where, cure=texts.plain(f"fault-{self.why}", **facts)
        )


def wrong(why: str, problem: str, **facts: object) -> PydanticCustomError:
    """What a validator raises: `problem` may begin with the field's name and a colon."""
    told = {name: str(fact) for name, fact in facts.items()}
    return PydanticCustomError("ours", "{problem}", {"problem": problem, "why": why, **told})


def fault_of(file: Path, error: Any) -> Fault:
    """The Fault that one of pydantic's errors stands for."""
    # People count from one.
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    problem, context = str(error["msg"]), dict(error.get("ctx", {}))
    if not where and ": " in problem:
        where, problem = problem.split(": ", 1)
    why = context.pop("why", WHYS.get(error["type"], "shape"))
    limit = next((context[name] for name in LIMITS if name in context), "")
    # pydantic names the members of an enum as Python does.
    expected = re.sub(r"<[\w.]+: '?(\w+)'?>", r"\1", str(context.get("expected", "")))
    expected = expected.replace("'", "").replace(" or ", ", ")
    facts = {"limit": str(limit), "choices": expected, "given": str(error["input"])[:SHOWN]}
    return Fault(
        file, where or "file", problem, why, facts | {name: str(one) for name, one in context.items()}
    )
