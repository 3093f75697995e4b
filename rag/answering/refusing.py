"""A judgement that nothing answers -> the refusal, or what comes near and is shown as such. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from index.records import Hit
from rag.answering.compose import Documents, quoted
from rag.answering.judging import Judgement
from rag.answering.refusal_rules import reasons
from rag.citing import number
from rag.records import Answer

NOT_FOUND = "资料中没有找到"
CHOICES = 4  # units named where a question does not say whom it means
NEAREST = 3  # passages shown with a refusal


def refused(usable: str, judgement: Judgement, hits: Sequence[Hit], documents: Documents) -> Answer:
    """Why nothing answers, with the sentences that come near, or with the nearest of ``hits``.

    Raises what ``documents`` raises for a document that was removed.
    """
    answer = Answer(usable, usable, (), (), None, refusal(judgement), _distinct(hits)[:NEAREST])
    sentences, citations = number(quoted(judgement.near, documents).drafts)
    if not sentences:
        return answer
    return replace(answer, sentences=sentences, citations=citations, refusal=_beside(judgement))


def asked_back(usable: str, pointing: str, hits: Sequence[Hit]) -> Answer | None:
    """Whom a question means that says only 它, with units that may be meant; None where it can be but one."""
    units = dict.fromkeys(hit.case.unit for hit in hits if hit.case and hit.case.unit)
    if len(units) < 2:
        return None
    whom = "谁" if pointing[0] in "他她" else "哪个单位"
    back = f"“{pointing}”指的是{whom}？请写出名称再问，例如{'、'.join(list(units)[:CHOICES])}。"
    return Answer(usable, usable, (), (), refusal=back, kind="help")


def refusal(judgement: Judgement) -> str:
    """The text of a refusal: the fixed phrase, then what is missing."""
    why = reasons(judgement.lacks) or "最接近的内容没有回答这个问题"
    return f"{NOT_FOUND}。{why}。"


def _beside(judgement: Judgement) -> str:
    """What is said before sentences that are only near to an answer."""
    why = f"{reasons(judgement.lacks)}。" if judgement.lacks else ""
    return f"{NOT_FOUND}能确定的回答。{why}下面是最接近的原文，供参考："


def _distinct(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best passage of each case: overlapping neighbours tell a reader nothing new."""
    firsts: dict[tuple[str, int | None], Hit] = {}
    for hit in hits:
        firsts.setdefault((hit.passage.document_id, hit.passage.case_order), hit)
    return tuple(firsts.values())
