"""HTML of answers, sources and history: escaping, markers, marks; no browser needed."""

from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Carried, Case, Document, Hit, Passage, Proposition
from index.store.contract import Entry, Source
from people.conversations import Conversation, Turn
from rag.citing.official_form import formal, formal_hit, pasteable
from rag.records import Answer, Citation, Sentence
from ui.chat.examples import Examples, answered, candidates
from ui.chat.history import list_html, saved_turn_html, when
from ui.chat.render import examples_html, failed_html, pending_html, turn_html
from ui.chat.source import find_place, source_html, split_paragraphs
from ui.feedback import dump_answer, load_answer
from ui.pieces import Marked, highlighted

HOSTILE = "<script>alert(1)</script><img src=x onerror='x'>\"&${x}{{y}}"
TEXT = "总题\n甲局 做法一\n乙局 做法二\n\n甲文第一句。甲文第二句。\n甲文第三句。\n\n乙文。\n尾声\n"


class Reader(HTMLParser):
    """Tags, attributes and text as a browser would see them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text, self.marked, self._in_mark = [], [], "", [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "mark":
            self.marked.append("")
        self._in_mark = self._in_mark or tag == "mark"

    def handle_endtag(self, tag):
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self._in_mark:
            self.marked[-1] += data


class Store:
    generation = 1

    def __init__(self, *documents, cases=(), propositions=()):
        self._documents = {d.id: d for d in documents}
        self._cases = list(cases)
        self._propositions = list(propositions)

    def documents(self):
        return [Entry(d.id, d.name, d.title, "", len(self._cases), 1) for d in self._documents.values()]

    def document(self, document_id):
        return self._documents[document_id]

    def entry(self, document_id):
        document = self._documents[document_id]
        return Entry(document.id, document.name, document.title, "", len(self._cases), 1)

    def source(self, document_id):
        return Source(self._documents[document_id], ())

    def propositions_of(self, document_id, start=0, end=10**9):
        return [p for p in self._propositions if p.start < end and start < p.end]

    def cases(self, document_id):
        return [c for c in self._cases if c.document_id == document_id]


def case(order, heading, body, text=TEXT):
    unit, title = heading.split(" ")
    at, start = text.index(heading), text.index(body)
    return Case("d", order, unit, title, at, at + len(heading), start, start + len(body))


FIRST = case(1, "甲局 做法一", "甲文第一句。甲文第二句。\n甲文第三句。")
SECOND = case(2, "乙局 做法二", "乙文。")
DOCUMENT = Document("d", "例.txt", "总题", TEXT)
STORE = Store(DOCUMENT, cases=[FIRST, SECOND])


def citation(n=1, quote="甲文第二句。", **changes):
    start = TEXT.index(quote)
    fields = {"case": "做法一", "unit": "甲局", "paragraph": 1, "document": "例.txt", **changes}
    return Citation(n=n, document_id="d", quote=quote, start=start, end=start + len(quote), **fields)


def grounded(**changes):
    sentences = (Sentence("甲文第二句。", (1,)), Sentence("两处都说。", (1, 2)))
    fields = {"citations": (citation(), citation(2, "乙文。", case="做法二", unit="乙局")), "span": "第二"}
    return Answer("问", "问", **{"sentences": sentences, **fields, **changes})


def hit(text="甲文第一句。", in_case=FIRST):
    start = max(TEXT.find(text), 0)
    return Hit(Passage("d:0-1", "d", 1, start, start + len(text), text, "", 1), "例.txt", in_case, 0.5, 1)


def test_markers_carry_number_place_and_a_spoken_name():
    page = Reader(turn_html("问", grounded()))
    assert page.text.count("[1]") == 3  # two markers and the list
    assert page.text.count("[2]") == 2
    start = str(TEXT.index("甲文第二句。"))
    assert ("data-start", start) in page.attributes
    assert ("data-end", str(int(start) + 6)) in page.attributes
    assert ("aria-label", "出处1：《做法一》·甲局·第1段，查看原文") in page.attributes
    assert "strong" in page.tags


def test_only_a_short_answer_is_set_in_bold():
    text = "甲文第一句。甲文第二句。"
    for span, bold in (("第二句", 1), (text * 3, 0), (None, 0)):
        answer = grounded(sentences=(Sentence(text * 3, (1,)),), span=span)
        assert Reader(turn_html("问", answer)).tags.count("strong") == bold


def test_partial_answers_are_a_prefix_of_the_whole():
    answer = grounded(span=None)
    partial, whole = turn_html("问", answer, shown=1), turn_html("问", answer)
    assert "甲文第二句。" in partial
    assert "两处都说。" not in partial
    assert "data-copy" not in partial
    assert "data-copy" in whole
    assert "pending" in partial
    assert "pending" not in whole


def test_refusal_shows_reason_and_nearest():
    page = Reader(turn_html("问", Answer("问", "问", (), (), refusal="缺少年份“2031年”。", nearest=(hit(),))))
    assert "资料中没有找到" in page.text
    assert "缺少年份“2031年”。" in page.text
    assert "《做法一》·甲局·第1段" in page.text
    assert "甲文第一句。" in page.text
    said = Reader(turn_html("问", Answer("问", "问", (), (), refusal="资料中没有找到年份。")))
    assert said.text.count("资料中没有找到") == 1


@pytest.mark.parametrize(
    ("kind", "heads"), [("compare", "<h3>乙局</h3>"), ("collection", '<th scope="row">乙局</th>')]
)
def test_comparisons_and_collections_are_drawn_by_whom_they_are_about(kind, heads):
    sentences = (Sentence("甲文第二句。", (1,)), Sentence("乙局：乙文。", (1, 2)))
    for shown in (None, 2):
        html = turn_html("问", grounded(sentences=sentences, kind=kind, span=None), shown=shown)
        assert heads in html
        assert "甲文第二句。" in Reader(html).text
        assert "乙局：" not in Reader(html).text.partition("出处")[0]
    assert heads not in turn_html("问", grounded(sentences=sentences, kind="digest", span=None))


def test_what_is_only_near_stands_below_the_words_that_say_so_with_its_sources():
    near = grounded(refusal="没有直接的回答，供参考：", span=None, nearest=(hit(),))
    page = Reader(turn_html("问", near))
    assert page.text.index("没有直接的回答，供参考：") < page.text.index("甲文第二句。")
    assert ("class", "turn related") in page.attributes
    assert "《做法一》·甲局·第1段" in page.text
    assert "复制原文和出处" in page.text
    assert "最接近的原文（" not in page.text
    assert Reader(turn_html("问", near, shown=1)).text == page.text  # its first line is never left out


def test_help_is_shown_as_it_is():
    page = Reader(turn_html("你好", Answer("你好", "你好", (), (), refusal="可以这样问。", kind="help")))
    assert "可以这样问。" in page.text
    assert "资料中没有找到" not in page.text
    assert "出处" not in page.text


def test_an_uncited_sentence_is_never_shown():
    unsound = grounded(citations=(citation(),))  # the second sentence cites [2], which is not there
    page = Reader(turn_html("问", unsound))
    assert "两处都说" not in page.text
    assert "资料中没有找到" in page.text


@pytest.mark.parametrize(
    "html",
    [
        pending_html(HOSTILE, HOSTILE),
        failed_html(HOSTILE, HOSTILE),
        examples_html([HOSTILE]),
        turn_html(HOSTILE, Answer("", "", (), (), refusal=HOSTILE, nearest=(hit(HOSTILE),)), note=HOSTILE),
        turn_html(
            HOSTILE,
            grounded(
                citations=(citation(case=HOSTILE, unit=HOSTILE, document=HOSTILE), citation(2)), span=HOSTILE
            ),
        ),
        list_html([Conversation(1, HOSTILE, datetime.now(UTC))], 1, datetime.now(UTC)),
        saved_turn_html(Turn(HOSTILE, {"wrong": HOSTILE}, datetime.now(UTC)), tuple),
        source_html(Store(Document("d", HOSTILE, HOSTILE, HOSTILE)), "d", 3, 20, 1),
    ],
)
def test_markup_from_outside_stays_text(html):
    page = Reader(html)
    assert not {"script", "img", "iframe", "svg"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "alert(1)" in page.text or "alert(1)" in str(page.attributes)


def test_formal_citations():
    assert formal(citation()) == "《做法一》·甲局·第1段"
    assert formal(citation(paragraph=0)) == "《做法一》·甲局·标题"
    assert formal(citation(case=None, unit=None, paragraph=3)) == "《例.txt》·第3段"
    assert formal_hit(hit(in_case=None)) == "《例.txt》·第1段"


def test_pasteable_answer():
    assert pasteable(grounded()) == (
        "甲文第二句。[1]\n两处都说。[1][2]\n\n出处：\n"
        "[1] 《做法一》·甲局·第1段：“甲文第二句。”\n[2] 《做法二》·乙局·第1段：“乙文。”"
    )


def test_source_shows_the_whole_case_and_marks_the_quote():
    start = TEXT.index("甲文第二句。")
    page = Reader(source_html(STORE, "d", start, start + 6, 1))
    assert page.marked == ["甲文第二句。"]
    for shown in ("例.txt", "做法一", "甲局", "第1段", "甲局 做法一", "甲文第三句。"):
        assert shown in page.text
    assert "乙文" not in page.text


def test_source_shows_what_the_quote_leans_on_paler():
    unit, start = TEXT.index("甲局"), TEXT.index("甲文第二句。")
    leaning = Proposition("d", 1, "clause", start, start + 6, (Carried("unit", unit, unit + 2),))
    html = source_html(Store(DOCUMENT, cases=[FIRST], propositions=[leaning]), "d", start, start + 6, 1)
    assert '<span class="leans">甲局</span> 做法一' in html
    assert "<mark>甲文第二句。</mark>" in html


def test_source_numbers_paragraphs_and_marks_across_them():
    start, end = TEXT.index("第二句。"), TEXT.index("第三句。") + 4
    page = Reader(source_html(STORE, "d", start, end, 1))
    assert page.marked == ["第二句。", "甲文第三句。"]
    assert "第1—2段" in page.text
    heading = TEXT.index("做法一")
    page = Reader(source_html(STORE, "d", heading, heading + 3, 0))
    assert page.marked == ["做法一"]
    assert "位置标题" in page.text


def test_source_outside_every_case():
    title, tail = TEXT.index("总题"), TEXT.index("尾声")
    assert find_place(DOCUMENT, [FIRST, SECOND], title, title + 2).body == (0, FIRST.heading_start)
    assert find_place(DOCUMENT, [FIRST, SECOND], tail, tail + 2).body == (SECOND.end, len(TEXT))
    page = Reader(source_html(STORE, "d", tail, tail + 2, 7))
    assert page.marked == ["尾声"]
    assert "第7段" in page.text  # outside the cases only the index knows where counting begins
    assert "乙文" not in page.text


def test_source_that_cannot_be_shown_says_so():
    assert "已从资料库中移除" in source_html(STORE, "gone", 0, 1, 1)
    for start, end in ((-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)):
        assert "没有这个位置：第 " in source_html(STORE, "d", start, end, 1)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_highlighting_neither_adds_nor_loses_a_character(text, a, b, c, d):
    (begin, stop), (start, end) = sorted((a, b)), sorted((c, d))
    words = highlighted(text, begin, stop, Marked(start, end, ((c, c + 5), (d, d + 3))))
    assert "".join(part for part, _ in words) == text[begin:stop]
    assert (
        "".join(p for p, mark in words if mark == "said") == text[max(begin, start) : max(0, min(stop, end))]
    )
    assert all(part for part, _ in words)


@given(st.text(alphabet="字 \n\r\t\u3000\x85\u2028a", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_paragraphs_are_the_stripped_lines_at_their_offsets(text, a, b):
    start, end = sorted((a, b))
    found = split_paragraphs(text, start, end)
    assert [text[x:y] for x, y in found] == [s.strip() for s in text[start:end].splitlines() if s.strip()]
    assert all(start <= x < y <= end for x, y in found)


def test_answers_survive_the_database():
    for answer in (
        grounded(),
        Answer("问", "问", (), (), refusal="没有", nearest=(hit(), hit(in_case=None))),
    ):
        assert load_answer(dump_answer(answer)) == answer
    with pytest.raises(ValueError, match="sentences"):
        load_answer({"question": "旧"})


def test_examples_are_made_from_the_cases():
    assert candidates(STORE, ("《{title}》是谁的？", "{unit}做了什么？", "{unit}？")) == [
        ["《做法一》是谁的？"],
        ["乙局做了什么？"],
        [],
    ]
    nameless = [Case("d", 1, "", "无单位", 0, 2, 3, 5), Case("d", 2, "甲局", "无正文", 0, 2, 5, 5)]
    assert candidates(Store(DOCUMENT, cases=nameless), ("{unit}",)) == [[]]
    assert examples_html(()) == ""


def test_only_answered_examples_are_offered():
    asked = []

    def ask(question):
        asked.append(question)
        return grounded() if "乙" in question or "丁" in question else Answer("", "", (), (), refusal="无")

    assert list(answered([["甲", "乙", "丙"], ["戊"], ["丁", "己"]], ask)) == ["乙", "丁"]
    assert asked == ["甲", "乙", "戊", "丁"]
    assert list(answered([["甲", "乙"], ["丁"]], ask, stopped=lambda: len(asked) > 4)) == []
    assert asked == ["甲", "乙", "戊", "丁", "甲"]


def test_an_answer_without_the_words_it_must_hold_is_no_example():
    holds = {"甲": grounded().sentences[0].text, "乙": "别的"}
    assert list(answered([["甲"], ["乙"]], lambda question: grounded(), holds=holds)) == ["甲"]


def test_examples_are_worked_out_once_per_generation_and_failures_are_logged(caplog):
    store, asked = Store(DOCUMENT, cases=[FIRST, SECOND]), []
    examples = Examples(store, lambda question: asked.append(question) or grounded())
    offered = ("甲局有哪些做法？", "《做法二》是哪个单位的案例？", "资料里一共有多少个案例？")
    assert examples.questions() == examples.questions() == offered
    assert len(asked) == 3
    store.generation += 1
    examples.questions()
    assert len(asked) == 6

    def broken(question):
        raise RuntimeError("model gone")

    assert Examples(store, broken).questions() == ()
    assert "model gone" in caplog.text


def test_the_list_marks_the_current_and_tells_the_day():
    zone = timezone(timedelta(hours=8))
    now = datetime(2026, 3, 1, 0, 30, tzinfo=zone)
    moments = {
        datetime(2026, 2, 28, 16, 10, tzinfo=UTC): "今天 00:10",
        datetime(2026, 2, 28, 15, 59, tzinfo=UTC): "昨天 23:59",
        datetime(2026, 2, 27, 15, 0, tzinfo=UTC): "2月27日",
        datetime(2025, 12, 31, 15, 0, tzinfo=UTC): "2025年12月31日",
    }
    assert [when(m, now) for m in moments] == list(moments.values())
    html = list_html([Conversation(7, "甲", now), Conversation(8, "乙", now)], 8, now)
    assert html.index('data-id="7"') < html.index("aria-current") < html.index("乙")
    assert "还没有对话" in list_html([], None, now)


def counted():
    """A count of two cases."""
    cited = [
        Citation(n, "甲.txt", "d", f"做法{n}", "甲局", f"甲局 做法{n}", n * 10, n * 10 + 6, 0) for n in (1, 2)
    ]
    rows = tuple(Sentence(citation.quote, (citation.n,)) for citation in cited)
    return Answer("几个案例", "几个案例", rows, tuple(cited), "2个", note="按案例计数，共2个。", rows=rows)


def test_a_count_is_told_before_its_rows_and_once():
    text = Reader(turn_html("几个案例", counted())).text
    assert text.count("按案例计数，共2个。") == 1
    assert text.index("按案例计数，共2个。") < text.index("甲局 做法1") < text.index("甲局 做法2")


def test_the_lines_of_a_digest_stand_under_what_they_tell():
    answer = counted()
    sentences = (
        Sentence("先查堵点。", (1,), "做法"),
        Sentence("再改流程。", (1,), "做法"),
        Sentence("办得快了。", (2,), "成效"),
    )
    digest = Answer("介绍", "介绍", sentences, answer.citations)
    text = Reader(turn_html("介绍", digest)).text
    assert text.index("先查堵点。") < text.index("再改流程。") < text.index("成效") < text.index("办得快了。")
    assert digest.answer == "做法：先查堵点。[1]\n再改流程。[1]\n成效：办得快了。[2]"


def test_rows_and_groups_are_kept_with_a_conversation():
    assert load_answer(dump_answer(counted())) == counted()
