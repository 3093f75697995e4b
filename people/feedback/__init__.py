"""Feedback that teaches: judgements of answers, questions that found nothing, approved answers.

same_question.py says when an approved answer may be shown; replay.py what has changed since a judgement.
"""

from people.feedback.approved import Approved, ApprovedAnswer
from people.feedback.feedback import REASON_CHARS, Feedback, Judged, Judgement
from people.feedback.misses import Miss, Misses
from people.feedback.replay import Replayed, Subject, compared, short, status, subjects, totals
from people.feedback.same_question import passing_time, question_key

__all__ = [
    # approved
    "Approved",
    "ApprovedAnswer",
    # feedback
    "Feedback",
    "Judged",
    "Judgement",
    "REASON_CHARS",
    # misses
    "Miss",
    "Misses",
    # replay
    "Replayed",
    "Subject",
    "compared",
    "short",
    "status",
    "subjects",
    "totals",
    # same_question
    "passing_time",
    "question_key",
]
