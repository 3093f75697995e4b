"""Places in documents -> verified citations, and what a reader should know of the cited document."""
