"""The command line: exit 0 done, 1 found wanting, 2 wrong use or settings."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from bot import backups, report_files
from bot.demo import demo
from bot.doctor import examine
from bot.entry import reading_modules
from bot.logs import set_up
from bot.report_files import Order
from bot.settings import BadSettings, Settings, read_settings
from bot.views.cli import as_an_item, check_lines, remark_line, setting_sentence, status_lines, unusable
from content.letters import Letterhead
from content.library import load
from content.office import holds_anything, look_over, take_voice
from content.regions import RegionsError, load_regions
from content.render import TooLong, render
from content.texts import texts_in
from content.words import Audience, Kind, Script
from core.audit import verify
from core.ports import BadToken
from core.status import status as collect_status
from storage import own
from storage.database import Database, DatabaseUnusable, open_database
from storage.own import Own, OwnState
from storage.schema import NewerSchema, found_version

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
content = typer.Typer(no_args_is_help=True, help="The content library.")
audit = typer.Typer(no_args_is_help=True, help="The audit of officers' actions.")
app.command()(demo)
app.add_typer(content, name="content")
app.add_typer(audit, name="audit")

WRONG_USE = 2
# The most that a frame may have to hold.
LONGEST = Letterhead(sender="一" * 40, phones=("0000-00000000",) * 2, day=date(2026, 1, 1))
Asked = TypeVar("Asked")
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def main() -> None:
    """The entry point of `xiaolaba`."""
    try:
        app()
    except DatabaseUnusable as error:
        texts = texts_in(Script.SIMPLIFIED)
        typer.echo(texts.plain("database-unusable", why=unusable(error)), err=True)
        sys.exit(WRONG_USE)


@app.command()
def run(
    clock_file: Annotated[
        Path | None, typer.Option(help="Seconds to add to the clock, for practice and tests.")
    ] = None,
) -> None:
    """Run the bot until it is told to stop."""
    settings = _settings(needs_owners=True)
    set_up(settings.log_level, settings.log_format, settings.bot_token)
    # The bot's weight is loaded only where it runs: `status` and the others stay quick.
    with reading_modules():
        from bot.app import run as run_bot
        from bot.startup import BrokenLibrary

    texts = texts_in(Script.SIMPLIFIED)
    try:
        asyncio.run(run_bot(settings, clock_file))
    except BadToken:
        _fail(texts.plain("bad-token"))
    except NewerSchema as error:
        _fail(texts.plain("newer-schema", found=error.found, known=error.known))
    except RegionsError as error:
        _fail(texts.plain("bad-regions", why=str(error)))
    except BadSettings as error:
        _fail(setting_sentence(texts, error))
    except BrokenLibrary as error:
        head = texts.plain("broken-library", number=len(error.faults))
        _fail("\n".join([head, *error.faults]))


@app.command()
def status(as_json: Json = False) -> None:
    """What went where."""
    settings = _settings(needs_token=False)
    data = asyncio.run(_read_status(settings))
    if data is None:
        typer.echo(texts_in(Script.SIMPLIFIED).plain("status-no-database"), err=True)
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for line in status_lines(texts_in(Script.SIMPLIFIED), data, settings.zone):
            typer.echo(line)


@app.command()
def doctor() -> None:
    """Look at settings, database, token, content, data folder and clock; say what to do."""
    texts = texts_in(Script.SIMPLIFIED)
    try:
        settings = read_settings()
    except BadSettings as error:
        said = setting_sentence(texts, error)
        typer.echo(texts.plain("doctor-line", mark="✗", name=texts.plain("doctor-settings"), said=said))
        raise typer.Exit(1) from None
    findings = asyncio.run(examine(settings, datetime.now(UTC)))
    for finding in findings:
        mark = "✓" if finding.good else "✗"
        typer.echo(texts.plain("doctor-line", mark=mark, name=finding.name, said=finding.said))
    raise typer.Exit(0 if all(finding.good for finding in findings) else 1)


@app.command()
def report(
    first: Annotated[datetime, typer.Option("--from", help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", help="The last day, which counts too.")],
    out: Annotated[Path, typer.Option(help="The folder for the files.")],
    region: Annotated[str | None, typer.Option(help="An id of regions.yaml; all below it counts.")] = None,
    audience: Annotated[Audience | None, typer.Option(help="One audience only.")] = None,
) -> None:
    """Write the work summary: Word, Excel, JSON, pictures and chart."""
    order = Order(first=first.date(), last=last.date(), region=region, audience=audience, out=out)
    _on_database(report_files.write, order)


@app.command(hidden=True)
def report_for_bot(
    first: datetime, last: datetime, now: datetime, out: Path, region: str, audience: str, cases: bool
) -> None:
    """What the bot asks for: moments instead of days, empty words for everything."""
    order = Order(
        first=_aware(first),
        last=_aware(last),
        now=_aware(now),
        out=out,
        region=region or None,
        audience=Audience(audience) if audience else None,
        cases=cases,
    )
    _on_database(report_files.write, order)


@app.command()
def backup(file: Path) -> None:
    """Write all data and the privacy key into one FILE, also while the bot runs."""
    _on_database(backups.take, file)


@app.command()
def restore(file: Path) -> None:
    """Put a backup's FILE into an empty database; the bot then starts locked, and asks its owners."""
    _on_database(backups.restore, file)


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
    settings = _settings(needs_token=False)
    texts = texts_in(Script.SIMPLIFIED)
    items = load(office=settings.content_dir).everything()
    written = asyncio.run(_written(settings))
    if as_json:
        shown = ("id", "kind", "audiences", "segments", "fraud_type", "title", "body")
        told = [item.model_dump(include=set(shown)) for item in items]
        typer.echo(json.dumps([*told, *(as_an_item(one) for one in written)], ensure_ascii=False))
        return
    rows = [(one.id, Kind.QUIZ if one.kind == "question" else one.kind, one) for one in items]
    for name, kind, item in [*rows, *((one.name, one.kind, one) for one in written)]:
        fraud = texts.plain("fraud", id=item.fraud_type or "")
        typer.echo(f"{name}\t{texts.plain('kind', id=kind)}\t{fraud}\t{item.title}")


@content.command("preview")
def content_preview(out: Annotated[Path, typer.Option(help="The folder for the page.")]) -> None:
    """One page with every item as it will look."""
    settings = _settings(needs_token=False)
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


@audit.command("verify")
def audit_verify() -> None:
    """Walk the chain of officers' actions and name the first broken row."""
    settings = _settings()
    texts = texts_in(Script.SIMPLIFIED)
    verdict = asyncio.run(_verify(settings))
    if verdict.broken is not None:
        typer.echo(texts.plain("audit-broken", row=str(verdict.broken)))
        raise typer.Exit(1)
    typer.echo(texts.plain("audit-good", rows=verdict.rows, head=verdict.head))


def _on_database(work: Callable[[Database, Settings, Asked], Awaitable[str]], asked: Asked) -> None:
    """Do it, say how it went."""

    async def do(settings: Settings) -> str:
        database = open_database(settings.database_url)
        try:
            return await work(database, settings, asked)
        finally:
            await database.close()

    try:
        typer.echo(asyncio.run(do(_settings(needs_token=False))))
    except backups.NotDone as error:
        typer.echo(error.sentence, err=True)
        raise typer.Exit(WRONG_USE if error.wrong_use else 1) from None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _verify(settings: Settings) -> Any:
    database = open_database(settings.database_url)
    try:
        return await verify(database, settings.bot)
    finally:
        await database.close()


async def _written(settings: Settings) -> list[Own]:
    """What officers wrote and groups hear; none where no database is known yet."""
    if settings.bot_or_none is None:
        return []
    database = open_database(settings.database_url)
    try:
        if await found_version(database) is None:
            return []
        async with database.reading() as unit:
            return await own.in_states(unit, settings.bot_or_none, (OwnState.ACTIVE,))
    finally:
        await database.close()


async def _read_status(settings: Settings) -> dict[str, Any] | None:
    database = open_database(settings.database_url)
    try:
        if await found_version(database) is None:
            return None
        return await collect_status(database, settings.bot_or_none, now=datetime.now(UTC))
    finally:
        await database.close()


def _settings(*, needs_token: bool = True, needs_owners: bool = False) -> Settings:
    try:
        return read_settings(needs_token=needs_token, needs_owners=needs_owners)
    except BadSettings as error:
        _fail(setting_sentence(texts_in(Script.SIMPLIFIED), error))


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG_USE)


if __name__ == "__main__":
    main()
