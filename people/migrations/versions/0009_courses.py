"""Rounds of questions kept on the server, courses with their steps, and certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "certificates",
    "step_results",
    "course_steps",
    "course_groups",
    "courses",
    "round_questions",
    "rounds",
)


def upgrade() -> None:
    """Create the tables, each after those it refers to."""
    _rounds()
    _courses()
    _results()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.UniqueConstraint("trainee_id", "purpose", "about", name="uq_rounds_trainee_purpose_about"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "round_questions",
        sa.Column("round_id", sa.Integer, sa.ForeignKey("rounds.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("question_id", sa.String(64), sa.ForeignKey("questions.id"), nullable=False),
        sa.Column("answer_id", sa.Integer, sa.ForeignKey("answers.id")),
        sa.UniqueConstraint("round_id", "question_id", name="uq_round_questions_question"),
    )


def _courses() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("origin", sa.String(10)),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("archived", sa.DateTime),
        sa.UniqueConstraint("origin", name="uq_courses_origin"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "course_groups",
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
    )
    op.create_table(
        "course_steps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("pass_percent", sa.Integer, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_course_steps_course_id", "course_steps", ["course_id"])


def _results() -> None:
    op.create_table(
        "step_results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("step_id", sa.Integer, sa.ForeignKey("course_steps.id"), nullable=False),
        sa.Column("round_id", sa.Integer),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("passed", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_step_results_trainee_id", "step_results", ["trainee_id"])
    op.create_index("ix_step_results_step_id", "step_results", ["step_id"])
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("serial", sa.String(40), nullable=False),
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("course_id", sa.Integer, sa.ForeignKey("courses.id"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("course", sa.Text, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("issued", sa.DateTime, nullable=False),
        sa.UniqueConstraint("serial", name="uq_certificates_serial"),
        sa.UniqueConstraint("trainee_id", "course_id", name="uq_certificates_trainee_course"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_certificates_course_id", "certificates", ["course_id"])
