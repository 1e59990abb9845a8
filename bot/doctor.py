"""`xiaolaba doctor`: looks at everything that has to be right, and says what to do where it is not."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.settings import Settings
from content.feeds.listed import FeedsFileError, is_address, read_feeds
from content.office import look_over
from content.regions import RegionsError, load_regions
from content.remarks import stale
from content.texts import Texts, texts_in
from content.words import Kind, Script
from core.health import database_health

FREE_MB = 500
CLOCK_SECONDS = 60
STALE_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    good: bool
    said: str


async def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Every finding, in the order in which one would mend them."""
    texts = texts_in(Script.SIMPLIFIED)
    return [
        Finding(texts.plain("doctor-settings"), True, texts.plain("doctor-settings-good")),
        _office(texts, settings),
        _owners(texts, settings),
        _alert(texts, settings),
        _links(texts, settings),
        await _database(texts, settings),
        *await _telegram(texts, settings, now),
        _content(texts, settings, now),
        _regions(texts, settings),
        *_feeds(texts, settings),
        _folder(texts, settings),
    ]


def _office(texts: Texts, settings: Settings) -> Finding:
    name = texts.plain("doctor-office")
    try:
        office = settings.office_name or load_regions(settings.content_dir).root_office
    except RegionsError:
        office = None  # told of by its own line
    return Finding(name, bool(office), office or texts.plain("doctor-office-missing"))


def _owners(texts: Texts, settings: Settings) -> Finding:
    name, number = texts.plain("doctor-owners"), len(settings.owner_ids)
    key = "doctor-owners-good" if number else "doctor-owners-missing"
    return Finding(name, bool(number), texts.plain(key, number=number))


def _alert(texts: Texts, settings: Settings) -> Finding:
    """Who may send an alert; one owner alone is no fault, there may be chiefs."""
    alone = len(settings.owner_ids) == 1
    key = "doctor-alert-alone" if alone else "doctor-alert-two"
    said = texts.plain(key if settings.alert_two_person else "doctor-alert-one")
    return Finding(texts.plain("doctor-alert"), True, said)


def _links(texts: Texts, settings: Settings) -> Finding:
    said = "、".join(sorted(settings.allowed_links)) or texts.plain("doctor-links-none")
    return Finding(texts.plain("doctor-links"), True, said)


async def _database(texts: Texts, settings: Settings) -> Finding:
    name, health = texts.plain("doctor-database"), await database_health(settings.database_url)
    versions = {"found": health.found or "", "known": health.known}
    if health.trouble is not None:
        return Finding(name, False, texts.plain("doctor-database-broken", why=health.trouble))
    if health.found is None:
        return Finding(name, True, texts.plain("doctor-database-none"))
    if health.found > health.known:
        return Finding(name, False, texts.plain("newer-schema", **versions))
    if health.found < health.known:
        return Finding(name, True, texts.plain("doctor-database-behind", **versions))
    return Finding(name, True, texts.plain("doctor-database-good", version=health.found))


async def _telegram(texts: Texts, settings: Settings, now: datetime) -> list[Finding]:
    """getMe with one plain request: its answer's date also tells how far our clock is off."""
    name = texts.plain("doctor-token")
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(f"{settings.bot_api_url}{settings.bot_token}/getMe")
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        why = type(error).__name__
        silent = Finding(name, False, texts.plain("doctor-token-silent", why=why))
        return [silent, _clock(texts, settings, now, None)]
    clock = _clock(texts, settings, now, answer.headers.get("date"))
    if not body.get("ok"):
        return [Finding(name, False, texts.plain("doctor-token-bad")), clock]
    username = body["result"]["username"]
    return [Finding(name, True, texts.plain("doctor-token-good", username=username)), clock]


def _clock(texts: Texts, settings: Settings, now: datetime, theirs: str | None) -> Finding:
    name = texts.plain("doctor-clock")
    off = abs((parsedate_to_datetime(theirs) - now).total_seconds()) if theirs else 0
    if off > CLOCK_SECONDS:
        return Finding(name, False, texts.plain("doctor-clock-off", seconds=round(off)))
    local = f"{now.astimezone(settings.zone):%Y-%m-%d %H:%M}"
    return Finding(name, True, texts.plain("doctor-clock-good", now=local, zone=settings.timezone))


def _content(texts: Texts, settings: Settings, now: datetime) -> Finding:
    name, (library, faults) = texts.plain("doctor-content"), look_over(settings.content_dir)
    if faults:
        return Finding(name, False, texts.plain("doctor-content-bad", number=len(faults)))
    tips, cases = (len(library.of_kind(kind)) for kind in (Kind.TIP, Kind.CASE))
    questions = len(library.questions)
    old = stale(library.everything(), now.astimezone(settings.zone).date())
    if old:
        facts = {"number": len(old), "items": "、".join(old[:STALE_NAMED])}
        said = texts.plain("doctor-content-stale", tips=tips, cases=cases, questions=questions, **facts)
        return Finding(name, False, said)
    good = texts.plain("doctor-content-good", tips=tips, cases=cases, questions=questions)
    return Finding(name, True, good)


def _regions(texts: Texts, settings: Settings) -> Finding:
    name = texts.plain("doctor-regions")
    try:
        regions = load_regions(settings.content_dir)
    except RegionsError as error:
        return Finding(name, False, texts.plain("bad-regions", why=str(error)))
    if regions.sample:
        return Finding(name, True, texts.plain("doctor-regions-sample"))
    return Finding(name, True, texts.plain("doctor-regions-good", name=regions.root.name))


def _feeds(texts: Texts, settings: Settings) -> list[Finding]:
    """What FEEDS_FILE lists; nothing is said where there is none."""
    if settings.feeds_file is None:
        return []
    name = texts.plain("doctor-feeds")
    try:
        listed = read_feeds(settings.feeds_file)
        regions = load_regions(settings.content_dir)
    except FeedsFileError as error:
        return [Finding(name, False, texts.plain("doctor-feeds-broken", why=str(error)))]
    except RegionsError:
        return []  # told of by its own line
    wrong = [place for place, _ in listed.faults]
    wrong += [one.url for one in listed.feeds if not is_address(one.url)]
    wrong += [str(one.region) for one in listed.feeds if one.region and one.region not in regions]
    if wrong:
        said = texts.plain("doctor-feeds-bad", list="、".join(wrong[:STALE_NAMED]))
        return [Finding(name, False, said)]
    return [Finding(name, True, texts.plain("doctor-feeds-good", number=len(listed.feeds)))]


def _folder(texts: Texts, settings: Settings) -> Finding:
    name, folder = texts.plain("doctor-folder"), settings.data_folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Finding(name, False, texts.plain("doctor-folder-bad", folder=str(folder)))
    free = shutil.disk_usage(folder).free // 1_000_000
    if not os.access(folder, os.W_OK):
        return Finding(name, False, texts.plain("doctor-folder-bad", folder=str(folder)))
    key = "doctor-folder-good" if free >= FREE_MB else "doctor-folder-full"
    return Finding(name, free >= FREE_MB, texts.plain(key, folder=str(folder), free=str(free)))
