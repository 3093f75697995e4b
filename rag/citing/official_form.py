"""Citations in the form an official document uses, and answers as text to paste. Pure."""

from index.records import Case, Hit
from rag.records import Answer, Citation

RECOGNISED = "扫描件识别"


def formal(citation: Citation) -> str:
    """《标题》·单位·第N段; the file's name stands in where there is no case, 标题 for paragraph 0.

    The page follows where there are pages, and 扫描件识别 where words were recognised: 第N段（第P页）.
    """
    return _formal(citation.case or citation.document, citation.unit or "", citation.paragraph) + aside(
        citation
    )


def aside(citation: Citation) -> str:
    """The page of a citation, and whether its words were recognised on a scan; "" for neither."""
    page = f"第{citation.page}页" if citation.page else ""
    said = "，".join(part for part in (page, RECOGNISED if citation.recognised else "") if part)
    return f"（{said}）" if said else ""


def cautious(citation: Citation) -> str:
    """The same with why its document is to be read with care, where there is a reason."""
    return formal(citation) + (f"（{citation.note}）" if citation.note else "")


def formal_hit(hit: Hit) -> str:
    """The same for a passage that was found."""
    case: Case | None = hit.case
    title, unit = (case.title, case.unit) if case else (hit.document, "")
    return _formal(title or hit.document, unit, hit.passage.paragraph)


def pasteable(answer: Answer) -> str:
    """The answer with its [n] markers, then the list of its sources; a refusal has none."""
    if not answer.citations:
        return answer.answer
    sources = [f"[{c.n}] {cautious(c)}：“{c.quote.strip()}”" for c in answer.citations]
    return "\n".join([answer.answer, "", "出处：", *sources])


def _formal(title: str, unit: str, paragraph: int) -> str:
    place = f"第{paragraph}段" if paragraph > 0 else "标题"
    return "·".join(part for part in (f"《{title}》", unit, place) if part)
