"""The sentences of a text with the headings they stand under, those run into a paragraph too. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chinese import (
    ends_a_statement,
    field_label,
    foot_kind,
    ornament,
    read_numbering,
    split_sentences,
    trim,
)
from chinese.language_data import topic
from index.records import Block, Document, Span
from rag.answering.digest.roles import heading_role

LONGEST_HEADING = 40  # code points of a numbered line that heads the lines below it
RUN_IN = 20  # code points of a first sentence that heads its paragraph or item
PLAIN_RUN_IN = 14  # the same where it has no number
_CHINESE_NUMERALS = 5  # the style （一） of chinese.read_numbering; those below are as often items
LONG_CELL = 16  # code points of a cell that is read as text
_LABEL, _ITEM, _ORDINAL, _RUN_IN_DEPTH = 15.0, 20.0, 30.0, 40.0  # deeper than every numbered heading
_FRAMES = ("rule", "closing", "editing", "contact")  # lines of a foot
_FIRST = re.compile(
    topic("clauses").expression("item") + r"|[首其再最][先次后](?=[，,])|第[一二三四五六七八九]步[，,]"
)
_BRACKETED = re.compile(r"[【〔\[［][^】〕\]］]{1,12}[】〕\]］]")
_DIGIT = re.compile(r"[0-9０-９]")
_STOPS = "。！？!?：:；;"
_MARKS = "*#>_ \t\u3000"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, item or table line; offsets are code points of the document."""

    start: int
    end: int
    path: tuple[Span, ...]  # the headings over it inside the text, outermost first, without their numbers
    point: int  # counts the paragraphs, items and numbered sentences: those of one number belong together
    heads: bool = False  # whether it only heads the sentences after it: 一是会议搬到岸上。
    row: bool = False  # whether it is a table's line as laid out


@dataclass
class _Reader:
    document: Document
    path: list[tuple[float, Span]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    point: int = 0
    goes_on: bool = False  # whether the line before ended with ： or ；

    def enter(self, depth: float, words: Span) -> None:
        """A heading: those as deep or deeper end."""
        self.leave(depth)
        if words[0] < words[1]:
            self.path.append((depth, words))

    def leave(self, depth: float) -> None:
        self.path = [kept for kept in self.path if kept[0] < depth]

    def add(self, start: int, end: int, *, heads: bool = False, row: bool = False) -> None:
        path = tuple(words for _, words in self.path)
        self.sentences.append(Sentence(start, end, path, self.point, heads, row))

    def block(self, block: Block) -> None:
        """One line of the layout."""
        text = self.document.text
        self.point += 1
        line = text[block.start : block.end]
        if block.kind == "heading":
            depth = float(block.level) or _numbered(read_numbering(line)[0])
            self.enter(depth, bare_heading(text, block.start, block.end))
        elif block.cells:
            self._table_line(block)
        elif block.kind != "caption" and foot_kind(line) not in _FRAMES:
            self._prose(block, line)

    def _table_line(self, block: Block) -> None:
        text = self.document.text
        before = list(self.path)
        long = [cell for cell in block.cells if cell.end - cell.start >= LONG_CELL]
        headers = [header for cell in block.cells for header in cell.headers]
        honours = [header for header in headers if heading_role(text[slice(*header)]) == "荣誉"]
        if honours or not long:
            self.path += [(_LABEL, header) for header in honours[:1]]
            self.add(block.start, block.end, row=True)
            self.path = before
            return
        for cell in long:
            self.point += 1
            for header in cell.headers:
                self.path.append((_LABEL, header))
            for start, end in split_sentences(text[cell.start : cell.end]):
                self.add(cell.start + start, cell.start + end)
            self.path = list(before)

    def _prose(self, block: Block, line: str) -> None:
        text = self.document.text
        begin = block.start + ornament(line)
        rank, number = read_numbering(text[begin : block.end])
        number = max(number, block.marker)
        depth = _numbered(rank) if rank else (_ITEM if number or block.kind == "item" else 0.0)
        words = (begin + number, block.end)
        if self._is_heading(rank, line, words):
            self.enter(depth or _LABEL, bare_heading(text, *words))
            return
        if depth:
            self.leave(depth)
        elif not self.goes_on:
            self.leave(_ITEM)
        self._body(block, words[0] if depth else begin, depth)
        self.goes_on = text[block.end - 1] in "：:；;"

    def _is_heading(self, rank: int, line: str, words: Span) -> bool:
        """Whether a line heads those below: numbered, short and no statement, or in brackets as a whole."""
        if _BRACKETED.fullmatch(line.strip()):
            return True
        short = words[1] - words[0] <= LONGEST_HEADING and not ends_a_statement(line)
        plain = rank <= _CHINESE_NUMERALS or _DIGIT.search(self.document.text, *words) is None
        return bool(rank) and short and plain and not self.goes_on

    def _body(self, block: Block, begin: int, depth: float) -> None:
        text = self.document.text
        begin = self._label(begin, block.end)
        spans = [(begin + a, begin + b) for a, b in split_sentences(text[begin : block.end])]
        for at, (start, end) in enumerate(spans):
            words = text[start:end]
            first = _FIRST.match(words)
            if first and at:
                self.point += 1
            if first:
                self.leave(_ORDINAL)
            own = start if at else self._opening(block, start, depth)
            limit = RUN_IN if first or (depth and not at) else PLAIN_RUN_IN
            heads = (first or not at) and at + 1 < len(spans) and self._heads(start, end, limit)
            self.add(own, end, heads=bool(heads))
            if heads:
                level = _ORDINAL if first else (depth or _RUN_IN_DEPTH)
                skip = first.end() if first else 0
                self.enter(level, bare_heading(text, start + skip, end))

    @staticmethod
    def _opening(block: Block, start: int, depth: float) -> int:
        """A line's first sentence is shown with its number."""
        return block.start if depth else start

    def _heads(self, start: int, end: int, limit: int) -> bool:
        words = self.document.text[start:end].strip(_MARKS)
        quoted = words[:1] in "“‘「『" and words[-1:] in "”’」』"
        return len(words) <= limit and not quoted and _DIGIT.search(words) is None

    def _label(self, start: int, end: int) -> int:
        """主要做法：, 【背景】 in front of a paragraph: a heading of its own."""
        text = self.document.text
        line = text[start:end]
        bracket = _BRACKETED.match(line)
        name = field_label(line)
        if bracket and bracket.end() < len(line):
            self.enter(_LABEL, (start + 1, start + bracket.end() - 1))
            return trim(text, start + bracket.end(), end)[0]
        if name and heading_role(name) is not None:
            at = start + line.index(name)
            self.enter(_LABEL, (at, at + len(name)))
            return trim(text, at + len(name) + 1, end)[0]
        return start


def outline(document: Document, blocks: Sequence[Block], span: Span) -> list[Sentence]:
    """The sentences of ``span`` in reading order."""
    reader = _Reader(document)
    for block in _within(blocks, span):
        reader.block(block)
    return [one for one in reader.sentences if any(map(str.isalnum, document.text[one.start : one.end]))]


def _numbered(rank: int) -> float:
    """How deep a heading of a style of number stands, below those with a level."""
    return 7.0 + rank / 2


def bare_heading(text: str, start: int, end: int) -> Span:
    """A heading's words without number, brackets, marks and the stop at its end."""
    start += ornament(text[start:end])
    start += read_numbering(text[start:end])[1]
    while start < end and text[start] in _MARKS + "▍■◆▶·【〔[［":
        start += 1
    while start < end and text[end - 1] in _MARKS + _STOPS + "】〕]］":
        end -= 1
    return start, end


def _within(blocks: Sequence[Block], span: Span) -> Iterator[Block]:
    """The lines of a text; of a line that begins or ends outside it, the part inside."""
    for block in blocks:
        start, end = max(block.start, span[0]), min(block.end, span[1])
        if start < end:
            yield block if (start, end) == (block.start, block.end) else replace(block, start=start, end=end)
