"""Scans read by the real models, in the real child."""

import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from threading import Semaphore

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from index.errors import SecretSource, UnreadableSource
from index.parse import FORMATS, parse_file
from index.parse.scans import (
    Cancelled,
    RecognisedLine,
    RecognisedPage,
    Scans,
    engine,
    keeping,
    notices,
    page_image,
    recognition,
)
from index.parse.scans.page_image import LARGEST
from index.parse.scans.pages import MAX_PAGES, page_pictures
from tests.support.files import office_files, scans

TITLE = "石桥县水务局关于表彰先进集体的通报"
BODY = [
    "2024年，全县水务系统完成农村供水改造23处，惠及群众18.7万人，投资",
    "比上年增长12.5%。经县水务局党组研究，决定对下列单位予以通报表扬。",
]
MADE = [
    (50, 500, 12, "第一章总则，本办法适用于机关各党支部。"),
    (50, 470, 12, "本办法由机关党委负责解释，自印发之日起施行。"),
]
ROWS = [["单位", "奖项", "奖金（元）"], ["供水站", "一等奖", "8000"], ["水文站", "二等奖", "5000"]]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("recognised")


@pytest.fixture(scope="module")
def report(tmp_path_factory, cache):
    """Two pages: one skewed with a seal and a table, one upside down; and how they were read."""
    first = scans.with_seal(
        scans.with_table(scans.with_title(scans.page("", "", *BODY), TITLE), ROWS, 700), 900, 330
    )
    second = scans.page("二、下一步工作", "请各单位于2025年3月15日前报送方案，联系人：王立平。")
    path = tmp_path_factory.mktemp("scan") / "通报.pdf"
    path.write_bytes(
        scans.as_pdf(scans.scanned(first, slant=-2.3), scans.scanned(second, quarters=2, seed=1))
    )
    told = []
    parsed = parse_file(path, scans=Scans(cache, lambda *pages: told.append(pages)))
    return path, parsed, told


def test_a_skewed_page_below_a_seal_reads_as_printed(report):
    _, parsed, _ = report
    assert parsed.document.title == TITLE
    assert "".join(BODY) in parsed.document.text  # the wrap joined


def test_a_page_upside_down_is_turned(report):
    _, parsed, _ = report
    assert "请各单位于2025年3月15日前报送方案，联系人：王立平。" in parsed.document.text


def test_a_ruled_table_becomes_cells_under_their_headers(report):
    _, parsed, _ = report
    text = parsed.document.text
    rows = [block for block in parsed.blocks if block.kind == "row"]
    cells = [
        ("".join(text[a:b] for a, b in cell.headers), text[cell.start : cell.end])
        for row in rows
        for cell in row.cells
    ]
    assert ("奖金（元）", "8000") in cells
    assert ("奖金（元）", "5000") in cells
    assert ("单位", "水文站") in cells


def test_every_line_knows_its_place_on_the_page_and_how_sure_it_is(report):
    _, parsed, _ = report
    text = parsed.document.text
    found = {text[scan.start : scan.end]: scan for block in parsed.blocks for scan in block.scans}
    title = found[TITLE]
    assert title.page == 1
    assert title.confidence > 0.9
    left, top, right, bottom = title.box
    assert abs(left - scans.MARGIN / scans.WIDTH) < 0.03
    assert abs(top - scans.MARGIN / scans.HEIGHT) < 0.03
    assert left < right < 1
    assert top < bottom < 0.2
    assert found["二、下一步工作"].page == 2


def test_the_user_is_told_that_it_was_recognised(report):
    _, parsed, told = report
    assert any(notice.startswith("第1—2页是扫描件，文字由程序识别，平均把握 9") for notice in parsed.notices)
    assert told == [("通报.pdf", 0, 2), ("通报.pdf", 1, 2), ("通报.pdf", 2, 2)]


def test_what_was_recognised_is_not_recognised_again(report, cache, monkeypatch):
    path, parsed, _ = report
    monkeypatch.setattr(recognition, "_recognised", lambda *given: pytest.fail("read again"))
    assert parse_file(path, scans=Scans(cache)).document == parsed.document


def test_a_page_torn_by_a_kill_is_read_again_and_the_other_is_not(report, cache, tmp_path, made):
    path, parsed, _ = report
    asked = made(Scans(cache).kept(parsed.original)[2])
    kept = cache / f"{parsed.original}.{keeping.VERSION}.jsonl"
    first, second = kept.read_text("utf-8").strip().splitlines()
    (tmp_path / kept.name).write_text(f"\n{first}\n{second[:200]}", "utf-8")
    told = []
    again = parse_file(path, scans=Scans(tmp_path, lambda *pages: told.append(pages)))
    assert asked == [[2]]
    assert told == [("通报.pdf", 1, 2), ("通报.pdf", 2, 2)]
    assert again.document == parsed.document


def test_cancelling_stops_the_child_and_keeps_what_was_read(report, tmp_path):
    path, _, _ = report
    done = []
    with pytest.raises(Cancelled, match="已取消"):
        parse_file(path, scans=Scans(tmp_path, lambda *pages: done.append(pages), lambda: len(done) > 1))
    assert done == [("通报.pdf", 0, 2), ("通报.pdf", 1, 2)]
    (kept,) = tmp_path.glob("*.jsonl")
    assert len(kept.read_text("utf-8").strip().splitlines()) == 1


def test_a_corrected_line_takes_the_place_of_what_was_recognised(report, cache, tmp_path):
    path, parsed, _ = report
    kept = cache / f"{parsed.original}.{keeping.VERSION}.jsonl"
    (tmp_path / kept.name).write_bytes(kept.read_bytes())
    scanning = Scans(tmp_path)
    digest = parsed.original
    page = scanning.kept(digest)[1]
    number = next(n for n, line in enumerate(page.lines) if line.text == TITLE)
    scanning.correct(digest, 1, number, TITLE.replace("石桥", "石城"))
    corrected = parse_file(path, scans=scanning)
    assert corrected.document.title == TITLE.replace("石桥", "石城")
    assert corrected.document.id != parsed.document.id
    with pytest.raises(KeyError):
        scanning.correct(digest, 1, 999, "没有这一行")
    with pytest.raises(KeyError):
        scanning.correct(digest, 9, 0, "没有这一页")
    scanning.restore(digest, 1)
    assert scanning.kept(digest)[1] == page
    with pytest.raises(KeyError):
        scanning.restore(digest, 9)


def test_files_beyond_the_places_wait_and_can_be_cancelled(report, tmp_path):
    path, _, _ = report
    asked = []
    scanning = Scans(tmp_path, cancelled=lambda: bool(asked.append(1)) or len(asked) > 2, places=Semaphore(0))
    with pytest.raises(Cancelled, match="已识别的页都留着"):
        scanning.pages(path.name, path.read_bytes(), [1])


def test_the_picture_of_a_page_is_upright_as_it_was_read(report, cache):
    path, parsed, _ = report
    pages = Scans(cache).kept(parsed.original)
    assert [page.quarters for page in pages.values()] == [0, 2]
    for page in pages.values():
        drawn = page_image(path, page)
        assert len(drawn) <= LARGEST
        picture = np.asarray(Image.open(BytesIO(drawn)).convert("L"))
        height, width = picture.shape
        assert abs(width / height - page.width / page.height) < 0.01
        assert height * 72 / page.height < 151
        for line in page.lines:  # printed words are where their boxes are, and nothing in the margin
            left, top, right, bottom = line.box
            seen = picture[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
            assert seen.min() < 120
        assert picture[: int(0.05 * height), int(0.1 * width) : int(0.9 * width)].min() > 120


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n" + bytes(50), b"x" * 1000])
def test_no_picture_comes_of_what_is_none(tmp_path, data):
    path = tmp_path / "kept"
    path.write_bytes(data)
    assert page_image(path, RecognisedPage(1, 595.0, 842.0, 0, 0.0, ())) == b""


def test_a_picture_is_read_like_a_page(tmp_path, cache):
    path = tmp_path / "通知.tif"
    path.write_bytes(scans.as_file(scans.scanned(scans.page("关于召开会议的通知", *BODY[:1])), "TIFF"))
    parsed = parse_file(path, scans=Scans(cache))
    assert parsed.document.text.startswith("关于召开会议的通知")
    assert "惠及群众18.7万人" in parsed.document.text
    assert Scans(cache).kept(parsed.original)[1].lines[0].text == "关于召开会议的通知"


@pytest.mark.parametrize(("suffix", "kind"), [(".png", "PNG"), (".jpg", "JPEG"), (".bmp", "BMP")])
def test_pictures_of_every_kind_become_pages(suffix, kind):
    given = scans.page("关于召开会议的通知")
    (found,) = page_pictures("通知" + suffix, scans.as_file(given, kind), [])
    assert found[0] == 1
    assert found[1].shape == (scans.HEIGHT, scans.WIDTH, 3)
    assert abs(found[2] - 72 / scans.DPI) < 0.01
    assert suffix in FORMATS


def test_ink_without_paper_lies_on_white():
    ink = 255 - np.asarray(scans.page("关于召开会议的通知").convert("L"))
    clear = np.zeros((*ink.shape, 4), np.uint8)
    clear[:, :, 3] = ink  # black letters on nothing, which is black too
    for mode in ("RGBA", "LA"):
        data = scans.as_file(Image.fromarray(clear).convert(mode), "PNG")
        ((_, picture, _),) = page_pictures("通知.png", data, [])
        assert picture.max() == 255
        assert picture.min() == 0
        assert (picture > 250).mean() > 0.98


def frames(kind, *pictures):
    """A file of several pictures."""
    out = BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:])
    return out.getvalue()


@pytest.mark.parametrize(("kind", "pages"), [("TIFF", 2), ("MPO", 1), ("PNG", 1)])
def test_only_a_tiff_has_pages(kind, pages):
    """A telephone's .jpg has smaller pictures behind it, a .png may be a film: their words came twice."""
    page = scans.page("关于召开会议的通知")
    data = frames(kind, page, page.resize((400, 566)))
    assert [number for number, _, _ in page_pictures("通知", data, [])] == list(range(1, pages + 1))


def test_a_tiff_of_too_many_pages_is_refused_before_any_is_read():
    small = Image.new("1", (50, 50))
    data = frames("TIFF", *[small] * (MAX_PAGES + 1))
    with pytest.raises(UnreadableSource, match=r"「档案\.tif」超过上限 300 页"):
        next(page_pictures("档案.tif", data, []))


@pytest.fixture
def made(monkeypatch):
    """Pages that are recognised without the models, in less than a second; and which were asked for."""
    asked = []

    def of(*pages):
        def recognised(_name, _data, wanted, _cancelled):
            asked.append(list(wanted))
            return iter(pages)

        monkeypatch.setattr(recognition, "_recognised", recognised)
        return asked

    return of


def lines(number, *words):
    """A page of such lines, one below the other."""
    each = [
        RecognisedLine(
            text,
            (0.1, 0.05 + 0.03 * n, 0.1 + 0.02 * len(text), 0.07 + 0.03 * n),
            tuple((0.1 + 0.02 * m, 0.12 + 0.02 * m) for m in range(len(text))),
            (0.99,) * len(text),
        )
        for n, text in enumerate(words)
    ]
    return RecognisedPage(number, 595.0, 842.0, 0, 0.0, tuple(each))


def test_pages_of_a_tiff_that_were_recognised_are_not_read_again(tmp_path, made):
    asked = made(lines(3, "三"))
    for number, words in ((1, "一"), (2, "二")):
        keeping.KeptPages(tmp_path).add(hashlib.sha256(b"II*").hexdigest(), lines(number, words))
    pages = Scans(tmp_path).pages("档案.tif", b"II*")
    assert asked == [list(range(3, MAX_PAGES + 1))]
    assert [page.lines[0].text for page in pages] == ["一", "二", "三"]
    assert Scans(tmp_path).pages("档案.tif", b"II*") == pages
    assert len(asked) == 1


def test_who_reads_a_page_later_does_not_undo_what_was_corrected_meanwhile(tmp_path, monkeypatch):
    data = b"II*"
    digest = hashlib.sha256(data).hexdigest()

    def recognised(*_given):
        """Another program reads the same file at the same time and is faster; then a line is corrected."""
        keeping.KeptPages(tmp_path).add(digest, lines(1, "甲", "乙"))
        Scans(tmp_path).correct(digest, 1, 1, "丙")
        yield lines(1, "甲", "乙")

    monkeypatch.setattr(recognition, "_recognised", recognised)
    (page,) = Scans(tmp_path).pages("档案.tif", data)
    assert [line.text for line in page.lines] == ["甲", "丙"]
    assert Scans(tmp_path).kept(digest)[1] == page


def test_corrections_of_several_people_at_once_are_all_kept(tmp_path):
    keeping.KeptPages(tmp_path).add("d", lines(1, *"一二三四五六七八九十"))
    with ThreadPoolExecutor(10) as people:
        list(people.map(lambda n: Scans(tmp_path).correct("d", 1, n, f"改{n}"), range(10)))
    assert [line.text for line in Scans(tmp_path).kept("d")[1].lines] == [f"改{n}" for n in range(10)]
    Scans(tmp_path).restore("d", 1)
    assert Scans(tmp_path).kept("d")[1] == lines(1, *"一二三四五六七八九十")


def test_only_the_pages_without_text_are_recognised(tmp_path, made):
    asked = made(lines(2, "附件", *BODY))
    pages = pypdfium2.PdfDocument(office_files.pdf(MADE))
    pages.import_pages(pypdfium2.PdfDocument(scans.as_pdf(scans.page("附件", *BODY))))
    path = tmp_path / "办法.pdf"
    pages.save(path)
    told = []
    parsed = parse_file(path, scans=Scans(None, lambda *each: told.append(each)))
    assert asked == [[2]]
    assert told == [("办法.pdf", 0, 1), ("办法.pdf", 1, 1)]
    assert "本办法适用于机关各党支部" in parsed.document.text
    assert "惠及群众18.7万人" in parsed.document.text
    assert {scan.page for block in parsed.blocks for scan in block.scans} == {2}
    without = parse_file(path)
    assert "18.7万人" not in without.document.text
    assert any("第2页是扫描件，没有读入" in notice for notice in without.notices)


def test_a_scan_marked_secret_is_refused(tmp_path, made):
    made(lines(1, "机密★10年", "", *BODY))
    path = tmp_path / "报告.png"
    path.write_bytes(scans.as_file(scans.page("机密★10年", "", *BODY), "PNG"))
    with pytest.raises(SecretSource, match="机密"):
        parse_file(path, scans=Scans(None))


@pytest.mark.parametrize("missing", ["_models", "_engine"])
def test_where_ocr_is_not_installed_scans_are_refused_by_name(tmp_path, monkeypatch, missing):
    monkeypatch.setattr(engine, missing, lambda: None if missing == "_models" else "")
    path = tmp_path / "旧档.pdf"
    path.write_bytes(scans.as_pdf(scans.page("旧档")))
    with pytest.raises(UnreadableSource) as refused:
        parse_file(path, scans=Scans(tmp_path))
    assert "「旧档.pdf」 1 页都是扫描件，这里没有装文字识别" in str(refused.value)
    assert notices.INSTALL in str(refused.value)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("假.png", b"MZ" + bytes(100), "是程序"),
        ("坏.png", scans.as_file(scans.page("一"), "PNG")[:900], "已损坏"),
        ("别.jpg", b"%PDF-1.4\n", "不是图片"),
    ],
)
def test_what_is_no_readable_picture_is_refused_by_name(tmp_path, cache, name, data, why):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableSource, match=why) as refused:
        parse_file(path, scans=Scans(cache))
    assert f"「{name}」" in str(refused.value)


def test_a_blank_page_is_refused_by_name(tmp_path, made):
    made(lines(1))
    path = tmp_path / "空白.png"
    path.write_bytes(scans.as_file(scans.page(), "PNG"))
    with pytest.raises(UnreadableSource, match="没有文字"):
        parse_file(path, scans=Scans(None))


def test_nothing_is_fetched_while_the_models_are_opened(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *given: pytest.fail("a connection"))
    engine.RapidRecogniser()
    from rapidocr.utils.download_file import DownloadFile, DownloadFileInput

    wanted = DownloadFileInput(file_url="https://example.org/model", save_path="x", logger=None)
    with pytest.raises(RuntimeError, match="nothing is fetched"):
        DownloadFile.run(wanted)


def test_a_page_of_noise_says_that_it_is_hard_to_read(report):
    _, parsed, _ = report
    unsure = [
        replace(block, scans=tuple(replace(s, doubtful=(s.start,)) for s in block.scans))
        for block in parsed.blocks
    ]
    count = sum(len(block.scans) for block in unsure)
    page = RecognisedPage(1, 595.0, 842.0, 0, 0.0, ())
    told = notices.recognition_notices([page], unsure)
    assert f"有 {count} 个字没有把握" in told[0]
    assert told[1].startswith("第1页识别得不好")
