"""Feedback, questions that found nothing, and approved answers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of feedback."""
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id")),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("judged", sa.JSON, nullable=False),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("settled", sa.DateTime),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("owner", "subject", name="uq_feedback_owner_subject"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_useful_created", "feedback", ["useful", "created"])
    op.create_table(
        "missed_questions",
        sa.Column("question_key", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(36), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first", sa.DateTime, nullable=False),
        sa.Column("last", sa.DateTime, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
    )
    op.create_table(
        "approved_answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("question_key", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("documents", sa.JSON, nullable=False),
        sa.Column("approved_by", sa.String(40), nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id")),
        sa.Column("approved", sa.DateTime, nullable=False),
        sa.Column("retired", sa.DateTime),
        sa.Column("withdrawn", sa.DateTime),
        sa.UniqueConstraint("question_key", name="uq_approved_answers_question"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("approved_answers", "missed_questions", "feedback"):
        op.drop_table(table)
