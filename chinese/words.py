"""Where the words of a Chinese text begin and end, by the segmenter's dictionary. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Self

# Marks that are words by themselves: the segmenter reads what stands on either side of one by itself.
APART = frozenset("，,、；;：:。！？!? \u3000\n“”‘’《》（）()")


class Words:
    """The words of one text with their tags, and offsets in code points. Never changed."""

    def __init__(self, words: Sequence[str], tags: Sequence[str]) -> None:
        self.words, self.tags = words, tags
        self._ends = [0, *accumulate(map(len, words))]
        self.starts = self._ends[:-1]

    @classmethod
    def of(cls, text: str) -> Self:
        """The words that the segmenter finds in ``text``."""
        import rjieba

        tagged = rjieba.tag(text)
        return cls([word for word, _ in tagged], [tag for _, tag in tagged])

    @classmethod
    def joined(cls, parts: "Sequence[Words]") -> Self:
        """The words of several texts on end."""
        return cls(
            [*chain.from_iterable(part.words for part in parts)],
            [*chain.from_iterable(part.tags for part in parts)],
        )

    def part(self, start: int, end: int) -> "Words":
        """The words inside ``[start, end)``, which begins and ends where a word does."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return Words(self.words[first:last], self.tags[first:last])

    @cached_property
    def edges(self) -> set[int]:
        """Where a word begins or ends."""
        return set(self._ends)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each word with its tag."""
        return zip(self.words, self.tags, strict=True)

    def _known(self, word: str) -> bool:
        import rjieba

        return bool(rjieba.has_word(word))

    def inside_word(self, start: int, end: int) -> bool:
        """Whether [start, end) begins or ends inside a word of the dictionary: 五次 of 三番五次."""
        return any(at not in self.edges and self._known(self.at(at)) for at in (start, end))

    def cut_at(self, end: int, start: int) -> bool:
        """Whether a word that begins at ``start`` or later goes on past ``end``: 部门 of 三部门."""
        if end in self.edges:
            return False
        index = bisect_right(self.starts, end) - 1
        return self.starts[index] >= start and self._known(self.words[index])

    def at(self, offset: int) -> str:
        """The word that holds the character at ``offset``."""
        return self.words[bisect_right(self.starts, offset) - 1]

    def start_of(self, offset: int) -> int:
        """Where the word that holds the character at ``offset`` begins; an edge is its own beginning."""
        return offset if offset in self.edges else self.starts[bisect_right(self.starts, offset) - 1]

    def end_of(self, offset: int) -> int:
        """Where the word ends that holds the characters on both sides of ``offset``; an edge is its own."""
        if offset in self.edges:
            return offset
        index = bisect_right(self.starts, offset) - 1
        return self.starts[index] + len(self.words[index])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the words ``first`` to ``last - 1``."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1])
