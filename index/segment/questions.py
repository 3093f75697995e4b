"""Booklets of questions and answers: which lines ask, and where each answer ends."""

from collections.abc import Sequence
from itertools import pairwise

from chinese import MAX_QUESTION, answer_mark, is_marked_question, ornament, question_mark, read_numbering
from index.records import Block

FEWEST = 3  # questions that make a booklet
_POINT = " 　.．、"  # after a number that stands alone
ANSWERED = 0.6  # share of the questions that are answered as such, or of the headings that ask


def questions(text: str, blocks: Sequence[Block], first: int) -> list[int]:
    """The blocks from ``first`` on that ask, each answered by what follows; empty for no booklet.

    Lines marked 问： or Q1; else those that ask and are answered by a line marked 答：, or, where no
    fewer, those right under a number that counts on; else numbered ones, or headings, most of which ask.
    """
    lines = [text[block.start : block.end] for block in blocks]
    inside = [n for n in range(first, len(blocks)) if not blocks[n].cells]
    marked = [n for n in inside if is_marked_question(lines[n])]
    if _enough(marked, blocks) and sum(_answered(lines, n) for n in marked) >= ANSWERED * len(marked):
        return marked
    asking = [n for n in inside if question_mark(lines[n]) >= 0 and not answer_mark(lines[n])]
    answered = [n for n in asking if _answered(lines, n)]
    counted = _counted(text, blocks, asking, first)
    if _enough(counted, blocks) and len(counted) >= len(answered):
        return counted
    if _enough(answered, blocks):
        return answered
    styles = {n: read_numbering(lines[n][ornament(lines[n]) :])[0] for n in inside if _may_ask(lines[n])}
    used = sorted({*styles.values()} - {0})
    alike = [[n for n, style in styles.items() if style == wanted] for wanted in used]
    headings = [n for n in inside if blocks[n].kind == "heading"]
    for group in (*alike, headings):
        asked = [n for n in group if question_mark(lines[n]) >= 0]
        if _enough(asked, blocks) and len(asked) >= ANSWERED * len(group):
            return asked
    return []


def stands_alone(text: str, block: Block) -> bool:
    """Whether a line is a number and nothing else: 01."""
    return text[block.start : block.end].strip(_POINT).isdecimal() and not block.cells


def _counted(text: str, blocks: Sequence[Block], asking: Sequence[int], first: int) -> list[int]:
    """Those of the asking lines right under a line 01, 02, 03 …, where most of such lines are above one."""
    numbers = [n for n in range(first, len(blocks) - 1) if stands_alone(text, blocks[n])]
    counting: list[int] = []
    for n in numbers:
        if int(text[blocks[n].start : blocks[n].end].strip(_POINT)) == len(counting) + 1:
            counting.append(n)
    asked = [n + 1 for n in counting if n + 1 in set(asking)]
    return asked if len(asked) >= ANSWERED * len(numbers) else []


def _enough(found: Sequence[int], blocks: Sequence[Block]) -> bool:
    """Whether there are several, with something under most of them."""
    followed = sum(below - above > 1 for above, below in pairwise([*found, len(blocks)]))
    return len(found) >= FEWEST and 2 * followed > len(found)


def _may_ask(line: str) -> bool:
    """Whether a line is short enough for a question, and no statement."""
    return len(line) <= MAX_QUESTION and not line.rstrip("* ").endswith(("。", "；", "：", "，"))


def _answered(lines: Sequence[str], question: int) -> bool:
    return question + 1 < len(lines) and answer_mark(lines[question + 1]) > 0
