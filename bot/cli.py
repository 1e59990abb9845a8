"""The command line: exit 0 done, 1 found wanting, 2 wrong use or settings."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import backups, report_files
from bot.cli_content import content
from bot.command import WRONG_USE, Json, leave, read_or_leave
from bot.demo import demo
from bot.doctor import examine
from bot.entry import reading_modules
from bot.logs import set_up
from bot.report_files import Order
from bot.settings import BadSettings, Settings, read_settings
from bot.views.cli import setting_sentence, status_lines, unusable
from content.regions import RegionsError
from content.texts import texts_in
from content.words import Audience, Script
from core.audit import verify
from core.ports import BadToken
from core.status import status as collect_status
from storage.database import Database, DatabaseUnusable, open_database
from storage.schema import NewerSchema, found_version

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
audit = typer.Typer(no_args_is_help=True, help="The audit of officers' actions.")
app.command()(demo)
app.add_typer(content, name="content")
app.add_typer(audit, name="audit")

Asked = TypeVar("Asked")


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
    settings = read_or_leave(needs_owners=True)
    set_up(settings.log_level, settings.log_format, settings.bot_token)
    # The bot's weight is loaded only where it runs: `status` and the others stay quick.
    with reading_modules():
        from bot.app import run as run_bot
        from bot.startup import BrokenLibrary

    texts = texts_in(Script.SIMPLIFIED)
    try:
        asyncio.run(run_bot(settings, clock_file))
    except BadToken:
        leave(texts.plain("bad-token"))
    except NewerSchema as error:
        leave(texts.plain("newer-schema", found=error.found, known=error.known))
    except RegionsError as error:
        leave(texts.plain("bad-regions", why=str(error)))
    except BadSettings as error:
        leave(setting_sentence(texts, error))
    except BrokenLibrary as error:
        head = texts.plain("broken-library", number=len(error.faults))
        leave("\n".join([head, *error.faults]))


@app.command()
def status(as_json: Json = False) -> None:
    """What went where."""
    settings = read_or_leave(needs_token=False)
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
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day, which counts too.")],
    out: Annotated[Path, typer.Option(help="The folder for the files.")],
    region: Annotated[str | None, typer.Option(help="An id of regions.yaml; all below it counts.")] = None,
    audience: Annotated[Audience | None, typer.Option(help="One audience only.")] = None,
) -> None:
    """Write the work summary: Word, Excel, JSON, pictures and chart."""
    order = Order(first=_day(first), last=_day(last), region=region, audience=audience, out=out)
    _on_database(_report, order)


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
        tell=typer.echo,
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


@audit.command("verify")
def audit_verify() -> None:
    """Walk the chain of officers' actions and name the first broken row."""
    settings = read_or_leave()
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
        typer.echo(asyncio.run(do(read_or_leave(needs_token=False))))
    except backups.NotDone as error:
        typer.echo(error.sentence, err=True)
        raise typer.Exit(WRONG_USE if error.wrong_use else 1) from None


async def _report(database: Database, settings: Settings, order: Order) -> str:
    if await found_version(database) is None:
        sentence = texts_in(Script.SIMPLIFIED).plain("status-no-database")
        raise backups.NotDone(sentence, wrong_use=False)
    return await report_files.write(database, settings, order)


def _day(said: str) -> date:
    """A day as a person or a program writes it; what is none is said so."""
    try:
        return datetime.fromisoformat(said).date()
    except ValueError:
        leave(texts_in(Script.SIMPLIFIED).plain("report-bad-day", said=said))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _verify(settings: Settings) -> Any:
    database = open_database(settings.database_url)
    try:
        return await verify(database, settings.bot)
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


if __name__ == "__main__":
    main()
