"""Where the words of a Chinese text begin and end, by the segmenter's dictionary. Pure."""

from bisect import bisect_right


class Words:
    """The segmenter's words of one text, with offsets in code points."""

    def __init__(self, text: str) -> None:
        import rjieba

        self._known = rjieba.has_word
        self.words: list[str] = []
        self.tags: list[str] = []
        self.starts: list[int] = []
        at = 0
        for word, tag in rjieba.tag(text):
            self.words.append(word)
            self.tags.append(tag)
            self.starts.append(at)
            at += len(word)
        self.edges = {*self.starts, at}

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
