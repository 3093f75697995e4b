"""A checked draft as HTML. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag import reports
from rag.citing import aside
from rag.records import Check, CheckedPart, Citation, Difference
from rag.reports import PROBLEMS, Piece, Range, State, cut, draft_marks, quote_marks, state
from ui.feedback import Buttons
from ui.templating import render

WAITING = "正在准备核查…"
# Beside the colour and the line: for whoever tells no red from green, and for print.
SIGNS: dict[State, str] = {"supported": "✓", "contradicted": "✗", "unverifiable": "?", "unchecked": "–"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A state of a sentence as it is shown."""

    name: State

    @property
    def sign(self) -> str:
        return SIGNS[self.name]

    @property
    def words(self) -> str:
        return reports.WORDS[self.name]

    @property
    def meaning(self) -> str:
        return reports.MEANINGS[self.name]


def running_html(done: int, total: int, waiting: str = "") -> str:
    """How far a check is, in sentences; ``total`` 0 is not begun yet, ``waiting`` says why."""
    return render("checking/running.html", done=done, total=total, waiting=waiting or WAITING)


def result_html(check: Check) -> str:
    """The whole draft, its sentences coloured, with counts, legend, filter and tools."""
    return render(
        "checking/result.html",
        check=check,
        narrowed=reports.SCOPE,
        counts=[(_Shown(name), count) for name, count in reports.counts(check).items()],
        report=reports.plain_report(check),
        paragraphs=[[_piece(check, piece) for piece in pieces] for pieces in reports.paragraphs(check)],
    )


def detail_html(check: Check, number: int, buttons: Buttons | None = None) -> str:
    """Sentence ``number`` beside its sources; ``buttons`` judge its verdict."""
    sentence = check.sentences[number]
    parts = [part for part in sentence.parts if part.checkable] or list(sentence.parts[:1])
    return render(
        "checking/detail.html",
        state=_Shown(state(sentence)),
        number=number + 1,
        parts=[_part(check, part) for part in parts],
        buttons=buttons,
    )


def hint_html() -> str:
    """What stands where a sentence's sources will: how to get them."""
    return render("checking/hint.html")


def start_html(sample: str, *, empty: bool) -> str:
    """What stands above an empty draft: what the tab does, and ``sample`` to try it on."""
    return render("checking/start.html", sample=sample, empty=empty)


def upload_html(formats: Sequence[str], limit: int) -> str:
    """The button that reads a file; more than ``limit`` bytes are not sent."""
    return render("checking/upload.html", formats=formats, limit=limit)


def _piece(check: Check, piece: Piece) -> dict[str, object]:
    if piece.sentence is None:
        words = [(check.text[piece.start : piece.end], False)]
        return {"sentence": None, "problem": False, "words": words}
    sentence = check.sentences[piece.sentence]
    name = state(sentence)
    return {
        "sentence": piece.sentence,
        "state": _Shown(name),
        "problem": name in PROBLEMS,
        "first": piece.first,
        "last": piece.last,
        "words": list(_marked(check.text, piece.start, piece.end, draft_marks(sentence.differences))),
    }


def _part(check: Check, part: CheckedPart) -> dict[str, object]:
    return {
        "state": _Shown(state(part)),
        "sureness": reports.sureness(part, check.text),
        "differences": [_difference(difference) for difference in part.differences],
        "words": list(_marked(check.text, part.start, part.end, draft_marks(part.differences))),
        "label": reports.SHORT if part.verdict == "unverifiable" else "资料",
        "quotes": [_quote(citation, part.differences) for citation in part.evidence],
    }


def _difference(difference: Difference) -> tuple[str, str]:
    kind = reports.KINDS[difference.kind]
    return kind, reports.difference_words(difference).removeprefix(kind)


def _quote(citation: Citation, differences: Sequence[Difference]) -> dict[str, object]:
    place = f"第{citation.paragraph}段" if citation.paragraph > 0 else "标题"
    place += aside(citation)
    facts = [("文件", citation.document), ("案例", citation.case), ("单位", citation.unit), ("位置", place)]
    words = _marked(citation.quote, 0, len(citation.quote), quote_marks(citation, differences))
    return {"citation": citation, "facts": facts, "words": list(words)}


def _marked(text: str, start: int, end: int, marks: Sequence[Range]) -> Iterator[tuple[str, bool]]:
    return ((text[a:b], marked) for a, b, marked in cut(start, end, marks))
