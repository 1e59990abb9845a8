"""Every sentence exists, formats, and names every word of the closed vocabularies, in both scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from hypothesis import given
from hypothesis import strategies as st

import content.texts
from bot.settings import Settings
from content.texts import MissingText, Texts, tame, texts_in, to_script
from content.words import FRAUD_TYPES, SEGMENTS, Audience, Kind, Script
from core import errors, feed_errors, own_errors
from storage.models import GroupState, Role

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "content" / "texts" / "zh"
MARKUP = {"b", "i", "s", "code", "blockquote"}
SAY = {"html", "plain"}


def messages() -> Iterator[tuple[str, str, ftl.Message]]:
    for file in sorted(FOLDER.glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                yield file.name, entry.id.name, entry


def variables(node: object) -> set[str]:
    """The names of all arguments that a message takes."""
    if isinstance(node, ftl.VariableReference):
        return {node.id.name}
    if isinstance(node, ftl.BaseNode):
        return set[str]().union(*(variables(value) for value in vars(node).values()))
    if isinstance(node, list):
        return set[str]().union(*map(variables, node))
    return set()


ALL = {key: (file, message) for file, key, message in messages()}


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every texts.html("key", name=…) and texts.plain("key", …) in the code: where, key, argument names."""
    for room in ("bot", "content", "core", "reports", "scheduler"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in SAY
                ):
                    names = {word.arg for word in node.keywords if word.arg is not None}
                    whole = all(word.arg is not None for word in node.keywords)
                    for key in _keys(node.args[0]) if node.args else ():
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", key, names if whole else None


def _keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _keys(body)
            yield from _keys(orelse)


def test_no_key_stands_twice() -> None:
    keys = [key for _, key, _ in messages()]
    assert sorted(keys) == sorted(set(keys))


def test_every_text_that_the_code_asks_for_exists_with_its_arguments() -> None:
    found = list(calls())
    assert len(found) > 100
    missing = [f"{where}: {key}" for where, key, _ in found if key not in ALL]
    assert missing == []
    wrong = [
        f"{where}: {key} takes {variables(ALL[key][1])}, is given {names}"
        for where, key, names in found
        if names is not None and not variables(ALL[key][1]) <= names
    ]
    assert wrong == []


def test_every_error_of_core_has_its_sentence() -> None:
    known = (*vars(errors).values(), *vars(own_errors).values(), *vars(feed_errors).values())
    kinds = [one for one in known if isinstance(one, type) and issubclass(one, errors.CoreError)]
    for kind in kinds:
        key = vars(kind).get("key")
        if isinstance(key, str):
            facts = set(getattr(kind, "__dataclass_fields__", ()))
            assert key in ALL, kind
            assert variables(ALL[key][1]) <= facts, kind
    assert {"nothing-suits", "nothing-on-word"} <= ALL.keys()


@pytest.mark.parametrize("script", list(Script))
def test_every_text_formats(script: Script) -> None:
    """With any arguments, in both scripts; markup is balanced and Telegram's."""
    texts = texts_in(script)
    for key in sorted(ALL):
        values: dict[str, object] = dict.fromkeys(variables(ALL[key][1]), "<x>")
        said = texts.html(key, **values)
        assert said.strip(), key
        assert "<x>" not in said, f"an argument of {key} is not escaped"
        tags = re.findall(r"<(/?)([a-z]+)>", said)
        assert {name for _, name in tags} <= MARKUP, key
        opened = [name for slash, name in tags if not slash]
        assert sorted(opened) == sorted(name for slash, name in tags if slash), key
        assert "{" not in said.replace("{ $", ""), key


NAMES = [
    *(("audience", one.value) for one in Audience),
    *(("kind", one.value) for one in Kind),
    *(("script", one.value) for one in Script),
    *(("role", one.value) for one in Role),
    *(("group-state", one.value) for one in [*GroupState]),
    *(("fraud", one) for one in FRAUD_TYPES),
    *(("segment", one) for segments in SEGMENTS.values() for one in segments),
]


@pytest.mark.parametrize(("key", "word"), NAMES)
def test_every_word_of_a_closed_vocabulary_has_a_name_of_its_own(key: str, word: str) -> None:
    assert word in _variants(key), f"{key} has no variant for {word}"
    mine = [one for name, one in NAMES if name == key]
    said = texts_in(Script.SIMPLIFIED).plain(key, id=word)
    assert [one for one in mine if texts_in(Script.SIMPLIFIED).plain(key, id=one) == said] == [word]


def test_the_names_hold_no_word_that_is_not_there_any_more() -> None:
    for key, words in (
        ("fraud", set(FRAUD_TYPES)),
        ("segment", {one for segments in SEGMENTS.values() for one in segments}),
        ("audience", set(Audience)),
        ("kind", set(Kind)),
        ("role", set(Role)),
    ):
        assert _variants(key) == words


def test_every_reason_that_the_code_records_has_a_name() -> None:
    """A reason goes into `status` and the lists by its name, never as a bare word."""
    from bot import sender

    recorded = {name for _, name in (*sender._GONE, *sender._REFUSED)}
    recorded |= {
        "kicked",
        "unsubscribed",
        "paused",
        "officer",
        "sent_away",
        "merged",
        "too_late",
        "measure_full",
        "flood",
        "no_line",
    }
    recorded |= {"restart", "timeout", "reset", "server_error"}
    assert recorded <= _variants("reason")


def test_every_setting_has_its_hint() -> None:
    texts = texts_in(Script.SIMPLIFIED)
    free = {"PRIVACY_KEY"}  # any text will do
    names = {name.upper() for name in Settings.model_fields} - free
    assert [name for name in sorted(names) if not texts.has(f"hint-{name}")] == []


def _variants(key: str) -> set[str]:
    pattern = ALL[key][1].value
    assert pattern is not None
    [selection] = [
        element.expression
        for element in pattern.elements
        if isinstance(element, ftl.Placeable) and isinstance(element.expression, ftl.SelectExpression)
    ]
    return {
        one.key.name if isinstance(one.key, ftl.Identifier) else one.key.value for one in selection.variants
    }


def test_a_missing_text_or_argument_is_an_error_not_a_blank() -> None:
    texts = texts_in(Script.SIMPLIFIED)
    with pytest.raises(MissingText):
        texts.plain("no-such-text")
    with pytest.raises(MissingText):
        texts.plain("kind-of-nothing", id="x")
    with pytest.raises(MissingText):
        texts.html("summary-region")


def test_arguments_are_escaped_in_messages_and_never_converted() -> None:
    texts = texts_in(Script.TRADITIONAL)
    assert "发<&>" not in texts.html("confirmed", title="发<&>")
    assert "发&lt;&amp;&gt;" in texts.html("confirmed", title="发<&>")
    assert "发" in texts.plain("confirmed", title="发")


@pytest.mark.parametrize("number", [0, 999, 1000, 12_345, 1_234_567])
def test_numbers_are_digits_alone(number: int) -> None:
    """1234, as it is written in Chinese: nobody reads 1,234."""
    for script in Script:
        assert f"（另有 {number} " in texts_in(script).plain("status-more", number=number).replace("條", "条")
        assert str(number) in texts_in(script).html("doctor-owners-good", number=number)


def test_traditional_changes_characters_only() -> None:
    assert to_script("发票和头发，编号", Script.SIMPLIFIED) == "发票和头发，编号"
    assert to_script("编号", Script.TRADITIONAL) == "編號"
    for key in ALL:
        simple = texts_in(Script.SIMPLIFIED).plain(key, **dict.fromkeys(variables(ALL[key][1]), "x"))
        classic = texts_in(Script.TRADITIONAL).plain(key, **dict.fromkeys(variables(ALL[key][1]), "x"))
        assert len(simple) == len(classic)


@given(st.text(max_size=200), st.integers(2, 80))
def test_a_tame_name_is_one_harmless_line(name: str, limit: int) -> None:
    tamed = tame(name, limit)
    assert len(tamed) <= limit
    assert "\n" not in tamed
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00-\x1f]", tamed)
    assert tame(tamed, limit) == tamed


def test_the_texts_are_read_once_per_script() -> None:
    assert texts_in(Script.SIMPLIFIED) is texts_in(Script.SIMPLIFIED)
    assert isinstance(content.texts.texts_in(Script.TRADITIONAL), Texts)
