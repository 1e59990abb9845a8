"""A backup's file: a zip with one entry of JSON lines per table and a manifest. Knows no engine."""

from __future__ import annotations

import json
import os
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any

FORMAT = 1
MANIFEST = "manifest.json"
BATCH = 250
LEFT_OVER = 24 * 3600  # seconds after which a half file belongs to nobody who still writes

Rows = list[list[Any]]


class BadArchive(Exception):
    """No backup of ours, or a damaged one; the message is for the log."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """One table in a backup."""

    columns: list[str]
    rows: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says about itself. `tables` come parents first."""

    schema: str
    taken_at: datetime
    privacy_key: str
    tables: dict[str, Contents]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables.values())


class Writer:
    """Fills a backup, table by table; `end` writes the manifest."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._tables: dict[str, Contents] = {}
        self._entry: Any = None

    def begin(self, table: str, columns: list[str]) -> None:
        """The rows that follow are this table's."""
        self._close_entry()
        self._tables[table] = Contents(columns=columns, rows=0)
        self._entry = self._file.open(_entry(table), "w", force_zip64=True)

    def add(self, table: str, rows: Rows) -> None:
        """Write a batch of rows, values in the order of the columns."""
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        self._entry.write("".join(f"{line}\n" for line in lines).encode())
        known = self._tables[table]
        self._tables[table] = Contents(columns=known.columns, rows=known.rows + len(rows))

    def end(self, *, schema: str, taken_at: datetime, privacy_key: str) -> Manifest:
        self._close_entry()
        manifest = Manifest(schema=schema, taken_at=taken_at, privacy_key=privacy_key, tables=self._tables)
        told = {"format": FORMAT, **vars(manifest), "taken_at": taken_at.isoformat()}
        told["tables"] = {name: vars(one) for name, one in self._tables.items()}
        self._file.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        return manifest

    def _close_entry(self) -> None:
        if self._entry is not None:
            self._entry.close()
            self._entry = None


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new file beside `target`, mode 600; renamed to it at a good end, removed at any other.

    Whoever writes it sees `to_disk` to its end: that may take long.
    """
    _drop_left_overs(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        os.replace(part, target)
        to_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def writing(part: Path) -> Iterator[Writer]:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
        writer = Writer(file)
        try:
            yield writer
        finally:
            writer._close_entry()


def read_manifest(file: Path) -> Manifest:
    """What the backup says about itself. Raises BadArchive, OSError."""
    with _damage(file), zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read(MANIFEST))
        if told.pop("format") != FORMAT:
            raise BadArchive(f"{file.name} has another format")
        told["taken_at"] = datetime.fromisoformat(told["taken_at"])
        told["tables"] = {name: Contents(**one) for name, one in told["tables"].items()}
        return Manifest(**told)


@contextmanager
def reading(file: Path) -> Iterator[zipfile.ZipFile]:
    """A backup opened once for all its tables. Raises BadArchive, OSError."""
    with _damage(file):
        opened = zipfile.ZipFile(file)
    with opened:
        yield opened


def batches(file: zipfile.ZipFile, table: str, contents: Contents) -> Iterator[Rows]:
    """A table's rows, some at a time; their number and the file's own checksum must be right.

    Raises BadArchive, OSError.
    """
    found = 0
    with _damage(Path(str(file.filename))), file.open(_entry(table)) as entry:
        lines = TextIOWrapper(entry, encoding="utf-8", newline="\n")
        while rows := [json.loads(line) for line in islice(lines, BATCH)]:
            if any(len(row) != len(contents.columns) for row in rows):
                raise BadArchive(f"{table}: a row of another width")
            found += len(rows)
            yield rows
    if found != contents.rows:
        raise BadArchive(f"{table}: {found} rows instead of {contents.rows}")


def _entry(table: str) -> str:
    return f"{table}.jsonl"


@contextmanager
def _damage(file: Path) -> Iterator[None]:
    """Whatever a damaged or foreign file makes of us is one error."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as error:
        raise BadArchive(f"{file.name}: {error!r}") from error


def _drop_left_overs(target: Path) -> None:
    """A killed backup could not clean up behind itself."""
    for part in target.parent.glob(f".{target.name}.*.part"):
        if time.time() - part.stat().st_mtime > LEFT_OVER:
            part.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder: the names in it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
