"""Rounds of quizzes with their answers; how a group is asked, and a slot for quizzes in every group."""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What a group begins with: weekday, local time, every n weeks, the n-th of the month.
SLOTS = {
    "village": ("5", time(10), 2, None),
    "parent": ("2", time(19, 30), 1, 1),
    "enterprise": ("2", time(12, 10), 1, 1),
}


def upgrade() -> None:
    op.add_column("push_texts", sa.Column("quiz", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("slots", sa.Column("nth", sa.Integer(), nullable=True))
    mode = sa.Column("quiz_mode", sa.String(length=16), server_default="anonymous", nullable=False)
    op.add_column("groups", mode)
    _add_rounds()
    _add_answers()
    _add_slots()


def _id() -> sa.Column[int]:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", row_id, autoincrement=True, nullable=False)


def _add_rounds() -> None:
    op.create_table(
        "rounds",
        _id(),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("poll", sa.String(length=64), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("options", sa.Integer(), nullable=False),
        sa.Column("right_option", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("answered_right", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("final", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("difference", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("opened_at", Moment(timezone=True), nullable=False),
        sa.Column("closes_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_rounds_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_rounds_delivery_id")),
        sa.UniqueConstraint("bot", "poll", name=op.f("uq_rounds_bot_poll")),
    )
    op.create_index("ix_rounds_state_closes_at", "rounds", ["state", "closes_at"], unique=False)


def _add_answers() -> None:
    op.create_table(
        "answers",
        _id(),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_answers_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("round_id", "person", name=op.f("uq_answers_round_id_person")),
    )
    op.create_index("ix_answers_person", "answers", ["person"], unique=False)
    op.create_table(
        "parked_answers",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("poll", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "poll", "person", name=op.f("pk_parked_answers")),
    )
    op.create_index("ix_parked_answers_at", "parked_answers", ["at"], unique=False)
    op.create_table(
        "parked_counts",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("poll", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "poll", name=op.f("pk_parked_counts")),
    )
    op.create_index("ix_parked_counts_at", "parked_counts", ["at"], unique=False)
    op.create_table(
        "plays",
        _id(),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plays")),
        sa.UniqueConstraint("bot", "person", "message", name=op.f("uq_plays_bot_person_message")),
    )
    op.create_index("ix_plays_bot_at", "plays", ["bot", "at"], unique=False)


def _add_slots() -> None:
    """Groups that are here already are asked at the hours with which new ones begin."""
    groups = sa.table("groups", sa.column("id"), sa.column("audience"))
    slots = sa.table(
        "slots",
        *(sa.column(name) for name in ("group_id", "kind", "weekdays")),
        sa.column("at", sa.Time()),
        *(sa.column(name, sa.Integer()) for name in ("every", "phase", "nth")),
        sa.column("since", Moment(timezone=True)),
    )
    names = [column.name for column in slots.columns]
    now = datetime.now(UTC)
    for audience, (weekday, at, every, nth) in SLOTS.items():
        values = [
            sa.literal("quiz", sa.String()),
            sa.literal(weekday, sa.String()),
            sa.literal(at, sa.Time()),
            sa.literal(every, sa.Integer()),
            sa.literal(0, sa.Integer()),
            sa.literal(nth, sa.Integer()),
            sa.literal(now, Moment(timezone=True)),
        ]
        mine = sa.select(groups.c.id, *values).where(groups.c.audience == audience)
        op.execute(sa.insert(slots).from_select(names, mine))
