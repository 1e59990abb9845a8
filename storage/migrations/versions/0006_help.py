"""Calls for help, commands used, and hints to officers."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "help_calls",
        sa.Column("id", _ROW, autoincrement=True, nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("fraud_type", sa.String(length=32), nullable=True),
        sa.Column("signature", sa.String(length=400), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_calls")),
        sa.UniqueConstraint(
            "bot", "person", "card", "choice", name=op.f("uq_help_calls_bot_person_card_choice")
        ),
    )
    op.create_index("ix_help_calls_bot_day", "help_calls", ["bot", "day"], unique=False)
    op.create_index(
        "ix_help_calls_bot_fraud_type_at", "help_calls", ["bot", "fraud_type", "at"], unique=False
    )
    op.create_table(
        "interactions",
        sa.Column("id", _ROW, autoincrement=True, nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint(
            "bot", "person", "kind", "day", "place", name=op.f("uq_interactions_bot_person_kind_day_place")
        ),
    )
    op.create_index("ix_interactions_bot_day", "interactions", ["bot", "day"], unique=False)
    op.create_index("ix_interactions_person", "interactions", ["person"], unique=False)
    op.create_table(
        "hints",
        sa.Column("id", _ROW, autoincrement=True, nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("fraud_type", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.String(length=400), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("told_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hints")),
    )
    op.create_index("ix_hints_bot_at", "hints", ["bot", "at"], unique=False)
