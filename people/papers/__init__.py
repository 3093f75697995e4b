"""Papers: questions with points under terms, timed attempts, what came of them.

records.py         what a paper, an attempt and a result are
terms.py           what may be asked of a paper, in plain words where it may not
papers.py          all of it in the database
paper_rows.py      papers within a transaction; attempts.py, one attempt
results.py         what came of a paper's attempts
item_analysis.py   how a paper's questions did: difficulty, discrimination, options chosen
results_export.py  tables of results as CSV and Excel files
"""

from people.papers.attempts import GRACE, AttemptOver, Grader
from people.papers.item_analysis import DISCRIMINATION, Item, ItemFigures, Sheet, analysed, hints
from people.papers.papers import ANSWER_CHARS, Papers
from people.papers.records import (
    Attempt,
    Paper,
    PaperQuestion,
    Response,
    Result,
    Saved,
    Standing,
    Terms,
    shown_points,
    version_name,
)
from people.papers.results_export import (
    ITEMS,
    MASTERY,
    RESULTS,
    as_csv,
    as_xlsx,
    item_rows,
    mastery_rows,
    result_rows,
)
from people.papers.terms import ATTEMPTS, MINUTES, POINTS, QUESTIONS, TITLE_CHARS, VERSIONS

__all__ = [
    # attempts
    "AttemptOver",
    "GRACE",
    "Grader",
    # item_analysis
    "DISCRIMINATION",
    "Item",
    "ItemFigures",
    "Sheet",
    "analysed",
    "hints",
    # papers
    "ANSWER_CHARS",
    "Papers",
    # records
    "Attempt",
    "Paper",
    "PaperQuestion",
    "Response",
    "Result",
    "Saved",
    "Standing",
    "Terms",
    "shown_points",
    "version_name",
    # results_export
    "ITEMS",
    "MASTERY",
    "RESULTS",
    "as_csv",
    "as_xlsx",
    "item_rows",
    "mastery_rows",
    "result_rows",
    # terms
    "ATTEMPTS",
    "MINUTES",
    "POINTS",
    "QUESTIONS",
    "TITLE_CHARS",
    "VERSIONS",
]
