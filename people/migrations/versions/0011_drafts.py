"""What is typed and not sent yet, and work that is not finished."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "typed_fields",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("page", sa.String(36), nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.UniqueConstraint("owner", "field", name="uq_typed_fields_owner_field"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unfinished_work",
        sa.Column("owner", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("unfinished_work")
    op.drop_table("typed_fields")
