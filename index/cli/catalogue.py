"""``python -m index catalogue``: what the whole store holds, counted."""

from typing import Any

from index.cli.entries import honour, honour_line
from index.library import Collection
from index.store import PassageStore


def counted(store: PassageStore) -> dict[str, Any]:
    """Every case, unit and honour of the documents in force, each with its document, ready for JSON."""
    catalogue = Collection(store).catalogue()
    texts = {
        document.document_id: store.document(document.document_id).text for document in catalogue.documents
    }
    return {
        "documents": len(catalogue.documents),
        "cases": [
            {
                "document": document.document_id,
                "name": document.name,
                "order": entry.case.order,
                "unit": entry.case.unit,
                "title": entry.case.title,
            }
            for document, entry in catalogue.cases()
        ],
        "units": [
            {
                "name": unit.name,
                "names": list(unit.names),
                "cases": [{"document": d, "order": order} for d, u in unit.units for order in u.cases],
            }
            for unit in catalogue.units()
        ],
        "honours": [
            {"document": document.document_id, **honour(texts[document.document_id], h)}
            for document, h in catalogue.honours()
        ],
    }


def listing(contents: dict[str, Any]) -> str:
    """What ``counted`` gives, for people."""
    kinds = (("案例", "cases"), ("单位", "units"), ("荣誉", "honours"))
    counts = "、".join(f"{name} {len(contents[key])} 个" for name, key in kinds)
    lines = [f"文档 {contents['documents']} 篇，{counts}（荣誉按原文写法识别，可能不全）"]
    lines += ["", "案例"]
    lines += [f"  {c['name']} {c['order']}  {_case(c)}" for c in contents["cases"]]
    lines += ["", "单位"]
    lines += [f"  {u['name']}  案例 {len(u['cases'])} 个" for u in contents["units"]]
    lines += ["", "荣誉"]
    lines += [f"  {honour_line(h)}" for h in contents["honours"]]
    return "\n".join(lines)


def _case(case: dict[str, Any]) -> str:
    return " ".join(f"{case['unit']} {case['title']}".split())
