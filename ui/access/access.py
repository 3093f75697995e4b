"""What goes with whoever calls: the audit, the documents that are closed to them, their unfinished work."""

from dataclasses import dataclass, field

from ui.access.auditor import Auditor
from ui.access.reading import Limits
from ui.access.work import Work


@dataclass(frozen=True, slots=True)
class Access:
    """All three, as a tab's handlers need them; without accounts nothing is audited and nothing closed."""

    auditor: Auditor | None = None
    limits: Limits = field(default_factory=Limits)
    work: Work = field(default_factory=Work)
