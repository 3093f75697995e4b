"""Courses for newcomers: ordered steps, who may go them and how far they are, certificates."""

from people.courses.certificates import Certificates
from people.courses.courses import Courses
from people.courses.records import (
    QUESTIONS,
    TITLE_CHARS,
    Certificate,
    Course,
    Standing,
    Step,
    StepPlan,
    Walk,
    Went,
    closed_steps,
    default_steps,
)
from people.courses.walking import Walks

__all__ = [
    # certificates
    "Certificates",
    # courses
    "Courses",
    # records
    "Certificate",
    "Course",
    "QUESTIONS",
    "Standing",
    "Step",
    "StepPlan",
    "TITLE_CHARS",
    "Walk",
    "Went",
    "closed_steps",
    "default_steps",
    # walking
    "Walks",
]
