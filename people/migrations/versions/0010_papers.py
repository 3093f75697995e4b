"""Papers with points, terms, versions and several attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WHOLE = 100  # points of a paper made before questions had any: its results were shown of 100
ONE = "uq_attempts_paper_trainee"
SEVERAL = "uq_attempts_paper_trainee_number"


def upgrade() -> None:
    """Add the columns; what was taken before keeps its result."""
    op.add_column("papers", sa.Column("pass_mark", sa.Float))
    op.add_column("papers", sa.Column("versions", sa.Integer, nullable=False, server_default="1"))
    op.add_column("papers", sa.Column("attempts", sa.Integer, nullable=False, server_default="1"))
    op.add_column("papers", sa.Column("counts", sa.String(4), nullable=False, server_default="best"))
    op.add_column("papers", sa.Column("opens", sa.DateTime))
    op.add_column("papers", sa.Column("closes", sa.DateTime))
    op.add_column("paper_questions", sa.Column("points", sa.Float, nullable=False, server_default="1"))
    op.execute(
        f"UPDATE paper_questions SET points = {WHOLE}.0 / (SELECT count(*) FROM paper_questions AS other "
        "WHERE other.paper_id = paper_questions.paper_id)"
    )
    op.add_column("drafts", sa.Column("graded", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("attempts", sa.Column("number", sa.Integer, nullable=False, server_default="1"))
    op.add_column("attempts", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("attempts", sa.Column("ticket", sa.String(43), nullable=False, server_default=""))
    _replace_unique(ONE, SEVERAL, ["paper_id", "trainee_id", "number"])
    op.create_index("ix_attempts_ticket", "attempts", ["ticket"])


def downgrade() -> None:
    """Drop the columns; refused by the database where a trainee has several attempts."""
    op.drop_index("ix_attempts_ticket", "attempts")
    _replace_unique(SEVERAL, ONE, ["paper_id", "trainee_id"])
    for table, names in (
        ("attempts", ("number", "version", "ticket")),
        ("drafts", ("graded",)),
        ("paper_questions", ("points",)),
        ("papers", ("pass_mark", "versions", "attempts", "counts", "opens", "closes")),
    ):
        for name in names:
            op.drop_column(table, name)


def _replace_unique(old: str, new: str, columns: list[str]) -> None:
    """Exchange a unique constraint of attempts; SQLite takes a new table for it."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(old, "attempts", type_="unique")
        op.create_unique_constraint(new, "attempts", columns)
        return
    # A table that others refer to cannot be dropped: what refers to it is put aside for the moment.
    op.execute("CREATE TEMPORARY TABLE answered AS SELECT id, paper_attempt FROM answers "
               "WHERE paper_attempt IS NOT NULL")  # fmt: skip
    op.execute("UPDATE answers SET paper_attempt = NULL")
    op.execute("CREATE TEMPORARY TABLE drafted AS SELECT * FROM drafts")
    op.execute("DELETE FROM drafts")
    with op.batch_alter_table(
        "attempts", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.drop_constraint(old, type_="unique")
        batch.create_unique_constraint(new, columns)
    op.execute("INSERT INTO drafts SELECT * FROM drafted")
    op.execute(
        "UPDATE answers SET paper_attempt = (SELECT answered.paper_attempt FROM answered "
        "WHERE answered.id = answers.id)"
    )
    op.execute("DROP TABLE answered")
    op.execute("DROP TABLE drafted")
