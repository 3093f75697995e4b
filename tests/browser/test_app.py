"""The page as it ships: app.py over the real chatbot, the seed article and a real store."""

import os
import re
import shutil
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

import app
from tests.browser.conftest import ROOT, running
from tests.browser.fake_page import SEED
from tests.browser.test_page import ENGLISH, in_view

QUESTION = "“党建+双拥”联盟已经扩充到多少家成员单位？"
FAR = "珠穆朗玛峰的海拔是多少米？"


@pytest.fixture(scope="module")
def store(shipped_store, tmp_path_factory):
    return shutil.copytree(shipped_store, tmp_path_factory.mktemp("app") / "store")


def command(store, port=0):
    return [sys.executable, "app.py", "--store", store, "--port", str(port), "--no-browser"]


def environment(folder):
    return {"XHS_DATABASE": f"sqlite:///{folder / 'app.db'}"}


@pytest.fixture(scope="module")
def served(store, tmp_path_factory):
    with running(command(store), environment(tmp_path_factory.mktemp("people"))) as server:
        yield server


def text_of_seed():
    return SEED.read_text(encoding="utf-8-sig")


def test_every_citation_opens_its_own_words(served, visit):
    user = visit(served.url)
    page = user.page
    turn = user.ask(QUESTION)
    assert "34家" in turn.inner_text()
    sentences = turn.locator(".sentence")
    assert sentences.count() >= 1
    for n in range(sentences.count()):
        marker = sentences.nth(n).locator(".cite").first
        start, end = int(marker.get_attribute("data-start")), int(marker.get_attribute("data-end"))
        marker.click()
        page.wait_for_function(
            "words => [...document.querySelectorAll('#panel mark')].map(m => m.innerText).join('') === words",
            arg=text_of_seed()[start:end],
        )
        assert in_view(page, "#panel mark")
    facts = page.locator("#panel dd").all_inner_texts()
    assert facts[0] == SEED.name
    assert facts[2] == "市委市直机关工委"
    english = {t for t in user.texts() if ENGLISH.search(t.replace(SEED.name, ""))}
    assert english == set()


def test_paragraph_in_the_panel_is_the_citations(served, visit):
    user = visit(served.url)
    turn = user.ask(QUESTION)
    formal = turn.locator(".sources button").first.inner_text()
    turn.locator(".sources button").first.click()
    user.page.wait_for_selector("#panel mark")
    assert formal.endswith("·" + user.page.locator("#panel dd").nth(3).inner_text())


def test_a_question_far_from_the_corpus_is_refused_with_the_nearest(served, visit):
    user = visit(served.url)
    turn = user.ask(FAR, "refused")
    assert "资料中没有找到" in turn.inner_text()
    words = turn.locator(".nearest .words").first.inner_text().removesuffix("…")
    assert words[:20] in text_of_seed()
    turn.locator(".nearest button").first.click()
    user.page.wait_for_selector("#panel mark")
    assert user.page.locator("#panel mark").first.inner_text().startswith(words[:20])


def test_offered_examples_are_answered(served, visit):
    user = visit(served.url)
    examples = user.page.locator("[data-question]")
    examples.first.wait_for()
    question = examples.first.inner_text()
    examples.first.click()
    user.page.wait_for_selector("#live .turn.grounded")
    assert user.page.inner_text("#live .question") == question


def test_two_users_at_once(served, visit):
    users = [visit(served.url), visit(served.url)]
    for user, question in zip(users, (QUESTION, FAR), strict=True):
        user.page.fill("#question textarea", question)
        user.page.press("#question textarea", "Enter")
    users[0].page.wait_for_selector("#live .turn.grounded")
    users[1].page.wait_for_selector("#live .turn.refused")
    for user, own, other in ((users[0], QUESTION, FAR), (users[1], FAR, QUESTION)):
        body = user.page.inner_text("body")
        assert own in body
        assert other not in body


def test_a_draft_is_checked_against_the_store(served, visit):
    page = visit(served.url).page
    page.click("[data-tab=check]")
    line = next(line for line in text_of_seed().splitlines() if "34家成员单位" in line)
    verbatim = next(s + "。" for s in line.strip().split("。") if "34家成员单位" in s)
    page.fill("#draft textarea", f"{verbatim}\n珠穆朗玛峰的海拔是8848米。谢谢大家！")
    page.click("#draft-go")
    page.wait_for_selector(".checked")
    assert page.locator(".said.supported .words").all_inner_texts() == [verbatim]
    assert page.locator(".said.unverifiable .words").all_inner_texts() == ["珠穆朗玛峰的海拔是8848米。"]
    assert page.locator(".said.unchecked .words").all_inner_texts() == ["谢谢大家！"]
    page.focus(".said.supported")
    page.keyboard.press("Enter")
    page.wait_for_selector(".detail")
    assert "与原文逐字一致。" in page.inner_text(".detail")
    quote = page.inner_text(".detail .quote >> nth=0")
    assert quote in text_of_seed()
    page.click(".detail .whole >> nth=0")
    page.wait_for_selector("#panel mark")
    assert "".join(page.locator("#panel mark").all_inner_texts()) == quote


def put(page, text, stored):
    """Upload a text in the 文库 tab and store it; ``stored`` is what the report says."""
    uploaded = {"name": "滨江简报.md", "mimeType": "text/markdown", "buffer": text.encode()}
    page.set_input_files(".library input[type=file]", [uploaded])
    page.wait_for_selector("h2:has-text('入库前看一看')")
    page.click("[data-do=store]")
    page.wait_for_selector(f".said >> text={stored}")


def test_what_is_uploaded_is_answered_from_and_its_old_version_still_proves_old_answers(served, visit):
    old = "# 滨江区简报\n\n## 滨江区教育局 建“三色课堂”\n\n滨江区教育局推出“三色课堂”，覆盖全区120所学校。\n"
    user = visit(served.url)
    page = user.page
    page.click("[data-tab=library]")
    page.wait_for_selector(".library .book")
    put(page, old, "新入库：《滨江简报.md》")
    page.click("[data-tab=ask]")
    turn = user.ask("滨江区教育局的“三色课堂”覆盖全区多少所学校？")
    assert turn.locator("strong").first.inner_text() == "120所"
    assert turn.locator(".standing").count() == 0

    page.click("[data-tab=library]")
    page.click(".library [data-do=list]")
    page.click(".library .book li:has-text('滨江简报') [data-do=open]")
    page.wait_for_selector("text=上传新版")
    put(page, old.replace("120所", "150所"), "内容有变，已更新：《滨江简报.md》")
    page.click("[data-tab=ask]")
    again = user.ask("教育局的“三色课堂”覆盖了全区多少所学校？")
    assert again.locator("strong").first.inner_text() == "150所"

    page.reload()
    page.wait_for_selector("#transcript .turn.grounded >> nth=1")
    first = page.locator("#transcript .turn.grounded").first
    assert "这份资料已有新版，这里引用的是旧版" in first.inner_text()
    assert page.locator("#transcript .turn.grounded >> nth=1 >> .standing").count() == 0
    first.locator(".cite").first.click()
    page.wait_for_selector("#panel mark:has-text('120所')")
    assert "已有新版；下面是当时引用的旧版" in page.inner_text("#panel .standing")
    page.keyboard.press("Escape")

    page.click("[data-tab=library]")
    page.click(".library .book li:has-text('滨江简报') [data-do=open]")
    page.click("[data-do=ask-remove]")
    page.click("[data-do=remove]")
    page.wait_for_selector(".library h2:text-is('已删除')")
    page.reload()
    page.wait_for_selector(".library .book")  # where one was
    page.click("[data-tab=ask]")
    page.wait_for_selector("#transcript .turn.grounded >> nth=1")
    assert page.locator("#transcript .standing:text('已从资料库中移除')").count() >= 2
    page.locator("#transcript .cite").first.click()
    page.wait_for_selector("#panel .failure:has-text('已从资料库中移除')")
    user.ask("滨江区教育局的“三色课堂”覆盖全区多少所学校？", "refused")


def test_phone_can_ask(served, visit):
    user = visit(served.url, width=390, height=844)
    user.ask(QUESTION).locator(".cite").first.click()
    user.page.wait_for_selector("#panel mark")
    assert user.page.evaluate("document.documentElement.scrollWidth") == 390


def test_history_survives_a_restart(served, visit):
    user = visit(served.url)
    user.ask(QUESTION)
    user.page.reload()
    user.page.wait_for_selector("#transcript .turn.grounded")
    before = served.url
    served.restart()
    assert served.url == before  # the browser's id belongs to the address
    user.page.goto(before)
    user.page.wait_for_selector("#transcript .turn.grounded")
    assert user.page.inner_text("#transcript .question") == QUESTION
    user.page.locator("#transcript .cite").last.click()
    user.page.wait_for_selector("#panel mark")


def assert_one_chinese_line(code, err):
    assert code == 2
    assert len(err.splitlines()) == 1
    assert re.search("[\u4e00-\u9fff]", err)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"XHS_INDEX__PASSAGE_CHARS": "100"}, "python -m index build"),
        ({"XHS_READING__PASSAGES": "0"}, "settings.toml"),
    ],
)
def test_what_cannot_be_opened_is_one_line_and_exit_2(store, tmp_path, monkeypatch, capsys, settings, words):
    for name, value in (environment(tmp_path) | settings).items():
        monkeypatch.setenv(name, value)
    code = app.main(["--store", str(store), "--port", "0", "--no-browser"])
    said = capsys.readouterr().err
    assert_one_chinese_line(code, said)
    assert words in said


def test_a_store_that_is_not_there_is_one_line_and_exit_2_of_the_program_itself(tmp_path):
    served = subprocess.run(
        command(tmp_path / "nothing-here"),
        cwd=ROOT,
        env={**os.environ, **environment(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert_one_chinese_line(served.returncode, served.stderr)
    assert "python -m index build" in served.stderr


@pytest.mark.parametrize("wrong", [["--port", "99999"], ["--port", "x"], ["--unknown"]])
def test_wrong_use_is_one_chinese_line_and_exit_2(wrong, capsys):
    with pytest.raises(SystemExit) as left:
        app.main(wrong)
    said = capsys.readouterr().err
    assert_one_chinese_line(left.value.code, said)
    assert said.startswith("命令写法不对")


def test_interrupted_while_warming_up_ends_cleanly(store, tmp_path):
    with running(command(store), environment(tmp_path)) as server:
        urlopen(server.url).close()  # it serves; the example questions are being tried meanwhile
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(60) == 0
        server.reader.join(10)
        assert len(server.log.splitlines()) == 1
        server.process.stderr.close()
