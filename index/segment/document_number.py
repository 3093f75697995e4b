"""Who issued a document that says so by the letters of its number alone: 松直工委发〔2024〕9号. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from chinese import is_office, organisation_spans, within
from chinese.language_data import topic
from index.records import Span

SEARCHED = 3000  # code points of the document that may name it
OFTEN = 2  # times that it names it
_NUMBER = re.compile(topic("bylines").expression("number"))


def opens_with_number(text: str, start: int, end: int) -> bool:
    """Whether the words in ``[start, end)`` begin with a document's number."""
    return _NUMBER.match(text, start, end) is not None


def numbered_issuer(text: str, head: Sequence[Span]) -> Span | None:
    """Where the office is named first whose name has the letters, the place's aside, of the number above.

    Of several the one named most often; one that the document names only once is not sure enough.
    """
    number = next(filter(None, (_NUMBER.search(text, *line) for line in head)), None)
    if number is None:
        return None
    letters = number["letters"][1:]  # 松 of 松直工委 is the place, which a document leaves out of the name
    spans = [
        span
        for span in organisation_spans(text[:SEARCHED])
        if span[0] >= number.end() and is_office(text[slice(*span)])
    ]
    named = Counter(text[slice(*span)] for span in spans)
    fitting = [n for n in named if len(letters) > 1 and within(letters, n) and named[n] >= OFTEN]
    if not fitting:
        return None
    name = max(fitting, key=lambda n: named[n])
    return next(span for span in spans if text[slice(*span)] == name)
