"""`xiaolaba demo`, also `python -m bot.demo`, which is up sooner because it loads nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.demo_processes import BotEnded, FolderBusy, FolderUsed, PortTaken, goes_on, play
from content.texts import Texts, texts_in
from content.words import Script

WRONG_USE = 2


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the page is; 0: any free port.")] = 8899,
    keep: Annotated[
        Path | None, typer.Option(help="A folder in which the demo stays, to go on another day.")
    ] = None,
) -> None:
    """Play the whole product in a browser: a practice town and the real bot, without a token."""
    texts = texts_in(Script.SIMPLIFIED)
    stays = _stays(texts, keep)

    def opened(page: str) -> None:
        typer.echo(texts.plain("demo-open", page=page, stays=stays))

    try:
        asyncio.run(play(port, keep, texts.plain("demo-office"), opened))
    except PortTaken:
        other = str(port % 65535 + 1)
        typer.echo(texts.plain("demo-port-taken", port=str(port), other=other), err=True)
        raise typer.Exit(WRONG_USE) from None
    except (FolderUsed, FolderBusy) as error:
        why = "demo-folder-busy" if isinstance(error, FolderBusy) else "demo-folder-used"
        typer.echo(texts.plain(why, folder=str(keep)), err=True)
        raise typer.Exit(WRONG_USE) from None
    except BotEnded as error:
        typer.echo(texts.plain("demo-ended", log=error.log), err=True)
        raise typer.Exit(1) from None


def _stays(texts: Texts, keep: Path | None) -> str:
    """What becomes of it all, in a line."""
    if keep is None:
        return texts.plain("demo-leaves")
    return texts.plain("demo-goes-on" if goes_on(keep) else "demo-keeps", folder=str(keep))


if __name__ == "__main__":
    typer.run(demo)
