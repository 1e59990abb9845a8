"""Who asked for help, who used a command, and what officers were told of it: persons as hashes, no text."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Index, String, Table, UniqueConstraint

from storage.columns import Moment, metadata
from storage.columns import bot_column as _bot
from storage.columns import id_column as _id

# One choice on one card. `card` is the number of the card's message, so that a second tap adds nothing.
help_calls = Table(
    "help_calls",
    metadata,
    _id(),
    _bot(),
    Column("day", Date, nullable=False),
    Column("person", String(64), nullable=False),
    Column("card", BigInteger, nullable=False),
    Column("choice", String(16), nullable=False),
    # The card's first choice: these are the questions answered.
    Column("first", Boolean, nullable=False),
    Column("region", String(64)),
    Column("fraud_type", String(32)),
    # Which signs were seen, by their ids: the scheme without a word of the text.
    Column("signature", String(400)),
    Column("at", Moment, nullable=False),
    UniqueConstraint("bot", "person", "card", "choice"),
    Index("ix_help_calls_bot_day", "bot", "day"),
    Index("ix_help_calls_bot_fraud_type_at", "bot", "fraud_type", "at"),
)

# A person used a command, once a day in each place. `place` is a group's row, or "private".
interactions = Table(
    "interactions",
    metadata,
    _id(),
    _bot(),
    Column("day", Date, nullable=False),
    Column("person", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("place", String(40), nullable=False),
    Column("region", String(64)),
    Column("at", Moment, nullable=False),
    UniqueConstraint("bot", "person", "kind", "day", "place"),
    Index("ix_interactions_bot_day", "bot", "day"),
    Index("ix_interactions_person", "person"),
)

# Several people asked about one scheme: what officers are told, once.
hints = Table(
    "hints",
    metadata,
    _id(),
    _bot(),
    Column("region", String(64)),
    Column("fraud_type", String(32), nullable=False),
    Column("signature", String(400), nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", JSON, nullable=False),
    Column("told_at", Moment),
    Index("ix_hints_bot_at", "bot", "at"),
)
