"""The audit: who did what, when and from where, in a chain of hashes that a change breaks.

events.py says what is recorded, chain.py how rows are hashed and verified, trail.py keeps them in the
database, repeated.py few of what strangers do; search.py and export.py are what an administrator does with
them. Imports nothing of accounts.
"""

from people.audit.chain import Anchor, Entry, Fault, Verified
from people.audit.events import WORDS, Action, Actor, Detail, Event, Fact, Outcome, asked, checked
from people.audit.export import csv_lines, json_lines
from people.audit.repeated import Repeated
from people.audit.search import Query
from people.audit.trail import KEPT_DAYS, AuditDamaged, Trail

__all__ = [
    # chain
    "Anchor",
    "Entry",
    "Fault",
    "Verified",
    # events
    "Action",
    "Actor",
    "Detail",
    "Event",
    "Fact",
    "Outcome",
    "WORDS",
    "asked",
    "checked",
    # export
    "csv_lines",
    "json_lines",
    # repeated
    "Repeated",
    # search
    "Query",
    # trail
    "AuditDamaged",
    "KEPT_DAYS",
    "Trail",
]
