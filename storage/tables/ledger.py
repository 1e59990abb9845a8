"""Offline work as officers wrote it down, and who wants which report by itself."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

ledger = Table(
    "ledger",
    metadata,
    _id(),
    _bot(),
    Column("key", String(40), nullable=False),
    Column("officer", BigInteger, nullable=False),
    Column("region", String(64)),
    Column("kind", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    # In fen: lost in a crime, saved by a dissuasion.
    Column("money", BigInteger, nullable=False),
    Column("place", String(120), nullable=False),
    Column("day", Date, nullable=False),
    Column("fraud_type", String(32)),
    Column("media_id", RowId, ForeignKey("media.id")),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment),
    Column("deleted_at", Moment),
    UniqueConstraint("bot", "key"),
    Index("ix_ledger_bot_day", "bot", "day"),
)

report_orders = Table(
    "report_orders",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("user", BigInteger, primary_key=True),
    # Weekly and monthly reports up to here were sent, or fell before they were asked for.
    Column("week_done", Moment, nullable=False),
    Column("month_done", Moment, nullable=False),
)
