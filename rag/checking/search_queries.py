"""What is searched for each sentence of a draft, encoded for several sentences at once."""

from collections.abc import Sequence

from index.embedding import Vectors
from rag.checking.claims import Claim
from rag.search import Retriever

Query = tuple[str, Vectors]  # words and their vector


class Queries:
    """What is searched for each sentence of a draft; encoded for several sentences at once."""

    AHEAD = 8  # sentences: a cancelled check has encoded no more than these in vain

    def __init__(self, claims: Sequence[Claim], retriever: Retriever) -> None:
        self._sentences = [claim.text for claim in claims]
        self._asked = [any(part.checkable for part in claim.parts) for claim in claims]
        self._retriever = retriever
        self._encoded: dict[int, list[Query]] = {}

    def of(self, number: int) -> list[Query]:
        """The sentence by itself, and after the one before it, which may name its subject."""
        if number not in self._encoded:
            ahead = range(number, min(number + self.AHEAD, len(self._sentences)))
            asked = {i: self._texts(i) for i in ahead}
            vectors = iter(self._retriever.encoded([text for texts in asked.values() for text in texts]))
            self._encoded = {i: [(text, next(vectors)) for text in texts] for i, texts in asked.items()}
        return self._encoded[number]

    def _texts(self, number: int) -> list[str]:
        if not self._asked[number]:
            return []
        words = self._sentences[number].folded
        return [words, *([self._sentences[number - 1].folded + words] if number else [])]
