"""Which methods there are, what each takes and does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sandbox.answers import Answer
from sandbox.params import Params
from sandbox.users import Bot
from sandbox.world import World


class Json(str):
    """A result that is JSON already."""


Result = Answer | Sequence[Answer] | bool | int | Json
Outcome = Result | Awaitable[Result]
Run = Callable[[World, Bot, Any], Outcome]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Method:
    """One method; paced ones count against the flood limits."""

    name: str
    params: type[Params]
    run: Run
    paced: bool


# By lower-case name: Telegram does not mind the case.
METHODS: dict[str, Method] = {}


def method(name: str, params: type[Params], *, paced: bool = False) -> Callable[[F], F]:
    """Enter a function into the registry."""

    def enter(run: F) -> F:
        METHODS[name.lower()] = Method(name, params, run, paced)
        return run

    return enter


def to_json(result: Result) -> str:
    """A result as it goes over the wire."""
    if isinstance(result, Json):
        return result
    if isinstance(result, Answer):
        return result.json_text()
    if isinstance(result, bool):
        return "true" if result else "false"
    if isinstance(result, int):
        return str(result)
    return "[" + ",".join(item.json_text() for item in result) + "]"
