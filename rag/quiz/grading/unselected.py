"""Answers that show no choice: a passage copied whole, words thrown together. Pure."""

from collections.abc import Sequence

from rag.quiz.grading.stretches import Stretch, pieces

COPIED = 240  # code points from which an answer may be a passage
SERVING = 0.45  # share of such an answer that must speak of a point given
WORDS, WORD = 6, 4.5  # so many pieces, so short on the average, are no sentences
WORDED = 8  # code points of the shortest point where words are not enough


def unselected(response: str, points: Sequence[str], credited: Sequence[Stretch]) -> str:
    """Why nothing is given, in Chinese; "" for an answer that is one.

    A long answer most of which makes no point was copied without choosing; an answer of many short words
    says nothing of them, where each point is a sentence.
    """
    cut = pieces(response)
    spoken = sum(end - start for start, end in cut)
    if spoken >= COPIED and spoken > 1.5 * sum(map(len, points)):
        spans = {span for stretch in credited for span in stretch.spans}
        served = sum(e - s for s, e in cut if any(a <= s and e <= b for a, b in spans))
        if served < SERVING * spoken:
            return "答案抄录了大段文字，大部分与要点无关，不能看出选择。请只写题目问到的内容。"
    if len(cut) >= WORDS and spoken <= WORD * len(cut) and min(map(len, points)) >= WORDED:
        return "答案只列了词语，没有说成话。请把每个要点写成一句话。"
    return ""
