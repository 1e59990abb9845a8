"""The sandbox's models against the Bot API's own description, where there is one at hand."""

import json
import os
import types
import typing
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sandbox import answers, answers_chats, params
from sandbox.methods import METHODS
from sandbox.methods.registry import Json, Method

DESCRIPTION = os.environ.get("TELEGRAM_API_JSON", "")
_BASIC = {int: "Integer", str: "String", bool: "Boolean", float: "Float", params.Upload: "InputFile"}


@pytest.fixture(scope="module")
def api() -> dict[str, Any]:
    if not DESCRIPTION:
        warnings.warn(
            "TELEGRAM_API_JSON is not set: the sandbox is NOT compared with the Bot API", stacklevel=1
        )
        pytest.skip("TELEGRAM_API_JSON is not set")
    described: dict[str, Any] = json.loads(Path(DESCRIPTION).read_text())
    return described


def names(annotation: Any) -> set[str]:
    """What the Bot API's description would call a type."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return set().union(*(names(each) for each in inside))
    if origin is typing.Annotated:
        return names(inside[0])
    if origin is typing.Literal:
        return {_BASIC[type(inside[0])]}
    if origin in (list, Sequence):
        return {f"Array of {each}" for each in names(inside[0])}
    if annotation is type(None):
        return set()
    return {_BASIC.get(annotation) or annotation.__name__}


def expand(api: dict[str, Any], wanted: list[str]) -> set[str]:
    """Types with those that may stand for them."""
    found = set(wanted)
    for name in wanted:
        bare = name.removeprefix("Array of ")
        subtypes = api["types"].get(bare, {}).get("subtypes", [])
        found |= {name.replace(bare, each) for each in subtypes}
    return found


def wire_name(name: str, field: FieldInfo) -> str:
    return field.serialization_alias or name


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_parameters_are_telegrams(api: dict[str, Any], method: Method) -> None:
    described = {field["name"]: field for field in api["methods"][method.name].get("fields", [])}
    for name, field in method.params.model_fields.items():
        assert name in described, f"Telegram's {method.name} has no {name}"
        assert names(field.annotation) == set(described[name]["types"]), f"{method.name}.{name}"
    for name, field in described.items():
        if field["required"]:
            assert name in method.params.model_fields, f"{method.name} needs {name}"
            assert method.params.model_fields[name].is_required(), f"{method.name}.{name} is required"


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_results_are_telegrams(api: dict[str, Any], method: Method) -> None:
    result = typing.get_type_hints(method.run)["return"]
    ours = {"Array of Update"} if result is Json else names(result)
    assert ours <= expand(api, api["methods"][method.name]["returns"])


def _answers() -> list[type[BaseModel]]:
    known = {**vars(answers), **vars(answers_chats)}.values()
    return sorted(
        {each for each in known if isinstance(each, type) and issubclass(each, answers.Answer)}
        - {answers.Answer},
        key=lambda each: each.__name__,
    )


@pytest.mark.parametrize("model", _answers(), ids=lambda model: model.__name__)
def test_answers_are_telegrams(api: dict[str, Any], model: type[BaseModel]) -> None:
    described = {field["name"]: field for field in api["types"][model.__name__].get("fields", [])}
    shown = {wire_name(name, field): field for name, field in model.model_fields.items()}
    for name, field in shown.items():
        assert name in described, f"Telegram's {model.__name__} has no {name}"
        allowed = expand(api, described[name]["types"])
        assert names(field.annotation) <= allowed, f"{model.__name__}.{name}"
    for name, field in described.items():
        if field["required"]:
            assert name in shown, f"{model.__name__} always has {name}"
            assert shown[name].is_required() or shown[name].default is not None, f"{model.__name__}.{name}"


NESTED: list[type[BaseModel]] = [
    params.ReplyParameters,
    params.InputPollOption,
    params.KeyboardButton,
    params.ReplyKeyboardMarkup,
    params.ReplyKeyboardRemove,
    params.ForceReply,
]


@pytest.mark.parametrize("model", NESTED, ids=lambda model: model.__name__)
def test_nested_parameters_are_telegrams(api: dict[str, Any], model: type[BaseModel]) -> None:
    described = {field["name"]: field for field in api["types"][model.__name__]["fields"]}
    for name, field in model.model_fields.items():
        assert names(field.annotation) == set(described[name]["types"]), f"{model.__name__}.{name}"
    missing = {name for name, field in described.items() if field["required"]} - set(model.model_fields)
    assert not missing


def test_the_scopes_in_one_have_the_fields_of_all_seven(api: dict[str, Any]) -> None:
    described = {
        field["name"]
        for name in api["types"]["BotCommandScope"]["subtypes"]
        for field in api["types"][name]["fields"]
    }
    assert set(params.BotCommandScope.model_fields) == described
