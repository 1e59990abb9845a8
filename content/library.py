"""Reads the library: one file, one Item; whatever is wrong is named by file, field and cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from pydantic import ValidationError

from content.models import Item
from content.words import Audience, Kind

BUILTIN = Path(__file__).parent / "library"
SHELVES = ("tips", "cases")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one file: `problem` says what and how to mend it."""

    file: Path
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.problem}"


@dataclass(frozen=True)
class Library:
    """The items by id, and what could not be read."""

    items: dict[str, Item] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def of_kind(self, kind: Kind) -> list[Item]:
        return [item for item in self.items.values() if item.kind == kind]

    def suiting(self, kind: Kind, audience: Audience, segments: Iterable[str] = ()) -> list[Item]:
        """Items for that audience; a group without segments gets all, one with segments not the others'."""
        mine = set(segments)
        return [
            item
            for item in self.of_kind(kind)
            if audience in item.audiences and (not mine or not item.segments or mine & set(item.segments))
        ]


def load(builtin: Path = BUILTIN, office: Path | None = None) -> Library:
    """The built-in library and the office's own beside it; a faulty file is left out and reported."""
    items: dict[str, Item] = {}
    faults: list[Fault] = []
    for origin, folder in (("builtin", builtin), ("office", office)):
        if folder is None:
            continue
        for file in _files(folder):
            outcome = _read(file, origin)
            if isinstance(outcome, Item) and outcome.id not in items:
                items[outcome.id] = outcome
            elif isinstance(outcome, Item):
                faults.append(Fault(file, "id", f"{outcome.id!r} is taken by another file; rename this one"))
            else:
                faults.extend(outcome)
    return Library(items, tuple(faults))


def _files(folder: Path) -> Iterator[Path]:
    for shelf in SHELVES:
        yield from sorted((folder / shelf).glob("*.md"))


def _read(file: Path, origin: str) -> Item | list[Fault]:
    try:
        post = frontmatter.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return [Fault(file, "encoding", "is not UTF-8; save it as UTF-8")]
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        return [
            Fault(file, "front matter", f"is not valid YAML near line {line}; quote a value with a colon")
        ]
    fields: dict[str, Any] = {"id": file.stem, "body": post.content, "origin": origin, **post.metadata}
    try:
        return Item.model_validate(fields)
    except ValidationError as error:
        return [_fault(file, one) for one in error.errors(include_url=False)]


def _fault(file: Path, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"])
    problem = str(error["msg"]).removeprefix("Value error, ")
    if not where and ": " in problem:
        where, problem = problem.split(": ", 1)
    return Fault(file, where or "file", problem)
