"""`xiaolaba content`: what the library holds, what is wrong with it, how it will look."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.command import Json, read_or_leave
from bot.settings import Settings
from bot.views.cli import as_an_item, check_lines, remark_line, unusable
from content.letters import Letterhead
from content.library import load
from content.office import holds_anything, look_over, take_voice
from content.regions import load_regions
from content.render import TooLong, render
from content.texts import Texts, texts_in
from content.words import Kind, Script
from core.rotation import DatabaseUnusable, written
from core.words import Own

content = typer.Typer(no_args_is_help=True, help="The content library.")

# The most that a frame may have to hold.
LONGEST = Letterhead(sender="一" * 40, phones=("0000-00000000",) * 2, day=date(2026, 1, 1))


@content.command("check")
def content_check(
    folder: Annotated[Path | None, typer.Argument(help="An office's own content folder.")] = None,
) -> None:
    """Read every item; name file, field and cure of whatever is wrong."""
    texts = texts_in(Script.SIMPLIFIED)
    if folder is not None and not holds_anything(folder):
        typer.echo(texts.plain("content-empty-folder", folder=str(folder)))
        raise typer.Exit(1)
    # Loaded only where it is used: comparing texts takes a library of its own.
    from content.review import review

    library, faults = look_over(folder)
    problems = [fault.sentence(texts) for fault in faults]
    for item in library.everything():
        for script in Script:
            try:
                render(item, office=LONGEST.sender, code="0000-0000", script=script, head=LONGEST)
            except TooLong as error:
                problems.append(
                    texts.plain("fault-frame", item=item.id, length=error.length, limit=error.limit)
                )
    problems += [remark_line(texts, remark) for remark in review(library)]
    for line in check_lines(texts, library, problems):
        typer.echo(line)
    raise typer.Exit(1 if problems else 0)


@content.command("list")
def content_list(as_json: Json = False) -> None:
    """Every item that is in rotation."""
    settings = read_or_leave(needs_token=False)
    texts = texts_in(Script.SIMPLIFIED)
    items = load(office=settings.content_dir).everything()
    added = _written(settings, texts)
    if as_json:
        shown = ("id", "kind", "audiences", "segments", "fraud_type", "title", "body")
        told = [item.model_dump(include=set(shown)) for item in items]
        typer.echo(json.dumps([*told, *(as_an_item(one) for one in added)], ensure_ascii=False))
        return
    rows = [(one.id, Kind.QUIZ if one.kind == "question" else one.kind, one) for one in items]
    for name, kind, item in [*rows, *((one.name, one.kind, one) for one in added)]:
        fraud = texts.plain("fraud", id=item.fraud_type or "")
        typer.echo(f"{name}\t{texts.plain('kind', id=kind)}\t{fraud}\t{item.title}")


@content.command("preview")
def content_preview(out: Annotated[Path, typer.Option(help="The folder for the page.")]) -> None:
    """One page with every item as it will look."""
    settings = read_or_leave(needs_token=False)
    regions = load_regions(settings.content_dir)
    take_voice(settings.content_dir, regions)
    texts = texts_in(Script.SIMPLIFIED)
    # Posters are drawn here: what that takes is loaded only where it is used.
    from content.preview import page

    name = settings.office_name or texts.plain("office-unnamed")
    office = regions.office(None, name)
    head = Letterhead(settings.office_name or office.name, office.phones, datetime.now(UTC).date())
    out.mkdir(parents=True, exist_ok=True)
    file = out / "index.html"
    file.write_text(page(load(office=settings.content_dir), head), encoding="utf-8")
    typer.echo(texts.plain("preview-made", file=str(file)))


def _written(settings: Settings, texts: Texts) -> list[Own]:
    """What officers wrote and groups hear; where nobody can look it up, the library is listed without it."""
    if settings.bot_or_none is None:
        return []
    try:
        return asyncio.run(written(settings.database_url, settings.bot_or_none))
    except DatabaseUnusable as error:
        typer.echo(texts.plain("content-list-alone", why=unusable(error)), err=True)
        return []
