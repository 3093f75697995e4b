"""The commands of python -m rag that need more than a line."""

from rag.cli import batch, mcp, quiz

__all__ = ["batch", "mcp", "quiz"]
