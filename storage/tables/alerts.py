"""Alerts from the first word to the last mark, who was asked to approve them, and their photos."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

# A picture as we send it: re-encoded, without what the camera wrote into it. Telegram's own number for it
# is kept after the first sending, so that it is uploaded once.
media = Table(
    "media",
    metadata,
    _id(),
    _bot(),
    Column("kind", String(16), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("file_id", String(200)),
    Column("created_at", Moment, nullable=False),
    # The delivery that is uploading it now.
    Column("uploader", RowId),
    UniqueConstraint("bot", "hash"),
)

# draft → waiting → sending → sent → corrected / withdrawn / expired; a draft may be dropped, a waiting one
# rejected. An edit of a waiting one makes it a draft again with the next version.
alerts = Table(
    "alerts",
    metadata,
    _id(),
    _bot(),
    Column("author", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("media_id", RowId, ForeignKey("media.id")),
    Column("audiences", JSON, nullable=False),
    Column("segments", JSON, nullable=False),
    Column("region", String(64)),
    Column("severity", String(16), nullable=False),
    Column("fraud_type", String(32)),
    Column("life_hours", Integer, nullable=False),
    Column("pin", Boolean, nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    # What the approver saw, and the button stands for.
    Column("hash", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("reminded", Integer, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", BigInteger),
    # Why it was rejected, withdrawn, or sent without a second person.
    Column("reason", Text),
    Column("unreviewed", Boolean, nullable=False),
    Column("push_id", RowId, ForeignKey("pushes.id"), unique=True),
    Column("corrects", RowId, ForeignKey("alerts.id")),
    Column("expires_at", Moment),
    Column("ended_at", Moment),
    Column("ended_by", BigInteger),
    Index("ix_alerts_bot_state", "bot", "state"),
    Index("ix_alerts_author_state", "author", "state"),
)

# Every approver to whom a version was shown, and where, so that all see how it ended.
alert_asks = Table(
    "alert_asks",
    metadata,
    _id(),
    Column("alert_id", RowId, ForeignKey("alerts.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("user", BigInteger, nullable=False),
    Column("message", BigInteger),
    Column("reached", Boolean, nullable=False),
    # What the message says by now: nothing yet, `asked`, or how it ended.
    Column("shown", String(16)),
    UniqueConstraint("alert_id", "version", "user"),
    Index("ix_alert_asks_shown", "shown"),
)
