"""Markdown -> blocks; its text stays as it is."""

from index.parse.markdown.blocks import markdown_blocks

__all__ = ["markdown_blocks"]
