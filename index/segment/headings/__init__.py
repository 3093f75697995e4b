"""Which printed lines head something: lines of text that do (promoted), headings that do not (demoted)."""

from index.segment.headings.demoted import names_who_sent, without_mistaken
from index.segment.headings.promoted import with_lines_above, with_listed_titles

__all__ = ["names_who_sent", "with_lines_above", "with_listed_titles", "without_mistaken"]
