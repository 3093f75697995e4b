"""Readings with logits set by hand: one token a character, as the reader gives for Chinese text."""

import numpy as np

from index.records import Case, Document, Hit, Passage
from rag.reading.spans import Reading

LOW = -5.0  # logit of every token that was not chosen


def reading(text, *answers, relevance=0.0):
    """A reading in which each of ``answers``, (words, start logit, end logit), stands out."""
    opens, closes = np.full(len(text), LOW, np.float32), np.full(len(text), LOW, np.float32)
    for words, first, last in answers:
        start = text.index(words)
        opens[start], closes[start + len(words) - 1] = first, last
    starts = np.arange(len(text))
    return Reading(starts, starts + 1, opens, closes, relevance)


def case_of(unit, title, *paragraphs, name="甲.txt", order=1, lead=""):
    """A document of one case, and a function from words of its body to a hit with them as passage."""
    heading = f"{unit} {title}".strip()
    text = "\n".join([*([lead] if lead else []), heading, *paragraphs])
    document = Document(f"id-{name}", name, "", text)
    head = len(lead) + 1 if lead else 0
    body = head + len(heading) + 1
    case = Case(document.id, order, unit, title, head, head + len(heading), body, len(text))

    def hit(words, score=1.0, rank=1):
        start = text.index(words, body)
        end = start + len(words)
        identity = f"{document.id}:{start}-{end}"
        passage = Passage(identity, document.id, order, start, end, words, heading, 1)
        return Hit(passage, name, case, score, rank)

    return document, case, hit
