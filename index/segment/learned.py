"""Blocks -> cases and their units: the forms that rules know for certain, all others as they were learned.

A booklet of questions, a register of records and headings printed apart from their bodies are cut by rules
(cases.py). Of any other document a network says what every line is (tagged/), and a ranker which of the
names around a case is its unit (units/); the units that the rules would give are among what it weighs.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.records import Block, Document
from index.segment.cases import by_rules_with_form
from index.segment.foot import body_blocks, ended_above
from index.segment.segmentation import Segmentation
from index.segment.tagged import (
    FIRST,
    OUTSIDE,
    best_path,
    line_features,
    log_probability,
    shipped_network,
    tagged_cases,
    tags_of,
)
from index.segment.units import ruled_units, shipped_ranker, units_of

# How much likelier several cases must be than the one that rules see: logarithm of the odds (RESULTS.md).
SURE_OF_SEVERAL = 25.0
FEET = 4  # lines below the last text of a document whose form rules know
SHORTEST = 400  # code points of a document that is cut as learned: no marked one was as short


def segment(document: Document, blocks: Sequence[Block]) -> Segmentation:
    """The cases of a document and what stands outside them.

    A document without any block has none. A case without a heading of its own has
    ``heading_start == heading_end == start``; by rules, a heading with nothing under it is a case with
    ``start == end == heading_end``.
    """
    ruled, known = by_rules_with_form(document, blocks)
    if known:
        return _without_feet(document, blocks, ruled)
    if len(document.text) < SHORTEST or _in_rows(ruled):
        return ruled
    learned = _learned(document, blocks, ruled)
    return _with_units(document, learned if learned.cases else ruled, ruled)


def _learned(document: Document, blocks: Sequence[Block], ruled: Segmentation) -> Segmentation:
    """What the network makes of the lines; the one case of the rules, where several are not far likelier."""
    network = shipped_network()
    scores = network.scores(line_features(document.text, blocks))
    tags = best_path(network, scores)
    if tags.count(FIRST) > 1 == len(ruled.cases):
        several = log_probability(network, scores, tags)
        one = log_probability(network, scores, tags_of(blocks, ruled.cases))
        if several - one < SURE_OF_SEVERAL:
            return ruled
    return tagged_cases(document, blocks, tags)


def _without_feet(document: Document, blocks: Sequence[Block], ruled: Segmentation) -> Segmentation:
    """The segmentation without the lines below the last text: 编辑：…, 本册由…解释, a telephone."""
    last = max(ruled.cases, key=lambda case: case.start, default=None)
    if last is None or len(document.text) < SHORTEST:
        return ruled
    network = shipped_network()
    tags = best_path(network, network.scores(line_features(document.text, blocks)))
    body = body_blocks(blocks, last)
    tagged = dict(zip(blocks, tags, strict=True))
    kept = len(body)
    while kept > max(1, len(body) - FEET) and tagged[body[kept - 1]] == OUTSIDE:
        kept -= 1
    if any(block.cells for block in body[kept:]):
        return ruled
    return ended_above(ruled, last, body, kept, tells=True)


def _in_rows(segmentation: Segmentation) -> bool:
    """Whether all headings stand in rows over as many bodies: one before another's, its body after that."""
    cases = segmentation.cases
    apart = [a.heading_end <= b.heading_start < a.start for a, b in pairwise(cases)]
    return bool(apart) and all(before or after for before, after in pairwise([False, *apart, False]))


def _with_units(document: Document, learned: Segmentation, ruled: Segmentation) -> Segmentation:
    told = ruled_units(learned.cases, ruled.cases)
    if len(learned.cases) == 1 == len(ruled.cases):
        told = [ruled.cases[0].unit]
    units = units_of(document.text, document.title, learned.cases, told, shipped_ranker())
    cases = [replace(case, unit=unit) for case, unit in zip(learned.cases, units, strict=True)]
    if len(cases) == 1 and document.title:
        cases = [replace(cases[0], title=document.title)]
    return replace(learned, cases=tuple(cases))
