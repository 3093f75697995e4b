"""Paragraphs and items of a case -> propositions. Pure."""

import re
from dataclasses import dataclass, field

from chinese import is_organisation, read_numbering, split_sentences
from index.records import Block, Carried, CarriedRole, Proposition, Span
from index.segment.propositions import grammar
from index.segment.propositions.context import Context, below, in_order, item_depth
from index.segment.propositions.line import Line
from index.segment.propositions.relations import Statement
from index.segment.propositions.statements import statements
from index.segment.propositions.values import values_of

_RUN_IN = 30  # code points of a first sentence that heads its paragraph, at most
_STEM = 60  # code points of an item that those under it carry, at most
_ORDINAL_DEPTH = 9.0  # 一是 stands below all numbers, above bullets
_ADMINISTRATIVE = re.compile(r"^.{0,4}[省市县区州镇乡旗]|街道")


@dataclass
class Prose:
    """Reads the lines of one case one after the other."""

    context: Context
    propositions: list[Proposition] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)  # numbers and labels that say nothing themselves
    goes_on: bool = False  # whether the line before ended with ： or ；
    head: Span | None = None  # the item that heads the paragraphs under it
    last: float = 0.0  # how deep the line above stands; 0 for a paragraph
    heads: dict[float, bool] = field(default_factory=dict)  # for depths with items: whether one headed some

    def line(self, block: Block, start: int, end: int) -> None:
        """One paragraph or item, ``[start, end)`` of the document."""
        text = self.context.document.text
        begin, depth = self._opening(block, start, end)
        if begin >= end:
            return
        if text[end - 1] in "？?" and self._asks(begin, end):
            return
        if depth:
            self.context.enter_item(depth)
        elif not self.goes_on:
            self.context.items = self._headed(text[begin:end])
        label, begin = self._label(begin, end)
        line = Line(text[begin:end], begin)
        self._add(line, statements(line), bool(depth), label)
        self._introduce(line, depth)
        self._head(line, depth)
        self.goes_on = text[end - 1] in "：:；;"

    def _opening(self, block: Block, start: int, end: int) -> tuple[int, float]:
        """Where the words begin, and how deep the item stands; 0 for a paragraph."""
        text, at = self.context.document.text, start
        if article := grammar.ARTICLE.match(text[at:end]):
            label = grammar.LABEL.match(text[at + article.end() : end])
            stop = at + article.end() + (label.end() if label else 0)
            self.context.article, self.context.items, self.goes_on = (at, stop), [], False
            return self._past(at, stop), 0.0
        if answer := grammar.ANSWER.match(text[at:end]):
            return self._past(at, at + answer.end()), 0.0
        rank, length = read_numbering(text[at:end])
        if not length and (item := grammar.ITEM.match(text[at:end])):
            return self._past(at, at + item.end()), _ORDINAL_DEPTH
        length = max(length, block.marker)
        question = grammar.QUESTION.match(text[at + length : end])
        if question and text[end - 1] in "？?" and question.end() < end - at - length:
            length += question.end()
        depth = item_depth(rank, block) if length or block.kind == "item" else 0.0
        return self._past(at, at + length), depth

    def enter_section(self) -> None:
        """A heading: no item above it heads anything below."""
        self.head, self.last, self.heads = None, 0.0, {}

    def _head(self, line: Line, depth: float) -> None:
        """Note whether an item may head what follows: （一）红旗党委 over names, not one of a plain list."""
        if depth:
            named = len(line.text) <= _RUN_IN and not grammar.SAID.search(line.text)
            may = named and depth != self.last and self.heads.get(depth, True)
            self.head = self.context.items[-1][1] if may and self.context.items else None
            self.heads = {d: headed for d, headed in self.heads.items() if d <= depth} | {
                depth: self.heads.get(depth, False)
            }
        self.last = depth

    def _headed(self, words: str) -> list[tuple[float, Span]]:
        """The items that a paragraph stands under: the one that heads it, and those above that one."""
        items = self.context.items
        at = next((i for i, (_, span) in enumerate(items) if span == self.head), None)
        if at is None or grammar.CLOSING.search(words):
            self.head = None
            return []
        self.heads[items[at][0]] = True
        return items[: at + 1]

    def _past(self, start: int, end: int) -> int:
        self.marks.append((start, end))
        text = self.context.document.text
        while end < len(text) and text[end] in " \t\u3000：:、.．，,":
            end += 1
        return end

    def _label(self, start: int, end: int) -> tuple[list[Carried], int]:
        """【县水务局】 in front of a paragraph: what all of it is about."""
        text = self.context.document.text
        found = grammar.LABEL.match(text[start:end])
        if found is None or start + found.end() >= end:
            return [], start
        opening = start + len(found.group()) - len(found.group().lstrip())
        words = opening + 1, start + found.end() - 1
        role: CarriedRole = "unit" if is_organisation(text[slice(*words)]) else "path"
        return [Carried(role, *words)], start + found.end()

    def _asks(self, start: int, end: int) -> bool:
        """Whether the line is one question: what follows answers it."""
        if len(split_sentences(self.context.document.text[start:end])) != 1:
            return False
        self.context.question, self.context.items, self.goes_on = (start, end), [], False
        return True

    def _introduce(self, line: Line, depth: float) -> None:
        """What the items under this line lean on."""
        sentences = split_sentences(line.text)
        first, last = sentences[0], sentences[-1]
        if grammar.ADDRESSED.search(line.text.rstrip()) and not depth:
            return
        if line.text.rstrip()[-1] in "：:":
            under = depth or next((d for d, span in self.context.items if span == self.head), 0.0)
            self.context.open_item(below(under), _placed(line, (last[0], last[1] - 1)))
        elif depth and first[1] - first[0] <= _STEM:
            self.context.open_item(depth, _placed(line, first))

    def _add(self, line: Line, said: list[Statement], item: bool, label: list[Carried]) -> None:
        base = [*self.context.carried(), *label]
        run_in = _run_in(line) if item else None
        for at, statement in enumerate(said):
            core = (statement.start, statement.end)
            parts = [Carried(role, line.base + a, line.base + b) for role, a, b in statement.carried]
            if run_in and core[0] >= run_in[1]:
                parts.append(Carried("stem", *_placed(line, run_in)))
            whole = at + 1 < len(said) and said[at + 1].part and not statement.part
            around = [part for part in base if part.role != "unit" or self._under(line, statement)]
            placed = _placed(line, core)
            values = values_of(line, core, statement.part, whole, statement.clause)
            self.propositions.append(
                Proposition(
                    self.context.document.id, self.context.case_order, "item" if item else "clause", *placed,
                    in_order([*around, *parts], placed), values,
                )
            )  # fmt: skip

    def _under(self, line: Line, statement: Statement) -> bool:
        """Whether the statement may be about the case's unit: not where it names another one."""
        if statement.subject is None or self.context.unit is None:
            return True
        named = line.text[slice(*statement.subject)]
        unit = self.context.document.text[slice(*self.context.unit)]
        if named in unit or unit in named or not is_organisation(named):
            return True
        return _ADMINISTRATIVE.search(named) is None


def _run_in(line: Line) -> Span | None:
    """A short first sentence without a value that heads the others."""
    sentences = split_sentences(line.text)
    start, end = sentences[0]
    if len(sentences) < 2 or end - start > _RUN_IN or line.has_value(start, end):
        return None
    return start, end


def _placed(line: Line, span: Span) -> Span:
    return line.base + span[0], line.base + span[1]
