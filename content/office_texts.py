"""An office's own wording: CONTENT_DIR/texts/*.ftl says some of our sentences in other words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from content.library import Fault
from content.wire import phone_like, web_like
from content.words import HOTLINES

FOLDER = "texts"
_BUILTIN = Path(__file__).parent / "texts" / "zh"
_TAG = re.compile(r"<(/?)([^\s<>/]+)[^<>]*>")
_MARKUP = frozenset({"b", "i", "blockquote"})


@dataclass(frozen=True)
class OfficeTexts:
    """The files that may stand in for ours, and what is wrong with the others."""

    files: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()


def office_texts(folder: Path | None, numbers: Collection[str] = ()) -> OfficeTexts:
    """The office's files; one with a fault is left out as a whole. `numbers`: telephones it may name."""
    sound: list[Path] = []
    faults: list[Fault] = []
    files = sorted((folder / FOLDER).glob("*.ftl")) if folder is not None else []
    if not files:
        return OfficeTexts()
    for file in files:
        wrong = list(_wrong(file, _ours(), numbers))
        faults += wrong
        if not wrong:
            sound.append(file)
    return OfficeTexts(tuple(sound), tuple(faults))


def variables(node: object) -> set[str]:
    """The names of all arguments that a message takes."""
    if isinstance(node, ftl.VariableReference):
        return {node.id.name}
    if isinstance(node, ftl.BaseNode):
        return set[str]().union(*(variables(value) for value in vars(node).values()))
    if isinstance(node, list):
        return set[str]().union(*map(variables, node))
    return set()


def _wrong(file: Path, ours: dict[str, set[str]], numbers: Collection[str]) -> Iterator[Fault]:
    try:
        parsed = FluentParser().parse(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        yield Fault(file, "encoding", "is not UTF-8; save it as UTF-8")
        return
    for entry in parsed.body:
        if isinstance(entry, ftl.Junk):
            yield Fault(file, "file", f"cannot be read near {(entry.content or '').strip()[:40]!r}")
        elif isinstance(entry, ftl.Message):
            for problem in _problems(entry, ours, numbers):
                yield Fault(file, entry.id.name, problem)


def _problems(entry: ftl.Message, ours: dict[str, set[str]], numbers: Collection[str]) -> Iterator[str]:
    if entry.id.name not in ours:
        yield "is no sentence of ours; see content/texts/zh for their names"
        return
    if entry.value is None:
        yield "says nothing"
    if _points_elsewhere(entry.value):
        yield "points to another sentence; write out what it says"
    if strange := sorted(variables(entry) - ours[entry.id.name]):
        yield f"uses ${strange[0]}, which is not given here"
    said = "".join(_words(entry))
    tags = _TAG.findall(said)
    if odd := sorted({name for _, name in tags} - _MARKUP):
        yield f"has the tag <{odd[0]}>; only <b>, <i> and <blockquote> are known"
    opened, closed = ([name for slash, name in tags if bool(slash) is end] for end in (False, True))
    if sorted(opened) != sorted(closed):
        yield "opens a tag that it does not close"
    if links := web_like(_TAG.sub("", said)):
        yield f"names the link or domain {links[0]!r}; take it out"
    if unknown := [one for one in phone_like(said) if one not in HOTLINES and one not in numbers]:
        yield f"names {unknown[0]!r}, which is neither in hotlines.yaml nor in regions.yaml"


def _points_elsewhere(node: object) -> bool:
    """Whether a message needs another one: each is read by itself."""
    if isinstance(node, ftl.MessageReference | ftl.TermReference):
        return True
    inside = vars(node).values() if isinstance(node, ftl.BaseNode) else node if isinstance(node, list) else ()
    return any(map(_points_elsewhere, inside))


def _words(node: object) -> Iterator[str]:
    """All that a message may say, its choices one after another."""
    if isinstance(node, ftl.TextElement):
        yield node.value
    elif isinstance(node, ftl.BaseNode):
        for value in vars(node).values():
            yield from _words(value)
    elif isinstance(node, list):
        for one in node:
            yield from _words(one)


@cache
def _ours() -> dict[str, set[str]]:
    """Our own sentences with their arguments, read once: they change with the program only."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(_BUILTIN.glob("*.ftl"))]
    entries = (entry for text in texts for entry in FluentParser().parse(text).body)
    return {entry.id.name: variables(entry) for entry in entries if isinstance(entry, ftl.Message)}
