"""Amounts and dates of a statement are put as the source puts them, never as something it does not mean."""

import pytest

from rag.checking import proof as checking_proof
from rag.checking import restated_facts
from rag.checking.proof import Rarity
from rag.checking.verbatim import excerpt
from tests.rag.checking.test_grounds import ground_of
from tests.support.analysed import analysing

proof, restated = map(analysing, (checking_proof.proof, restated_facts.restated))


@pytest.mark.parametrize(
    ("statement", "source", "expected"),
    [
        ("学校有三十三间教室。", "学校共有教室33间。", "学校有33间教室。"),
        ("水库蓄水52600吨。", "水库蓄水5.26万吨。", "水库蓄水5.26万吨。"),
        ("合格率为百分之九十三。", "合格率达93%。", "合格率为93%。"),
        ("剧院去年演出一千多场。", "剧院去年演出1020余场。", "剧院去年演出1020余场。"),
        ("工人加班超过5000小时。", "工人加班5100余小时。", "工人加班5100余小时。"),
        ("清运垃圾近千吨。", "清运垃圾981.7吨。", "清运垃圾981.7吨。"),
        ("图书馆2017年年末落成。", "图书馆于2017年底落成。", "图书馆2017年底落成。"),
        ("八月八日开馆，展出四十件瓷器。", "8月8日开馆，展出瓷器40件。", "8月8日开馆，展出40件瓷器。"),
        ("共招收二百名男生、三百名女生。", "招收男生200名、女生300名。", "共招收200名男生、300名女生。"),
    ],
)
def test_what_the_source_means_is_put_as_it_puts_it(statement, source, expected):
    assert restated(statement, source) == expected


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("学校有33间教室。", "学校共有教室33间。"),  # as it stands
        ("学校有三十四间教室。", "学校共有教室33间。"),  # another amount
        ("剧院演出1020场。", "剧院演出一千多场。"),  # more exact than the source
        ("工人加班不到5000小时。", "工人加班5100余小时。"),
        ("48小时内办结。", "24小时内办结。"),  # who writes that has the rule wrong
        ("只放十个号。", "限号10人。"),  # of another measure
        ("展出四十件瓷器。", "四十年前展出。"),
        ("第三批学员结业。", "3批学员结业。"),
        ("2017年年末落成。", "2018年底落成。"),
        ("八月落成。", "2017年8月落成。"),  # of a year that the statement leaves open
        ("今年落成。", "2023年落成。"),
        ("", "33间"),
        ("学校有三十三间教室。", ""),
    ],
)
def test_anything_else_stays(statement, source):
    assert restated(statement, source) == statement


def test_of_several_amounts_that_of_the_likest_thing_is_put():
    source = "资助男生一千零二十名，资助女生1050名。"
    assert restated("资助女生一千多名。", source) == "资助女生1050名。"
    assert restated("资助男生一千多名。", source) == "资助男生一千零二十名。"


def test_restating_again_changes_nothing():
    source = "水库蓄水5.26万吨，2017年底落成。"
    once = restated("2017年年末落成的水库蓄水52600吨。", source)
    assert once == restated(once, source) == "2017年底落成的水库蓄水5.26万吨。"


def test_words_with_the_amount_in_another_form_are_the_source_s_own():
    statement, text = "学校有三十三间教室，够用。", "学校有33间教室，够用。"
    ground = ground_of("市一中", "新校舍", text)
    rarity = Rarity([ground])
    assert proof(statement, ground, rarity).quoted
    assert not excerpt(statement, text)
    assert not proof("学校有三十四间教室，够用。", ground, rarity).quoted
    assert not proof("学校有三十三间教室，不够用。", ground, rarity).quoted
