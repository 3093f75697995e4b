"""Claims on documents -> (claim, text, label) pairs to train a verifier on."""

import gzip
import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chinese.sentences import split_sentences

LABELS = ("supported", "contradicted", "unverifiable")
MOST = 3  # sentences of evidence
HELD_OUT = 8  # every eighth document, and at least as many
EVENNESS = (40, 0.3)  # a long sentence shares much with anything
MIXED = 0.15  # how often a pair comes again with a sentence beside the point
BESIDE = 0.3  # how often a claim is paired with such a sentence alone
WIDENED = 0.3  # how often the evidence comes with the sentences around it
WIDE = 180  # code points of such a stretch, at most
HEADED = 0.5  # how often the text's opening words come first, as a case's heading does
HEADING = 40  # code points of them
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the text it is weighed against, its label (index into LABELS) and its weight, 0..1."""

    claim: str
    text: str
    label: int
    weight: float


Claim = Mapping[str, Any]


def documents(file: Path, ids: Collection[str]) -> dict[str, str]:
    """The texts of the documents with these ids, from a gzipped file of JSON lines."""
    with gzip.open(file, "rt", encoding="utf8") as lines:
        items = map(json.loads, lines)
        return {item["id"]: item["text"] for item in items if item["id"] in ids}


def held_out(claims: Sequence[Claim], shuffle: random.Random) -> set[str]:
    """The documents that are graded and not trained on."""
    ids = sorted({claim["doc"] for claim in claims})
    shuffle.shuffle(ids)
    return set(ids[: max(HELD_OUT, len(ids) // HELD_OUT)])


def pairs(claims: Sequence[Claim], texts: Mapping[str, str], chance: random.Random) -> list[Pair]:
    """What each claim gives: with its evidence, with more beside it, and with too little."""
    return [pair for claim in claims for pair in _of(claim, texts[claim["doc"]], chance)]


def plain_pair(claim: Claim, texts: Mapping[str, str]) -> Pair:
    """A claim with its evidence, or with what is nearest to it, after the text's opening words."""
    text = texts[claim["doc"]]
    sentences = _holding(text, claim["evidence"])[:MOST] or _nearest(text, claim["claim"], (), 2)
    return Pair(claim["claim"], _headed(text, sentences), LABELS.index(claim["label"]), 1.0)


def _of(claim: Claim, text: str, chance: random.Random) -> list[Pair]:
    words, label = claim["claim"], LABELS.index(claim["label"])
    unsaid = LABELS.index("unverifiable")
    evidence = _holding(text, claim["evidence"])[:MOST]
    near = _nearest(text, words, (), 2)

    def shown(sentences: Sequence[str]) -> str:
        if chance.random() < WIDENED:
            sentences = [_widened(text, sentences[0]), *sentences[1:]]
        return _headed(text, sentences) if chance.random() < HEADED else BREAK.join(sentences)

    if label == unsaid:
        samples = [Pair(words, shown(evidence or near), unsaid, 1.0)]
        return samples if near == evidence[:2] else [*samples, Pair(words, shown(near), unsaid, 0.7)]
    samples = [Pair(words, shown(evidence), label, 1.0)]
    beside = _nearest(text, words, evidence, 1)
    if beside and chance.random() < MIXED:
        mixed = [*evidence, *beside]
        chance.shuffle(mixed)
        samples.append(Pair(words, BREAK.join(mixed), label, 0.6))
    if len(evidence) > 1 and claim["label"] == "supported":
        samples.append(Pair(words, evidence[0], unsaid, 0.4))  # half of what it says
    elif beside and chance.random() < BESIDE:
        samples.append(Pair(words, beside[0], unsaid, 0.5))
    return samples


def _headed(text: str, sentences: Sequence[str]) -> str:
    """The sentences after the opening words of their text, as a case's follow its heading."""
    opening = text.strip()[:HEADING]
    told = any(opening in sentence or sentence in opening for sentence in sentences)
    return BREAK.join(sentences if told else [opening, *sentences])


def _widened(text: str, sentence: str) -> str:
    """The sentence with those around it, while all are at most WIDE long."""
    spans = split_sentences(text)
    at = next(i for i, (a, b) in enumerate(spans) if text[a:b] == sentence)
    first = last = at
    while first > 0 and spans[last][1] - spans[first - 1][0] <= WIDE:
        first -= 1
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= WIDE:
        last += 1
    return text[spans[first][0] : spans[last][1]]


def _holding(text: str, quotes: Sequence[str]) -> list[str]:
    """The sentences that the quotes stand in, each once, in the order of the quotes."""
    spans = split_sentences(text)
    sentences: dict[str, None] = {}
    for quote in quotes:
        at = text.find(quote)
        sentences |= {text[a:b]: None for a, b in spans if at >= 0 and a < at + len(quote) and at < b}
    return list(sentences)


def _nearest(text: str, words: str, skip: Sequence[str], count: int) -> list[str]:
    """The sentences that share most pairs of characters with the words."""
    wanted = _bigrams(words)
    ranked = [text[a:b] for a, b in split_sentences(text) if text[a:b] not in skip]
    floor, power = EVENNESS
    ranked.sort(key=lambda sentence: -len(wanted & _bigrams(sentence)) / (len(sentence) + floor) ** power)
    return ranked[:count]


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
