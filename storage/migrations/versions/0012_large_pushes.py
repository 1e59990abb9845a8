"""Large pushes get their rows some at a time; indexes of the few rows that are asked for each minute."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

FEW = (
    ("ix_pushes_halted", "pushes", ["bot", "halted"], "halted IS NOT NULL"),
    ("ix_deliveries_new_receipts", "deliveries", ["due_at"], "receipts > receipts_shown"),
    ("ix_deliveries_expired", "deliveries", ["ended_at"], "state = 'expired'"),
)


def upgrade() -> None:
    op.add_column("pushes", sa.Column("meant", sa.JSON(), nullable=True))
    for name, table, columns, where in FEW:
        only = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
