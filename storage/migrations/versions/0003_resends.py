"""A push may say again what another one said to groups where nobody knows whether it arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("pushes", sa.Column("resends", row_id, nullable=True))
    op.create_index(op.f("ix_pushes_resends"), "pushes", ["resends"], unique=False)
