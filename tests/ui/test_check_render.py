"""A checked draft as HTML, and the tab's handlers, without a browser."""

import re
import threading
from dataclasses import replace
from types import SimpleNamespace

import gradio as gr
import pytest

from rag.records import Check, CheckedPart, CheckedSentence
from tests.support.checks import CASE, DRAFT, LIMIT, SOURCE, FakeChecker, citation, scripted_check
from tests.ui.test_render import HOSTILE, Reader
from tests.ui.uploads import browser, not_sent, sent, transfers
from ui.checking.check import FAILED, KEEP, STOPPED, Checks
from ui.checking.render import (
    WAITING,
    detail_html,
    result_html,
    running_html,
    upload_html,
)
from ui.elements import note_html
from ui.files import file_html
from ui.serving.transfers import MB

NOTE, LIVE, RESULT, DETAIL, CHECK = range(5)
SLOW = "慢一。" * 50


@pytest.fixture
def checks(tmp_path):
    made = Checks(FakeChecker(), LIMIT, transfers(tmp_path / "files"))
    yield made
    made.close()


def page(name="页甲"):
    return SimpleNamespace(session_hash=name)


def event(**data):
    return gr.EventData(None, data)


def test_every_sentence_is_a_button_with_its_verdict_in_words():
    shown = Reader(result_html(scripted_check()))
    classes = [v for k, v in shown.attributes if k == "class" and v.startswith("said ")]
    assert [c.split()[1] for c in classes] == [
        "unchecked",
        "supported",
        "contradicted",
        "contradicted",
        "unverifiable",
        "unchecked",
    ]
    numbers = [v for k, v in shown.attributes if k == "data-sentence"]
    assert numbers == ["0", "1", "2", "3", "4", "5"]
    assert shown.attributes.count(("tabindex", "0")) == 6
    assert shown.marked == ["168期", "全省"]
    assert "矛盾：截至2023年底" in shown.text
    assert "✗ 矛盾" in shown.text


def test_the_draft_is_shown_as_it_was_written():
    html = result_html(scripted_check())
    article = html[html.index("<article") : html.index("</article>")]
    shown = Reader(article).text
    for line in DRAFT.splitlines():
        for words in filter(None, line.strip().split("。")):
            assert words in shown


def test_a_sentence_over_two_lines_is_one_sentence():
    text = "甲单位\n办了一件事。"
    part = CheckedPart(0, len(text), True, "unverifiable", reason="没有")
    shown = Reader(result_html(Check(text, (CheckedSentence(text, 0, len(text), (part,)),), 1)))
    assert [v for k, v in shown.attributes if k == "data-sentence"] == ["0", "0"]
    assert shown.text.count("无依据：") == 1
    assert [v for k, v in shown.attributes if k == "class" and v == "tag"] == ["tag"]


def test_the_detail_sets_source_beside_draft():
    shown = Reader(detail_html(scripted_check(), 2))
    assert shown.marked == ["168期", "186期"]
    assert "数字：稿中“168期”，资料“186期”" in shown.text
    for fact in (SOURCE.name, CASE, "云川市税务局", "第1段", "资料说的是同一件事，数字不一致。"):
        assert fact in shown.text
    assert ("data-open", SOURCE.id) in shown.attributes
    assert "%" not in shown.text


def test_each_checkable_part_has_its_own_verdict():
    check = scripted_check()
    sentence = check.sentences[2]
    half = (sentence.start + sentence.end) // 2
    parts = (
        replace(sentence.parts[0], end=half),
        CheckedPart(half, sentence.end, True, "unverifiable", reason="资料里没有后半句。"),
        CheckedPart(sentence.end, sentence.end, False, "unverifiable"),
    )
    html = detail_html(replace(check, sentences=(replace(sentence, parts=parts),)), 0)
    assert html.count('<section class="part') == 2
    assert "资料里没有后半句。" in html


def test_evidence_that_proves_nothing_is_not_called_a_source():
    text = "某句。"
    part = CheckedPart(0, 3, True, "unverifiable", (citation(1, "累计服务居民1.26万人次"),), (), "没有")
    shown = Reader(detail_html(Check(text, (CheckedSentence(text, 0, 3, (part,)),), 1), 0))
    assert "不足以证明这句话的相关原文" in shown.text


def hostile_check():
    check = scripted_check(HOSTILE + "满意率。")
    sentence = scripted_check().sentences[2]
    cited = replace(
        sentence.evidence[0], document=HOSTILE, case=HOSTILE, unit=HOSTILE, quote=HOSTILE, document_id=HOSTILE
    )
    difference = replace(sentence.differences[0], claimed=HOSTILE, source=HOSTILE, start=0, end=5)
    part = CheckedPart(0, len(HOSTILE), True, "contradicted", (cited,), (difference,))
    other = CheckedPart(0, len(HOSTILE), True, "unverifiable", reason=HOSTILE)
    return Check(check.text, (CheckedSentence(HOSTILE, 0, len(HOSTILE), (part, other)),), 1)


@pytest.mark.parametrize(
    "html",
    [
        result_html(hostile_check()),
        detail_html(hostile_check(), 0),
        note_html(HOSTILE),
        file_html(HOSTILE, HOSTILE),
    ],
)
def test_markup_from_outside_stays_text(html):
    shown = Reader(html)
    assert not {"script", "img", "iframe", "svg"} & set(shown.tags)
    assert not [name for name, _ in shown.attributes if name.startswith("on")]
    assert "alert(1)" in shown.text or "alert(1)" in str(shown.attributes)


def test_progress_and_upload():
    assert WAITING in running_html(0, 0)
    shown = Reader(running_html(3, 9))
    assert "已核查 3 / 9 句" in shown.text
    assert ("value", "3") in shown.attributes
    assert ("accept", ".txt,.md") in Reader(upload_html((".txt", ".md"), 5)).attributes


def test_a_run_reports_progress_and_ends_with_the_result(checks):
    updates = list(checks.run(DRAFT, page()))
    assert updates[0][NOTE:CHECK] == ("", running_html(0, 0), "", "")
    assert updates[-1][CHECK] == scripted_check()
    assert updates[-1][LIVE] == ""
    assert checks._runs._stops == {}


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("", "稿件是空的"),
        (None, "稿件是空的"),
        ("长" * 3001, "有 3001 个字，超过上限 3000"),
        ("出错", FAILED),
    ],
)
def test_unusable_drafts_leave_one_line(checks, draft, said):
    last = list(checks.run(draft, page()))[-1]
    assert said in last[NOTE]
    assert last[LIVE] == ""
    assert last[RESULT:] == (KEEP, KEEP, KEEP)


def test_a_failure_is_logged(checks, caplog):
    list(checks.run("出错", page()))
    assert "RuntimeError: scripted failure" in caplog.text


def test_only_the_own_run_is_stopped(checks):
    mine, other = checks.run(SLOW, page()), checks.run("乙慢。" * 3, page("页乙"))
    next(mine), next(other)
    checks.stop(page())
    checks.stop(page("没有运行的页"))
    assert STOPPED in list(mine)[-1][NOTE]
    assert list(other)[-1][CHECK] is not None


def test_an_abandoned_run_is_stopped(checks):
    updates = checks.run(SLOW, page())
    next(updates), next(updates)
    updates.close()
    checks.close()
    assert checks._checker.log[-1].startswith("cancelled")


def test_closing_stops_every_run(tmp_path):
    checks = Checks(FakeChecker(), LIMIT, transfers(tmp_path / "files"))
    updates = checks.run(SLOW, page())
    next(updates)
    closing = threading.Thread(target=checks.close)
    closing.start()
    assert STOPPED in list(updates)[-1][NOTE]
    closing.join(10)
    assert not closing.is_alive()


def test_files_are_read_into_the_box(checks, tmp_path):
    def chosen(name, data):
        return checks.read_file(event(file=sent(checks._files, name, data)), browser())

    assert chosen("稿.txt", "一句话。".encode()) == ("", "一句话。")
    note, box = chosen("长.txt", ("长" * 3001).encode())
    assert "有 3001 个字，超过上限 3000 个字" in note
    assert box is KEEP
    for came in (not_sent("大.docx", 30 * MB), sent(checks._files, "大.docx", bytes(20 * MB + 1), size=1)):
        note, _ = checks.read_file(event(file=came), browser())
        assert re.search("有 [23]0.0 MB，超过上限 20 MB", note)
    assert list((tmp_path / "files").iterdir()) == []


@pytest.mark.parametrize("number", [-1, 6, None, "0", True])
def test_only_sentences_of_the_draft_are_shown(checks, number):
    html = checks.detail(scripted_check(), event(number=number))
    assert "在这里对照" in html
    assert "在这里对照" in checks.detail(None, event(number=0))


def test_export_of_nothing_is_nothing(checks):
    assert checks.export(None, event(kind="word")) == ""
