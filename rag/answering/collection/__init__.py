"""Questions that the catalogue answers by counting: how many cases, which units, honours, mentions.

    catalogue = Collection(store).catalogue()                # index.library, kept until the store changes
    answer = collected(question, catalogue, lambda id_: store.document(id_).text)

``question`` is ``rag.answering.question.analyse``'s. ``answer`` is None where the question is none that the
catalogue answers, or where it takes for granted what is not so (八个案例都是哪些单位, of ten): it is left to
the propositions then. Else ``count``, the ``rows`` with the ``places`` to be cited of each, the ``operation``
to be named, ``complete`` (false: 可能不全), ``by_document`` where it may be of several, and in ``open`` the
clauses of the question that are not answered thereby.

records.py    what is handed over
wording.py    question -> what is to be counted; filters.py, what is said of an honour; coverage.py, whether
              every other word of the question is said of what is counted: none may be left over
frames.py     what a document says of itself, and whether the question speaks of it
cases.py honours.py mentions.py documents.py   the counts; count.py, which of them is asked for
"""

from rag.answering.collection.count import asks_count, collected
from rag.answering.collection.frames import Frame, frame_of
from rag.answering.collection.records import Collected, Counted, Form, Place, Row

__all__ = [
    # count
    "asks_count",
    "collected",
    # frames
    "Frame",
    "frame_of",
    # records
    "Collected",
    "Counted",
    "Form",
    "Place",
    "Row",
]
