"""The data files: each rule fires on its example, not on its counter-example; broken files are refused."""

import pytest

from chinese.language_data import LanguageDataError, parse, topic, topics

RULES = [rule for name in topics() for rule in topic(name).rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_fires_on_its_example_only(rule):
    assert rule.fires(rule.example)
    assert not rule.fires(rule.counter_example)


def test_ids_are_given_once():
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("name", topics())
def test_no_word_stands_twice_in_a_list(name):
    lists = [*topic(name).words.items(), *(i for t in topic(name).tables.values() for i in t.items())]
    for label, words in lists:
        assert words, label
        assert sorted(set(words)) == sorted(words), label


GOOD = """
[characters]
small = "甲乙"
both = "{small}丙"
[words]
tree = "松 松树"
[tables.size]
large = "大 巨"
[[rule]]
id = "made.group.first"
pattern = "[{both}]级"
example = "丙级"
counter_example = "丁级"
[[rule]]
id = "made.group.second"
pattern = "{tree}林"
at = "end"
example = "一片松树林"
counter_example = "松树林里"
[[rule]]
id = "made.other.third"
pattern = "去{group}"
example = "去乙级"
counter_example = "去松林里"
"""


def test_references_stand_for_characters_words_and_groups_above():
    parsed = parse("made", GOOD, {})
    assert [rule.pattern for rule in parsed.rules] == [
        "[甲乙丙]级",
        "(?:松树|松)林",
        "去(?:[甲乙丙]级|(?:(?:松树|松)林)$)",
    ]
    assert parsed.expression("group") == "(?:[甲乙丙]级|(?:(?:松树|松)林)$)"
    assert parsed.tables["size"]["large"] == ("大", "巨")
    assert parse("made", 'rule = []\n[characters]\nmore = "{given}己"', {"given": "戊"}).characters == {
        "more": "戊己"
    }


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (GOOD + '\n[word]\na = "b"', "unknown section"),
        (GOOD.replace("at =", "where ="), r"unknown keys \['where'\]"),
        (GOOD.replace("made.group.second", "made.group.first"), "twice"),
        (GOOD.replace('example = "丙级"\n', ""), "without example"),
        (GOOD.replace('counter_example = "丁级"', 'counter_example = ""'), "without counter_example"),
        (GOOD.replace('"end"', '"middle"'), "'middle' is none of"),
        (GOOD.replace("made.group", "else.group"), "an id is made.group.name"),
        (GOOD.replace("{tree}", "{bush}"), r"\{bush\} names no"),
        (GOOD.replace("{small}", "{tree}"), r"\{tree\} names no"),
        (GOOD.replace('"松 松树"', "3"), "3 is no text"),
        (GOOD.replace('"甲乙"', '"甲'), "made.toml"),
    ],
)
def test_broken_files_are_refused(broken, told):
    with pytest.raises(LanguageDataError, match=told):
        parse("made", broken, {})


def test_unknown_group_is_named():
    with pytest.raises(KeyError, match=r"made has no rule made\.nothing"):
        parse("made", GOOD, {}).expression("nothing")


def test_files_are_read_once():
    assert topic("numerals") is topic("numerals")
