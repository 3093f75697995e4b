"""Groups of accounts, and the documents that are limited to them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both."""
    op.create_table(
        "account_groups",
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
    )
    op.create_table(
        "document_groups",
        sa.Column("document_id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("document_groups")
    op.drop_table("account_groups")
