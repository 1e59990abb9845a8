"""What the operator's settings and folder say, read once before the bot starts."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import structlog

from bot.settings import BadSettings, Settings
from content.hotlines import Hotlines
from content.library import Library, load
from content.office import take_voice
from content.regions import Regions
from content.texts import texts_in
from content.words import Script
from core.desk import Rules
from core.hours import Hours

log = structlog.get_logger(__name__)

# glibc's name for it: how many heaps there may be.
M_ARENA_MAX = -8


class BrokenLibrary(Exception):
    """The built-in library has faults: `faults` as sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def load_library(settings: Settings) -> Library:
    """The built-in items, which must be sound, and the office's own, of which a faulty one is left out."""
    builtin = load()
    if builtin.faults:
        texts = texts_in(Script.SIMPLIFIED)
        raise BrokenLibrary([fault.sentence(texts) for fault in builtin.faults])
    if settings.content_dir is None:
        return builtin
    library = load(office=settings.content_dir)
    for fault in library.faults:
        log.error("item left out", fault=str(fault))
    return library


def office_voice(settings: Settings, regions: Regions) -> Hotlines:
    """The office's own wording and numbers from here on; what is faulty is left out and reported."""
    hotlines, faults = take_voice(settings.content_dir, regions)
    for fault in faults:
        log.error("the office's file left out", fault=str(fault))
    return hotlines


def rules(settings: Settings, regions: Regions) -> Rules:
    """What the operator decided; without OFFICE_NAME the office at the head of their own regions signs.

    Raises BadSettings where there is neither.
    """
    office = settings.office_name or regions.root_office
    if not office:
        raise BadSettings("OFFICE_NAME", "missing")
    return Rules(
        office=office,
        owners=settings.owner_ids,
        hours=Hours(settings.zone, settings.quiet),
        auto_confirm=settings.auto_confirm,
        two_person=settings.alert_two_person,
        links=settings.allowed_links,
        week_end=settings.week_end,
    )


def share_one_heap() -> None:
    """Let all threads take memory from one heap, before there are any; nothing where the C library differs.

    With one each, every connection's thread keeps as much as it ever needed for a moment: several times what
    the bot itself takes while two hundred feeds come in.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
