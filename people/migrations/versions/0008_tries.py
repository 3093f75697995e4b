"""Wrong passwords by account and address, so that a stranger's tries do not lock the owner out."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sign_in_tries",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("address", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("tried", sa.DateTime, nullable=False),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("signed_in", sa.DateTime),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sign_in_tries")
