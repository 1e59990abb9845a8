"""Posters beside texts, letters that ask for a promise, and in which form a group wants its tips."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("groups", sa.Column("form", sa.String(length=16), nullable=True))
    op.add_column("pushes", sa.Column("promise", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("deliveries", sa.Column("promises", sa.Integer(), server_default="0", nullable=False))
    op.add_column("media", sa.Column("uploader", row_id, nullable=True))
    op.create_table(
        "push_posters",
        sa.Column("push_id", row_id, sa.ForeignKey("pushes.id"), nullable=False),
        sa.Column("script", sa.String(length=16), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("media_id", row_id, sa.ForeignKey("media.id"), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "script"),
    )
    op.create_index("ix_push_posters_media_id", "push_posters", ["media_id"])
    op.create_table(
        "promises",
        sa.Column("id", row_id, autoincrement=True, nullable=False),
        sa.Column("delivery_id", row_id, sa.ForeignKey("deliveries.id"), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("delivery_id", "person"),
    )
    op.create_index("ix_promises_person", "promises", ["person"])
