"""What users leave behind, in one SQL database: conversations, trainees, papers, answers.

database.py opens it, tables.py declares it, migrations/ brings older ones up to date.
"""

from people.answers import Appeal, Given
from people.attempts import Attempt, Result, Saved
from people.bank import Bank, StoredQuestion
from people.conversations import (
    Conversation,
    ConversationGone,
    Conversations,
    Turn,
    UnknownBrowser,
    known_browser,
)
from people.database import Database, DatabaseFailure, DatabaseUnusable, Transaction, open_database
from people.entries import LearningError, NotFound
from people.learning import Learning
from people.mastery import Progress
from people.papers import MINUTES, QUESTIONS, TITLE_CHARS, Paper
from people.results_export import MASTERY, RESULTS, as_csv, as_xlsx, mastery_rows, result_rows
from people.trainees import NAME_CHARS, Trainee
from people.wrong_book import WrongEntry

__all__ = [
    # answers
    "Appeal",
    "Given",
    # attempts
    "Attempt",
    "Result",
    "Saved",
    # bank
    "Bank",
    "StoredQuestion",
    # conversations
    "Conversation",
    "ConversationGone",
    "Conversations",
    "Turn",
    "UnknownBrowser",
    "known_browser",
    # database
    "Database",
    "DatabaseFailure",
    "DatabaseUnusable",
    "Transaction",
    "open_database",
    # entries
    "LearningError",
    "NotFound",
    # learning
    "Learning",
    # mastery
    "Progress",
    # papers
    "MINUTES",
    "Paper",
    "QUESTIONS",
    "TITLE_CHARS",
    # results_export
    "MASTERY",
    "RESULTS",
    "as_csv",
    "as_xlsx",
    "mastery_rows",
    "result_rows",
    # trainees
    "NAME_CHARS",
    "Trainee",
    # wrong_book
    "WrongEntry",
]
