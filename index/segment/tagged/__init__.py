"""Cases told by a trained network from what every line looks like, where no rule knows the layout."""

from index.segment.tagged.cases import tagged_cases, tags_of
from index.segment.tagged.line_features import LineFeatures, line_features
from index.segment.tagged.network import (
    FIRST,
    OUTSIDE,
    Network,
    best_path,
    log_probability,
    shipped_network,
)

__all__ = [
    # cases
    "tagged_cases",
    "tags_of",
    # line_features
    "LineFeatures",
    "line_features",
    # network
    "FIRST",
    "OUTSIDE",
    "Network",
    "best_path",
    "log_probability",
    "shipped_network",
]
