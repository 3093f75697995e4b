"""Courses in 培训: walked through by trainees, arranged by trainers."""

from ui.training.courses.arranging import Arranging
from ui.training.courses.studying import Studying

__all__ = [
    # arranging
    "Arranging",
    # studying
    "Studying",
]
