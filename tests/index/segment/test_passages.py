from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import UnreadableSource
from index.parse import parse_text
from index.parse.corpus import corpus_files, unsupported_files
from index.segment.cases import by_rules
from index.segment.passages import paragraph_of, split_passages, split_sentences
from index.settings import IndexSettings
from tests.support.layouts import CANTEEN, LEAD, LIFT, RIVER, SCHOOL

BLANKS = dict.fromkeys(map(ord, " \t\r\n\u3000\u200b\u200d\ufeff"))


def passages_of(text, suffix=".txt", **settings):
    parsed = parse_text(text, "a" + suffix)
    segmentation = by_rules(parsed.document, parsed.blocks)
    return (
        parsed.document,
        segmentation,
        split_passages(parsed.document, segmentation, IndexSettings(**settings), parsed.blocks),
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("他说：“干得好。”大家鼓掌。", ["他说：“干得好。”", "大家鼓掌。"]),
        ("会议指出，“要抓紧。要抓实。”强调落实。", ["会议指出，“要抓紧。要抓实。”", "强调落实。"]),
        ("“为了谁？”的追问仍在。", ["“为了谁？”的追问仍在。"]),
        ("他说“不行！”，然后走了。", ["他说“不行！”，然后走了。"]),
        ("《怎么办？》一书出版。", ["《怎么办？》一书出版。"]),
        ("获评“先进。”等称号。", ["获评“先进。”等称号。"]),
        ("他问：“行吗？”她说：“行。”", ["他问：“行吗？”", "她说：“行。”"]),
        ("增长3.5%。版本3.0好。共30人……等单位参加。", ["增长3.5%。", "版本3.0好。", "共30人……等单位参加。"]),
        ("好！！真的？！是啊……完了", ["好！！", "真的？！", "是啊……", "完了"]),
        ("见下（图一。图二。）。完", ["见下（图一。图二。）。", "完"]),
        ("网址http://a.cn/?x=1可查.下一句.", ["网址http://a.cn/?x=1可查.", "下一句."]),
        ("“没有合上。第二句。", ["“没有合上。", "第二句。"]),
        ("第一！\r\n第二\n\n　　第三；还是第三。", ["第一！", "第二", "第三；还是第三。"]),
        ("😀真好。👨‍👩‍👧走了！", ["😀真好。", "👨‍👩‍👧走了！"]),
        ("1.加强学习。2.改进作风。", ["1.加强学习。", "2.改进作风。"]),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_a_very_long_quotation_is_split_inside():
    speech = "“" + "我们要把好事办好。" * 40 + "”"
    assert len(split_sentences(speech)) == 40


def test_windows_are_whole_sentences_with_the_overlap_asked_for():
    sentences = [f"第{i}句" + "话" * 26 + "。" for i in range(1, 10)]  # 30 code points each
    text = "".join(sentences)
    _, _, passages = passages_of(text, passage_chars=90, overlap_sentences=1)
    # 90 holds three; the last may grow to 112, which is no fourth sentence.
    assert [p.text for p in passages] == ["".join(sentences[i : i + 3]) for i in (0, 2, 4, 6)]
    _, _, passages = passages_of(text, passage_chars=90, overlap_sentences=0)
    assert [p.text for p in passages] == ["".join(sentences[i : i + 3]) for i in (0, 3, 6)]


def test_a_short_rest_joins_the_last_window():
    text = "甲" * 59 + "。" + "乙" * 9 + "。"
    _, _, passages = passages_of(text, passage_chars=60)
    assert [p.text for p in passages] == [text]


def test_context_case_and_paragraph():
    text = (
        f"临江市案例集\n本报记者 王小明\n{LEAD}\n市民政局 长者食堂\n市教育局 课后服务\n"
        f"{CANTEEN}\n{RIVER}\n{SCHOOL}\n{LIFT}"
    )
    document, segmentation, passages = passages_of(text, passage_chars=60, overlap_sentences=0)
    assert [(p.case_order, p.paragraph, p.context, p.text) for p in passages] == [
        (None, 1, "临江市案例集", f"本报记者 王小明\n{LEAD}"),
        (1, 1, "市民政局 长者食堂", CANTEEN),
        (1, 2, "市民政局 长者食堂", RIVER),
        (2, 1, "市教育局 课后服务", SCHOOL),
        (2, 2, "市教育局 课后服务", LIFT),
    ]
    assert passages[1].id == f"{document.id}:{passages[1].start}-{passages[1].end}"
    case = segmentation.cases[1]
    assert paragraph_of(document.text, case.start, case.start) == 1
    assert paragraph_of(document.text, case.start, case.end - 1) == 2


def test_context_of_a_case_without_a_unit_names_its_document_and_sections():
    text = f"# 办实事\n\n## 便民\n\n### 食堂\n\n{CANTEEN}\n\n## 市水利局 碧水\n\n{RIVER}"
    _, _, passages = passages_of(text, ".md")
    assert [p.context for p in passages] == ["办实事 / 便民 / 食堂", "办实事 / 市水利局 碧水"]


def test_paragraphs_that_fit_no_heading_carry_all_of_them():
    text = f"市公安局 平安夜巡\n市体育局 全民健身\n{CANTEEN}\n{RIVER}\n{SCHOOL}"
    _, _, passages = passages_of(text)
    assert {(p.case_order, p.context) for p in passages} == {(None, "市公安局 平安夜巡 / 市体育局 全民健身")}


def test_long_sentences_are_cut_at_marks_and_else_at_the_limit():
    clause = "把好事办好" * 8 + "，"  # 41 code points
    _, _, passages = passages_of(clause * 6, passage_chars=60, overlap_sentences=0)
    assert [len(p.text) for p in passages] == [41, 41, 41, 41, 82]
    _, _, passages = passages_of("办" * 1000, passage_chars=100, overlap_sentences=0)
    assert [len(p.text) for p in passages] == [100] * 8 + [200]


def test_a_cut_keeps_numbers_and_emoji_whole():
    text = ("办" * 55 + "1234567890" + "👨‍👩‍👧‍👦" * 5 + "办" * 90) * 2
    _, _, passages = passages_of(text, passage_chars=60, overlap_sentences=0)
    assert "".join(p.text for p in passages) == text
    assert all(p.text[0] not in "0123456789\u200d" or p.text.startswith("123") for p in passages)
    assert not any(p.text.endswith("\u200d") for p in passages)


def test_a_hundred_thousand_characters_without_a_mark_are_bounded():
    for char in "办“”。 …":
        text = char * 100_000 + "完"
        document, _, passages = passages_of(text)
        assert max(len(p.text) for p in passages) <= 480
        assert all(document.text[p.start : p.end] == p.text for p in passages)


BODY = st.text(
    alphabet="机关党建工作。！？!?；，,.、…“”‘’（）()《》3A% \u3000\u200b😀\u200d👧\r\n一、#", max_size=400
)


@given(
    BODY,
    st.sampled_from([".txt", ".md"]),
    st.integers(60, 130),
    st.integers(0, 3),
)
@example("3\n#3", ".md", 60, 0)
def test_passages_of_any_text_are_exact_bounded_and_leave_nothing_out(text, suffix, aim, overlap):
    settings = {"passage_chars": aim, "overlap_sentences": overlap}
    document, segmentation, passages = passages_of(text + "\n机关。", suffix, **settings)
    assert passages == passages_of(text + "\n机关。", suffix, **settings)[2]
    assert len({p.id for p in passages}) == len(passages)
    covered = set()
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert 0 < len(passage.text) <= 2 * aim
        assert passage.text == passage.text.strip("\u200b \u3000\r\n")
        assert passage.paragraph >= 1
        covered.update(range(passage.start, passage.end))
    bodies = [(c.start, c.end) for c in segmentation.cases]
    bodies += [(p.start, p.end) for p in segmentation.parts if p.kind == "text"]
    for block in parse_text(document.text, "a" + suffix).blocks:  # headings inside a case travel along
        words = document.text[block.start : block.end]
        if block.kind == "heading" and any(words in passage.context for passage in passages):
            marks = len(document.text[: block.start].rstrip("# "))  # of Markdown: no words
            covered.update(range(marks, block.end))
    expected = {i for start, end in bodies for i in range(start, end) if document.text[i].translate(BLANKS)}
    assert expected <= covered
    assert all(any(s <= p.start and p.end <= e for s, e in bodies) for p in passages)


@given(BODY)
def test_sentences_of_any_text_hold_every_character_once_and_in_order(text):
    sentences = split_sentences(text)
    assert all(above[1] <= below[0] for above, below in pairwise(sentences))
    joined = "".join(text[start:end] for start, end in sentences)
    assert joined.translate(BLANKS) == text.translate(BLANKS)
    assert not any("\n" in text[start:end] for start, end in sentences)


@given(st.lists(st.integers(1, 70), min_size=1, max_size=40), st.integers(0, 3))
def test_neighbours_share_at_most_the_sentences_asked_for(lengths, overlap):
    text = "".join("字" * length + "。" for length in lengths)
    _, _, passages = passages_of(text, passage_chars=80, overlap_sentences=overlap)
    for above, below in pairwise(passages):
        shared = text[below.start : above.end] if below.start < above.end else ""
        assert shared.count("。") <= overlap
        assert above.end < below.end
        assert above.start < below.start


def test_corpus_files_are_sorted_and_readmes_are_none(tmp_path):
    for name in [
        "乙.md",
        "甲.txt",
        "README.md",
        "readme.txt",
        ".隐藏.txt",
        "图.webp",
        "年度/丙.TXT",
        ".git/丁.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("正文。", encoding="utf-8")
    names = [path.relative_to(tmp_path).as_posix() for path in corpus_files(tmp_path)]
    assert names == sorted(["乙.md", "甲.txt", "年度/丙.TXT"])
    ((picture, reason),) = unsupported_files(tmp_path)
    assert picture.name == "图.webp"
    assert str(reason).startswith(
        "「图.webp」是图片，但这种格式不能读。请用看图软件打开，另存为 .png 或 .jpg 后再试"
    )
    with pytest.raises(UnreadableSource, match="找不到资料文件夹"):
        corpus_files(Path(tmp_path / "没有"))
