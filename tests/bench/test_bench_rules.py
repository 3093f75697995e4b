"""Counting the rules of the language and leaving one out, on made-up rules, documents and trees."""

import gzip
import json

import pytest

from bench.rules import ablation
from bench.rules.ablation import NEVER, tree_without
from bench.rules.fires import Fired, fires, held_out, rules, words_met
from chinese.language_data import Rule, parse, topic
from training.corpora import DEV, read_lines


def rule(at: str, pattern: str) -> Rule:
    return Rule("made.group.rule", pattern, at, "例", "反例")


@pytest.mark.parametrize(
    ("at", "expected"),
    # 城市 is one word: its 市 ends it and begins none; 市 alone is a word of its own.
    [("anywhere", Fired(3, 2)), ("start", Fired(1, 1)), ("end", Fired(3, 2)), ("whole", Fired(1, 1))],
)
def test_rules_are_counted_at_the_edges_of_words(at, expected):
    documents = ["城市更美。城市很大。", "市、县和乡。", "没有。"]
    assert fires([rule(at, "市")], documents) == {"made.group.rule": expected}


def test_documents_used_elsewhere_are_not_drawn(tmp_path):
    used = read_lines(DEV / "news_qa.jsonl")[0]["doc"]
    file = tmp_path / "news.jsonl.gz"
    lines = [
        {"id": used, "text": "used"},
        {"id": "other-1", "text": "first"},
        {"id": "other-2", "text": "second"},
    ]
    with gzip.open(file, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    assert sorted(held_out(file, 2)) == ["first", "second"]


def test_words_that_no_document_holds_are_named():
    listed = {label: (size, missing) for label, size, missing in words_met(["公孙某自从化来"])}
    size, missing = listed["persons.double_surnames"]
    assert size == len(topic("persons").words["double_surnames"])
    assert "公孙" not in missing
    assert len(missing) == size - 1


def test_every_rule_can_be_left_out(tmp_path, monkeypatch):
    wanted = rules()
    root = tmp_path / "root"
    (root / "chinese" / "data").mkdir(parents=True)
    (root / "rag").mkdir()
    files = {rule.id.split(".")[0]: "" for rule in wanted}
    for name in files:
        text = (ablation.ROOT / "chinese" / "data" / f"{name}.toml").read_text("utf8")
        (root / "chinese" / "data" / f"{name}.toml").write_text(text, "utf8")
    monkeypatch.setattr(ablation, "ROOT", root)
    shared = topic("numerals").characters
    for n, rule in enumerate(wanted):
        folder = tmp_path / str(n)
        folder.mkdir()
        name = rule.id.split(".")[0]
        file = tree_without(rule, folder) / "chinese" / "data" / f"{name}.toml"
        left = {other.id: other for other in parse(name, file.read_text("utf8"), shared).rules}
        assert left[rule.id].pattern == NEVER
        assert not left[rule.id].fires(rule.example)
        others = [o for o in wanted if o.id.startswith(f"{name}.") and o.id != rule.id]
        assert set(left) == {rule.id, *(o.id for o in others)}
        assert (folder / "rag").is_symlink()


def test_a_rule_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LookupError, match=r"times.toml has 0 entries times\.no\.such"):
        tree_without(Rule("times.no.such", "x", "anywhere", "x", "y"), tmp_path)
