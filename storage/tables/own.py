"""Tips and cases that an office's own people wrote, who was asked to approve them, recordings of tips."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
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
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

own_items = Table(
    "own_items",
    metadata,
    _id(),
    _bot(),
    Column("author", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("fraud_type", String(32)),
    Column("audiences", JSON, nullable=False),
    # Only groups under it hear the item; none: all.
    Column("region", String(64)),
    Column("title", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("source", String(120), nullable=False),
    # What the approver saw, and the button stands for.
    Column("hash", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("decided_at", Moment),
    Column("decided_by", BigInteger),
    Column("reason", Text),
    Column("ended_at", Moment),
    Column("ended_by", BigInteger),
    Index("ix_own_items_bot_state", "bot", "state"),
)

# Every approver to whom a version was shown, and the author, so that all see how it ended.
own_asks = Table(
    "own_asks",
    metadata,
    _id(),
    Column("item_id", RowId, ForeignKey("own_items.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("message", BigInteger),
    Column("open", Boolean, nullable=False),
    UniqueConstraint("item_id", "version", "user"),
    Index("ix_own_asks_open", "open"),
)

# A recording that goes out right after a tip; one in use per tip and region.
voices = Table(
    "voices",
    metadata,
    _id(),
    _bot(),
    Column("item", String(80), nullable=False),
    # Only groups under it hear the recording; none: all.
    Column("region", String(64)),
    Column("file_id", String(255), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_voices_bot_item", "bot", "item"),
)
