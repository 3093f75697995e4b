"""What goes with a signed-in caller: the audit, and the documents that are closed to them."""

from dataclasses import dataclass, field

from ui.access.auditor import Auditor
from ui.access.reading import Limits


@dataclass(frozen=True, slots=True)
class Access:
    """Both, as a tab's handlers need them; without accounts nothing is kept and nothing closed."""

    auditor: Auditor | None = None
    limits: Limits = field(default_factory=Limits)
