"""A desk with a real database, the built-in library and nobody at the door: for tests of use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import yaml

from content.regions import SAMPLE, Region, Regions, load_regions
from core.desk import Desk, Rules
from core.hours import Hours
from core.pushes import Plan, Planner
from scheduler.sweep import plan
from storage.database import Database
from storage.models import Slot
from tests.questions import library
from tests.storage.files import BOT

ZONE = ZoneInfo("Asia/Shanghai")
LIBRARY = library()
# The sample's places as an operator's own; its telephones stay nobody's.
REGIONS = Regions(load_regions().root)


class NoBell:
    """Nobody dispatches here."""

    def wake(self) -> None:
        return


def desk(database: Database, quiet: tuple[time, time] | None = (time(21, 30), time(7, 30))) -> Desk:
    rules = Rules(office="平安派出所", owners=frozenset({1001}), hours=Hours(ZONE, quiet))
    return Desk(
        bot=BOT,
        username="xiaolaba_bot",
        database=database,
        library=LIBRARY,
        regions=REGIONS,
        rules=rules,
        secret=b"secret",
        wake=NoBell(),
    )


def with_phones(town: Desk) -> Desk:
    """The same county with telephones that somebody answers: 0555-1234500 and so on."""
    county = yaml.safe_load(SAMPLE.read_text(encoding="utf-8").replace('"0000-', '"0555-'))
    return replace(town, regions=Regions(Region.model_validate(county)))


def planner(now: datetime) -> Planner:
    def planned(slot: Slot) -> Plan:
        return plan(slot, ZONE, now)

    return planned
