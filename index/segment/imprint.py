"""Who issued a document: read where it says so, at its head or foot."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise

from chinese import (
    closes_a_text,
    is_byline,
    is_day,
    is_office,
    names_unit_column,
    organisation_spans,
)
from chinese.language_data import topic
from index.records import Block, Span
from index.segment.document_number import numbered_issuer, opens_with_number
from index.segment.issuing_words import adopter, explainer, maker_of, publisher, survey_group
from index.segment.subject_office import LEAD

HEAD, FOOT = 8, 8  # lines at either end that may say it
MAX_LINE = 90  # code points
OFTEN = 2  # times that a document names an office before it is its own
FEWEST = 4  # code points of an office's name that stands without a label
_DATA = topic("bylines")
_OFFICER = re.compile(_DATA.expression("officer"))
_AFTER_NAME = re.compile(_DATA.expression("title"))
_COMMITTEE = re.compile(_DATA.expression("committee"))
_SPEECH = re.compile(_DATA.expression("speech"))
_JOINT = re.compile(_DATA.expression("joint"))
_SIGNED = re.compile(_DATA.expression("signed"))
_LEADING_DATE = re.compile(_DATA.expression("leading_day"))
_PARTY = "中共"
_PIECES = re.compile(r"[\s　|｜·，,；;（）()〔〕\[\]*]+")  # and the stars of Markdown's bold
_DATED = re.compile(_DATA.expression("day"))
_SOURCE = re.compile(topic("imprint").expression("published"))
_UNNAMED = re.compile(r"[省市县区州旗][局厅委办](?:党组|党委|机关)")  # 市局机关党委
_PART_ENDS = r"(?:局|处|所|站|中心|[支大分]队|[医学]院|馆|分局)(?![长室级])"
_AROUND_TITLE = "【[《 　"
JOINT_SIGNERS = 2  # names that may stand over the last of those who sign together


def issuer_of(text: str, blocks: Sequence[Block], body: int = 0) -> Span | None:
    """Where the issuing body of a document is named whose title ends before block ``body``; None for nowhere.

    The foot goes before the head: a signature is who issued, a masthead may be whose paper it is.
    """
    foot = [s for s in _short_lines(text, blocks[max(body, len(blocks) - FOOT) :]) if _sends(text, s)]
    head = _short_lines(text, blocks[: _head_end(text, blocks, body)])
    sent = [s for s in _short_lines(text, blocks) if _sends(text, s)]
    below = [s for s in sent if s not in head]
    title = (blocks[0].start, blocks[body - 1].end) if body else (0, 0)
    spoken = _SPEECH.search(text, *title)
    titled = _named_first(text, title)
    signed = _signature(text, below)
    if titled and signed and text[slice(*signed)].removeprefix(_PARTY).startswith(text[slice(*titled)]):
        signed = titled  # signed by the committee of the office whose report it is
    if group := survey_group(text, head):
        return group
    if _JOINT.search(text, *title):
        return signed
    unit = (
        signed
        or _first(foot, lambda line: _alone(text, line))
        or _first_filled(text, blocks)
        or publisher(text, [*head, *foot])
        or titled
        or adopter(text, head)
        or explainer(text, blocks)
        or numbered_issuer(text, head)
        or (None if spoken else _spoken_for(text, head, sent))
        or publisher(text, [s for s in sent if _DATED.search(text, *s)])
    )
    if unit and titled and _is_section(text[slice(*unit)], text[slice(*titled)]):
        return titled
    if not unit or unit == titled:
        return unit
    return _office_told_of(text, blocks, body, unit) or _office(text, unit)


def _office_told_of(text: str, blocks: Sequence[Block], body: int, unit: Span) -> Span | None:
    """The office that an article's text begins with, where its source is one of which that is a part.

    来源：某局机关党委 over a text of 某局某处; 来源：市局机关党委, in which no name of the office stands.
    """
    line = next(b for b in blocks if b.start <= unit[0] < b.end)
    if not _SOURCE.search(text[line.start : line.end]):
        return None
    lead = next((b.start for b in blocks[body:] if not _is_short(text[b.start : b.end])), len(text))
    if _UNNAMED.match(text[slice(*unit)]):
        named = ((lead + a, lead + b) for a, b in organisation_spans(text[lead : lead + LEAD]))
        return next((span for span in named if is_office(text[slice(*span)])), None)
    whole = re.escape(_COMMITTEE.sub("", text[slice(*unit)]))
    part = re.compile(rf"{whole}[\u3400-\u9fff]{{1,10}}?{_PART_ENDS}").search(text, lead, lead + LEAD)
    return part.span() if part else None


def _spoken_for(text: str, head: Sequence[Span], lines: Sequence[Span]) -> Span | None:
    """The office of an officer named at the head, else one that stands alone there or in a byline."""
    bylines = (line for line in lines if is_byline(text[slice(*line)]))
    return _first(head, lambda line: _officer(text, line)) or _first(
        chain(head, bylines), lambda line: _alone(text, line)
    )


def _head_end(text: str, blocks: Sequence[Block], body: int) -> int:
    """The block at which the running text begins."""
    for index, block in enumerate(blocks[: body + HEAD]):
        if index >= body and (block.cells or not _is_short(text[block.start : block.end])):
            return index
    return min(len(blocks), body + HEAD)


def _first_filled(text: str, blocks: Sequence[Block]) -> Span | None:
    """The office in the first blank of a form that asks for the one that applies or reports."""
    for block in blocks:
        for cell in block.cells if block.kind == "field" else ():
            asks = any(names_unit_column(text[a:b]) for a, b in cell.headers)
            if asks and is_office(text[cell.start : cell.end]):
                return cell.start, cell.end
    return None


def _is_section(name: str, whole: str) -> bool:
    """Whether a name is that of a section of ``whole``, called by its last characters: 院党委组织部."""
    return any(len(name) > size and name.startswith(whole[-size:]) for size in range(2, len(whole)))


def _office(text: str, unit: Span) -> Span:
    """The office whose party committee is ``unit``, where the document speaks of the office itself."""
    start, end = unit
    committee = _COMMITTEE.search(text[start:end])
    if not committee:
        return unit
    start += len(_PARTY) if text.startswith(_PARTY, start) else 0
    office = text[start : unit[0] + committee.start()]
    if not is_office(office):
        return unit
    bare = len(re.findall(re.escape(office) + r"(?!机关|党)", text))
    alone = re.search(rf"^[\s　]*{re.escape(office)}[\s　]*$", text, re.MULTILINE)
    return (start, start + len(office)) if bare >= OFTEN or alone else unit


def _first(lines: Iterable[Span], read: Callable[[Span], Span | None]) -> Span | None:
    return next(filter(None, map(read, lines)), None)


def _signature(text: str, lines: Sequence[Span]) -> Span | None:
    """The office that signs: alone on a line, with the day after it or on the next line."""
    for at, (line, below) in enumerate(pairwise([*lines, (0, 0)])):
        words = text[slice(*line)]
        dated = _SIGNED.fullmatch(words)
        name = dated["name"] if dated else words
        if len(name) < FEWEST or not is_office(name):
            continue
        if dated or is_day(text[slice(*below)]):
            return _first_signer(text, lines[:at]) or (line[0], line[0] + len(name.split()[0]))
    return None


def _first_signer(text: str, above: Sequence[Span]) -> Span | None:
    """The first of those who sign together, one or two names over the last; a longer list is none."""
    signers: list[Span] = []
    for line in reversed(above[-JOINT_SIGNERS - 1 :]):
        if not is_office(text[slice(*line)]):
            break
        signers.insert(0, line)
    return signers[0] if 0 < len(signers) <= JOINT_SIGNERS else None


def _sends(text: str, line: Span) -> bool:
    return not closes_a_text(text[slice(*line)])


def _short_lines(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The lines outside tables that are no running text."""
    return [(b.start, b.end) for b in blocks if not b.cells and _is_short(text[b.start : b.end])]


def _is_short(line: str) -> bool:
    return len(line) <= MAX_LINE and not line.rstrip("）)”").endswith(("。", "！", "？", "；", "，", "："))


def _officer(text: str, line: Span) -> Span | None:
    """The office in 某县卫生健康局党组书记、局长　某某."""
    match = _OFFICER.search(text, *line)
    if not match or not is_office(match["unit"]):
        return None
    return match.span("unit")


def _alone(text: str, line: Span) -> Span | None:
    """The office in a line that, its date aside, is a name and little else."""
    at = line[0]
    for piece in _PIECES.split(text[slice(*line)]):
        at = text.index(piece, at) if piece else at
        if opens_with_number(text, at, line[1]):
            return None  # the letters of a document's number are no name
        date = _LEADING_DATE.match(piece)
        skipped = date.end() if date else 0
        name = maker_of(piece[skipped:])
        if len(name) >= FEWEST and is_office(name):
            return at + skipped, at + skipped + len(name)
        at += len(piece)
    return None


def _named_first(text: str, title: Span) -> Span | None:
    """The office that a title opens with: 某市某局2024年度工作总结."""
    opens = next((at for at in range(*title) if text[at] not in _AROUND_TITLE), title[0])
    words = text[opens : title[1]]
    for end in range(min(len(words), MAX_LINE) - 1, FEWEST - 1, -1):
        name = words[:end]
        general = name.endswith(("机关", "单位", "干部", "党员"))
        if _AFTER_NAME.match(words[end:]) and not general and is_office(name):
            return opens, opens + end
    return None
