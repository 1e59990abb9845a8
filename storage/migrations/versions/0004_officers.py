"""Officers' invitations, since when a PIN holds, and what an approver's card says."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_invitations",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_officer_invitations")),
    )
    op.add_column("officers", sa.Column("pin_at", Moment(timezone=True), nullable=True))
    op.add_column("alert_asks", sa.Column("shown", sa.String(length=16), nullable=True))
    op.create_index("ix_alert_asks_shown", "alert_asks", ["shown"], unique=False)
