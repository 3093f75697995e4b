"""An answer with words that the text itself calls wrong -> the same with the sentence that says so. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chinese import Withdrawn, withdrawn
from rag.answering.compose import MARKERS, MAX_ANSWER, MAX_SHAPED, Composition, clause_around
from rag.citing import Draft, Place

ROOM = 90  # code points of a sentence that corrects
LEAST = 40  # with less room than that, none is shown


def with_corrections(composed: Composition) -> Composition:
    """Append what corrects the words shown; a short answer that is one of them leads no more.

    As many as fit; further sentences of the answer make room for the first.
    """
    places = [place for draft in composed.drafts for place in draft.places]
    found = [(place, one) for place in places for one in _inside(place)]
    if not found:
        return composed
    wrong = {place.document.text[one.start : one.end] for place, one in found}
    drafts, span = composed.drafts, composed.span
    if span and any(words in span or span in words for words in wrong):
        drafts, span = tuple(draft for draft in drafts if draft.text != span) or drafts, None
    cited = {(place.document.id, place.start) for place in places}
    new = {(place.document.id, one.by): (place, one) for place, one in found}
    rest = [pair for pair in new.values() if (pair[0].document.id, pair[1].by[0]) not in cited]
    return _fitted(replace(composed, span=span, drafts=drafts), rest)


def _fitted(composed: Composition, corrections: Sequence[tuple[Place, Withdrawn]]) -> Composition:
    """With the corrections in the room that an answer has."""
    drafts, groups = list(composed.drafts), list(composed.groups)
    limit = MAX_ANSWER if _size(drafts) <= MAX_ANSWER else MAX_SHAPED
    while corrections and len(drafts) > 1 and _size(drafts) + ROOM + MARKERS > limit:
        drafts.pop()
        groups = groups[: len(drafts)]
    for place, one in corrections:
        room = min(ROOM, limit - _size(drafts) - MARKERS)
        if room >= LEAST:
            drafts.append(_draft(place, one, room))
            groups += [""] * bool(groups)
    return replace(composed, drafts=tuple(drafts), groups=tuple(groups))


def _size(drafts: Sequence[Draft]) -> int:
    return sum(len(draft.text) + MARKERS * len(draft.places) for draft in drafts)


def _inside(place: Place) -> Iterator[Withdrawn]:
    """What of a place's own words the text corrects elsewhere."""
    for one in withdrawn(place.document.text):
        if place.start <= one.start and one.end <= place.end and not place.start <= one.by[0] < place.end:
            yield one


def _draft(place: Place, one: Withdrawn, room: int) -> Draft:
    start, end = one.by
    text = place.document.text
    words = text[one.start : one.end]
    at = max(text.find(words, start, end) - start, 0)
    shown = clause_around(text[start:end], at, at + len(words), room)
    return Draft(shown, (Place(place.document, None, start, end),))
