"""答题正确率（自愿参与）: right over answered by type and audience; never a person's or a population's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from content.words import FRAUD_TYPES, Audience
from core.desk import Desk
from storage import plays, scores
from storage.plays import Played
from storage.scores import Line

# Two-sided 95 % of the normal distribution.
Z = 1.959963984540054
# With fewer answers a share is 仅供参考.
ENOUGH = 30
EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Share:
    """So many right of so many answers."""

    right: int = 0
    answered: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.answered + other.answered)

    @property
    def percent(self) -> int:
        """Of those who answered; 0 where nobody did."""
        return round(100 * self.right / self.answered) if self.answered else 0

    @property
    def few(self) -> bool:
        """Whether it is 仅供参考."""
        return self.answered < ENOUGH

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval of the share, 95 %."""
        return wilson(self.right, self.answered)


@dataclass(frozen=True)
class Rate:
    """One fraud type in one audience: `before` is each group's first round on it, `after` all later ones."""

    audience: Audience
    fraud_type: str
    before: Share
    after: Share

    @property
    def all(self) -> Share:
        return self.before + self.after


def wilson(right: int, answered: int) -> tuple[float, float]:
    """The score interval by Wilson (1927) for a share of `right` in `answered`, 95 %; (0, 1) for none."""
    if answered == 0:
        return 0.0, 1.0
    share, squared = right / answered, Z * Z
    middle = (share + squared / (2 * answered)) / (1 + squared / answered)
    reach = (
        Z
        * sqrt(share * (1 - share) / answered + squared / (4 * answered * answered))
        / (1 + squared / answered)
    )
    return max(0.0, middle - reach), min(1.0, middle + reach)


def rates(lines: Iterable[Line]) -> list[Rate]:
    """Summed up, audience by audience, in the order of the fraud types."""
    found: dict[tuple[Audience, str], Rate] = {}
    for line in lines:
        key, share = (line.audience, line.fraud_type), Share(line.right, line.answered)
        one = found.get(key) or Rate(*key, Share(), Share())
        before, after = (share, Share()) if line.first else (Share(), share)
        found[key] = Rate(*key, one.before + before, one.after + after)
    audiences = list(Audience)
    return sorted(
        found.values(), key=lambda one: (audiences.index(one.audience), FRAUD_TYPES.index(one.fraud_type))
    )


async def of_region(
    desk: Desk, region: str | None, *, since: datetime | None = None, until: datetime | None = None
) -> list[Rate]:
    """The rates of the rounds opened in that span, in groups under that region (None: everywhere)."""
    async with desk.database.reading() as unit:
        regions = desk.regions.under(region)
        return rates(await scores.lines(unit, desk.bot, regions=regions, since=since, until=until))


async def in_private(desk: Desk, *, since: datetime = EVER) -> Played:
    """How many questions were played in private, by nobody knows whom."""
    async with desk.database.reading() as unit:
        return await plays.counted(unit, desk.bot, None, since=since)
