"""Feedback in the page: judging answers and verdicts, approved answers given first, the librarian's lists.

saved_answers.py     answers as the database keeps them
judging.py           有用 and 有误 under answers and verdicts
approved_first.py    a question that has an approved answer gets it; one that found nothing is counted
drafts.py            an approved answer that is being written, and the words it may rest on
librarian.py         the view 反馈 of 文库
render.py            all of it as HTML
"""

from ui.feedback.approved_first import ApprovedFirst
from ui.feedback.drafts import Draft
from ui.feedback.judging import GENERATION, Buttons, Judging
from ui.feedback.librarian import Librarian
from ui.feedback.render import closed_html
from ui.feedback.saved_answers import dump_answer, load_answer

__all__ = [
    # approved_first
    "ApprovedFirst",
    # drafts
    "Draft",
    # judging
    "Buttons",
    "GENERATION",
    "Judging",
    # librarian
    "Librarian",
    # render
    "closed_html",
    # saved_answers
    "dump_answer",
    "load_answer",
]
