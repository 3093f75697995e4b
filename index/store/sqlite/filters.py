"""Filter -> which passages or propositions may be found. Pure: SQL and its parameters."""

from collections.abc import Sequence

from index.records import Filter

_UNIT = "coalesce(nullif(c.unit, ''), d.unit)"
_FROM = """SELECT p.row FROM {table} AS p JOIN documents AS d ON d.id = p.document_id
           LEFT JOIN cases AS c ON c.document_id = p.document_id AND c."order" = p.case_order"""


def rows_query(where: Filter, table: str = "passages") -> tuple[str, list[str]]:
    """A SELECT of the row numbers of ``table`` that ``where`` leaves, and what is bound to its marks."""
    clauses: list[str] = []
    values: list[str] = []

    def add(clause: str, bound: Sequence[str]) -> None:
        if bound:
            clauses.append(clause)
            values.extend(bound)

    add(f"d.id IN ({_marks(where.documents)})", where.documents)
    add(f"d.id NOT IN ({_marks(where.without)})", where.without)
    add("(" + " OR ".join([f"instr({_UNIT}, ?) > 0"] * len(where.units)) + ")", where.units)
    add(f"d.source IN ({_marks(where.sources)})", where.sources)
    tagged = f"EXISTS (SELECT 1 FROM json_each(d.tags) WHERE value IN ({_marks(where.tags)}))"
    add(tagged, where.tags)
    add("d.date <> '' AND d.date >= ?", _given(where.since))
    add("d.date <> '' AND d.date <= ?", _given(where.until))
    add("(d.valid_until = '' OR d.valid_until >= ?)", _given(where.valid_on))
    return f"{_FROM.format(table=table)} WHERE {' AND '.join(clauses) or 'TRUE'}", values


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _given(value: str) -> list[str]:
    return [value] if value else []
