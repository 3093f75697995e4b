"""A proposition as the reader reads it: ``carried ‖ core``, in the order of the document. Pure."""

from dataclasses import dataclass

from index.records import Document, Proposition

CORE = "："  # between what is carried and the core
APART = "；"  # between carried words that stand apart
TITLE = "｜"  # after the document's title
TOUCHING = 2  # code points between carried words that are read as they stand, a comma say
LEAD = 160  # code points of carried words at most: the reader looks at 448 tokens in all
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class PropositionText:
    """What is read; the core begins at ``at``, so that a span's place in the document follows."""

    text: str
    at: int  # code points: where the core begins

    @property
    def core(self) -> str:
        """The words that say it."""
        return self.text[self.at :]


def proposition_text(document: Document, proposition: Proposition) -> PropositionText:
    """The document's title, the carried words and the core; of a long lead only its two ends."""
    lead = _lead(document.title, _carried(document.text, proposition))
    return PropositionText(lead + document.text[proposition.start : proposition.end], len(lead))


def sentence_text(document: Document, context: str, sentence: str) -> str:
    """A sentence in the same form: the document's title and the headings it stands under come first."""
    return _lead(document.title, context.replace("\n", APART)) + sentence


def _lead(title: str, words: str) -> str:
    if title and title not in words:
        words = f"{title}{TITLE}{words}"
    lead = f"{words}{CORE}" if words else ""
    if len(lead) <= LEAD:
        return lead
    first = LEAD * 3 // 8
    return f"{lead[:first]}{LEFT_OUT}{lead[first + 1 - LEAD :]}"


def _carried(text: str, proposition: Proposition) -> str:
    words, last = "", 0
    for start, end in sorted({(part.start, part.end) for part in proposition.carried}):
        if words and end <= last:
            continue
        if words and start > last:
            between = text[last:start]
            words += between if len(between) <= TOUCHING and "\n" not in between else APART
        words += text[max(start, last) if words else start : end]
        last = end
    return words
