"""Who may use the page: what each function asks for, who is signed in."""

from ui.access.access import Access
from ui.access.auditor import Auditor
from ui.access.door import Door, address_of
from ui.access.needs import Declared, Needs, Undeclared
from ui.access.reading import CLOSED, Limits
from ui.access.visitors import caller_of, keeper_of, owner_of, scope_of
from ui.access.work import Work

__all__ = [
    # access
    "Access",
    # auditor
    "Auditor",
    # door
    "Door",
    "address_of",
    # needs
    "Declared",
    "Needs",
    "Undeclared",
    # reading
    "CLOSED",
    "Limits",
    # visitors
    "caller_of",
    "keeper_of",
    "owner_of",
    "scope_of",
    # work
    "Work",
]
