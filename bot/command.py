"""What every command of the command line needs: the settings, or a sentence and the way out."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer

from bot.settings import BadSettings, Settings, read_settings
from bot.views.cli import setting_sentence
from content.texts import texts_in
from content.words import Script

WRONG_USE = 2
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def read_or_leave(*, needs_token: bool = True, needs_owners: bool = False) -> Settings:
    """The settings; where they are wrong, a sentence and exit 2."""
    try:
        return read_settings(needs_token=needs_token, needs_owners=needs_owners)
    except BadSettings as error:
        leave(setting_sentence(texts_in(Script.SIMPLIFIED), error))


def leave(sentence: str) -> NoReturn:
    """Wrong use or settings."""
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG_USE)
