"""What every engine refuses: records that cannot be true, and a store that something else made."""

import numpy as np

from index.errors import StoreMismatch
from index.store.contract import REBUILD, Ingested, StoreStamp
from index.store.packing import lie_in
from index.text import text_id


def stored_vectors(item: Ingested, dimension: int) -> list[bytes]:
    """The vectors as stored, float16 of length 1. Raises ValueError for records that cannot be true."""
    document, vectors = item.document, np.asarray(item.vectors, dtype=np.float32)
    if document.id != text_id(document.text):
        raise ValueError(f"{document.name}: id {document.id} is not its text's, {text_id(document.text)}")
    for passage in item.passages:
        belongs = passage.id == f"{document.id}:{passage.start}-{passage.end}"
        if not belongs or document.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"{document.name}: passage {passage.id} is not the text at its offsets")
    if not lie_in(document, item.propositions):
        raise ValueError(f"{document.name}: a part of a proposition lies outside the text or its core")
    if vectors.shape != (len(item.passages), dimension):
        raise ValueError(f"{document.name}: vectors {vectors.shape}, not {(len(item.passages), dimension)}")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and (lengths > 0).all()):
        raise ValueError(f"{document.name}: a vector of length 0 or with a non-finite value")
    return [row.tobytes() for row in (vectors / lengths).astype(np.float16)]


def stamp_values(stamp: StoreStamp) -> dict[str, str]:
    """A stamp as rows of ``meta``."""
    return {"model": stamp.model, "dimension": str(stamp.dimension), "splitter": stamp.splitter}


def refuse_other_stamp(place: object, meta: dict[str, str], expected: StoreStamp) -> None:
    """Refuse a store at ``place`` whose ``meta`` is of another model or splitter."""
    names = {"model": "模型", "dimension": "向量维数", "splitter": "切分方式"}
    wanted = stamp_values(expected)
    differing = [f"{names[k]}：索引是 {meta[k]}，现在是 {wanted[k]}" for k in names if meta[k] != wanted[k]]
    if differing:
        raise StoreMismatch(
            f"索引 {place} 与当前设置不符（{'；'.join(differing)}）。请运行：{REBUILD} --store {place}"
        )
