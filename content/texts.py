"""Every sentence of the interface, from texts/*/*.ftl, in either script."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import opencc
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from content.words import Script

LONG = 800
# The office's own files; a process speaks with one voice.
_OFFICE: list[Path] = []
# Numbers that stand in for the mainland's own, where the office has others.
_NUMBERS: dict[str, str] = {}
_NUMBER = re.compile(r"(?<![\d-])(?:96110|110)(?![\d-])")
_FOLDER = Path(__file__).parent / "texts"
# Where a message begins: its name at the margin.
_BEGINS = re.compile(r"^(?=([a-z][\w-]*) *=)", re.MULTILINE | re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class MissingText(KeyError):
    """A text was asked for that no file holds, or that lacks an argument."""


class Texts:
    """The texts of one language in one script. Arguments are never converted: names stay what they are."""

    def __init__(
        self, script: Script = Script.SIMPLIFIED, language: str = "zh", office: Iterable[Path] = ()
    ) -> None:
        """`office`: files whose sentences stand in for ours."""
        self._bundle = FluentBundle([language], use_isolating=False)
        # A message is parsed when it is first said: most of a thousand never are between two starts.
        self._sources: dict[str, str] = {}
        for file in sorted((_FOLDER / language).glob("*.ftl")):
            self._add(local(to_script(file.read_text(encoding="utf-8"), script)))
        for file in office:
            self._add(to_script(file.read_text(encoding="utf-8"), script))

    def _add(self, source: str) -> None:
        _, *named = _BEGINS.split(source)
        self._sources.update(zip(named[::2], named[1::2], strict=True))

    def html(self, key: str, **values: object) -> str:
        """For a message: arguments are escaped, the text's own markup stays."""
        return self._say(key, {name: _escaped(value) for name, value in values.items()})

    def plain(self, key: str, **values: object) -> str:
        """For buttons, answers to a tap and the command line: no markup."""
        return self._say(key, values)

    def has(self, key: str) -> bool:
        return key in self._sources

    def _say(self, key: str, values: dict[str, object]) -> str:
        pattern = self._pattern(key)
        # Fluent refuses arguments of over a thousand characters: those go in afterwards.
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > LONG}
        marks = {name: f"\ue000{name}\ue001" for name in long}
        # Digits alone: 1234 as it is written in Chinese, not 1,234.
        plain = {
            name: fluent_number(value, useGrouping=False)
            for name, value in values.items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
        text, errors = self._bundle.format_pattern(pattern, {**values, **plain, **marks})
        if errors:
            raise MissingText(f"{key}: {errors[0]}")
        said = str(text)
        for name, mark in marks.items():
            said = said.replace(mark, long[name])
        return said

    def _pattern(self, key: str) -> Any:
        """The message as Fluent reads it. Raises MissingText."""
        if not self._bundle.has_message(key):
            self._bundle.add_resource(FluentResource(self._sources.get(key, "")))
        pattern = self._bundle.get_message(key).value if self._bundle.has_message(key) else None
        if pattern is None:
            raise MissingText(key)
        return pattern


@cache
def texts_in(script: Script) -> Texts:
    """The texts in that script, made when first needed."""
    return Texts(script, office=_OFFICE)


def speak_as(office: Iterable[Path], numbers: Mapping[str, str] | None = None) -> None:
    """From now on these files' sentences stand in for ours, and these numbers for 110 and 96110.

    Said once, where the process begins.
    """
    files, others = list(office), {ours: theirs for ours, theirs in (numbers or {}).items() if ours != theirs}
    if (files, others) != (_OFFICE, _NUMBERS):
        _OFFICE[:] = files
        _NUMBERS.clear()
        _NUMBERS.update(others)
        texts_in.cache_clear()


def local(text: str) -> str:
    """With the office's own numbers in place of 110 and 96110."""
    return _NUMBER.sub(lambda found: _NUMBERS.get(found.group(), found.group()), text) if _NUMBERS else text


def spoken(text: str, script: Script) -> str:
    """What the library says, in that script and with the office's own numbers."""
    return local(to_script(text, script))


def to_script(text: str, script: Script) -> str:
    """The same characters or their Traditional forms; the wording stays."""
    return text if script is Script.SIMPLIFIED else str(_converter().convert(text))


def tame(name: str, limit: int = 60) -> str:
    """A name from outside as one harmless line: no control or direction marks, at most `limit` characters."""
    plain = " ".join(_CONTROL.sub("", name).split())
    return plain[: limit - 1] + "…" if len(plain) > limit else plain


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


def _escaped(value: object) -> object:
    return html.escape(value, quote=False) if isinstance(value, str) else value
