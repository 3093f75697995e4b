"""A trainee's progress as a table: by case, kind and topic. Pure; the page and the file show these rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from people import Progress, StoredQuestion, percent
from rag.quiz import KINDS

PROGRESS = ("分类", "名称", "题库", "做过", "答对", "掌握率（%）")
CASE, KIND, TOPIC = "案例", "题型", "主题"

Topics = Mapping[str, Sequence[str]]  # document id -> its topics


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: how many questions there are, were answered, and are right now."""

    what: str  # CASE, KIND or TOPIC
    name: str
    total: int
    answered: int
    right: int

    @property
    def percent(self) -> float:
        """The right ones among those answered."""
        return percent(self.right, self.answered)


def shares(progress: Sequence[Progress], bank: Iterable[StoredQuestion], topics: Topics) -> list[Share]:
    """The bars of everything that was answered at least once, in groups.

    Args:
        progress: of one trainee
        bank: the questions that may be asked now
        topics: of each document; one that has none is a topic of its own

    """
    asked: Counter[tuple[str, str]] = Counter()
    for question in bank:
        asked.update(_names(question.document_id, question.case, question.kind, topics))
    answered: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for row in progress:
        for name in _names(row.document_id, row.case, row.kind, topics):
            answered[name] += row.answered
            right[name] += row.right
    order = [CASE, KIND, TOPIC]
    return [
        # One that was retired since is answered and no longer asked.
        Share(*name, max(asked[name], answered[name]), answered[name], right[name])
        for name in sorted(answered, key=lambda name: (order.index(name[0]), name[1]))
    ]


def progress_rows(bars: Iterable[Share]) -> list[tuple[str, str, int, int, int, float]]:
    """One row a bar, under PROGRESS."""
    return [(bar.what, bar.name, bar.total, bar.answered, bar.right, bar.percent) for bar in bars]


def _names(document_id: str, case: str, kind: str, topics: Topics) -> list[tuple[str, str]]:
    kinds: Mapping[str, str] = {str(known): name for known, name in KINDS.items()}
    of_document = topics.get(document_id) or ("已移除的资料",)
    return [(CASE, case), (KIND, kinds.get(kind, kind)), *((TOPIC, topic) for topic in of_document)]
