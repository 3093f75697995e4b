"""Slides (.pptx; .ppt and .dps through LibreOffice) -> lines: a slide a section, its title the heading.

presentation.py  the file: its slides in order, what is left out
placing.py       shapes in reading order, groups unfolded
shapes.py        one shape -> lines
text.py          paragraphs with their bullets and numbers
bullets.py       where bullets and numbers are inherited from
charts.py        charts and SmartArt -> tables and items
grounds.py       white letters that nobody sees
"""

from index.parse.slides.presentation import read_pptx

__all__ = ["read_pptx"]
