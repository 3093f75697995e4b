import gzip
import json
from collections import Counter

import pytest

from bench.checking import tally
from tests.quality.alterations import in_chinese, numeral, other_date, other_number
from training.corpora import DEV, NEWS, read_lines

CLAIMS = read_lines(DEV / "news_claims.jsonl")
FIELDS = {"id", "doc", "claim", "label", "evidence", "mutated", "by", "style"}
LABELS = {"supported", "contradicted", "unverifiable"}


class First:
    """Stands in for random.Random: the first choice, the highest number."""

    def choice(self, values):
        return values[0]

    def randint(self, low, high):
        return high


def test_the_set_is_large_and_balanced():
    assert len(CLAIMS) >= 300
    assert Counter(claim["by"] for claim in CLAIMS).keys() == {"hand", "rule"}
    counts = Counter(claim["label"] for claim in CLAIMS)
    assert counts.keys() == LABELS
    assert min(counts.values()) >= 0.2 * len(CLAIMS)


def test_ids_and_claims_are_unique():
    assert len({claim["id"] for claim in CLAIMS}) == len(CLAIMS)
    assert len({claim["claim"] for claim in CLAIMS}) == len(CLAIMS)


def test_every_line_has_the_fields_and_only_short_quotations():
    documents = {item["doc"] for item in read_lines(DEV / "news_qa.jsonl")}
    for claim in CLAIMS:
        assert claim.keys() == FIELDS, claim["id"]
        assert claim["doc"] in documents, claim["id"]
        assert all(0 < len(words) <= 80 for words in claim["evidence"]), claim["id"]
        assert claim["claim"].endswith("。"), claim["id"]
        assert 10 <= len(claim["claim"]) <= 110, claim["id"]


def test_evidence_and_what_was_changed_go_with_the_label():
    for claim in CLAIMS:
        assert bool(claim["evidence"]) == (claim["label"] != "unverifiable"), claim["id"]
        assert (claim["mutated"] is None) == (claim["label"] == "supported"), claim["id"]


def test_an_altered_copy_differs_from_its_evidence():
    copies = [c for c in CLAIMS if c["by"] == "rule" and c["label"] == "contradicted"]
    for claim in copies:
        copied = claim["evidence"][0] in claim["claim"]
        assert copied == (claim["mutated"] == "attribution"), claim["id"]


def test_evidence_is_verbatim():
    if not NEWS.exists():
        pytest.skip(f"the news documents are not here: {NEWS}")
    wanted = {claim["doc"] for claim in CLAIMS}
    with gzip.open(NEWS, "rt", encoding="utf8") as lines:
        texts = {item["id"]: item["text"] for item in map(json.loads, lines) if item["id"] in wanted}
    assert texts.keys() == wanted
    missing = [c["id"] for c in CLAIMS if any(words not in texts[c["doc"]] for words in c["evidence"])]
    assert missing == []
    claimed = [c["id"] for c in CLAIMS if c["label"] == "contradicted" and c["claim"][:-1] in texts[c["doc"]]]
    assert claimed == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, "七"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (105, "一百零五"),
        (1020, "一千零二十"),
        (3006, "三千零六"),
    ],
)
def test_numerals(value, written):
    assert numeral(value) == written


def test_counts_change_their_form_and_names_stay():
    assert in_chinese("“55街”有2.3万人，2021年新建120个站点") == "“55街”有23000人，2021年新建一百二十个站点"


def test_an_altered_number_is_not_one_of_the_document():
    text = "东河镇有42个站点，95人参加"
    assert other_number("东河镇有42个站点", text, First()) == "东河镇有92个站点"
    assert other_number("东河镇有42个站点", text + "，92户报名", First()) is None
    assert other_number("东河镇服务超42人", text, First()) is None


def test_an_altered_date_is_not_one_of_the_document():
    assert other_date("2020年建成", "2020年建成，2017年立项", First()) == "2018年建成"
    assert other_date("2020年以来建成3处", "2020年以来建成3处", First()) is None


def test_tally_counts_what_each_kind_was_called():
    gold = [
        {"id": "a", "label": "supported", "mutated": None},
        {"id": "b", "label": "contradicted", "mutated": "number"},
        {"id": "c", "label": "contradicted", "mutated": "number"},
        {"id": "d", "label": "unverifiable", "mutated": "later"},
    ]
    given = {"a": "supported", "b": "supported", "c": "contradicted"}
    rows = tally(gold, given, "mutated")
    assert [(r["mutated"], r["claims"], r["right"], r["false_supported"], r["none"]) for r in rows] == [
        ("number", 2, 0.5, 1, 0),
        ("-", 1, 1.0, 0, 0),
        ("later", 1, 0.0, 0, 1),
    ]
