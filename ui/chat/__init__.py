"""问答: asking, earlier conversations and the source panel."""

from ui.chat.chat import EXTRACTIVE, MODEL, Chat

__all__ = [
    # chat
    "Chat",
    "EXTRACTIVE",
    "MODEL",
]
