"""``python -m people regress``: asks again what was judged, and prints what has changed since.

The one file of people/ that imports rag, and only when it is run.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from index.cli import DONE, UNPROCESSED, progress_bar
from index.settings import STORE, location
from people.cli.operator import add_database
from people.feedback import Approved, Feedback, Replayed, Subject, compared, short, status, subjects, totals

if TYPE_CHECKING:
    from index.store import StoreReader
    from rag.program import Program
    from rag.writing import Engine as Writer

TEXT = "把评价过的问题和核定答案再问一遍，列出有什么变化"
SCOPED = "当时只查了一部分资料（{}），没有重问"
GONE = "出处所在的资料已移除或有了新版"
ALTERED = "出处的文字与原文不再一致"
RATED = {"useful": "有用", "wrong": "有误", "approved": "已核定"}
OUTCOMES = {
    "kept": "没有变",
    "changed": "说法变了",
    "lost": "丢失",
    "still wrong": "仍然有误",
    "gone": "有误的已不再出现",
    "not replayed": "没有重问",
}
STATUSES = {
    "grounded": "有出处的回答", "related": "只有相近的内容", "refused": "没有找到", "help": "使用说明",
    "supported": "支持", "contradicted": "矛盾", "unverifiable": "无依据",
}  # fmt: skip


def register(commands: Any) -> None:
    """Add the command."""
    added = commands.add_parser("regress", help=TEXT, description=TEXT)
    add_database(added)
    added.add_argument("--store", type=location, metavar="DIR", help=STORE)
    added.add_argument("--json", action="store_true", help="输出 JSON，没有变的也列出")
    added.set_defaults(run=run)


def run(engine: Engine, chosen: argparse.Namespace) -> int:
    """Ask all of it again; 1 where a useful or an approved answer is lost."""
    from rag.program import Program
    from rag.settings import Settings
    from rag.writing import open_engine

    told = subjects(Feedback(engine).judged(), Approved(engine).list())
    settings = Settings(store=chosen.store) if chosen.store else Settings()
    with Program.open(settings) as program, progress_bar("重问") as progress:
        replayed = []
        for one in _replayed(told, program, open_engine(settings.generation)):
            replayed.append(one)
            progress(len(replayed), len(told))
        store = program.chatbot.store
        made_with = {
            "store": str(settings.store),
            "generation": store.generation,
            "model": store.stamp.model,
            "engine": settings.generation.engine,
        }
    if chosen.json:
        results = [one.to_json() for one in replayed]
        record = {**made_with, "results": results, "totals": totals(replayed)}
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_readable(replayed)))
    return UNPROCESSED if any(one.outcome == "lost" for one in replayed) else DONE


def _replayed(told: Sequence[Subject], program: "Program", writer: "Writer | None") -> Iterator[Replayed]:
    """Each subject with what is said now; a question judged in several answers is asked once."""
    from rag.answering import UnusableQuestion
    from rag.checking import UnusableDraft
    from rag.cli.batch import claim_json

    known: dict[tuple[str, str], dict[str, Any] | str] = {}

    def said(subject: Subject) -> dict[str, Any] | str:
        try:
            if subject.kind == "verdict":
                return claim_json(program.checker.check(subject.asked))
            return program.chatbot.ask(subject.asked, engine=writer).to_json()
        except (UnusableQuestion, UnusableDraft) as error:
            return str(error)

    for subject in told:
        if subject.scope:
            yield Replayed(subject, None, None, SCOPED.format(subject.scope))
            continue
        key = subject.kind, subject.asked
        if key not in known:
            known[key] = said(subject)
        now = known[key]
        if subject.rated == "approved":
            lost = _lost(subject, program.chatbot.store)
            yield Replayed(subject, now if isinstance(now, dict) else None, "lost" if lost else "kept", lost)
        elif isinstance(now, str):
            yield Replayed(subject, None, "lost" if subject.rated == "useful" else "gone", now)
        else:
            yield compared(subject, now)


def _lost(subject: Subject, store: "StoreReader") -> str:
    """Why an approved answer cannot be shown any more, in Chinese; "" where all its sources are there."""
    present = {entry.id for entry in store.documents()}
    citations: Any = subject.then["citations"]
    for c in citations:
        if c["document_id"] not in present:
            return GONE
        if store.document(c["document_id"]).text[c["start"] : c["end"]] != c["quote"]:
            return ALTERED
    return ""


def _readable(replayed: Sequence[Replayed]) -> Iterator[str]:
    for one in replayed:
        if one.outcome == "kept":
            continue
        subject, now = one.subject, one.now
        yield f"{OUTCOMES[one.outcome or 'not replayed']}（{RATED[subject.rated]}）：{subject.asked}"
        yield f"  那时：{_said(subject.then)}"
        yield f"  现在：{one.reason if now is None else _said(now)}"
        if one.reason and now is not None:
            yield f"  原因：{one.reason}"
    counted = "，".join(f"{OUTCOMES[name]} {n}" for name, n in totals(replayed).items())
    yield f"共 {len(replayed)} 条：{counted}。" if replayed else "还没有评价过的回答，也没有核定答案。"


def _said(given: Any) -> str:
    kind, words = STATUSES.get(status(given), status(given)), short(given)
    return f"{kind}：{words}" if words else kind
