"""Reports count what ended, was tapped and was answered in a period: each by an index of its moment."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_deliveries_ended_at", "deliveries", ["ended_at"])
    op.create_index("ix_receipts_at", "receipts", ["at"])
    op.create_index("ix_answers_at", "answers", ["at"])
