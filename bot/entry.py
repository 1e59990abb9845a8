"""What `xiaolaba` starts."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Colours and a command line of their own, which structlog and httpx load wherever they find these.
DECORATION = ("rich", "click")


def main() -> None:
    """The command line."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with reading_modules():
        from bot.cli import main as command_line
    command_line()


@contextmanager
def reading_modules() -> Iterator[None]:
    """For imports: a thousand modules are read without searching for garbage, and without decoration.

    That is a sixth of a start, and 4 MB of a bot that runs for months.
    """
    absent = [name for name in DECORATION if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None: there is no such module
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for name in absent:
            del sys.modules[name]
