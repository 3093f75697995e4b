"""An answer with words that the text itself calls wrong -> the same with the sentence that says so. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from chinese import Withdrawn, withdrawn
from rag.answering.compose import Composition, clause_around
from rag.citing import Draft, Place

ROOM = 90  # code points of a sentence that corrects
MOST = 2  # of them beside one answer


def with_corrections(composed: Composition) -> Composition:
    """Append what corrects the words shown; a short answer that is one of them leads no more."""
    places = [place for draft in composed.drafts for place in draft.places]
    found = [(place, one) for place in places for one in _inside(place)]
    if not found:
        return composed
    cited = {(place.document.id, place.start) for place in places}
    new = {(place.document.id, one.by): (place, one) for place, one in found}
    added = [_draft(*pair) for pair in new.values() if (pair[0].document.id, pair[1].by[0]) not in cited]
    wrong = {place.document.text[one.start : one.end] for place, one in found}
    drafts, span = composed.drafts, composed.span
    if span and any(words in span or span in words for words in wrong):
        drafts, span = tuple(draft for draft in drafts if draft.text != span) or drafts, None
    groups = composed.groups and (*composed.groups, *("" for _ in added[:MOST]))
    return replace(composed, span=span, drafts=(*drafts, *added[:MOST]), groups=groups)


def _inside(place: Place) -> Iterator[Withdrawn]:
    """What of a place's own words the text corrects elsewhere."""
    for one in withdrawn(place.document.text):
        if place.start <= one.start and one.end <= place.end and not place.start <= one.by[0] < place.end:
            yield one


def _draft(place: Place, one: Withdrawn) -> Draft:
    start, end = one.by
    text = place.document.text
    words = text[one.start : one.end]
    at = max(text.find(words, start, end) - start, 0)
    return Draft(
        clause_around(text[start:end], at, at + len(words), ROOM), (Place(place.document, None, start, end),)
    )
