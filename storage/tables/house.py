"""What we remember about ourselves: updates, marks, alarms."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    String,
    Table,
    Text,
)

from storage.columns import Moment, metadata

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_handled_updates_at", "at"),
)

parked_updates = Table(
    "parked_updates",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("error", String(200), nullable=False),
    Column("reference", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)

# Single facts about ourselves, such as when the last sweep ran.
marks = Table(
    "marks",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# What the owners were told is wrong, till it is right again and they were told that too.
alarms = Table(
    "alarms",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("told", JSON, nullable=False),
    Column("told_over", JSON, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("over_at", Moment),
)
