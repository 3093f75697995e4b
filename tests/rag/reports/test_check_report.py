"""Reports of a check: the Word file's parts and words, the plain text, sentences and marks."""

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from itertools import pairwise
from typing import get_args

import pytest
from docx import Document
from docx.enum.text import WD_UNDERLINE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from rag.records import Check, CheckedPart, CheckedSentence, DifferenceKind
from rag.reports.check_report import NO_PROBLEM, SHORT, TITLE, plain_report, word_report
from rag.reports.wording import KINDS, cut, difference_words, paragraphs, summary, sureness
from tests.support.checks import BODY, DRAFT, REASON, citation, scripted_check

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PLACE = "《“星火学堂”夜校进社区》·云川市税务局·第1段"


def opened(check):
    return Document(BytesIO(word_report(check, MADE)))


def notes_of(document):
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    assert part.content_type == CONTENT_TYPE.WML_FOOTNOTES
    return {n.get(qn("w:id")): n for n in parse_xml(part.blob).findall(qn("w:footnote"))}


def text_of(element):
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def boxed(element):
    runs = [r for r in element.iter(qn("w:r")) if r.find(f"{qn('w:rPr')}/{qn('w:bdr')}") is not None]
    return [text_of(run) for run in runs]


def checked(checkable=True, verdict="unverifiable", evidence=(), reason="", text="某市办了三件事。"):
    part = CheckedPart(0, len(text), checkable, verdict, evidence, (), reason)
    return Check(text, (CheckedSentence(text, 0, len(text), (part,)),), 1)


def test_the_draft_is_in_the_report_sentence_by_sentence():
    lines = [p.text for p in opened(scripted_check()).paragraphs]
    assert lines[:3] == [
        TITLE,
        "核查时间：2026年3月5日 09:30",
        "共 6 句：支持 1 句，矛盾 2 句，无依据 1 句，无需核查 2 句。",
    ]
    at = lines.index("三、稿件全文和核查结果")
    assert lines[at + 1 : at + 4] == [
        "关于机关党建工作情况的汇报〔无需核查〕",
        "2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课。〔支持〕"
        "截至2023年底，夜校已开课168期，累计服务居民1.26万人次。〔矛盾〕"
        "该做法获评全省机关党建创新案例一等奖。〔矛盾〕",
        "学员对夜校的满意率达到98%。〔无依据〕让我们再接再厉，把这项工作做得更好。〔无需核查〕",
    ]


def test_verdicts_read_in_black_and_white():
    document = opened(scripted_check())
    underlined = {
        run.text: run.font.underline
        for p in document.paragraphs
        for run in p.runs
        if run.text in ("支持", "矛盾", "无依据", "无需核查")
    }
    assert underlined == {
        "支持": True,
        "矛盾": WD_UNDERLINE.WAVY,
        "无依据": WD_UNDERLINE.DASH,
        "无需核查": None,
    }
    colours = {
        run.font.color.rgb for p in document.paragraphs for run in p.runs if run.font.color is not None
    }
    assert colours <= {None}


def test_quotes_are_real_footnotes_and_differing_words_are_marked_on_both_sides():
    document = opened(scripted_check())
    body = document.element.body
    references = [r.get(qn("w:id")) for r in body.iter(qn("w:footnoteReference"))]
    assert references == ["1", "2", "3"]
    notes = notes_of(document)
    assert set(notes) == {"-1", "0", *references}
    assert [notes[n].get(qn("w:type")) for n in ("-1", "0")] == ["separator", "continuationSeparator"]
    quote = BODY[BODY.index("截至") : BODY.index("\n")]
    assert text_of(notes["2"]).strip() == f"{PLACE}：“{quote}”数字：稿中“168期”，资料“186期”。"
    assert boxed(notes["2"]) == ["186期"]
    assert boxed(notes["1"]) == []
    draft = [p._p for p in document.paragraphs if "〔支持〕" in p.text and "2021年" in p.text]
    assert boxed(draft[0]) == ["168期", "全省"]


def test_footnotes_are_declared_and_styled():
    document = opened(scripted_check())
    declared = document.settings.element.find(qn("w:footnotePr"))
    assert [e.get(qn("w:id")) for e in declared] == ["-1", "0"]
    after = [e.tag for e in document.settings.element]
    assert after.index(qn("w:footnotePr")) < after.index(qn("w:compat"))
    names = {s.style_id: s.name for s in document.styles}
    note = notes_of(document)["1"]
    used = {e.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle") for e in note.iter(qn(tag))}
    assert {names[u] for u in used} == {"footnote text", "footnote reference"}
    with zipfile.ZipFile(BytesIO(word_report(scripted_check(), MADE))) as package:
        types = package.read("[Content_Types].xml").decode()
        assert types.count("/word/footnotes.xml") == 1
        assert package.testzip() is None


def test_chinese_faces_are_named_and_no_theme_overrules_them():
    document = opened(scripted_check())
    faces = {}
    for name in ("Normal", "Title", "Heading 1"):
        fonts = document.styles[name].element.rPr.rFonts
        faces[name] = fonts.get(qn("w:eastAsia"))
        assert not [a for a in fonts.attrib if a.endswith("Theme")]
    assert faces == {"Normal": "仿宋", "Title": "宋体", "Heading 1": "黑体"}
    assert document.core_properties.author == "新活实问答"
    assert document.core_properties.created == MADE


def test_a_citation_already_given_is_referred_to():
    quote = BODY[BODY.index("该做法") :]
    text = "获了奖。又获了奖。"
    parts = [CheckedPart(a, b, True, "supported", (citation(1, quote),)) for a, b in ((0, 4), (4, 9))]
    sentences = tuple(CheckedSentence(text[p.start : p.end], p.start, p.end, (p,)) for p in parts)
    notes = notes_of(opened(Check(text, sentences, 1)))
    assert quote in text_of(notes["1"])
    assert text_of(notes["2"]).strip().endswith("第2段，原话见脚注1。")


def test_evidence_that_does_not_prove_says_so():
    cited = citation(1, BODY[BODY.index("该做法") :])
    note = notes_of(opened(checked(evidence=(cited,), reason="资料里没有“三件事”。")))["1"]
    assert text_of(note).strip().startswith(SHORT)


def test_evidence_of_a_proven_part_is_no_mere_relation():
    proof, near = citation(1, "夜校已开课186期"), citation(2, "累计服务居民1.26万人次")
    text = "夜校开课186期，人人满意。"
    parts = (
        CheckedPart(0, 9, True, "supported", (proof,)),
        CheckedPart(9, len(text), True, "unverifiable", (proof, near), (), "没有“满意”。"),
    )
    notes = notes_of(opened(Check(text, (CheckedSentence(text, 0, len(text), parts),), 1)))
    assert not text_of(notes["1"]).strip().startswith(SHORT)
    assert text_of(notes["2"]).strip().startswith(SHORT)


def test_problems_are_listed_with_what_differs():
    lines = [p.text for p in opened(scripted_check()).paragraphs]
    at = lines.index("二、需要处理的句子")
    assert lines[at + 1 : at + 7] == [
        "1. 〔矛盾〕截至2023年底，夜校已开课168期，累计服务居民1.26万人次。",
        "数字：稿中“168期”，资料“186期”。",
        "2. 〔矛盾〕该做法获评全省机关党建创新案例一等奖。",
        "级别：稿中“全省”，资料“云川市”。",
        "3. 〔无依据〕学员对夜校的满意率达到98%。",
        f"“学员对夜校的满意率达到98%。”：{REASON}",
    ]
    assert NO_PROBLEM in [p.text for p in opened(checked(checkable=False)).paragraphs]


def test_the_plain_report():
    text = plain_report(scripted_check())
    assert "夜校已开课【168期】，累计服务居民1.26万人次。〔矛盾〕[3]该做法获评【全省】机关" in text
    assert "\n   数字：稿中“168期”，资料“186期”。\n" in text
    assert f"\n[4] {PLACE.replace('第1段', '第2段')}：“该做法获评云川市机关党建创新案例一等奖。”\n" in text
    assert NO_PROBLEM in plain_report(checked(checkable=False))


@pytest.mark.parametrize("kind", get_args(DifferenceKind))
def test_every_kind_of_difference_has_a_word(kind):
    difference = scripted_check().sentences[2].differences[0]
    assert difference_words(replace(difference, kind=kind)).startswith(KINDS[kind] + "：稿中“168期”")


def test_a_difference_without_words_on_one_side():
    difference = scripted_check().sentences[2].differences[0]
    assert difference_words(replace(difference, claimed="")) == "数字：稿中没有写，资料“186期”"
    assert difference_words(replace(difference, source="")) == "数字：稿中“168期”，资料中没有"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("该做法获评，云川市机关党建创新案例一等奖", "与原文逐字一致。"),
        ("2021年9月拿到了12个奖", "说法与原文相符，日期、数字与原文一致。"),
        ("拿到了好名次", "说法与原文相符，但不是原话，建议再看一眼原文。"),
    ],
)
def test_how_sure_the_evidence_is_is_said_in_words(text, said):
    cited = citation(1, BODY[BODY.index("该做法") :])
    assert sureness(CheckedPart(0, len(text), True, "supported", (cited,)), text) == said


def test_sureness_of_the_other_verdicts():
    parts = [s.parts[0] for s in scripted_check().sentences]
    assert sureness(parts[0], DRAFT) == "没有可以核对的事实，如号召、问候、看法。"
    assert sureness(parts[2], DRAFT) == "资料说的是同一件事，数字不一致。"
    assert sureness(parts[4], DRAFT) == REASON
    assert sureness(replace(parts[4], reason=""), DRAFT) == "资料里没有找到能证明这句话的内容。"


def test_the_summary_names_all_four():
    assert summary(checked()) == "共 1 句：支持 0 句，矛盾 0 句，无依据 1 句，无需核查 0 句"


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_paragraphs_hold_the_whole_draft_in_order(text, bounds):
    ends = sorted({min(b, len(text)) for b in bounds})
    part = CheckedPart(0, 0, False, "unverifiable")
    sentences = tuple(
        CheckedSentence(text[a:b], a, b, (part,)) for a, b in zip(ends[::2], ends[1::2], strict=False)
    )
    lines = list(paragraphs(Check(text, sentences, 1)))
    shown = ["".join(text[p.start : p.end] for p in line) for line in lines]
    assert shown == [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        assert all(a.end == b.start for a, b in pairwise(line))
        for piece in line:
            owners = [n for n, s in enumerate(sentences) if s.start <= piece.start and piece.end <= s.end]
            assert owners == ([] if piece.sentence is None else [piece.sentence])


@given(st.integers(0, 30), st.integers(0, 30), st.lists(st.tuples(st.integers(-5, 35), st.integers(-5, 35))))
def test_cutting_covers_the_range_once(a, b, marks):
    start, end = sorted((a, b))
    pieces = list(cut(start, end, marks))
    assert [i for low, high, _ in pieces for i in range(low, high)] == list(range(start, end))
    inside = {i for low, high in marks for i in range(low, high)}
    assert {i for low, high, marked in pieces if marked for i in range(low, high)} == inside & set(
        range(start, end)
    )


@given(st.text(min_size=1, max_size=40))
def test_any_character_can_be_reported(text):
    check = checked(text=text, reason="\x00\ud800原因")
    assert opened(check).paragraphs[0].text == TITLE
    assert text.strip() in plain_report(check)
