"""Questions of a case whose parts come bound by its propositions.

statements.py  sentences with all they lean on; facts.py, what is worth asking for in them
parties.py     who does or approves something by a rule
cells.py       tables; lists.py, sequences.py: what belongs together, what comes first
booklets.py    questions that the text answers itself
passages.py    a passage of a case with several gaps
making.py      all of them together
"""

from rag.quiz.bound.making import bound_candidates

__all__ = ["bound_candidates"]
