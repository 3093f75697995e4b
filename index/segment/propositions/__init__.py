"""Cases -> propositions: the smallest pieces that say one thing, each with the words it leans on.

line.py        a line analysed once
grammar.py     the closed classes of chinese/data/clauses.toml
fragments.py   a sentence cut at its stops
subjects.py    where the subject ends and the predicate begins
clauses.py     fragments -> clauses with what sets their scene
parallels.py   one predicate of several things, apart; respectively.py, 分别
views.py       what a clause counts and names, and whether two are of one kind
discourse.py   what a clause leans on in those before it
scope.py       what holds for the clauses of a sentence; speakers.py, who says it
statements.py  a line -> its statements; relations.py, what they are to each other
values.py      the values of a core and their roles
context.py     what a line stands under
prose.py       paragraphs and items -> propositions
tables.py      rows and forms -> propositions
cover.py       nothing said is left outside all propositions
build.py       a document -> its propositions
"""

from index.segment.propositions.build import propositions_of

__all__ = ["propositions_of"]
