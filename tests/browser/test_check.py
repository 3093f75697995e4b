"""核查 in the browser: paste, upload, look, filter, cancel, export; over the scripted checker."""

import time
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from tests.browser.test_page import ENGLISH
from tests.support import checks

SLOW = "\n".join(f"慢稿第{n}句。" for n in range(100))


@pytest.fixture
def user(served, visit):
    return visited(visit, served)


def visited(visit, served, **options):
    user = visit(served.url, **options)
    user.page.click("[data-tab=check]")
    return user


def start(page, draft):
    page.fill("#draft textarea", draft)
    page.click("#draft-go")


def check(page, draft=checks.DRAFT):
    start(page, draft)
    page.wait_for_selector(".checked")


def said(page, name):
    return page.locator(f".said.{name} .words").all_inner_texts()


def waited(condition):
    for _ in range(100):
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_pasted_draft_is_coloured_sentence_by_sentence(user):
    page = user.page
    check(page)
    assert said(page, "supported") == ["2021年9月，云川市税务局开办“星火学堂”夜校，由32名青年党员轮流授课。"]
    assert said(page, "contradicted") == [
        "截至2023年底，夜校已开课168期，累计服务居民1.26万人次。",
        "该做法获评全省机关党建创新案例一等奖。",
    ]
    assert said(page, "unverifiable") == ["学员对夜校的满意率达到98%。"]
    assert page.locator("article.draft mark").all_inner_texts() == ["168期", "全省"]
    counts = [text.split("\n")[0] for text in page.locator(".legend li").all_inner_texts()]
    assert [c.replace(" ", "") for c in counts] == ["✓支持1句", "✗矛盾2句", "?无依据1句", "–无需核查2句"]
    lines = {
        name: page.locator(f".said.{name} .words").first.evaluate(
            "e => getComputedStyle(e).textDecorationLine + getComputedStyle(e).textDecorationStyle"
        )
        for name in ("supported", "contradicted", "unverifiable", "unchecked")
    }
    assert len(set(lines.values())) == 4  # told apart without any colour
    assert page.locator(".said.contradicted .tag").first.inner_text() == "✗ 矛盾"
    assert page.locator(".said.contradicted .sr").first.text_content() == "矛盾："


def test_filter_to_problems_and_back(user):
    page = user.page
    check(page)
    page.click("[data-show=problems]")
    assert page.locator(".said:visible").count() == 3
    assert page.get_attribute("[data-show=problems]", "aria-pressed") == "true"
    assert not page.is_visible("text=关于机关党建工作情况的汇报")
    page.click("[data-show=all]")
    assert page.locator(".said:visible").count() == 6


def test_a_sentence_stands_beside_its_source_and_opens_the_whole(user):
    page = user.page
    check(page)
    page.click("article.draft mark >> nth=0")
    page.wait_for_selector(".detail")
    assert page.locator(".detail .differences").inner_text() == "数字：稿中“168期”，资料“186期”"
    assert page.inner_text(".detail .claimed mark") == "168期"
    assert page.inner_text(".detail .quote mark") == "186期"
    facts = page.locator(".detail dd").all_inner_texts()
    assert facts == [checks.SOURCE.name, checks.CASE, checks.UNIT, "第1段"]
    page.click(".detail .whole")
    page.wait_for_selector("#panel mark")
    assert page.inner_text("#panel mark") == checks.BODY[checks.BODY.index("截至") : checks.BODY.index("\n")]
    page.keyboard.press("Escape")
    page.wait_for_selector(".detail", state="visible")
    assert not page.is_visible("#panel mark")


def test_the_same_sentence_can_be_chosen_again(user):
    page = user.page
    check(page)
    for _ in range(2):
        page.click("article.draft mark >> nth=0")
        page.wait_for_function("document.activeElement.matches('#draft-detail h2')")
        assert page.evaluate("document.body.dataset.beside") == "open"
        page.keyboard.press("Escape")
        assert page.evaluate("document.body.dataset.beside") is None
        assert page.evaluate("document.activeElement.matches('article.draft [data-sentence]')")


def test_keyboard_alone(user):
    page = user.page
    check(page)
    page.focus(".said.unverifiable")
    page.keyboard.press("Enter")
    page.wait_for_selector(".detail")
    page.wait_for_function("document.activeElement.matches('.detail h2')")
    assert checks.REASON in page.inner_text(".detail")
    assert page.locator(".detail .quote").count() == 0
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.said.unverifiable')")


def test_progress_then_cancel_keeps_the_draft(user, served):
    page = user.page
    start(page, SLOW)
    page.wait_for_selector(".running p:has-text('/ 100 句')")
    page.click("[data-cancel]")
    page.wait_for_selector("#draft-note :text('已取消核查。')")
    assert waited(lambda: "cancelled 慢稿第0句" in served.log)
    assert page.input_value("#draft textarea") == SLOW
    assert not page.is_visible(".running")
    check(page)  # and the next run is not stopped by it


def test_cancelling_stops_only_the_own_run(visit, served):
    first, second = visited(visit, served), visited(visit, served)
    start(first.page, "甲慢" + SLOW)
    start(second.page, "乙慢。丙慢。丁慢。" * 5)
    for user in (first, second):
        user.page.wait_for_selector(".running p:has-text('句')")
    first.page.click("[data-cancel]")
    first.page.wait_for_selector("#draft-note :text('已取消核查。')")
    second.page.wait_for_selector(".checked")
    assert second.page.locator(".said").count() == 15
    assert first.page.locator(".said").count() == 0


def test_a_closed_page_stops_its_run(visit, served):
    page = visited(visit, served).context.new_page()
    page.goto(served.url)
    page.click("[data-tab=check]")
    page.wait_for_selector("#draft textarea")
    start(page, "关页慢" + SLOW)
    page.wait_for_selector(".running p:has-text('句')")
    page.close()  # without being asked
    assert waited(lambda: "cancelled 关页慢" in served.log)


def test_an_edited_draft_is_checked_again(user):
    page = user.page
    check(page)
    page.click("[data-edit]")
    assert page.input_value("#draft textarea") == checks.DRAFT
    assert not page.is_visible(".checked")
    start(page, checks.DRAFT.replace("168期", "186期"))
    page.wait_for_function("document.querySelectorAll('.said.contradicted').length === 1")
    assert page.is_visible(".checked")
    assert page.locator(".said.supported").count() == 2


def test_upload_of_a_word_file(user):
    document, saved = Document(), BytesIO()
    document.add_paragraph("学员的满意率达到98%。")
    document.add_table(1, 1).cell(0, 0).text = "表中一句。"
    document.save(saved)
    file = {"name": "稿件.docx", "mimeType": "application/octet-stream", "buffer": saved.getvalue()}
    user.page.set_input_files("#draft-file input", file)
    user.page.wait_for_function("document.querySelector('#draft textarea').value.includes('表中一句')")
    assert user.page.input_value("#draft textarea") == "学员的满意率达到98%。\n表中一句。"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xlsx", b"PK", "不支持「表.xlsx」的格式（.xlsx），可以上传 .txt、.md、.docx"),
        ("坏.docx", b"PK\3\4 nothing", "「坏.docx」打不开"),
        ("长.txt", ("长" * 3001).encode(), "有 3001 个字，超过上限 3000 个字"),
        ("<img src=x onerror=alert(1)>.exe", b"MZ", "不支持「<img src=x onerror=alert(1)>.exe」"),
        ("大.docx", b"0" * (20 * 1024 * 1024 + 1), "有 20.0 MB，超过上限 20 MB"),
    ],
)
def test_unusable_files_are_refused_in_one_line(user, tmp_path, name, data, said):
    user.page.fill("#draft textarea", "原来的文字")
    (tmp_path / name).write_bytes(data)
    user.page.set_input_files("#draft-file input", tmp_path / name)
    user.page.wait_for_selector("#draft-note .failure")
    line = user.page.inner_text("#draft-note .failure")
    assert said in line
    assert "\n" not in line
    assert user.page.input_value("#draft textarea") == "原来的文字"


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("  ", "稿件是空的。"),
        ("长" * 3001, "稿件有 3001 个字，超过上限 3000 个字。"),
        ("出错", "核查时程序出了错"),
    ],
)
def test_unusable_drafts_are_said_in_one_line(user, draft, said):
    start(user.page, draft)
    user.page.wait_for_selector(f"#draft-note .failure:has-text('{said}')")
    assert user.page.locator(".checked").count() == 0
    assert user.page.input_value("#draft textarea") == draft


def test_export_of_a_word_file_with_footnotes(user):
    check(user.page)
    with user.page.expect_download() as waiting:
        user.page.click("[data-export=word]")
    assert waiting.value.suggested_filename.startswith("稿件核查报告-")
    document = Document(waiting.value.path())
    words = "\n".join(p.text for p in document.paragraphs)
    assert "夜校已开课168期，累计服务居民1.26万人次。〔矛盾〕" in words
    notes = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES).blob.decode()
    assert "186期" in notes
    assert f"《{checks.CASE}》·{checks.UNIT}·第1段" in notes


def test_export_and_copy_of_plain_text(user):
    check(user.page)
    with user.page.expect_download() as waiting:
        user.page.click("[data-export=text]")
    text = waiting.value.path().read_bytes().decode("utf-8-sig")
    assert "夜校已开课【168期】，累计服务居民1.26万人次。〔矛盾〕[3]" in text
    user.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=user.url)
    user.page.click(".checked [data-copy]")
    user.page.wait_for_selector("text=已复制")
    assert user.page.evaluate("navigator.clipboard.readText()") == text


def test_markup_in_a_draft_is_text(user):
    page, hostile = user.page, "<script>document.title='x'</script><img src=x onerror=alert(1)>满意率。"
    check(page, hostile)
    assert said(page, "unverifiable") == [hostile]
    page.click(".said.unverifiable .tag")
    page.wait_for_selector(".detail")
    assert page.inner_text(".detail .claimed") == hostile
    assert page.locator("#check script, #check img, #beside script, #beside img").count() == 0
    assert page.title() == "新活实问答"


@pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
def test_only_chinese_for_a_foreign_browser(visit, served, locale):
    user = visited(visit, served, locale=locale)
    check(user.page)
    user.page.click("article.draft mark >> nth=0")
    user.page.wait_for_selector(".detail")
    user.page.click("[data-edit]")
    start(user.page, "")
    user.page.wait_for_selector("#draft-note .failure")
    english = {t for t in user.texts() if ENGLISH.search(t.replace("导出 Word", ""))}
    assert english == set()


def test_fits_a_phone(visit, served):
    page = visited(visit, served, width=390, height=844).page
    check(page)
    reach = "Math.max(...[...document.querySelectorAll('#page *')].map(e => e.getBoundingClientRect().right))"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(reach) <= 390.5
    page.click("article.draft mark >> nth=1")
    page.wait_for_selector(".detail", state="visible")
    assert page.evaluate(reach) <= 390.5
    above = "document.querySelector('.said.active').getBoundingClientRect().top"
    assert (
        0
        <= page.evaluate(above)
        < page.evaluate("document.querySelector('#beside').getBoundingClientRect().top")
    )
    page.click("[data-fold]")
    assert not page.is_visible(".detail")


def test_the_question_tab_comes_back_as_it_was(user):
    page = user.page
    check(page)
    page.click("[data-tab=ask]")
    assert page.is_visible("#question")
    assert not page.is_visible(".checked")
    page.click("[data-tab=check]")
    assert page.is_visible(".checked")
