"""A group says how many days its quizzes stay open; a delivery knows in which topic its message stands."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("groups", sa.Column("quiz_days", sa.Integer(), server_default="3", nullable=False))
    op.add_column("deliveries", sa.Column("topic", sa.BigInteger(), nullable=True))
    # What was sent before went where the group still wants it, as far as anybody knows.
    op.execute(
        "UPDATE deliveries SET topic = (SELECT topic FROM groups WHERE groups.id = deliveries.group_id) "
        "WHERE claimed_at IS NOT NULL AND group_id IN (SELECT id FROM groups WHERE topic IS NOT NULL)"
    )
