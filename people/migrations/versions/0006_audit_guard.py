"""The database itself refuses to change the audit: rows follow one another and go by age only.

Against mistakes and the program's own connections: whoever may drop triggers, may. The chain of hashes is
what shows that.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LAST = "coalesce((SELECT max(last) FROM audit_anchor), 0)"  # row that was removed by age
_NEXT = f"1 + coalesce((SELECT max(id) FROM audit), {_LAST})"
_MOVED = "(SELECT digest FROM audit WHERE id = NEW.last)"
_ASTRAY = f"NEW.id <> 1 OR NEW.last < {_LAST} OR NEW.digest IS DISTINCT FROM {_MOVED}"
# name: when, on which table, under which condition it is refused, why
_GUARDS = {
    "audit_no_change": ("UPDATE ON audit", "1 = 1", "audit rows are never changed"),
    "audit_no_removal": ("DELETE ON audit", f"OLD.id > {_LAST}", "audit rows are removed by age only"),
    "audit_no_gap": ("INSERT ON audit", f"NEW.id <> {_NEXT}", "an audit row follows the one before"),
    "audit_anchor_set": ("INSERT ON audit_anchor", _ASTRAY, "the anchor is a later row of the audit"),
    "audit_anchor_moved": ("UPDATE ON audit_anchor", _ASTRAY, "the anchor is a later row of the audit"),
    "audit_anchor_stays": ("DELETE ON audit_anchor", "1 = 1", "the anchor is never removed"),
}


def upgrade() -> None:
    """Create the triggers."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, (where, condition, reason) in _GUARDS.items():
        for statement in (_postgresql if postgresql else _sqlite)(name, where, condition, reason):
            op.execute(statement)
    if postgresql:  # empties a table past all triggers on rows
        op.execute(
            "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_no_change()"
        )


def downgrade() -> None:
    """Drop them."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("DROP TRIGGER audit_no_truncate ON audit")
    for name, (where, _, _) in _GUARDS.items():
        table = where.rpartition(" ")[2]
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")


def _sqlite(name: str, where: str, condition: str, reason: str) -> tuple[str, ...]:
    differs = condition.replace("IS DISTINCT FROM", "IS NOT")  # its form before SQLite 3.39
    return (
        f"CREATE TRIGGER {name} BEFORE {where} WHEN {differs} BEGIN SELECT RAISE(ABORT, '{reason}'); END",
    )


def _postgresql(name: str, where: str, condition: str, reason: str) -> tuple[str, ...]:
    leaves = "OLD" if where.startswith("DELETE") else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{reason}'; END IF; RETURN {leaves}; END $$",
        f"CREATE TRIGGER {name} BEFORE {where} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
