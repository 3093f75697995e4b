"""Which unit each case is about: of all names around it the one that a trained ranker likes best."""

from index.segment.units.features import CaseCandidates, case_candidates, ruled_units, same_office
from index.segment.units.model import Ranker, shipped_ranker, units_of

__all__ = [
    # features
    "CaseCandidates",
    "case_candidates",
    "ruled_units",
    "same_office",
    # model
    "Ranker",
    "shipped_ranker",
    "units_of",
]
