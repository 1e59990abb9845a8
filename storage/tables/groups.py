"""Groups, and when they want to hear what."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

groups = Table(
    "groups",
    metadata,
    _id(),
    _bot(),
    Column("chat", BigInteger, nullable=False),
    Column("title", String(300), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(80)),
    Column("audience", String(16)),
    Column("segments", JSON, nullable=False),
    Column("region", String(64)),
    Column("script", String(16), nullable=False),
    Column("topic", BigInteger),
    Column("members", Integer),
    Column("members_at", Moment),
    Column("confirmed_at", Moment),
    Column("confirmed_by", BigInteger),
    Column("carded_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("subscribed_at", Moment),
    Column("left_at", Moment),
    # What a suspended group was before, and is again when the reason is gone.
    Column("resume_as", String(16)),
    # How often in a row the group would not let us speak.
    Column("refusals", Integer, nullable=False),
    Column("quiz_mode", String(16), nullable=False, server_default="anonymous"),
    # For how many days a quiz is open there.
    Column("quiz_days", Integer, nullable=False, server_default="3"),
    # In which form it wants its tips; null: as its audience does.
    Column("form", String(16)),
    UniqueConstraint("bot", "chat"),
    Index("ix_groups_bot_state", "bot", "state"),
)

# An upgraded group keeps its row; its old chat id is remembered so that a late update still finds it.
former_chats = Table(
    "former_chats",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("chat", BigInteger, primary_key=True),
    Column("group_id", RowId, ForeignKey("groups.id"), nullable=False),
)

slots = Table(
    "slots",
    metadata,
    _id(),
    Column("group_id", RowId, ForeignKey("groups.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("weekdays", String(20), nullable=False),
    Column("at", Time, nullable=False),
    Column("every", Integer, nullable=False),
    Column("phase", Integer, nullable=False),
    # The n-th of such weekdays in the month; `every` and `phase` then say nothing.
    Column("nth", Integer),
    Column("since", Moment, nullable=False),
    Column("next_at", Moment),
    UniqueConstraint("group_id", "kind"),
    Index("ix_slots_next_at", "next_at"),
)

firings = Table(
    "firings",
    metadata,
    _id(),
    Column("group_id", RowId, ForeignKey("groups.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("result", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("group_id", "kind", "local_date", "local_time"),
    Index("ix_firings_result_at", "result", "at"),
)
