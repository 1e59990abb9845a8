"""Which waiting deliveries are too late is asked at every look at the queue: an index of their ends."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    only = sa.text("state = 'pending'")
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["state", "not_after"],
        sqlite_where=only,
        postgresql_where=only,
    )
