"""The buttons' replies and the view 反馈 as HTML. Pure."""

from collections.abc import Sequence
from hashlib import sha256

from people.feedback import REASON_CHARS, ApprovedAnswer, Judgement, Miss, status
from rag.reports import WORDS
from ui.feedback.drafts import Draft
from ui.templating import render

SHOWN_CHARS = 600  # code points of an answer in a list
STATUSES: dict[str, str] = {
    "grounded": "有出处的回答",
    "related": "只有相近的内容",
    "refused": "没有找到",
    **{str(verdict): words for verdict, words in WORDS.items()},
}


def told_html(words: str, said: str = "") -> str:
    """What the page's script shows beside the buttons; ``said`` is useful, wrong, or "" for nothing kept."""
    return render("feedback/told.html", words=words, said=said)


def closed_html() -> str:
    """The way into the view."""
    return render("feedback/closed.html")


def lists_html(
    wrong: Sequence[Judgement],
    counts: tuple[int, int],
    misses: Sequence[Miss],
    approved: Sequence[ApprovedAnswer],
) -> str:
    """The three lists; ``counts`` are all that wait: 有误, 有用."""
    return render(
        "feedback/lists.html",
        wrong=[(one, STATUSES.get(status(one.judged), ""), shortened(said(one))) for one in wrong],
        counts=counts,
        misses=[(miss_id(miss.question), miss) for miss in misses],
        approved=[(one, numbered(one)) for one in approved],
        reason_chars=REASON_CHARS,
    )


def draft_html(draft: Draft, *, named: bool) -> str:
    """The form of an approved answer; ``named`` where the account says who stands for it."""
    return render("feedback/write.html", draft=draft, named=named, used=draft.used)


def miss_id(question: str) -> str:
    """What a click calls a question by: the audit shall not hold its words."""
    return sha256(question.encode("utf8", "surrogatepass")).hexdigest()[:16]


def said(judgement: Judgement) -> str:
    """The text of a judged answer; "" for a verdict."""
    words = judgement.judged.get("answer")
    return words if isinstance(words, str) else ""


def shortened(words: str) -> str:
    """At most SHOWN_CHARS of it."""
    return words if len(words) <= SHOWN_CHARS else words[: SHOWN_CHARS - 1] + "…"


def numbered(approved: ApprovedAnswer) -> list[str]:
    """The sentences of an approved answer with their [n]."""
    sentences = approved.answer.get("sentences")
    told = [s for s in sentences if isinstance(s, dict)] if isinstance(sentences, list) else []
    return [str(s.get("text", "")) + "".join(f"[{n}]" for n in s.get("cites", ())) for s in told]
