"""What `xiaolaba` starts."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# Colours and a command line of their own, which structlog and httpx load wherever they find these.
DECORATION = ("rich", "click")
# SQLAlchemy's asyncio brings sessions along, and for their sake the whole ORM: a tenth of a start and 7 MB.
SESSIONS = ("sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session")


class Unused(ModuleType):
    """Stands for a module of which names are taken and never used."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


def main() -> None:
    """The command line."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with reading_modules():
        from bot.cli import main as command_line
    command_line()


@contextmanager
def reading_modules() -> Iterator[None]:
    """For imports: a thousand modules are read without searching for garbage, decoration and an ORM.

    That is a quarter of a start, and 11 MB of a bot that runs for months.
    """
    absent = [name for name in DECORATION if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None: there is no such module
    for name in SESSIONS:
        sys.modules.setdefault(name, Unused(name))
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for name in absent:
            del sys.modules[name]
