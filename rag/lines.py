"""The lines in front of what two cores can do: how many are at work, how many may wait."""

from dataclasses import dataclass
from typing import Self

from index.turns import Admission, Kind, Limits

# One question at a time for each user, so that of one user the first to come is the first to be served; two
# at work, so that one finds its passages while the other has the model.
QUESTIONS = Limits(running=2, running_per_user=1, waiting=60, waiting_per_user=4)
WRITTEN = Limits(running=8, running_per_user=1, waiting=32, waiting_per_user=4)  # mostly wait for the writer
DRAFTS = Limits(running=8, running_per_user=1, waiting=24, waiting_per_user=2)


@dataclass(frozen=True, slots=True)
class Lines:
    """One for each kind of request; the page and the API share them. Safe to share between threads."""

    questions: Admission  # and checks of a few sentences
    written: Admission  # answers that a language model writes
    drafts: Admission

    @classmethod
    def open(cls) -> Self:
        """Lines in which nobody waits."""
        return cls(Admission(QUESTIONS, "个问题"), Admission(WRITTEN, "个问题"), Admission(DRAFTS, "份稿件"))

    def for_check(self, kind: Kind) -> Admission:
        """Where a check waits: a few sentences must not wait for eight long drafts."""
        return self.questions if kind == "interactive" else self.drafts
