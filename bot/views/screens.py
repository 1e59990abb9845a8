"""One thing that an officer is shown, with its buttons: what they mean is laid out when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.render import visible
from content.wire import CAPTION_LIMIT, TEXT_LIMIT, utf16_length
from core.officers import NewButton

Rows = Sequence[Sequence[tuple[str, NewButton]]]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What one message shows.

    `exact`: an alert as groups will read it, and `photo` its picture; where it does not fit into one
    message with `html` it goes ahead in a message of its own.
    """

    html: str
    rows: Rows = field(default_factory=tuple)
    exact: str | None = None
    photo: int | None = None

    @property
    def whole(self) -> str:
        return self.html if self.exact is None else f"{self.exact}\n\n{self.html}"

    @property
    def fits(self) -> bool:
        """Whether all of it goes into one message."""
        limit = TEXT_LIMIT if self.photo is None else CAPTION_LIMIT
        return utf16_length(visible(self.whole)) <= limit
