"""``python -m index show``: what a stored document was taken apart into."""

from collections import Counter
from typing import Any

from index.errors import IndexFailure
from index.library import segmentation_for
from index.records import Case, Document, Proposition
from index.store import Source, StoreReader

_KINDS = {"clause": "句", "item": "项", "cell": "格", "heading": "题"}
_ROLES = {
    "path": "标题", "unit": "单位", "subject": "主语", "predicate": "谓语", "time": "时间",
    "condition": "条件", "exception": "例外", "speaker": "说话人", "stem": "总起",
    "group": "分组", "row": "行", "column": "列",
    "caption": "表题", "question": "问题",
}  # fmt: skip


def shown(now: StoreReader, named: str) -> dict[str, Any]:
    """The cases and propositions of the document of that id or file name, all of it ready for JSON.

    Raises IndexFailure for one that is not stored, or for a name that several bear.
    """
    source = now.source(document_id := _id_of(now, named))
    document = source.document
    return {
        "document": document.id,
        "name": document.name,
        "title": document.title,
        "cases": _cases(source, now.cases(document_id)),
        "propositions": [_proposition(document, p) for p in now.propositions_of(document_id)],
    }


def listing(contents: dict[str, Any]) -> str:
    """What ``shown`` gives, for people: each case with its propositions, those outside all cases first."""
    kinds = Counter(p["kind"] for p in contents["propositions"])
    counted = "、".join(f"{name} {kinds[kind]}" for kind, name in _KINDS.items() if kinds[kind])
    name = f"《{contents['name']}》（{contents['document']}）"
    total = f"案例 {len(contents['cases'])} 个，命题 {len(contents['propositions'])} 条"
    lines = [f"{name} {_flat(contents['title'])}", total + (f"：{counted}" if counted else "")]
    for case in (None, *contents["cases"]):
        order = case and case["order"]
        inside = [p for p in contents["propositions"] if p["case"] == order]
        if case is None and not inside:
            continue
        lines += ["", "案例之外" if case is None else _heading(case)]
        for proposition in inside:
            lines += _lines(proposition)
    return "\n".join(lines)


def _id_of(now: StoreReader, named: str) -> str:
    try:
        return now.entry(named).id
    except KeyError:
        ids = [entry.id for entry in now.documents() if entry.name == named]
    if not ids:
        raise IndexFailure(f"索引里没有编号或文件名为 {named} 的文档。查看全部文档：python -m index list")
    if len(ids) > 1:
        raise IndexFailure(f"有 {len(ids)} 篇文档都叫 {named}。请改用编号：{'、'.join(ids)}")
    return ids[0]


def _cases(source: Source, cases: list[Case]) -> list[dict[str, Any]]:
    """The stored cases, each under the headings above it: those are read off the layout again."""
    segmentation = segmentation_for(source)
    paths = {
        case.heading_start: path for case, path in zip(segmentation.cases, segmentation.paths, strict=True)
    }
    return [
        {
            "order": case.order,
            "unit": case.unit,
            "title": case.title,
            "path": list(paths.get(case.heading_start, ())),
            "start": case.start,
            "end": case.end,
        }
        for case in cases
    ]


def _proposition(document: Document, p: Proposition) -> dict[str, Any]:
    text = document.text
    return {
        "kind": p.kind,
        "start": p.start,
        "end": p.end,
        "case": p.case_order,
        "quote": text[p.start : p.end],
        "carried": [
            {"role": part.role, "start": part.start, "end": part.end, "quote": text[part.start : part.end]}
            for part in p.carried
        ],
        "values": [
            {"role": v.role, "start": v.start, "end": v.end, "quote": text[v.start : v.end]} for v in p.values
        ],
    }


def _heading(case: dict[str, Any]) -> str:
    above = " / ".join(map(_flat, case["path"]))
    parts = [f"案例 {case['order']}", case["unit"], case["title"], f"（{above}）" if above else ""]
    return "  ".join(_flat(part) for part in parts if part)


def _lines(proposition: dict[str, Any]) -> list[str]:
    place = f"{proposition['start']}-{proposition['end']}"
    lines = [f"  [{_KINDS[proposition['kind']]}] {_flat(proposition['quote'])}  {place}"]
    leans = [f"{_ROLES[c['role']]}：{_flat(c['quote'])}" for c in proposition["carried"]]
    return lines + ([f"       随带 {'｜'.join(leans)}"] if leans else [])


def _flat(words: str) -> str:
    return " ".join(words.split())
