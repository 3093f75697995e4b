"""A question as the reader reads it: what was asked before, a bar, then the question itself. Pure."""

from collections.abc import Sequence

BAR = "|"  # between questions
REMEMBERED = 2  # earlier questions that are read
ROOM = 56  # code points of them: the reader looks at 96 tokens of questions
LEFT_OUT = "…"


def after(earlier: Sequence[str], question: str) -> str:
    """The last ``REMEMBERED`` earlier questions before the one that is asked, the longer ones cut in front.

    The reader is trained on questions put like this (Reddy et al. 2019, CoQA): what a follow-up leaves out
    stands before it, and nothing has to be rewritten.
    """
    said = [text for text in earlier if text][-REMEMBERED:]
    share = ROOM // max(1, len(said))
    kept = [text if len(text) <= share else LEFT_OUT + text[1 - share :] for text in said]
    return BAR.join([*kept, question])
