"""Who says what a sentence says: 王某说：“…”, “…”王某说, 会议指出，…. Pure."""

from collections.abc import Sequence

from index.records import Span
from index.segment.propositions import grammar
from index.segment.propositions.clauses import Clause
from index.segment.propositions.line import Line

_TALES = frozenset("小说 学说 传说 解说 演说 据说 听说".split())


def speakers_of(line: Line, found: Sequence[Clause]) -> dict[int, Span]:
    """For each clause who says it, where the sentence tells; the telling words are their own speaker."""
    speakers: dict[int, Span] = {}
    for index, clause in enumerate(found):
        if clause.speech or not tells(line, clause):
            continue
        told = (clause.start, clause.end)
        after = index + 1
        while after < len(found) and found[after].speech:
            speakers[after] = told
            after += 1
        back = index - 1
        while back >= 0 and found[back].speech and back not in speakers:
            speakers[back] = told
            back -= 1
        states = clause.after in ("：", "，") and index + 1 < len(found) and _states(line, clause)
        if after > index + 1 or back < index - 1 or states:
            speakers[index] = told
    return speakers


def _states(line: Line, clause: Clause) -> bool:
    """Whether the clause tells who says the rest without quotation marks: 会议指出."""
    word = line.words[line.token(clause.end) - 1]
    return clause.subject is not None and (word in grammar.STATING or word[-1] == "说")


def tells(line: Line, clause: Clause) -> bool:
    """Whether the clause says who speaks: its last word is a verb of saying, somebody before it."""
    last = line.token(clause.end) - 1
    word = line.words[last] if last >= 0 else ""
    says = word in grammar.SAYING or (word[-1:] == "说" and word not in _TALES)  # 时说, 中说
    if last <= line.token(clause.said) or not says:
        return False
    named = any(line.tags[at] == "uj" for at in (last - 1, last - 2) if at >= 0)
    return not named and not line.has_quantity(clause.start, clause.end)
