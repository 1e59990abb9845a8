"""What goes wrong with feeds, articles and the cases made of them; `key` is the text, as in errors.py."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import CoreError


class FeedSettled(CoreError):
    """Somebody decided about that article before, or it is gone."""

    key = "candidate-settled"


class FeedGone(CoreError):
    """That feed was removed, or left the file."""

    key = "feed-gone"


@dataclass
class FeedKnown(CoreError):
    """That address is on the list already, under that name."""

    name: str
    key = "feed-known"


class BadFeedAddress(CoreError):
    """What an officer wrote does not begin with an address that could be fetched."""

    key = "feed-bad-address"


class PasteGone(CoreError):
    """The message from which something should be made is not there any more, or has no words."""

    key = "paste-gone"


@dataclass
class FreshTooLong(CoreError):
    """A part of a case is longer than it may be; `over`: by how many characters."""

    over: int
    key = "fresh-too-long"


class FreshTooShort(CoreError):
    """A part of a case that needs words has none."""

    key = "fresh-too-short"


@dataclass
class FreshDecided(CoreError):
    """Somebody was quicker. `who` did it; `how` is published, rejected, dropped or ended."""

    who: str
    how: str
    key = "fresh-decided"


class NoFresh(CoreError):
    """What would be changed or taken down is no draft or case of this person's, or it is over."""

    key = "fresh-none"
