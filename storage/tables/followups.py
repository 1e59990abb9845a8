"""What is done to a message after it was sent: pinned, marked, answered, deleted, its poll closed."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Moment, RowId, metadata
from storage.columns import id_column as _id

# Claimed and paced like a Delivery. All kinds but `reply` may be done twice without harm, so one whose
# outcome is not known is done again; a reply of unknown outcome stays unknown.
followups = Table(
    "followups",
    metadata,
    _id(),
    Column("delivery_id", RowId, ForeignKey("deliveries.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("ended_at", Moment),
    # How often Telegram left the outcome open.
    Column("tries", Integer, nullable=False),
    Column("reason", String(80)),
    Column("html", Text),
    Column("payload", JSON, nullable=False),
    # The number of a reply, or what a closed poll counted.
    Column("message", BigInteger),
    Column("result", JSON),
    UniqueConstraint("delivery_id", "kind", "version"),
    Index("ix_followups_state_priority_due_at", "state", "priority", "due_at"),
)
