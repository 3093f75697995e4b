"""The commands of python -m rag that need more than a line."""

from rag.cli import batch, quiz

__all__ = ["batch", "quiz"]
