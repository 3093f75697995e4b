"""Which honours meet what a question says of them, and who has them. Pure."""

from collections.abc import Callable, Iterator, Sequence

from chinese import find_persons, fold
from chinese.language_data import topic
from chinese.values import find_ranks
from index.catalogue import CaseEntry, Catalogue, DocumentCatalogue, Honour
from index.records import Span
from rag.answering.collection.coverage import covered
from rag.answering.collection.frames import Frame, best_called, frame_of, is_called, is_of, issue_words
from rag.answering.collection.nouns import GENERIC
from rag.answering.collection.records import Collected, Place, Row
from rag.answering.collection.wording import Wish

_DATA = topic("counted")
_MORE = frozenset(
    [
        *_DATA.words["giving"],
        *_DATA.words["holding"],
        *_DATA.words["leading"],
        *_DATA.words["containing"],
        *_DATA.words["measures"],
        *GENERIC,
    ]
)
_NAMED = 3  # code points of an honour's name from which words of a question may mean it
_PRONOUNS = frozenset(topic("awards").words["pronouns"])
_BODIES = ("unit", "branch")


def count_honours(
    wish: Wish, text: str, catalogue: Catalogue, text_of: Callable[[str], str]
) -> Collected | None:
    """The honours, or their holders, that a question asks for; None where the catalogue has none.

    ``text`` is the folded question. Never a count of nothing: an honour may be there in words that the
    catalogue does not read.
    """
    more = _MORE | issue_words(text)
    chosen: list[tuple[Frame, list[Row]]] = []
    for document in catalogue.documents:
        honours = [honour for honour in document.honours if _meets(wish, honour)]
        if not honours or not _holds_as_many(wish, document):
            continue
        body = text_of(document.document_id)
        frame = frame_of(document, body)
        if not is_called(frame, text) or (wish.numbers and not is_of(frame, wish.things)):
            continue
        named = frame.names(wish.runs, more)
        rows = [
            _row(frame, honour, body)
            for honour in honours
            if _is_of(wish, frame, honour, body, more, named=named)
        ]
        if rows:
            chosen.append((frame, rows))
    best = best_called([frame for frame, _ in chosen], text, wish.numbers)
    chosen = [(frame, rows) for frame, rows in chosen if frame in best]
    if not chosen or not _within(wish, chosen) or (wish.of_one and len(chosen) > 1):
        return None
    rows = [row for _, some in chosen for row in some]
    asks_honours = wish.noun == "honour"
    return Collected(
        counted="honour" if asks_honours else "holder",
        form=wish.form,
        operation=_operation(wish),
        count=len(rows) if asks_honours else _holders(rows),
        rows=tuple(rows),
        complete=False,
        by_document=tuple(
            (f.document.document_id, len(some) if asks_honours else _holders(some)) for f, some in chosen
        ),
    )


def _holds_as_many(wish: Wish, document: DocumentCatalogue) -> bool:
    """Whether a document has as many cases as a question says: 四个案例里哪些…."""
    counted = [number for noun, number in wish.numbers if noun in ("case", "piece", *_BODIES)]
    return all(number == len(document.cases) for number in counted)


def _meets(wish: Wish, honour: Honour) -> bool:
    sought = wish.sought
    if sought.ranks:
        own = [(rank.scale, rank.level) for rank in find_ranks(honour.name)]
        if any(rank not in own for rank in sought.ranks):
            return False
    return (not sought.levels or honour.level in sought.levels) and sought.year in (None, honour.year)


def _is_of(wish: Wish, frame: Frame, honour: Honour, body: str, more: frozenset[str], *, named: bool) -> bool:
    """Whether an honour is what the other words of a question say, and of the kind of holder asked for."""
    if not _of_kind(wish, honour, body):
        return False
    own = [fold(words) for words in (honour.unit, _words(body, honour.holder), _words(body, honour.giver))]
    name = fold(honour.name)

    def known(piece: str) -> bool:
        return (
            piece in frame.said
            or any(piece in words for words in own)
            or (piece in name and (len(piece) >= _NAMED or piece == name))
        )

    if any(not any(person in words for words in own) for person in wish.persons):
        return False
    if wish.noun == "person" and any(o in own[0] for o in wish.organisations):
        return False  # who of a body has an honour: not the body itself
    for body_named in wish.organisations:
        of_cases = any(body_named in fold(entry.case.unit) for entry in frame.document.cases)
        elsewhere = body_named in frame.said and not (of_cases and len(frame.document.cases) > 1)
        if not elsewhere and not any(body_named in words for words in own):
            return False
    return named or all(covered(run, known, more) for run in wish.runs)


def _of_kind(wish: Wish, honour: Honour, body: str) -> bool:
    """Whether the holder is a body where bodies are asked for, a person where persons are."""
    holder = honour.unit or _words(body, honour.holder)
    person = not honour.unit and _is_person(holder)
    if wish.sought.bodies is not None and (not holder or wish.sought.bodies == person):
        return False
    if wish.noun in _BODIES:
        return bool(holder) and not person and (wish.noun == "unit" or wish.word in fold(holder))
    return person if wish.noun == "person" and wish.word else True


def _is_person(holder: str) -> bool:
    return holder in _PRONOUNS or bool(find_persons(f"，{holder}，"))


def _within(wish: Wish, chosen: Sequence[tuple[Frame, list[Row]]]) -> bool:
    """Whether the honours lie within as many years as a question looks back over."""
    years = [row.year for _, rows in chosen for row in rows if row.year]
    return wish.sought.years is None or not years or max(years) - min(years) < wish.sought.years


def _holders(rows: Sequence[Row]) -> int:
    return len({(row.document_id, row.unit or row.honour) for row in rows})


def _operation(wish: Wish) -> str:
    said = [*wish.sought.levels, *([f"{wish.sought.year}年"] if wish.sought.year else [])]
    what = "荣誉" if wish.noun == "honour" else "获得荣誉者"
    return f"按{what}计数" + (f"（{'，'.join(said)}）" if said else "")


def _row(frame: Frame, honour: Honour, body: str) -> Row:
    document = frame.document
    entry = next((e for e in document.cases if e.case.order == honour.case_order), None)
    spans = dict.fromkeys(_spans(honour))
    return Row(
        document_id=document.document_id,
        case_order=honour.case_order,
        unit=honour.unit or _words(body, honour.holder),
        title=_title(entry),
        places=tuple(Place(document.document_id, *span) for span in spans),
        honour=honour.name,
        level=honour.level,
        year=honour.year,
        giver=_words(body, honour.giver),
        proposition=honour.proposition,
    )


def _spans(honour: Honour) -> Iterator[Span]:
    yield honour.start, honour.end
    yield from (span for span in (honour.holder, honour.giver, honour.year_at, honour.level_at) if span)


def _title(entry: CaseEntry | None) -> str:
    return entry.case.title if entry else ""


def _words(body: str, span: Span | None) -> str:
    return body[slice(*span)] if span else ""
