"""Cases -> verified questions for trainees, grades for their answers, and learning cards."""

from rag.quiz.grading import UnusableAnswer, grade
from rag.quiz.learning_card import SECTIONS, Line, card
from rag.quiz.maker import DOCUMENTS, UnknownCase, draw, make
from rag.quiz.records import (
    BLANK,
    CHOSEN,
    FALSE,
    KINDS,
    LETTERS,
    TRUE,
    WRITTEN,
    Grade,
    Kind,
    Point,
    QuizQuestion,
    UnknownKind,
    from_json,
    kinds_of,
    question_id,
    to_json,
)
from rag.quiz.topics import Topic, list_topics, text_topic
from rag.quiz.worth import SupportsJudging, WorthJudge

__all__ = [
    # grading
    "UnusableAnswer",
    "grade",
    # learning_card
    "Line",
    "SECTIONS",
    "card",
    # maker
    "DOCUMENTS",
    "UnknownCase",
    "draw",
    "make",
    # records
    "BLANK",
    "CHOSEN",
    "FALSE",
    "Grade",
    "KINDS",
    "Kind",
    "LETTERS",
    "Point",
    "QuizQuestion",
    "TRUE",
    "UnknownKind",
    "WRITTEN",
    "from_json",
    "kinds_of",
    "question_id",
    "to_json",
    # topics
    "Topic",
    "list_topics",
    "text_topic",
    # worth
    "SupportsJudging",
    "WorthJudge",
]
