"""Officers, the buttons and questions in front of them, and the audit of what they did."""

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
    UniqueConstraint,
)

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

officers = Table(
    "officers",
    metadata,
    _id(),
    _bot(),
    Column("user", BigInteger, nullable=False),
    Column("role", String(16), nullable=False),
    Column("region", String(64)),
    Column("name", String(120), nullable=False),
    Column("added_by", BigInteger),
    Column("added_at", Moment, nullable=False),
    Column("active_at", Moment),
    Column("removed_at", Moment),
    # For sending alone what nobody could approve in time; wrong ones in a row, and since when it is locked.
    Column("pin_hash", String(200)),
    Column("pin_wrong", Integer, nullable=False, server_default="0"),
    Column("pin_locked_at", Moment),
    # One chosen while an approval is waited for was not chosen beforehand.
    Column("pin_at", Moment),
    UniqueConstraint("bot", "user"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token", String(32), primary_key=True),
    _bot(),
    Column("officer", BigInteger, nullable=False),
    Column("region", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", RowId, ForeignKey("groups.id")),
)

# A link that makes one person an officer: opened once, then confirmed by an owner.
officer_invitations = Table(
    "officer_invitations",
    metadata,
    Column("token", String(32), primary_key=True),
    _bot(),
    Column("role", String(16), nullable=False),
    Column("region", String(64)),
    Column("invited_by", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("user", BigInteger),
    Column("name", String(120), nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", BigInteger),
)

buttons = Table(
    "buttons",
    metadata,
    Column("key", String(24), primary_key=True),
    _bot(),
    Column("user", BigInteger, nullable=False),
    Column("action", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_buttons_expires_at", "expires_at"),
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("user", BigInteger, primary_key=True),
    Column("step", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _bot(),
    Column("key", String(80)),
    Column("at", Moment, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("content_hash", String(64)),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("bot", "key"),
)
