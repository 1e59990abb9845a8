"""What must happen when a Followup has ended, by its kind, in the transaction that records the end.

The modules named here add their followups through storage/followups.py; they must not import
core/followups.py, which comes here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from core import alert_marks, rounds
from core.desk import Desk
from core.ports import FollowOutcome
from storage.database import Unit
from storage.models import Act, FollowupKind

# Called once per followup that is done, failed, unknown or came too late while it was out; not for those
# that were called off or expired in the queue.
Hook = Callable[[Unit, Desk, Act, FollowOutcome, datetime], Awaitable[None]]

TABLE: Mapping[FollowupKind, Hook] = {
    FollowupKind.CLOSE: rounds.poll_closed,
    FollowupKind.DELETE: alert_marks.deleted,
}
