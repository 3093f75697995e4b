"""A language model writes an answer; what its sources do not prove is taken out."""

from rag.writing.engine import Engine
from rag.writing.generator import Generator
from rag.writing.hand_written import HandWritten, NotProved, verified
from rag.writing.opening import open_engine

__all__ = [
    # engine
    "Engine",
    # generator
    "Generator",
    # hand_written
    "HandWritten",
    "NotProved",
    "verified",
    # opening
    "open_engine",
]
