"""Trainees, questions, papers, attempts, answers, cards, appeals and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of learning, each after those it refers to."""
    _people_and_questions()
    _papers()
    _answers()


def downgrade() -> None:
    """Drop them, each before those it refers to."""
    for table in ("drafts", "appeals", "cards", "answers", "attempts", "paper_questions", "papers"):
        op.drop_table(table)
    op.drop_table("questions")
    op.drop_table("trainees")


def _people_and_questions() -> None:
    op.create_table(
        "trainees",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.UniqueConstraint("name", name="uq_trainees_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("case", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
    )
    op.create_index("ix_questions_document_id", "questions", ["document_id"])


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "paper_questions",
        sa.Column("paper_id", sa.Integer, sa.ForeignKey("papers.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("question_id", sa.String(64), sa.ForeignKey("questions.id"), nullable=False),
        sa.UniqueConstraint("paper_id", "question_id", name="uq_paper_questions_question"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("paper_id", sa.Integer, sa.ForeignKey("papers.id"), nullable=False),
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("deadline", sa.DateTime),
        sa.Column("submitted", sa.DateTime),
        sa.UniqueConstraint("paper_id", "trainee_id", name="uq_attempts_paper_trainee"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attempts_trainee_id", "attempts", ["trainee_id"])
    op.create_table(
        "drafts",
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("question_id", sa.String(64), sa.ForeignKey("questions.id"), primary_key=True),
        sa.Column("response", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("saved", sa.DateTime, nullable=False),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("question_id", sa.String(64), sa.ForeignKey("questions.id"), nullable=False),
        sa.Column("response", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("correct", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("paper_attempt", sa.Integer, sa.ForeignKey("attempts.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_trainee_question", "answers", ["trainee_id", "question_id"])
    op.create_index("ix_answers_question_id", "answers", ["question_id"])
    op.create_index("ix_answers_paper_attempt", "answers", ["paper_attempt"])
    op.create_table(
        "cards",
        sa.Column("trainee_id", sa.Integer, sa.ForeignKey("trainees.id"), primary_key=True),
        sa.Column("question_id", sa.String(64), sa.ForeignKey("questions.id"), primary_key=True),
        sa.Column("card", sa.JSON, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
    )
    op.create_index("ix_cards_trainee_due", "cards", ["trainee_id", "due"])
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("answer_id", sa.Integer, sa.ForeignKey("answers.id"), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("settled", sa.DateTime),
        sa.Column("upheld", sa.Boolean),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("answer_id", name="uq_appeals_answer"),
        sqlite_autoincrement=True,
    )
