"""A case in few lines: what was done, what came of it, what it was honoured with.

outline.py   a text -> its sentences, each with the headings over it
roles.py     the words of headings and questions that name a role: 做法, 成效, 荣誉, …
features.py  a sentence's heading, place and words as numbers
model.py     these and the vector of the shipped encoder -> the probability of each role
section.py   the section that a question names
units.py     sentences with role and weight; choice.py, which of them fit; lines.py, as lines
summary.py   all of it

How it is called, where a question of kind digest (介绍X, X的做法, X搞得怎么样) was bound to a case:

    model = RoleModel.open(CASE_READER, embedder)              # once, beside the reader
    source = store.source(document_id)                         # document and blocks
    span = (case.start, case.end)                              # or (0, len(text)) where it is one case
    about = f"{document.title} {document.text[case.heading_start:case.heading_end]} {case.unit}"
    text = CaseText(source.document, source.blocks, span, store.propositions_of(document_id, *span), about)
    lines = digest_asked(question, text, model)                # [] where what was asked for is not told
    drafts = [draft_of(line, source.document, case) for line in lines]

``line.role`` is the group a line is shown under, ``line.leans`` the carried words of its propositions.
asked_roles and asks_digest say whether a question asks for a digest by its words. Where the understanding of
the question knows better which roles are wanted, or that a follow-up means another section, outline,
asked_section, model.roles and digest are called one by one.

In time the learning cards (rag/quiz/learning_card.py) take their sections from the same model: for a topic,
outline gives the sentences of its case, model.roles their roles, and card() puts a sentence of the topic
where the likeliest role of the one at its place is 做法, 成效 or 荣誉. section_of(), its four patterns and
_cue() go, and shorts() (rag/quiz/short_answers.py) asks for the same roles. The patterns agree with the marks
of training/roles in 0.58 of the sentences (these three or none), the model in 0.84 of those not shown to it.
"""

from rag.answering.digest.lines import Line, draft_of
from rag.answering.digest.model import RoleModel
from rag.answering.digest.outline import Sentence, outline
from rag.answering.digest.roles import ROLES, Role, asked_roles, asks_digest, heading_role
from rag.answering.digest.section import asked_section
from rag.answering.digest.summary import SHAPE, CaseText, SupportsRoles, digest, digest_asked

__all__ = [
    # lines
    "Line",
    "draft_of",
    # model
    "RoleModel",
    # outline
    "Sentence",
    "outline",
    # roles
    "ROLES",
    "Role",
    "asked_roles",
    "asks_digest",
    "heading_role",
    # section
    "asked_section",
    # summary
    "CaseText",
    "SHAPE",
    "SupportsRoles",
    "digest",
    "digest_asked",
]
