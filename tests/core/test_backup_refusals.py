"""What cannot be restored or written is refused in a word, and changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core import backup
from core.backup import BadArchive, Refused
from storage import archive
from storage.database import Database
from storage.schema import found_version
from tests.core.backups import NOW, SECRET, everything, put_something_everywhere, refusal, restore


def rewritten(file: Path, change: Any) -> Path:
    """The same backup, with its manifest changed."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            told = old.read(name)
            if name == archive.MANIFEST:
                manifest = json.loads(told)
                change(manifest)
                told = json.dumps(manifest).encode()
            new.writestr(name, told)
    return made


async def test_what_cannot_be_restored_changes_nothing(
    database: Database, empty: Database, tmp_path: Path
) -> None:
    await put_something_everywhere(database)
    file = tmp_path / "b.zip"
    await backup.take(database, file, SECRET, now=NOW)
    before = await everything(database)
    assert await refusal(database, file) == "restore-not-empty"
    assert await everything(database) == before

    assert await refusal(empty, tmp_path / "nowhere.zip") == "restore-not-a-backup"
    assert await refusal(empty, tmp_path) == "restore-not-a-backup"
    (tmp_path / "text").write_text("xiaolaba")
    assert await refusal(empty, tmp_path / "text") == "restore-not-a-backup"
    (tmp_path / "half").write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert await refusal(empty, tmp_path / "half") == "restore-not-a-backup"
    assert await refusal(empty, rewritten(file, lambda told: told.update(format=2))) == "restore-not-a-backup"
    assert await refusal(empty, rewritten(file, lambda told: told.update(schema="9999"))) == "restore-newer"
    assert await refusal(empty, rewritten(file, lambda told: told.update(schema="0000"))) == "restore-older"
    other = rewritten(file, lambda told: told["tables"]["groups"]["columns"].append("colour"))
    assert await refusal(empty, other) == "restore-older"
    assert await found_version(empty) is None

    for broken in (_miscounted(file), _scratched(file)):
        with pytest.raises(BadArchive):
            await restore(empty, broken)
        assert not any((await everything(empty)).values())

    def no_place() -> None:
        raise Refused("restore-other-key")

    with pytest.raises(Refused):
        await backup.restore(empty, file, no_place, bot=None, now=NOW)
    assert not any((await everything(empty)).values()), "the key comes with the data or not at all"
    await restore(empty, file)
    assert await everything(empty) == before


def _miscounted(file: Path) -> Path:
    return rewritten(file, lambda told: told["tables"]["receipts"].update(rows=4)).rename(file.with_name("m"))


def _scratched(file: Path) -> Path:
    """One byte of the last table's rows is another."""
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as zipped:
        entry = max(
            (one for one in zipped.infolist() if one.file_size > 0 and one.filename != archive.MANIFEST),
            key=lambda one: one.header_offset,
        )
    content[entry.header_offset + 60 + len(entry.filename)] ^= 0xFF
    made = file.with_name("scratched")
    made.write_bytes(content)
    return made


async def test_a_backup_that_fails_leaves_what_was_there(database: Database, tmp_path: Path) -> None:
    await put_something_everywhere(database)
    precious = tmp_path / "xiaolaba.txt"
    precious.write_text("not a backup")
    with pytest.raises(Refused, match="backup-not-ours"):
        await backup.take(database, precious, SECRET, now=NOW)
    assert precious.read_text() == "not a backup"
    with pytest.raises(Refused, match="backup-no-folder"):
        await backup.take(database, tmp_path / "no" / "b.zip", SECRET, now=NOW)

    file = tmp_path / "b.zip"
    await backup.take(database, file, SECRET, now=NOW)
    taking = asyncio.ensure_future(backup.take(database, file, SECRET, now=NOW + timedelta(days=1)))
    await asyncio.sleep(0.01)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    assert backup.check(file).taken_at == NOW
    await backup.take(database, file, SECRET, now=NOW + timedelta(days=2))
    assert backup.check(file).taken_at == NOW + timedelta(days=2)
    assert [name for name in os.listdir(tmp_path) if "b.zip" in name] == ["b.zip"]


async def test_there_must_be_something_to_back_up(empty: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="backup-no-database"):
        await backup.take(empty, tmp_path / "b.zip", SECRET, now=NOW)
    assert not (tmp_path / "b.zip").exists()
