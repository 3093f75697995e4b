"""What there is to read: the cases of the documents that are open to somebody."""

from collections.abc import Collection, Iterable

from index.store import PassageStore
from people.courses import Course, closed_steps
from rag.quiz import Topic, list_topics

DOCUMENTS = 100  # whose cases are offered


class Cases:
    """The cases of a store. Safe to share between threads."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store

    def names(self, without: Collection[str]) -> list[tuple[str, str]]:
        """Document id and name of every case, but for documents ``without``."""
        return [(topic.document.id, topic.name) for topic in self._topics(without)]

    def find(self, document_id: str, name: str, without: Collection[str]) -> Topic | None:
        """The case of this name: of its document, or of the one that took its place."""
        if document_id not in without:
            with self._store.snapshot() as store:
                known = {entry.id for entry in store.documents()}
                topics = list_topics(store, [document_id]) if document_id in known else []
            if found := next((topic for topic in topics if topic.name == name), None):
                return found
        return next((topic for topic in self._topics(without) if topic.name == name), None)

    def closed(self, course: Course, without: Collection[str]) -> frozenset[int]:
        """The steps of a course that cannot be gone: their case was removed, or is not open to somebody."""
        present = {entry.id for entry in self._store.documents()} - set(without)
        read = [step.plan for step in course.steps if step.plan.kind == "read"]
        lost = {plan for plan in read if plan.document_id not in present}
        if lost:  # a newer version may hold the same case
            names = {name for _, name in self.names(without)}
            lost = {plan for plan in lost if plan.case not in names}
        return closed_steps(course.steps, {plan.document_id for plan in lost})

    def _topics(self, without: Collection[str]) -> Iterable[Topic]:
        with self._store.snapshot() as store:
            ids = [entry.id for entry in store.documents() if entry.id not in without]
            return list_topics(store, ids[:DOCUMENTS])
