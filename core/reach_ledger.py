"""What a report says of offline work: the ledger's lines of a period, their sums and their photos."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.regions import Regions
from content.words import Work
from core.figures import LedgerRow
from storage import ledger
from storage.database import Unit
from storage.ledger import Entry, Line
from storage.reach import Span

# Which figure each kind of offline work adds to.
OFFLINE = {
    Work.TALK: "talks",
    Work.LEAFLETS: "leaflets",
    Work.VISITS: "visits",
    Work.BROADCAST: "broadcasts",
    Work.POSTERS: "posters",
    Work.FORWARDS: "forwards",
    Work.OTHER: "other_work",
    Work.CRIME: "crimes",
    Work.DISSUASION: "dissuasions",
}
# A file of more than 50 MB no bot may send.
PHOTOS, PHOTO_BYTES = 60, 40_000_000


def sums(entries: list[Entry]) -> dict[str, int]:
    """The ledger's sums, and money in yuan."""
    found = dict.fromkeys(OFFLINE.values(), 0)
    money = {Work.CRIME: 0, Work.DISSUASION: 0}
    for entry in entries:
        found[OFFLINE[entry.line.kind]] += entry.line.number
        if entry.line.kind in money:
            money[entry.line.kind] += entry.line.money
    lost, saved = (round(fen / 100) for fen in money.values())
    return {**found, "crimes_money": lost, "dissuasions_money": saved}


async def written(unit: Unit, span: Span, regions: Regions, zone: ZoneInfo) -> list[Entry]:
    """The ledger's lines of the period: each counts in one week alone, also on the day that closes it.

    What the county's officer did in a village counts for the village and its town.
    """
    first = span.first.astimezone(zone).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(zone).date()
    return [
        entry
        for entry in await ledger.within(unit, span.bot, first, last)
        if span.first <= _moment_of(entry, zone) < span.end
        and (span.regions is None or place_of(regions, entry.line, entry.region) in span.regions)
    ]


def place_of(regions: Regions, line: Line, region: str | None) -> str | None:
    """Where the work was done, as far as its words say; else the region of whoever wrote it down."""
    # A region that is no longer in the file has nothing below it.
    known = region is None or region in regions
    return regions.named_in(line.place, region) if known else region


def _moment_of(entry: Entry, zone: ZoneInfo) -> datetime:
    """When it was written down, or as near to that as its own day allows."""
    midnight = datetime.combine(entry.line.day, time(), zone)
    return min(max(entry.created_at, midnight), midnight + timedelta(days=1, microseconds=-1))


async def pictured(unit: Unit, entries: list[Entry]) -> tuple[LedgerRow, ...]:
    """The lines as a report shows them, with the newest of their photos."""
    pictures = await _photos(unit, [entry.photo for entry in entries if entry.photo is not None])
    return tuple(
        LedgerRow(
            kind=entry.line.kind,
            day=entry.line.day,
            place=entry.line.place,
            number=entry.line.number,
            fraud_type=entry.line.fraud_type,
            money=entry.line.money,
            officer=entry.officer,
            photo=pictures.get(entry.photo) if entry.photo is not None else None,
            pictured=entry.photo is not None,
        )
        for entry in entries
    )


async def _photos(unit: Unit, numbers: list[int]) -> dict[int, bytes]:
    """The newest photos, as many as one file may carry."""
    newest = list(dict.fromkeys(reversed(numbers)))[:PHOTOS]
    sizes, room, chosen = await ledger.photo_sizes(unit, newest), PHOTO_BYTES, []
    for number in newest:
        room -= sizes[number]
        if room >= 0:
            chosen.append(number)
    return await ledger.photos(unit, chosen)
