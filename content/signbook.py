"""Reads the signs: one file per fraud type, one of what they share, one of what speaks against a fraud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from content.library import Fault
from content.likeness import Example, Likeness, read_examples
from content.models import Sentence
from content.pattern_reading import BadPattern, Pattern, expand
from content.patterns import Lexicon
from content.words import FRAUD_TYPES

_READING = Lock()
BUILTIN = Path(__file__).parent / "signs"
FOLDER = "signs"
WORDS, COMMON, AGAINST = "words.yaml", "common.yaml", "against.yaml"
EXAMPLES = "examples.tsv"
# An office writes few examples, of its own place: each counts as so many of ours.
OWN_EXAMPLES = 10


def _known_type(word: str) -> str:
    if word not in FRAUD_TYPES:
        raise ValueError(f"{word!r} is not one of {', '.join(FRAUD_TYPES)}")
    return word


class SignEntry(BaseModel):
    """One sign as written: what a resident is told it is, how much it weighs, how it is recognised."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Sentence = Field(min_length=2, max_length=24)
    weight: int = Field(ge=1, le=6)
    any: tuple[str, ...] = Field(min_length=1)
    # Whether an office may read the words back: an address or a number is never quoted.
    quoted: bool = True


class WordsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    lists: dict[str, tuple[str, ...]]


class CommonFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    signs: dict[str, SignEntry]


class AgainstFile(BaseModel):
    """What speaks against a fraud: denials before a sign, police warnings, and everyday business."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    denials: tuple[str, ...]
    warning_bar: int = Field(ge=1)
    warnings: dict[str, SignEntry]
    asking: dict[str, SignEntry]
    everyday: dict[str, SignEntry]


class TypeFile(BaseModel):
    """The signs of one fraud type. `counts` names the common signs that count for it too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fraud_type: Annotated[str, AfterValidator(_known_type)]
    tip: str
    bar: int = Field(default=5, ge=2)
    # At least one of these has to be seen: what the type is about, not only how any swindler pushes.
    needs: tuple[str, ...] = Field(min_length=1)
    counts: tuple[str, ...] = ()
    signs: dict[str, SignEntry] = Field(min_length=1)


@dataclass(frozen=True, eq=False)
class Sign:
    """A sign ready to be looked for."""

    id: str
    name: str
    weight: int
    quoted: bool
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Scheme:
    """A fraud type with its own signs and the common ones that count for it."""

    fraud_type: str
    tip: str
    bar: int
    needed: frozenset[Sign]
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class SignBook:
    """All signs, ready; and what could not be read."""

    lexicon: Lexicon
    likeness: Likeness
    schemes: tuple[Scheme, ...] = ()
    warnings: tuple[Sign, ...] = ()
    warning_bar: int = 1
    asking: tuple[Sign, ...] = ()
    everyday: tuple[Sign, ...] = ()
    denials: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def sign_book(office: Path | None = None) -> SignBook:
    """The signs in use, read once: an office's file stands in for the built-in one of the same name.

    Its examples are added to ours, and weigh more.
    A file of theirs with a fault is left out, and `faults` says why; the others stay in use.
    """
    own = office / FOLDER if office is not None else None
    with _READING:  # two frightened people at once must not read it twice
        return _read(own if own is not None and own.is_dir() else None)


@cache
def _read(own: Path | None) -> SignBook:
    book = _Reader(BUILTIN, own).book()
    if own is None or not book.faults:
        return book
    faulty = frozenset(fault.file.name for fault in book.faults if fault.file.parent == own)
    left = {file.name for file in own.iterdir()} - faulty
    sound = _Reader(BUILTIN, own, faulty).book() if left else _read(None)
    # Where sound files need what a faulty one should have brought, none of theirs is of use.
    return replace(_read(None) if sound.faults else sound, faults=book.faults)


@lru_cache(maxsize=1)
def _likeness(examples: tuple[Example, ...]) -> Likeness:
    """Learned once, whichever signs stand beside them."""
    return Likeness(examples)


class _Reader:
    """Reads the files of one folder, with another's in their place."""

    def __init__(self, builtin: Path, own: Path | None, without: frozenset[str] = frozenset()) -> None:
        self._files = {file.name: file for file in sorted(builtin.glob("*.yaml"))}
        theirs = sorted(own.glob("*.yaml")) if own else []
        self._files |= {file.name: file for file in theirs if file.name not in without}
        self._faults: list[Fault] = []
        words = self._read(WORDS, WordsFile)
        self._lexicon = Lexicon(words.lists if words else {})
        examples = []
        for folder in (builtin, own):
            left_out = folder == own and EXAMPLES in without
            if folder is not None and (folder / EXAMPLES).is_file() and not left_out:
                read, faults = read_examples(folder / EXAMPLES)
                examples += read if folder == builtin else read * OWN_EXAMPLES
                self._faults += faults
        self._likeness = _likeness(tuple(examples))
        self._check_words(words)

    def book(self) -> SignBook:
        common = self._read(COMMON, CommonFile)
        against = self._read(AGAINST, AgainstFile)
        shared = self._signs(COMMON, common.signs if common else {})
        schemes = tuple(self._schemes({one.id: one for one in shared}))
        if against is None:
            return SignBook(self._lexicon, self._likeness, faults=tuple(self._faults))
        warnings, asking, everyday = (
            self._signs(AGAINST, entries) for entries in (against.warnings, against.asking, against.everyday)
        )
        denials = tuple(sorted({one for written in against.denials for one in self._words(written)}, key=len))
        return SignBook(
            lexicon=self._lexicon,
            likeness=self._likeness,
            schemes=schemes,
            warnings=warnings,
            warning_bar=against.warning_bar,
            asking=asking,
            everyday=everyday,
            denials=denials,
            faults=tuple(self._faults),
        )

    def _schemes(self, shared: dict[str, Sign]) -> Iterator[Scheme]:
        for name in self._files:
            if name in (WORDS, COMMON, AGAINST):
                continue
            entry = self._read(name, TypeFile)
            if entry is None:
                continue
            for word in entry.counts:
                if word not in shared:
                    self._blame(name, "counts", f"{word!r} is no sign of {COMMON}")
            counted = tuple(shared[word] for word in entry.counts if word in shared)
            own = self._signs(name, entry.signs)
            for word in set(entry.needs) - entry.signs.keys():
                self._blame(name, "needs", f"{word!r} is no sign of this file")
            needed = frozenset(sign for sign in own if sign.id in entry.needs)
            yield Scheme(entry.fraud_type, entry.tip, entry.bar, needed, (*own, *counted))

    def _signs(self, file: str, entries: dict[str, SignEntry]) -> tuple[Sign, ...]:
        return tuple(
            Sign(id, entry.name, entry.weight, entry.quoted, tuple(self._patterns(file, id, entry)))
            for id, entry in entries.items()
        )

    def _patterns(self, file: str, sign: str, entry: SignEntry) -> Iterator[Pattern]:
        for written in entry.any:
            try:
                yield self._lexicon.pattern(written)
            except BadPattern as bad:
                self._blame(file, f"signs.{sign}", str(bad))

    def _check_words(self, words: WordsFile | None) -> None:
        for name in words.lists if words else ():
            try:
                self._lexicon.named(name)
            except BadPattern as bad:
                self._blame(WORDS, f"lists.{name}", str(bad))

    def _words(self, written: str) -> list[str]:
        try:
            return expand(written)
        except BadPattern as bad:
            self._blame(AGAINST, "denials", str(bad))
            return []

    def _read(self, name: str, model: type[Any]) -> Any:
        file = self._files[name]
        try:
            return model.model_validate(yaml.load(file.read_text(encoding="utf-8"), _LOADER))
        except UnicodeDecodeError:
            self._blame(name, "encoding", "is not UTF-8; save it as UTF-8")
        except yaml.YAMLError as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            self._blame(name, "file", f"is not valid YAML near line {line}; quote a value with a colon")
        except ValidationError as error:
            for one in error.errors(include_url=False):
                where = ".".join(str(part) for part in one["loc"])
                self._blame(name, where or "file", str(one["msg"]).removeprefix("Value error, "))
        return None

    def _blame(self, name: str, where: str, problem: str) -> None:
        self._faults.append(Fault(self._files[name], where, problem))


# The same safe loader, in C where the wheel brought it: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
