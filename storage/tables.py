"""Every table. A unique key stands wherever an effect must happen once."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from storage.columns import Moment as Moment
from storage.columns import RowId
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id
from storage.columns import metadata as metadata

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
    # How many deliveries were tried, and how many of them ended in a refusal that nobody can explain.
    Column("tried", Integer, nullable=False),
    Column("odd", Integer, nullable=False),
    UniqueConstraint("bot", "key"),
    Index("ix_pushes_bot_created_at", "bot", "created_at"),
)

push_texts = Table(
    "push_texts",
    metadata,
    Column("push_id", RowId, ForeignKey("pushes.id"), primary_key=True),
    Column("script", String(16), primary_key=True),
    Column("html", Text, nullable=False),
    Column("share", Text, nullable=False),
    Column("hash", String(64), nullable=False),
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
    Column("message", BigInteger),
    Column("reason", String(80)),
    Column("members", Integer),
    Column("key", String(16), nullable=False, unique=True),
    Column("receipts", Integer, nullable=False),
    Column("receipts_shown", Integer, nullable=False),
    Column("shown_at", Moment),
    UniqueConstraint("push_id", "group_id"),
    Index("ix_deliveries_state_priority_due_at", "state", "priority", "due_at"),
    Index("ix_deliveries_group_id_due_at", "group_id", "due_at"),
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
)

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

progress = Table(
    "progress",
    metadata,
    Column("push_id", RowId, ForeignKey("pushes.id"), primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("message", BigInteger),
    Column("shown", String(80)),
    Column("ended", Boolean, nullable=False),
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
