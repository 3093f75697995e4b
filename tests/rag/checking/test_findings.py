"""A sentence in parts and as a whole, with a scripted reader."""

from dataclasses import dataclass, field

import rjieba

from rag.checking import findings
from rag.checking.claims import split_claims
from rag.checking.source_texts import AnalysedGrounds
from rag.reading.reader import Weighing
from rag.settings import CheckingSettings
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

best_findings = analysing(findings.best_findings)

BODY = "滨河街道开办夜校，每周二上课。学员多是外卖骑手。社区食堂每天供应三餐。"
GROUND = ground_of("滨河街道", "夜校点亮骑手的夜", BODY)
ELSEWHERE = ground_of("山前街道", "菜场搬进大棚", "菜场搬进大棚，摊位一百个。")
SETTINGS = CheckingSettings(support=0.5, contradict=0.4, oppose=0.5)
YES, NO, UNSAID = Weighing(9, -9, -9, 0.9), Weighing(-9, 9, -9, 0.9), Weighing(-9, -9, 9, 0.3)
SENTENCE = "骑手们有了夜校，周三才有课"
PARTS = ((0, 7), (8, 13))


@dataclass
class Script:
    """A reader that says of each claim what it was told to, and keeps what it was asked."""

    answers: dict[str, Weighing]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def weigh(self, pairs):
        self.asked += pairs
        return [self.answers.get(claim, UNSAID) for claim, _ in pairs]


def verdicts(answers, sentence=SENTENCE, parts=PARTS, grounds=(GROUND,)):
    results = best_findings(sentence, parts, grounds, Script(answers), SETTINGS)
    return [finding.verdict for finding in results]


def test_parts_and_whole_are_weighed_with_the_heading():
    script = Script({})
    best_findings(SENTENCE, PARTS, [GROUND], script, SETTINGS)
    assert {claim for claim, _ in script.asked} == {"骑手们有了夜校", "周三才有课", SENTENCE}
    assert all(text.startswith(GROUND.heading) for _, text in script.asked)


def test_one_part_is_its_own_whole():
    script = Script({"骑手们有了夜校": YES})
    (finding,) = best_findings("骑手们有了夜校", [(0, 7)], [GROUND], script, SETTINGS)
    assert finding.verdict == "supported"
    assert {claim for claim, _ in script.asked} == {"骑手们有了夜校"}


def test_a_supported_whole_supports_its_parts_which_are_not_read():
    script = Script({SENTENCE: YES})
    results = best_findings(SENTENCE, PARTS, [GROUND], script, SETTINGS)
    assert [finding.verdict for finding in results] == ["supported", "supported"]
    assert {claim for claim, _ in script.asked} == {SENTENCE}


def test_a_sentence_that_lacks_a_fact_and_says_little_else_is_not_read():
    script = Script({"2019年种下银杏40株": YES})
    results = best_findings("2019年种下银杏40株", [(0, 12)], [GROUND], script, SETTINGS)
    assert [finding.verdict for finding in results] == ["unverifiable"]
    assert not script.asked


def test_a_contradicted_whole_contradicts_the_part_that_is_least_supported():
    assert verdicts({SENTENCE: NO, "骑手们有了夜校": YES}) == ["supported", "contradicted"]


def test_supported_parts_do_not_make_up_for_one_that_is_not():
    assert verdicts({"骑手们有了夜校": YES}) == ["supported", "unverifiable"]


def test_a_ground_that_supports_goes_before_one_that_says_otherwise():
    other = ground_of("山前街道", "夜校", "骑手们的夜校停办了。")
    results = best_findings("骑手们有了夜校", [(0, 7)], [other, GROUND], _ByText(), SETTINGS)
    assert [(finding.verdict, finding.proof.ground.unit) for finding in results] == [
        ("supported", "滨河街道")
    ]


class _ByText:
    def weigh(self, pairs):
        return [NO if "停办" in text else YES for _, text in pairs]


def test_without_a_sentence_nothing_is_found():
    assert best_findings(SENTENCE, PARTS, [], Script({}), SETTINGS) == ()
    assert best_findings(SENTENCE, PARTS, [ground_of("山前街道", "菜场", "")], Script({}), SETTINGS) == ()


def test_a_ground_about_something_else_is_not_read():
    script = Script({})
    best_findings("滨河街道开办夜校，每周二上课", [(0, 14)], [GROUND, ELSEWHERE], script, SETTINGS)
    assert not any("菜场" in text for _, text in script.asked)


def test_every_sentence_is_segmented_once(monkeypatch):
    """A draft's, whatever it is compared with, and a source's, whatever is compared with it."""
    segmented, tag = [], rjieba.tag
    monkeypatch.setattr(rjieba, "tag", lambda text: segmented.append(text) or tag(text))
    sources = ["滨河街道的夜校每周二上课。", "夜校开办两年，骑手来了30人次。"]
    kept = AnalysedGrounds()
    for draft in ("滨河街道开办夜校，骑手来了40人次。", "夜校每周三上课，没有停过。"):
        (claim,) = split_claims(draft)
        parts = [(part.start, part.end) for part in claim.parts]
        grounds = [kept.same(ground_of("滨河街道", "夜校", *sources))]
        assert best_findings(claim.text, parts, grounds, Script({}), SETTINGS)
        assert segmented.count(draft) == 1
    assert all(segmented.count(source) == 1 for source in sources)
    assert len([text for text in segmented if len(text) > 3]) == 4  # shorter: a single word is looked up
