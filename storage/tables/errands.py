"""What is still to be said or done in a chat because of something that is committed already."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, UniqueConstraint

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

# Written in the transaction that makes it necessary, claimed before it is done, gone when it is done.
errands = Table(
    "errands",
    metadata,
    _id(),
    _bot(),
    Column("chat", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("group_id", RowId, ForeignKey("groups.id")),
    Column("topic", BigInteger),
    Column("due_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("bot", "chat", "kind", "group_id"),
    Index("ix_errands_bot_due_at", "bot", "due_at"),
)
