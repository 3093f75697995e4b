"""A case, or a section of it, in few lines: 做法, 成效, 荣誉, each with its most telling words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.records import Block, Document, Proposition, Span
from rag.answering.digest.choice import chosen
from rag.answering.digest.lines import Line, lines_of
from rag.answering.digest.model import Probabilities
from rag.answering.digest.outline import Sentence, outline
from rag.answering.digest.roles import ROLES, Role, asked_roles
from rag.answering.digest.section import asked_section
from rag.answering.digest.units import units

ROOM = 600  # code points of a digest, markers and line breaks included
SHAPE: tuple[Role, ...] = ("做法", "成效", "荣誉")
FEW = 3  # a text that tells SHAPE in less than every third sentence is summed up whole


class SupportsRoles(Protocol):
    """What a digest needs of a model of roles."""

    def roles(self, document: Document, sentences: Sequence[Sentence], span: Span) -> Probabilities:
        """(sentences, 7), each row the probabilities of ROLES."""


@dataclass(frozen=True, slots=True)
class CaseText:
    """What is summed up: a case's body, or a document that is one case."""

    document: Document
    blocks: Sequence[Block]  # of the document
    span: Span  # of the body, code points
    propositions: Sequence[Proposition]  # of the body
    about: str = ""  # unit, heading, document's title: words that name all of it


def digest_asked(question: str, text: CaseText, model: SupportsRoles, room: int = ROOM) -> list[Line]:
    """The digest that a question asks for: of the section it names, and of the roles it names.

    Empty where nothing of a role that was asked for stands there: 荣誉 of a case without one.
    """
    wanted = asked_roles(question)
    whole = outline(text.document, text.blocks, text.span)
    sentences = asked_section(question, text.document, whole, text.about, wanted)
    probabilities = model.roles(text.document, sentences, text.span)
    return digest(
        text.document, sentences, probabilities, text.propositions, wanted, focus=question, room=room
    )


def digest(
    document: Document,
    sentences: Sequence[Sentence],
    probabilities: Probabilities,
    propositions: Sequence[Proposition],
    wanted: Sequence[Role] = (),
    *,
    focus: str = "",
    room: int = ROOM,
) -> list[Line]:
    """The lines in the order of ``wanted``, or of 做法, 成效, 荣誉; together at most ``room`` code points.

    ``probabilities`` are those of ``sentences``, ``propositions`` those of the text, ``focus`` the question's
    words. Without ``wanted``, a text that hardly tells of these three is summed up whatever its roles.
    """
    roles = tuple(wanted) or SHAPE
    some = units(document, sentences, probabilities, roles, propositions, focus)
    if not wanted and len(some) * FEW < len(sentences):
        roles = ROLES[:-1]
        some = units(document, sentences, probabilities, roles, propositions, focus)
    kept = chosen(document.text, sentences, some, room)
    lines = lines_of(document.text, sentences, kept, roles, propositions)
    while sum(line.cost for line in lines) > room:  # headings before the words take room too
        kept.pop()
        lines = lines_of(document.text, sentences, kept, roles, propositions)
    return lines
