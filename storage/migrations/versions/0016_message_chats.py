"""A delivery knows in which chat its message stands; who is forgotten amid a round can't answer it again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("message_chat", sa.BigInteger(), nullable=True))
    op.add_column("rounds", sa.Column("salt", sa.String(32), nullable=True))
    # A round kept its chat. Of other messages in groups that moved before nobody knows where they stand: they
    # count as left behind, so that nothing is done to a stranger's message by mistake.
    op.execute(
        "UPDATE deliveries SET message_chat = COALESCE("
        "(SELECT chat FROM rounds WHERE rounds.delivery_id = deliveries.id),"
        "(SELECT MAX(chat) FROM former_chats WHERE former_chats.group_id = deliveries.group_id)) "
        "WHERE message IS NOT NULL AND group_id IN (SELECT group_id FROM former_chats)"
    )
