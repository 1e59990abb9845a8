"""What can go wrong with a tip or a case of the office's own; as in core/errors.py."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import CoreError


@dataclass
class OwnMisfit(CoreError):
    """A part of an own item is too short or too long: `why` says which, `field` whose, `limit` how long."""

    field: str
    why: str
    limit: int
    key = "own-misfit"


class NoOwn(CoreError):
    """What would be changed, approved or stopped is no item in that state any more."""

    key = "own-gone"


class OwnUnfinished(CoreError):
    """Something is still missing from an own item that should go on."""

    key = "own-unfinished-parts"


class OwnTaken(CoreError):
    """What was shown of an own item is not what stands there now, or somebody was quicker."""

    key = "own-taken"


class OwnByYourself(CoreError):
    """The author pressed 批准 under their own item."""

    key = "own-by-yourself"


@dataclass
class BadVoice(CoreError):
    """No recording that a group could be sent; `limit`: how many seconds it may last."""

    limit: int
    key = "voice-bad"
