"""How far a second careful reader agrees with the marks that bench.binding judges by.

    python -m bench.agreement [--data DIR] [--json FILE]

DIR (tests/quality/documents) holds folders with values.jsonl and second.jsonl: of the same values the core
and the carried words that somebody wrote down who had not seen the marks. They are judged as a proposition
is; what is wrong or missing there bounds what the figures of bench.binding can reach.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from bench import report
from bench.binding import DATA, verdict_of
from training.corpora import read_lines


def main() -> None:
    """Print one row a folder, and one for all."""
    parser = report.parser(__doc__)
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    chosen = parser.parse_args()
    counted = {file.parent.name: verdicts(file.parent) for file in sorted(chosen.data.glob("*/second.jsonl"))}
    rows = [_row(name, verdicts) for name, verdicts in counted.items()]
    report.show(
        "Values as a second reader binds them",
        [*rows, _row("all", sum(counted.values(), Counter()))],
        chosen.json,
    )


def verdicts(folder: Path) -> Counter[str]:
    """How often the second reading of a folder's values is right, wrong and lacking."""
    marks = {_key(value): value for value in read_lines(folder / "values.jsonl")}
    return Counter(
        verdict_of([second["core"], *second["carried"]], marks[_key(second)])[0]
        for second in read_lines(folder / "second.jsonl")
    )


def _key(value: dict[str, Any]) -> tuple[str, str, str]:
    return value["doc"], value["value"], value["within"]


def _row(name: str, verdicts: Counter[str]) -> report.Row:
    values = verdicts.total()
    return {
        "folder": name,
        "values": values,
        "right": verdicts["right"],
        "wrong, share": verdicts["wrong"] / values,
        "missing, share": verdicts["lacking"] / values,
    }


if __name__ == "__main__":
    main()
