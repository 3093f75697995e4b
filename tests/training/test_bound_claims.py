"""Claims of tests/quality/documents, and the text that the program itself would weigh them against."""

from collections import Counter

import pytest

from index.library.sources import read_files
from index.parse import parse_file
from training.bound_claims import UNSEEN, bound_pairs
from training.corpora import DEV, read_lines
from training.pairs import LABELS

HANDS = sorted(
    path.parent.name for path in (DEV / "documents").glob("*/claims.jsonl") if path.parent.name[0] in "st"
)
TEXT = """澄江市机关服务简报
市民政局把长者食堂从12家增加到42家，每天供餐1900人次。
市水务局清理河道垃圾800吨，水质优良比例提高到96%。
"""


def test_every_line_has_its_fields_and_labels_are_balanced():
    assert len(HANDS) >= 25
    for hand in HANDS:
        lines = read_lines(DEV / "documents" / hand / "claims.jsonl")
        assert all(line.keys() == {"id", "doc", "claim", "label", "how", "evidence"} for line in lines), hand
        assert len({line["id"] for line in lines}) == len(lines), hand
        assert Counter(line["label"] for line in lines) == dict.fromkeys(LABELS, len(lines) // 3), hand


@pytest.mark.parametrize("hand", ["sb", "td", "tk"])
def test_evidence_is_verbatim_in_its_document(hand):
    texts: dict[str, str] = {}
    for line in read_lines(DEV / "documents" / hand / "claims.jsonl"):
        if line["doc"] not in texts:
            texts[line["doc"]] = parse_file(DEV / "documents" / hand / "docs" / line["doc"]).document.text
        assert all(words in texts[line["doc"]] for words in line["evidence"]), line["id"]


@pytest.fixture(scope="module")
def store(tmp_path_factory, ingest):
    folder = tmp_path_factory.mktemp("bound")
    (folder / "简报.txt").write_text(TEXT, encoding="utf8")
    ingest(folder / "store", read_files([folder / "简报.txt"]))
    return folder / "store"


def claim(words, label, *evidence):
    return {"doc": "简报.txt", "claim": words, "label": label, "evidence": list(evidence)}


def test_a_claim_is_paired_with_what_holds_it_and_what_was_reckoned(store):
    (pair,) = bound_pairs(store, [claim("市民政局的长者食堂增加了30家。", "supported", "从12家增加到42家")])
    assert pair.text.splitlines()[-1] == "42家－12家＝30家"
    assert (LABELS[pair.label], pair.weight) == ("supported", 1.0)


def test_a_claim_whose_evidence_was_not_found_is_unverifiable_by_it(store):
    (pair,) = bound_pairs(store, [claim("市水务局清理河道垃圾800吨。", "supported", "每天供餐1900人次")])
    assert (LABELS[pair.label], pair.weight) == ("unverifiable", UNSEEN)
