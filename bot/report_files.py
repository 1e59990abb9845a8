"""`xiaolaba report`: the settings' side of core/reach.py and of the files made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

from bot.backups import NotDone
from bot.settings import Settings
from bot.views.errors import sentence
from bot.workshop import Stage
from content.regions import RegionsError, load_regions
from content.texts import Texts, texts_in
from content.words import Audience, Script
from core.backup import Database
from core.errors import BadTemplate, CoreError, UnknownRegion
from core.figures import Scope
from core.periods import days, till_now
from core.reach import Books, report
from core.timekeeping import reached


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody asked for. Days, or moments where the bot itself asks; `cases`: the 发案通报 alone.

    `tell`: called once everything is counted.
    """

    first: date | datetime
    last: date | datetime
    region: str | None
    audience: Audience | None
    out: Path
    now: datetime | None = None
    cases: bool = False
    tell: Callable[[str], object] | None = None


async def write(database: Database, settings: Settings, order: Order) -> str:
    """Write the files; their paths, a line each. Raises NotDone."""
    texts = texts_in(Script.SIMPLIFIED)
    try:
        return "\n".join(str(file) for file in await _files(database, settings, order, texts))
    except CoreError as error:
        raise NotDone(unescape(sentence(texts, error)), wrong_use=True) from None
    except RegionsError as error:
        raise NotDone(texts.plain("bad-regions", why=str(error)), wrong_use=True) from None
    except BadTemplate as error:
        raise NotDone(texts.plain("report-bad-template", why=str(error)), wrong_use=True) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise NotDone(texts.plain("report-not-written", why=why), wrong_use=False) from None


async def _files(database: Database, settings: Settings, order: Order, texts: Texts) -> list[Path]:
    regions = load_regions(settings.content_dir)
    if order.region is not None and order.region not in regions:
        raise UnknownRegion(order.region)
    office = settings.office_name or regions.root_office or regions.root.name
    books = Books(database=database, bot=settings.bot, regions=regions, office=office, zone=settings.zone)
    now = order.now or datetime.now(UTC)
    first, end = _span(order, settings)
    first, end = till_now((first, end), await reached(database, settings.bot, now=now))
    scope = Scope(first=first, end=end, region=order.region, audience=order.audience)
    counted = await report(books, scope, now=now)
    if order.tell is not None:
        order.tell(Stage.WRITING)
    # The weight of Word and charts is loaded only here, in the process that writes.
    from reports.write import write as write_all
    from reports.write import write_cases

    if order.cases:
        return [write_cases(counted, texts, order.out, own=settings.content_dir)]
    return write_all(counted, regions, texts, order.out, own=settings.content_dir)


def _span(order: Order, settings: Settings) -> tuple[datetime, datetime]:
    if isinstance(order.first, datetime) and isinstance(order.last, datetime):
        return order.first, order.last
    return days(order.first, order.last, settings.zone)
