"""Feeds that the office trusts, the articles in them, and the cases that officers made of articles."""

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
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

# on / paused / removed / unlisted / gone; one from the file is unlisted when it leaves the file.
feeds = Table(
    "feeds",
    metadata,
    _id(),
    _bot(),
    Column("url", String(500), nullable=False),
    Column("name", String(120), nullable=False),
    Column("region", String(64)),
    Column("audiences", JSON, nullable=False),
    Column("keywords", JSON, nullable=False),
    Column("source", String(16), nullable=False),
    Column("added_by", BigInteger),
    Column("state", String(16), nullable=False),
    Column("etag", String(300)),
    Column("last_modified", String(100)),
    Column("last_ok", Moment),
    Column("error", String(80)),
    Column("failures", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
    # What the last reading held: fetched, new, kept, ignored, dropped, merged.
    Column("last_counts", JSON, nullable=False),
    UniqueConstraint("bot", "url"),
    Index("ix_feeds_bot_state_next_at", "bot", "state", "next_at"),
)

# new / ignored / taken / merged. The words are those of the last reading while it is new.
candidates = Table(
    "candidates",
    metadata,
    _id(),
    _bot(),
    Column("feed_id", RowId, ForeignKey("feeds.id"), nullable=False),
    Column("identity", String(400), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("link", String(1000)),
    Column("published_at", Moment),
    Column("points", Integer, nullable=False),
    Column("found", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("merged_into", RowId, ForeignKey("candidates.id")),
    Column("seen_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", BigInteger),
    UniqueConstraint("feed_id", "identity"),
    Index("ix_candidates_bot_state_seen_at", "bot", "state", "seen_at"),
    # The newest first: what else would be sorted at each reading is most of a month.
    Index("ix_candidates_bot_id", "bot", "id"),
)

# draft → waiting → published → ended; a draft may be dropped, a waiting one rejected. An edit of either makes
# it a draft again with the next version.
fresh_cases = Table(
    "fresh_cases",
    metadata,
    _id(),
    _bot(),
    # The button under which it was begun.
    Column("key", String(80), nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", String(120), nullable=False),
    Column("course", Text, nullable=False),
    Column("sign", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("source", String(120), nullable=False),
    Column("link", String(1000)),
    Column("fraud_type", String(32)),
    Column("audiences", JSON, nullable=False),
    Column("region", String(64)),
    Column("candidate_id", RowId, ForeignKey("candidates.id")),
    # What the approver saw, and the button stands for.
    Column("hash", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("decided_at", Moment),
    Column("decided_by", BigInteger),
    Column("reason", Text),
    # Until when it goes before the library's cases.
    Column("until", Moment),
    # Who was asked, and in which message; what these messages say by now.
    Column("cards", JSON, nullable=False),
    Column("shown", String(16), nullable=False),
    UniqueConstraint("bot", "key"),
    Index("ix_fresh_cases_bot_state", "bot", "state"),
)
