"""Claims on office documents -> (claim, text, label) pairs as rag/checking/bound gives them to the reader.

The text is what the program itself looks up and binds in a store of the claim's folder. Where that holds the
evidence, the pair has the claim's label; where it does not, the claim is unverifiable by it, at a low weight.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.records import Document
from rag.checking.bound.binding import BoundSentence, Sharing, bind
from rag.checking.bound.signals import told_of, window_of
from rag.checking.claims import Claim as DraftSentence
from rag.checking.claims import split_claims
from rag.checking.source_texts import Ground, grounds, stated_in
from rag.checking.stated import Stated
from rag.program import Program
from rag.settings import Settings
from training.pairs import LABELS, Claim, Pair

UNSEEN = 0.3  # weight of a claim whose evidence was not found
SHARED = 4  # code points of a quote that a proposition must hold to count as holding it


def bound_pairs(store: Path, claims: Sequence[Claim]) -> Iterator[Pair]:
    """A pair for each sentence of each claim; a claim for which nothing is found gives none."""
    with Program.open(Settings(store=store)) as program:
        for claim, sentence, sources in looked_up(program, claims):
            if stated := stated_in(sources):
                yield _pair(claim, bind(sentence.text, stated, Sharing(stated)))


def looked_up(
    program: Program, claims: Sequence[Claim]
) -> Iterator[tuple[Claim, DraftSentence, list[Ground]]]:
    """Each sentence of each claim with the grounds that the program would look it up in."""
    bot = program.chatbot
    settings = bot.settings.checking
    for claim in claims:
        for sentence in split_claims(claim["claim"]):
            hits = bot.retriever.search(sentence.text.folded, settings.passages)
            yield claim, sentence, grounds(bot.store, hits, settings.texts)


def _pair(claim: Claim, bound: BoundSentence) -> Pair:
    window = window_of(bound)
    text = told_of(bound, window)
    label = LABELS.index(claim["label"])
    unsaid = LABELS.index("unverifiable")
    if label == unsaid or _holds(window, bound, claim):
        return Pair(bound.text.text, text, label, 1.0)
    return Pair(bound.text.text, text, unsaid, UNSEEN)


def _holds(window: Sequence[Stated], bound: BoundSentence, claim: Claim) -> bool:
    """Whether every quote is held of a true claim, and half of them of an altered one."""
    told = [*window, *(one for b in bound.facts if b.holder for one in b.holder.stands_in)]
    quotes = claim.get("evidence") or []
    held = sum(any(_overlaps(one, quote, claim.get("doc")) for one in told) for quote in quotes)
    return held == len(quotes) if claim["label"] == "supported" else 2 * held >= len(quotes)


def _overlaps(stated: Stated, quote: str, name: str | None) -> bool:
    document: Document = stated.document
    if name and document.name != name:
        return False
    at = document.text.find(quote)
    while at >= 0:
        spans = [(stated.proposition.start, stated.proposition.end)]
        spans += [(c.start, c.end) for c in stated.proposition.carried if c.role in ("row", "column", "stem")]
        if any(min(b, at + len(quote)) - max(a, at) >= min(SHARED, b - a) for a, b in spans):
            return True
        at = document.text.find(quote, at + 1)
    return False
