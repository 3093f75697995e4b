"""What the lines of a case stand under: headings, unit, article, question, the items above. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from chinese import read_numbering
from index.records import Block, Carried, CarriedRole, Case, Document, Span
from index.segment.segmentation import Segmentation, unit_place

_ORDER: tuple[CarriedRole, ...] = (
    "path", "unit", "question", "stem", "caption", "speaker", "time", "condition", "exception", "group",
    "row", "column", "subject", "predicate",
)  # fmt: skip
_RANK = {role: rank for rank, role in enumerate(_ORDER)}
_UNNUMBERED = 50  # how deep an item with a bullet stands, below all numbers
_BELOW = 0.5  # how much deeper what a line introduces stands than the line itself


@dataclass
class Context:
    """The words above a line, outermost first; offsets of the document."""

    document: Document
    case_order: int | None = None
    unit: Span | None = None
    above: tuple[Span, ...] = ()  # headings over the case, the document's title and its own heading
    headings: list[tuple[float, Span]] = field(default_factory=list)  # inside the case: depth, words
    article: Span | None = None
    question: Span | None = None
    items: list[tuple[float, Span]] = field(default_factory=list)  # depth, the words of an item or a stem
    table: tuple[Carried, ...] = ()  # inside a cell: what it stands under and beside

    def carried(self) -> list[Carried]:
        """All of it."""
        spans = [*self.above, *(span for _, span in self.headings)]
        parts = [Carried("path", *span) for span in spans]
        if self.article:
            parts.append(Carried("path", *self.article))
        if self.unit:
            parts.append(Carried("unit", *self.unit))
        if self.question:
            parts.append(Carried("question", *self.question))
        return [*parts, *self.table, *(Carried("stem", *span) for _, span in self.items)]

    def enter_heading(self, block: Block, words: Span, text: str) -> None:
        """A heading inside the case: those as deep or deeper end."""
        rank, _ = read_numbering(text)
        depth = float(block.level) if block.level else 10.0 + (rank or 20)
        self.headings = [kept for kept in self.headings if kept[0] < depth]
        self.headings.append((depth, words))
        self.article = self.question = None
        self.items = []

    def enter_item(self, depth: float) -> None:
        """An item: those as deep or deeper end."""
        self.items = [kept for kept in self.items if kept[0] < depth]

    def open_item(self, depth: float, words: Span) -> None:
        """The words that the items below lean on."""
        self.items.append((depth, words))


def item_depth(rank: int, block: Block) -> float:
    """How deep an item stands: by the style of its number, else by the format."""
    return float(rank) if rank else _UNNUMBERED + block.level


def below(depth: float) -> float:
    """Just below ``depth``."""
    return depth + _BELOW


def in_order(parts: Sequence[Carried], core: Span) -> tuple[Carried, ...]:
    """The carried words outermost first, none twice, none that the core holds itself."""
    kept: dict[Span, Carried] = {}
    for part in sorted(parts, key=lambda part: _RANK[part.role]):
        span = (part.start, part.end)
        if part.start < part.end and not (core[0] <= part.start and part.end <= core[1]):
            kept.setdefault(span, part)
    return tuple(kept.values())


def case_context(document: Document, case: Case, path: Sequence[str], title: Span | None) -> Context:
    """What the body of a case stands under."""
    heading = words_of(document.text, case.heading_start, case.heading_end)
    above = [title] if title else []
    above += located(document.text, path, case.heading_start)
    context = Context(document, case.order, above=tuple(dict.fromkeys([*above, heading])))
    context.unit = unit_place(document.text, case, above)
    if document.text[case.heading_start : case.heading_end].rstrip().endswith(("？", "?")):
        context.above, context.question = tuple(dict.fromkeys(above)), heading
    return context


def located(text: str, names: Sequence[str], before: int) -> list[Span]:
    """Where headings printed above ``before`` stand, the nearest of the same words."""
    spans = ((text.rfind(name, 0, before), len(name)) for name in names)
    return [words_of(text, at, at + length) for at, length in spans if at >= 0 and length]


def title_of(document: Document, segmentation: Segmentation) -> Span | None:
    """The document's own title: what is printed as one at its beginning, not the imprint at its end."""
    parts = [part for part in segmentation.parts if part.kind == "title"]
    if not parts:
        return None
    start, end = parts[0].start, parts[0].end
    for part in parts[1:]:
        if document.text[end : part.start].strip():
            break
        end = part.end
    return words_of(document.text, start, end)


def words_of(text: str, start: int, end: int) -> Span:
    """A heading without its number."""
    _, length = read_numbering(text[start:end])
    return start + length, end
