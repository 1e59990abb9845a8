"""A backup is taken while the bot runs, and restored into an empty database, on whichever engine."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core import lock
from storage import archive, dump
from storage.archive import BadArchive as BadArchive
from storage.archive import Manifest
from storage.database import Database as Database
from storage.database import DatabaseTrouble as DatabaseTrouble
from storage.schema import bring_up_to_date, found_version, known_version


class Refused(Exception):
    """Nothing was done. `key` names the sentence in texts/, `facts` are its arguments."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was written or read; `size` in bytes."""

    rows: int
    size: int
    taken_at: datetime


async def take(database: Database, file: Path, secret: bytes, *, now: datetime) -> Done:
    """Write all that we remember, as it is at one moment, and the key that hides persons, into `file`.

    What was written is read back before the file gets its name. Raises Refused, BadArchive, OSError,
    DatabaseTrouble; then there is no such file, or the one from before.
    """
    found, known = await found_version(database), known_version()
    if found is None:
        raise Refused("backup-no-database")
    if found != known:
        raise Refused("backup-other-schema")
    await asyncio.to_thread(_may_write, file)
    with archive.beside(file) as part:
        manifest = await _write(database, part, secret, now)
        size = await asyncio.to_thread(_settle, part)
    return Done(rows=manifest.rows, size=size, taken_at=now)


def check(file: Path) -> Manifest:
    """Read a backup of our own schema completely, value by value. Raises BadArchive, OSError."""
    manifest = archive.read_manifest(file)
    with archive.reading(file) as opened:
        for name, contents in manifest.tables.items():
            for rows in archive.batches(opened, name, contents):
                try:
                    dump.decoded(name, rows)
                except (ValueError, TypeError) as error:
                    raise BadArchive(f"{name}: {error}") from error
    return manifest


def read(file: Path) -> Manifest:
    """What a backup says about itself. Raises Refused."""
    try:
        return archive.read_manifest(file)
    except (BadArchive, OSError):
        raise Refused("restore-not-a-backup", file=str(file)) from None


async def restore(
    database: Database, file: Path, keep_key: Callable[[], None], *, bot: int | None, now: datetime
) -> Done:
    """Put a backup into an empty database, all or nothing, and lock it; `keep_key` puts the key away.

    A database without a schema is given one first. Raises Refused, BadArchive, OSError, DatabaseTrouble.
    """
    manifest = read(file)
    _same_schema(manifest)
    found = await found_version(database)
    if found is None:
        await bring_up_to_date(database)
    elif found != known_version():
        raise Refused("restore-not-empty")
    async with database.unit() as unit:
        if not await dump.is_empty(unit):
            raise Refused("restore-not-empty")
        with archive.reading(file) as opened:
            for name, contents in manifest.tables.items():
                for rows in archive.batches(opened, name, contents):
                    await dump.write(unit, name, rows)
        await dump.renumber(unit)
        bots = await dump.bots(unit) | ({bot} if bot is not None else set())
        await lock.close(unit, bots, taken_at=manifest.taken_at, now=now)
        keep_key()
    size = await asyncio.to_thread(os.path.getsize, file)
    return Done(rows=manifest.rows, size=size, taken_at=manifest.taken_at)


async def _write(database: Database, part: Path, secret: bytes, now: datetime) -> Manifest:
    """Row by row: what is held in memory does not grow with the tables, and the loop stays free."""
    async with database.reading() as unit:
        with archive.writing(part) as writer:
            for name in dump.tables():
                writer.begin(name, dump.columns(name))
                async for rows in dump.read(unit, name):
                    await asyncio.to_thread(writer.add, name, rows)
            return writer.end(schema=known_version(), taken_at=now, privacy_key=secret.decode())


def _settle(part: Path) -> int:
    """Read back what was written, see it to the disk; its size."""
    check(part)
    archive.to_disk(part)
    return part.stat().st_size


def _may_write(file: Path) -> None:
    """Only a backup is ever replaced: a slip of the pen must not cost the database itself."""
    if not file.parent.is_dir():
        raise Refused("backup-no-folder", folder=str(file.parent))
    if not file.exists():
        return
    try:
        archive.read_manifest(file)
    except (BadArchive, OSError):
        raise Refused("backup-not-ours", file=str(file)) from None


def _same_schema(manifest: Manifest) -> None:
    known = known_version()
    if manifest.schema > known:
        raise Refused("restore-newer", found=manifest.schema, known=known)
    ours = {name: dump.columns(name) for name in dump.tables()}
    theirs = {name: contents.columns for name, contents in manifest.tables.items()}
    if manifest.schema < known or ours != theirs:
        raise Refused("restore-older", found=manifest.schema, known=known)
