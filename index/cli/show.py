"""``python -m index show``: what a stored document was taken apart into."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from index.catalogue import ValueEntry, catalogue_of, values_of
from index.cli.entries import described, placed, told
from index.errors import IndexFailure
from index.library import segmentation_for
from index.records import Block, Case, Document, Proposition
from index.segment import Segmentation
from index.store import StoreReader

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
    document, segmentation = source.document, segmentation_for(source)
    propositions = now.propositions_of(document_id)
    entries = catalogue_of(document, source.blocks, segmentation, propositions)
    values = values_of(document, propositions, entries.imprint.day)
    by_place = {(value.proposition, value.start): value for value in values}
    return {
        "document": document.id,
        "name": document.name,
        "title": document.title,
        **described(document.text, entries),
        "cases": _cases(segmentation, now.cases(document_id)),
        "propositions": [_proposition(document, p, by_place) for p in propositions],
        **({"scans": scans} if (scans := _scans(document, source.blocks)) else {}),
    }


def _scans(document: Document, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks that were recognised, with the lines of the page's picture that their words stand on."""
    return [
        {
            "start": block.start,
            "end": block.end,
            "lines": [{**asdict(line), "text": document.text[line.start : line.end]} for line in block.scans],
        }
        for block in blocks
        if block.scans
    ]


def listing(contents: dict[str, Any]) -> str:
    """What ``shown`` gives, for people: each case with its propositions, those outside all cases first."""
    kinds = Counter(p["kind"] for p in contents["propositions"])
    counted = "、".join(f"{name} {kinds[kind]}" for kind, name in _KINDS.items() if kinds[kind])
    name = f"《{contents['name']}》（{contents['document']}）"
    total = f"案例 {len(contents['cases'])} 个，命题 {len(contents['propositions'])} 条"
    lines = [f"{name} {_flat(contents['title'])}", total + (f"：{counted}" if counted else "")]
    lines += told(contents)
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


def _cases(segmentation: Segmentation, cases: list[Case]) -> list[dict[str, Any]]:
    """The stored cases, each under the headings above it: those are read off the layout again."""
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


def _proposition(
    document: Document, p: Proposition, values: Mapping[tuple[str, int], ValueEntry]
) -> dict[str, Any]:
    text, of = document.text, p.id
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
            {"role": v.role, **placed(text, (v.start, v.end)), **_canonical(values.get((of, v.start)))}
            for v in p.values
        ],
    }


def _canonical(value: ValueEntry | None) -> dict[str, str]:
    return {"kind": value.kind, "canonical": value.canonical} if value else {}


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
