"""`xiaolaba backup` and `xiaolaba restore`: the settings' side of core/backup.py, and its sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.settings import Settings, privacy_key
from bot.views.times import moment
from content.texts import texts_in
from content.words import Script
from core import backup
from core.backup import BadArchive, Database, DatabaseTrouble, Refused


class NotDone(Exception):
    """Why not, as a sentence. `wrong_use`: something else must be asked for; else it may work next time."""

    def __init__(self, sentence: str, *, wrong_use: bool) -> None:
        super().__init__(sentence)
        self.sentence, self.wrong_use = sentence, wrong_use


async def take(database: Database, settings: Settings, file: Path) -> str:
    """Back up into that file; what to say. Raises NotDone."""
    texts = texts_in(Script.SIMPLIFIED)
    try:
        done = await backup.take(database, file, privacy_key(settings), now=datetime.now(UTC))
        size = f"{done.size / 1e6:.1f}"
        return texts.plain("backup-done", file=str(file), rows=str(done.rows), size=size)
    except Refused as refused:
        raise NotDone(texts.plain(refused.key, **refused.facts), wrong_use=True) from None
    except (BadArchive, *DatabaseTrouble) as error:
        raise NotDone(texts.plain("backup-failed", why=_first_line(error)), wrong_use=False) from None


async def restore(database: Database, settings: Settings, file: Path) -> str:
    """Restore that file into that database; what to say. Raises NotDone."""
    texts = texts_in(Script.SIMPLIFIED)
    try:
        key = backup.read(file).privacy_key
        _may_keep(settings, key)
        keep = partial(_keep, settings, key)
        done = await backup.restore(database, file, keep, bot=settings.bot_or_none, now=datetime.now(UTC))
        taken = moment(texts, done.taken_at, settings.zone)
        return texts.plain("restore-done", rows=str(done.rows), taken=taken)
    except Refused as refused:
        raise NotDone(texts.plain(refused.key, **refused.facts), wrong_use=True) from None
    except BadArchive:
        raise NotDone(texts.plain("restore-damaged"), wrong_use=True) from None
    except DatabaseTrouble as error:
        raise NotDone(texts.plain("restore-failed", why=_first_line(error)), wrong_use=False) from None


def _key_file(settings: Settings) -> Path:
    return settings.data_folder / "privacy.key"


def _may_keep(settings: Settings, key: str) -> None:
    """Raises Refused where another key is in use: persons hidden by one cannot be found by the other."""
    file = _key_file(settings)
    known = settings.privacy_key or (file.read_text().strip() if file.exists() else "")
    if known and known != key:
        raise Refused("restore-other-key", file=str(file))


def _keep(settings: Settings, key: str) -> None:
    """The restored key stands where the bot looks for it."""
    if privacy_key(settings, key).decode() != key:
        raise Refused("restore-other-key", file=str(_key_file(settings)))


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
