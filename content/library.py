"""Reads the library: one file, one Item; whatever is wrong is named by file, field and cure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from pydantic import ValidationError

from content.faults import Fault as Fault
from content.faults import fault_of
from content.letters import Letter
from content.models import Item
from content.questions import Question
from content.words import Audience, Kind

BUILTIN = Path(__file__).parent / "library"

Content = Item | Question | Letter
SHELVES: dict[str, type[Content]] = {"tips": Item, "cases": Item, "questions": Question, "letters": Letter}


# What a file turned out to be: a piece of the library, or what is wrong with it.
Outcome = Content | list[Fault]


@dataclass(frozen=True)
class Library:
    """Tips and cases by id, questions, letters, and what could not be read. No id stands twice."""

    items: dict[str, Item] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    questions: dict[str, Question] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)

    def of_kind(self, kind: Kind) -> list[Item]:
        return [item for item in self.items.values() if item.kind == kind]

    def suiting(self, kind: Kind, audience: Audience, segments: Collection[str] = ()) -> list[Item]:
        """Items for that audience; a group without segments gets all, one with segments not the others'."""
        return [item for item in self.of_kind(kind) if item.suits(audience, segments)]

    def asking(self, audience: Audience, segments: Collection[str] = ()) -> list[Question]:
        """The questions for that audience, by the same rule."""
        return [one for one in self.questions.values() if one.suits(audience, segments)]

    def everything(self) -> list[Content]:
        """All that is in rotation."""
        return [*self.items.values(), *self.questions.values(), *self.letters.values()]

    def find(self, name: str) -> Content | None:
        """The one of that id, whatever it is."""
        return self.items.get(name) or self.questions.get(name) or self.letters.get(name)


def load(builtin: Path = BUILTIN, office: Path | None = None) -> Library:
    """The built-in library and the office's own beside it; a faulty file is left out and reported."""
    library, faults = Library(), []
    for origin, folder in (("builtin", builtin), ("office", office)):
        if folder is None:
            continue
        for file, outcome in _builtin() if folder == BUILTIN else _read_all(folder, origin):
            if isinstance(outcome, list):
                faults.extend(outcome)
            elif library.find(outcome.id) is not None:
                problem = f"{outcome.id!r} is taken by another file; rename this one"
                faults.append(Fault(file, "id", problem, "taken", {"id": outcome.id}))
            else:
                _shelve(library, outcome)
    return replace(library, faults=tuple(faults))


def _shelve(library: Library, piece: Content) -> None:
    match piece:
        case Question():
            library.questions[piece.id] = piece
        case Letter():
            library.letters[piece.id] = piece
        case Item():
            library.items[piece.id] = piece


@cache
def _builtin() -> list[tuple[Path, Outcome]]:
    """Read once: these files change with the program only."""
    return list(_read_all(BUILTIN, "builtin"))


def _read_all(folder: Path, origin: str) -> Iterator[tuple[Path, Outcome]]:
    return ((file, _read(file, model, origin)) for file, model in _files(folder))


def _files(folder: Path) -> Iterator[tuple[Path, type[Content]]]:
    for shelf, model in SHELVES.items():
        yield from ((file, model) for file in sorted((folder / shelf).glob("*.md")))


def _read(file: Path, model: type[Content], origin: str) -> Outcome:
    try:
        post = frontmatter.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return [Fault(file, "encoding", "is not UTF-8; save it as UTF-8", "encoding")]
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        problem = f"is not valid YAML near line {line}; quote a value with a colon"
        return [Fault(file, "front-matter", problem, "yaml", {"line": str(line)})]
    fields: dict[str, Any] = {"id": file.stem, "body": post.content, "origin": origin, **post.metadata}
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        return [fault_of(file, one) for one in error.errors(include_url=False)]
