"""Fair shares of one machine: who asks, whose pass of the model is next, and the line at the door.

Two levels. A request first waits in a Line, which tells how many are ahead of it and refuses when it is full;
then its passes take Turns with those of the other requests that were let in.
"""

from index.turns.admission import Admission, Place
from index.turns.caller import ANONYMOUS, Caller, Cancelled, Kind, caller, serving
from index.turns.line import Full, Limits
from index.turns.turns import Turns

__all__ = [
    # admission
    "Admission",
    "Place",
    # caller
    "ANONYMOUS",
    "Caller",
    "Cancelled",
    "Kind",
    "caller",
    "serving",
    # line
    "Full",
    "Limits",
    # turns
    "Turns",
]
