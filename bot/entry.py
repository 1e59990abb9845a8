"""What `xiaolaba` starts."""

from __future__ import annotations

import gc


def main() -> None:
    """The command line. A thousand modules are read without searching for garbage: a tenth of a start."""
    gc.disable()
    from bot.cli import main as command_line

    gc.freeze()
    gc.enable()
    command_line()
