"""What other programs can ask for, JSON in and JSON out: one definition for the API, MCP and its tests.

arguments.py    what each tool takes; what is wrong with it, in Chinese
dialogues.py    the answers before a question, given its questions
operations.py   what each tool does
mcp_server.py   the tools as the Model Context Protocol offers them
"""

from rag.tools.arguments import (
    MOST_HITS,
    MOST_QUESTIONS,
    MOST_TURNS,
    Arguments,
    AskArguments,
    BadArguments,
    CheckArguments,
    ListArguments,
    QuizArguments,
    Scope,
    SearchArguments,
    Turn,
    parsed,
)
from rag.tools.mcp_server import FAILED, TOOLS, Tool, ToolRefused, serve_stdio, tool_server
from rag.tools.operations import REFUSALS, ApprovedOf, Operations

__all__ = [
    # arguments
    "Arguments",
    "AskArguments",
    "BadArguments",
    "CheckArguments",
    "ListArguments",
    "MOST_HITS",
    "MOST_QUESTIONS",
    "MOST_TURNS",
    "QuizArguments",
    "Scope",
    "SearchArguments",
    "Turn",
    "parsed",
    # mcp_server
    "FAILED",
    "TOOLS",
    "Tool",
    "ToolRefused",
    "serve_stdio",
    "tool_server",
    # operations
    "ApprovedOf",
    "Operations",
    "REFUSALS",
]
