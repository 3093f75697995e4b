"""Blocks -> cases -> passages, and what a person corrects in them."""

from index.segment.corrections import merged, renamed, segmentation_of, split
from index.segment.imprint import issuer_of
from index.segment.learned import segment
from index.segment.passages import SPLITTER_VERSION, page_of, paragraph_of, scans_of, split_passages
from index.segment.segmentation import Part, Segmentation, Stretch, stretches, unit_place

__all__ = [
    # cases
    "segment",
    # corrections
    "merged",
    "renamed",
    "segmentation_of",
    "split",
    # imprint
    "issuer_of",
    # passages
    "SPLITTER_VERSION",
    "page_of",
    "scans_of",
    "paragraph_of",
    "split_passages",
    # segmentation
    "Part",
    "Segmentation",
    "Stretch",
    "stretches",
    "unit_place",
]
