"""Rounds of quizzes, who answered them, and what was played in private."""

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
    UniqueConstraint,
)

from storage.columns import Moment, RowId, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

# open → closing → closed / lost. A round stands from the moment its delivery is claimed, so that it knows
# how it was asked; it is taken away again where the delivery never arrived.
rounds = Table(
    "rounds",
    metadata,
    _id(),
    _bot(),
    Column("delivery_id", RowId, ForeignKey("deliveries.id"), nullable=False, unique=True),
    Column("mode", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    # Telegram's own number of the poll, and the chat it was asked in: an upgraded group has another.
    Column("poll", String(64)),
    Column("chat", BigInteger, nullable=False),
    Column("options", Integer, nullable=False),
    # The right option, counted from 0.
    Column("right_option", Integer, nullable=False),
    # By our own count; of an anonymous poll what its last update said.
    Column("answered", Integer, nullable=False),
    Column("answered_right", Integer, nullable=False),
    # Per option: what an anonymous poll's updates said, what the poll said at the end, how far we were off.
    Column("counts", JSON(none_as_null=True)),
    Column("final", JSON(none_as_null=True)),
    Column("difference", JSON(none_as_null=True)),
    Column("opened_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("ended_at", Moment),
    # While it is open: what the names of those who were forgotten are mixed with (storage/answers.py).
    Column("salt", String(32)),
    UniqueConstraint("bot", "poll"),
    Index("ix_rounds_state_closes_at", "state", "closes_at"),
)

# Whoever answered as a channel or as the group itself is no Person; such a row's name begins with `chat:`.
answers = Table(
    "answers",
    metadata,
    _id(),
    Column("round_id", RowId, ForeignKey("rounds.id"), nullable=False),
    Column("person", String(64), nullable=False),
    Column("choice", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("round_id", "person"),
    Index("ix_answers_person", "person"),
    Index("ix_answers_at", "at"),
)

# Answers that came before the poll's own number was written down, or that belong to no poll of ours.
parked_answers = Table(
    "parked_answers",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("poll", String(64), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("choice", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_parked_answers_at", "at"),
)

# The same for the counts of an anonymous poll.
parked_counts = Table(
    "parked_counts",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("poll", String(64), primary_key=True),
    Column("counts", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_parked_counts_at", "at"),
)

# One question answered in private; the message it stood in makes a tap count once.
plays = Table(
    "plays",
    metadata,
    _id(),
    _bot(),
    Column("person", String(64), nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("item", String(80), nullable=False),
    Column("choice", Integer, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("bot", "person", "message"),
    Index("ix_plays_bot_at", "bot", "at"),
)
