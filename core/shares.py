"""A share of answers that were right, and how sure one may be of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 % of the normal distribution.
Z = 1.959963984540054
# With fewer answers a share is 仅供参考.
ENOUGH = 30


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
