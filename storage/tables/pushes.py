"""Pushes, their texts, and what came of them in each group."""

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
    false,
)

from storage.columns import Moment, RowId, few, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

pushes = Table(
    "pushes",
    metadata,
    _id(),
    _bot(),
    Column("key", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("item", String(80), nullable=False),
    Column("fraud_type", String(32), nullable=False),
    Column("title", String(120), nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInteger),
    Column("halted", String(16)),
    # The picture that its texts are the captions of.
    Column("media_id", RowId),
    # The push whose copies of unknown fate this one says again.
    Column("resends", RowId),
    # How many deliveries were tried, and how many of them ended in a refusal that nobody can explain.
    Column("tried", Integer, nullable=False),
    Column("odd", Integer, nullable=False),
    # A letter that asks readers for a promise.
    Column("promise", Boolean, nullable=False, server_default=false()),
    # While its groups do not all have their rows: which region's and which audiences' they are.
    Column("meant", JSON),
    UniqueConstraint("bot", "key"),
    Index("ix_pushes_bot_created_at", "bot", "created_at"),
    few("ix_pushes_halted", "bot", "halted", where="halted IS NOT NULL"),
    Index("ix_pushes_resends", "resends"),
)

push_texts = Table(
    "push_texts",
    metadata,
    Column("push_id", RowId, ForeignKey("pushes.id"), primary_key=True),
    Column("script", String(16), primary_key=True),
    Column("html", Text, nullable=False),
    Column("share", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    # What a poll is made of, where the push is a quiz.
    Column("quiz", JSON(none_as_null=True)),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("push_id", RowId, ForeignKey("pushes.id"), nullable=False),
    Column("group_id", RowId, ForeignKey("groups.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    Column("moved", Boolean, nullable=False),
    Column("claimed_at", Moment),
    Column("ended_at", Moment),
    # The message's number, and the chat that it stands in; null: where its group has been all the time.
    Column("message", BigInteger),
    Column("message_chat", BigInteger),
    # The topic that it was sent to, where the group is a forum.
    Column("topic", BigInteger),
    # The message that it answers.
    Column("reply_to", BigInteger),
    Column("reason", String(80)),
    Column("members", Integer),
    Column("key", String(16), nullable=False, unique=True),
    Column("receipts", Integer, nullable=False),
    Column("receipts_shown", Integer, nullable=False),
    Column("shown_at", Moment),
    Column("promises", Integer, nullable=False, server_default="0"),
    UniqueConstraint("push_id", "group_id"),
    Index("ix_deliveries_state_priority_due_at", "state", "priority", "due_at"),
    Index("ix_deliveries_group_id_due_at", "group_id", "due_at"),
    Index("ix_deliveries_ended_at", "ended_at"),
    few("ix_deliveries_new_receipts", "due_at", where="receipts > receipts_shown"),
    few("ix_deliveries_expired", "ended_at", where="state = 'expired'"),
    few("ix_deliveries_waiting", "state", "not_after", where="state = 'pending'"),
)

receipts = Table(
    "receipts",
    metadata,
    _id(),
    Column("delivery_id", RowId, ForeignKey("deliveries.id"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("delivery_id", "person"),
    Index("ix_receipts_person", "person"),
    Index("ix_receipts_at", "at"),
)

progress = Table(
    "progress",
    metadata,
    Column("push_id", RowId, ForeignKey("pushes.id"), primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("message", BigInteger),
    Column("shown", String(80)),
    Column("ended", Boolean, nullable=False),
)
