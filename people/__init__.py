"""What users leave behind, in one SQL database: conversations, trainees, papers, answers.

database.py opens it, tables.py declares it, migrations/ brings older ones up to date.
"""

from people.answers import Appeal, Given
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
from people.mastery import Progress, percent
from people.papers import MASTERY, as_csv, as_xlsx, mastery_rows
from people.rounds import DAILY, Asked, Habit, Purpose, Round
from people.schedule import local_day
from people.trainees import NAME_CHARS, NameTaken, Trainee
from people.wrong_book import WrongEntry

__all__ = [
    # answers
    "Appeal",
    "Given",
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
    "percent",
    # papers
    "MASTERY",
    "as_csv",
    "as_xlsx",
    "mastery_rows",
    # rounds
    "Asked",
    "DAILY",
    "Habit",
    "Purpose",
    "Round",
    # schedule
    "local_day",
    # trainees
    "NAME_CHARS",
    "NameTaken",
    "Trainee",
    # wrong_book
    "WrongEntry",
]
