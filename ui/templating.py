"""HTML from ui/templates. Whatever is put into a template is escaped, unless a template made it."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from rag.citing import formal, formal_hit
from rag.quiz import KINDS, LETTERS

TEMPLATES = Path(__file__).resolve().parent / "templates"
_BREAK = re.compile(r"(?P<before>\S?)[ \t]*\n\s*(?P<after>\S?)")


class OneLine(Extension):
    """Line breaks and indentation of a template are its author's, and do not reach the page.

    Between two words or attributes a break stands for a blank; beside a tag or a brace for nothing.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source with each break inside a comment, so that errors still name the right line."""
        return _BREAK.sub(_joined, source)


def render(template: str, /, **values: object) -> str:
    """The HTML of a template, given by its path under ui/templates, with ``values`` put in.

    Raises jinja2.UndefinedError for a name that the template uses and nobody gave.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Made once; rendering only reads it, so that threads may share it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[OneLine],
        auto_reload=False,
    )
    environment.filters |= {"formal": formal, "formal_hit": formal_hit, "local": _local}
    environment.globals |= {"KINDS": KINDS, "LETTERS": LETTERS}
    return environment


def _local(time: str) -> str:
    """An ISO 8601 time as a clock on the wall shows it."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M:%S}"


def _joined(line_break: re.Match[str]) -> str:
    before, after = line_break["before"], line_break["after"]
    blank = " " if before and after and before not in ">}" and after not in "<{" else ""
    breaks = "\n" * line_break[0].count("\n")
    return f"{before}{{#{breaks}#}}{blank}{after}"
