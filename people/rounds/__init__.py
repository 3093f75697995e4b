"""Rounds of questions: 今日十题, practice and tests as they are gone through, and how regularly."""

from people.rounds.habit import Habit, habit, last_answered
from people.rounds.records import DAILY, Asked, Purpose, Round
from people.rounds.rounds import Rounds, answered, drop, round_of, round_row
from people.rounds.tables import RoundRow
from people.rounds.withheld import withheld

__all__ = [
    # habit
    "Habit",
    "habit",
    "last_answered",
    # records
    "Asked",
    "DAILY",
    "Purpose",
    "Round",
    # rounds
    "Rounds",
    "answered",
    "drop",
    "round_of",
    "round_row",
    # tables
    "RoundRow",
    # withheld
    "withheld",
]
