"""An answer -> its grade: options exactly, blanks by value, a short answer point by point."""

from rag.quiz.grading.grader import LONGEST, UnusableAnswer, grade

__all__ = ["LONGEST", "UnusableAnswer", "grade"]
