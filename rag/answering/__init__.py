"""Question -> what is asked -> evidence -> an answer, or what the evidence lacks."""

from rag.answering.chatbot import Chatbot, UnusableQuestion
from rag.answering.dialogue import REMEMBERED

__all__ = [
    # chatbot
    "Chatbot",
    "UnusableQuestion",
    # dialogue
    "REMEMBERED",
]
