"""The newest articles of feeds are found without reading them all."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_candidates_bot_id", "candidates", ["bot", "id"])
