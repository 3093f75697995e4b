"""Scans on the page without a browser: progress, cancel, corrections, and who gets to see the pictures."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.library.ingest import stamp_for
from index.library.library import Library
from index.library.recognised import UNUSED
from index.parse.scans import Cancelled, recognition
from index.records import Block, Metadata, ScannedLine
from index.segment import scans_of
from index.settings import IndexSettings
from index.store.opening import open_store
from people.accounts import Account, Caller, Role
from people.drafts import KEPT_DAYS
from tests.support.files import scans
from tests.support.storekit import FakeEmbedder
from tests.ui.library.test_shelf import NOTE, REGION, SHELF, event, files, place, tab, upload  # noqa: F401
from tests.ui.test_render import HOSTILE
from tests.ui.uploads import browser, sent
from ui.access import CLOSED, Limits
from ui.chat.source import source_html
from ui.library.preview_render import reading_html
from ui.library.scan_routes import NOT_YOURS, WaitingPictures, scan_router
from ui.library.scans import CHANGED, NOT_THERE, page_view, sureness
from ui.library.shelf import Looked, Shelf
from ui.templating import render

WORDS = ["水务局清渠行动简报", "", "石桥县水务局修好水渠12条。", "石桥县水务局由周敬老负责。"]
PICTURE = scans.as_file(scans.page(*WORDS).resize((620, 877)), "PNG")


@pytest.fixture
def read(monkeypatch):
    """Pages are recognised without the models; the calls are counted."""
    calls = []

    def recognised(name, _data, _wanted, _cancelled):
        calls.append(name)
        yield scans.recognised(*WORDS)

    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", recognised)
    return calls


def acted(tab, shelf, do, row="", form=None):  # noqa: F811
    return list(tab.act(shelf, event(do, row, form), browser()))[-1]


def test_a_line_is_corrected_beside_its_picture_without_recognising_again(tab, read):  # noqa: F811
    *_, last = upload(tab, Shelf(), ("简报.png", PICTURE))
    shown, shelf = last[REGION], last[SHELF]
    assert '<mark class="doubt" title="没有把握">老</mark>' in shown
    assert "有 1 个字没有把握，已标出" in shown
    assert shown.count('class="box doubt"') == 1
    form = {"scan-text-0": "石桥县水务局由周敬尧负责。", "scan-was-0": WORDS[3], "scan-0": "1"}
    after = acted(tab, shelf, "scan-correct", "0:1:2", form)
    assert "周敬尧负责" in after[SHELF].preview(0).source.document.text
    assert "data-here" in after[REGION]
    assert 'class="box doubt"' not in after[REGION]
    assert read == ["简报.png"]

    said = acted(tab, after[SHELF], "scan-correct", "0:1:2", form)  # from a page that shows the words before
    assert CHANGED in said[NOTE]
    gone = acted(
        tab, after[SHELF], "scan-correct", "0:1:1", form | {"scan-text-0": " ", "scan-was-0": WORDS[2]}
    )
    assert "水渠12条" not in gone[SHELF].preview(0).source.document.text
    *_, again = upload(tab, gone[SHELF], ("别名.png", PICTURE))  # corrections stay with the content
    assert "周敬尧负责" in again[REGION]
    assert "水渠12条" not in again[REGION]
    whole = acted(tab, again[SHELF], "scan-restore", "0:1")
    assert "水渠12条" in whole[SHELF].preview(0).source.document.text
    assert read == ["简报.png"]


def test_cases_that_a_person_made_stay_where_they_were_after_a_correction(tab, read):  # noqa: F811
    *_, last = upload(tab, Shelf(), ("简报.png", PICTURE))
    text = last[SHELF].preview(0).source.document.text
    start = text.index("石桥县水务局修好") if "\n石桥县水务局修好" in text else 0
    cut = acted(tab, last[SHELF], "split", f"0:{start}")
    cases = cut[SHELF].preview(0).segmentation.cases
    form = {"scan-text-0": "某某水务局清渠行动的简报", "scan-was-0": WORDS[0]}
    after = acted(tab, cut[SHELF], "scan-correct", "0:1:0", form)[SHELF].preview(0)
    new = after.source.document.text
    assert "清渠行动的简报" in new
    assert [new[c.start : c.end] for c in after.segmentation.cases] == [text[c.start : c.end] for c in cases]


@pytest.mark.parametrize("row", ["", "0", "0:1:99", "0:9:0", "9:1:0", "x:1:0", "0:1:-1", "0:1:0:0", "0:1:²"])
@pytest.mark.parametrize("do", ["scan-correct", "scan-restore"])
def test_what_is_not_there_is_not_corrected(tab, read, do, row):  # noqa: F811
    *_, last = upload(tab, Shelf(), ("简报.png", PICTURE))
    if do == "scan-restore" and row == "0:1:99":
        return  # the line counts for nothing
    after = acted(tab, last[SHELF], do, row, {"scan-was-0": WORDS[0], "scan-text-0": "改了"})
    assert NOT_THERE in after[NOTE]
    assert after[SHELF] is last[SHELF]


@pytest.fixture
def one_line(monkeypatch):
    """A page with a single line."""
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", lambda *given: iter([scans.recognised(WORDS[0])]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "里没有文字"),
        ("甲\u202e乙", "U+202E"),
        ("甲\0乙", "U+0000"),
        ("甲\ud800乙", "U+D800"),
        ("长" * 501, "501 个字，超过上限 500"),
        (["甲"] * 600, "超过上限"),
    ],
    ids=["nothing", "turned", "nul", "half", "long", "ticks"],
)
def test_words_that_cannot_be_are_refused_and_nothing_is_changed(tab, one_line, words, said):  # noqa: F811
    *_, last = upload(tab, Shelf(), ("简报.png", PICTURE))
    form = {"scan-text-0": words, "scan-was-0": WORDS[0], "scan-0": "1"}
    after = acted(tab, last[SHELF], "scan-correct", "0:1:0", form)
    assert said in after[NOTE]
    assert after[SHELF] is last[SHELF]
    *_, again = upload(tab, last[SHELF], ("别名.png", PICTURE))
    assert again[SHELF].preview(0).source.document.text.strip() == WORDS[0]


def test_a_scan_that_a_person_reads_as_secret_cannot_be_stored(tab, one_line):  # noqa: F811
    *_, last = upload(tab, Shelf(), ("简报.png", PICTURE))
    form = {"scan-text-0": "机密★1年", "scan-was-0": WORDS[0], "scan-0": "1"}
    after = acted(tab, last[SHELF], "scan-correct", "0:1:0", form)
    assert "标有“机密★1年”，按涉密文件处理" in after[REGION]
    assert after[SHELF].ready == []
    assert "没有可以入库的文件" in acted(tab, after[SHELF], "store")[NOTE]
    *_, again = upload(tab, after[SHELF], ("别名.png", PICTURE))  # typed by mistake: not refused for good
    assert again[SHELF].ready == [0]


def test_what_waits_on_the_page_stays_recognised():
    assert UNUSED > KEPT_DAYS * 24 * 3600


def test_progress_is_told_page_by_page():
    assert "正在识别 第3/12页" in reading_html([], ["简报.pdf"], (2, 12))
    assert "正在识别 第1页" in reading_html([], ["简报.png"], (0, 0))
    assert "data-stop" in reading_html([], ["简报.png"])
    assert "data-stop" not in reading_html([Looked("简报.png", None, "坏了")], ["简报.png"])


def test_a_stopped_upload_gives_up_its_scan_and_what_comes_after(tab, monkeypatch):  # noqa: F811
    begun = threading.Event()

    def recognised(name, _data, _wanted, cancelled):
        begun.set()
        while not cancelled():
            threading.Event().wait(0.02)
        raise Cancelled(f"「{name}」的识别已取消")
        yield

    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", recognised)
    came = [sent(tab._files, name, data) for name, data in (("甲.png", PICTURE), ("乙.txt", "乙。".encode()))]
    mine, others = browser(session_hash="mine"), browser(session_hash="others")
    running = tab.upload(Shelf(), event(files=came), mine)
    assert "正在读取" in next(running)[REGION]
    assert "正在识别 第1页" in next(running)[REGION]
    assert begun.wait(10)
    tab.stop(others)
    tab.stop(mine)
    *_, last = running
    assert "「甲.png」的识别已取消" in last[SHELF].files[0].error
    assert "已取消，没有读入" in last[SHELF].files[1].error


def test_a_page_that_nobody_follows_stops_its_scan(tab, monkeypatch):  # noqa: F811
    ended = threading.Event()

    def recognised(name, _data, _wanted, cancelled):
        while not cancelled():
            threading.Event().wait(0.02)
        ended.set()
        raise Cancelled(name)
        yield

    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "_recognised", recognised)
    running = tab.upload(Shelf(), event(files=[sent(tab._files, "甲.png", PICTURE)]), browser())
    next(running)
    next(running)
    running.close()
    assert ended.wait(10)


def test_words_of_a_scan_stay_words():
    pages = {1: scans.recognised(HOSTILE, f"{HOSTILE}老"), 2: scans.recognised(number=2)}
    view = page_view(0, pages, 0, "token", -1)
    card = {"name": "甲", "error": None, "number": 0, "ready": True, "title": "", "says": [], "internal": "",
            "notices": [], "cases": [], "passages": 0, "outside": 0, "rest": None}  # fmt: skip
    html = render(
        "library/previews.html", cards=[card], scans={0: view}, confirmed=[], ready=1, shelf="", prefilled="",
        fields=[], groups=None, replaces=[],
    )  # fmt: skip
    assert HOSTILE not in html
    assert "这一页没有认出文字" in sureness(pages[2])
    assert view.pages == ((1, 1), (2, 0))


class OneScan:
    """A store with one document that was recognised, its original kept or not."""

    def __init__(self, original):
        text = "石桥县水务局由周敬尧负责。"
        scan = ScannedLine(0, len(text), 3, (0.1, 0.2, 0.6, 0.25), 0.98)
        self.document = SimpleNamespace(id="0" * 16, name="简报.pdf", title="", text=text)
        self._source = SimpleNamespace(
            document=self.document, blocks=(Block("paragraph", 0, len(text), 0, 3, scans=(scan,)),),
            original=original,
        )  # fmt: skip

    def source(self, document_id):
        return {self.document.id: self._source}[document_id]

    def entry(self, document_id):
        return SimpleNamespace(superseded_by="", metadata=Metadata())

    def cases(self, document_id):
        return ()

    def propositions_of(self, document_id, start, end):
        return ()


@pytest.mark.parametrize("original", ["", "a.pdf"])
def test_the_source_panel_says_so_and_offers_the_place_where_there_is_a_picture(original):
    html = source_html(OneScan(original), "0" * 16, 0, 5, 1)
    assert "第3页，扫描件识别" in html
    assert ('src="scans/documents/0000000000000000/3"' in html) == bool(original)
    assert ("left:10.00%;top:20.00%;width:50.00%;height:5.00%" in html) == bool(original)


def test_words_stand_on_their_lines_and_text_on_none():
    first, second = (ScannedLine(n, n + 5, 1, (0.0, 0.1, 0.5, 0.2), 1.0) for n in (0, 5))
    blocks = [Block("paragraph", 0, 10, scans=(first, second)), Block("paragraph", 11, 20)]
    assert scans_of(blocks, 0, 3) == (first,)
    assert scans_of(blocks, 4, 6) == (first, second)
    assert scans_of(blocks, 12, 15) == ()
    unplaced = replace(blocks[0], end=14)
    assert scans_of([unplaced], 12, 13) == (first, second)


@pytest.fixture
def office(tmp_path, read):
    """A stored scan, closed to those outside of its group, and one that waits; asked for as anybody."""
    folder, embedder, settings = tmp_path / "store", FakeEmbedder(), IndexSettings()
    with open_store(folder, stamp=stamp_for(embedder, settings), writable=True):
        pass
    path = tmp_path / "简报.png"
    path.write_bytes(PICTURE)
    library, waiting = Library(folder, embedder, settings), WaitingPictures()
    with open_store(folder) as store:
        library.store([library.preview(path, store)], Metadata())
        (entry,) = store.documents()
        groups = SimpleNamespace(
            closed_to=lambda caller: frozenset({entry.id} if caller.account.name == "外" else ())
        )
        caller = None
        app = FastAPI()
        app.include_router(scan_router(store, library, Limits(groups), waiting))

        async def asked(scope, receive, send):
            await app({**scope, **({"caller": caller} if caller else {})}, receive, send)

        with TestClient(asked) as client:

            def get(address, name="", *roles, **headers):
                nonlocal caller
                account = Account(1, name, "", frozenset(roles), False, False, datetime.now(UTC), None, None)
                caller = Caller(account, frozenset(roles), "") if name else None
                return client.get(address, headers=headers)

            yield SimpleNamespace(
                get=get, id=entry.id, token=waiting.token(path), path=path, library=library, store=store
            )


def test_a_stored_page_is_drawn_for_whoever_may_read_it(office):
    address = f"/scans/documents/{office.id}/1"
    for who in (("",), ("内", Role.USER), ("内", Role.LIBRARIAN), ("内", Role.ADMINISTRATOR)):
        answer = office.get(address, *who)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert (
        office.get(address, "内", Role.USER, **{"if-none-match": answer.headers["etag"]}).status_code == 304
    )
    for roles in ([Role.USER], [Role.TRAINER]):
        refused = office.get(address, "外", *roles)
        assert (refused.status_code, refused.json()["detail"]) == (403, CLOSED)
    etag = {"if-none-match": answer.headers["etag"]}
    assert office.get(address, "外", Role.USER, **etag).status_code == 403  # also to whoever has it already


def test_a_waiting_page_is_for_librarians(office):
    address = f"/scans/waiting/{office.token}/1"
    assert office.get(address).status_code == 200
    assert office.get(address, "内", Role.LIBRARIAN).status_code == 200
    for role in (Role.USER, Role.TRAINER):
        refused = office.get(address, "内", role)
        assert (refused.status_code, refused.json()["detail"]) == (403, NOT_YOURS)


@pytest.mark.parametrize(
    "address",
    [
        "/scans/documents/ffffffffffffffff/1", "/scans/documents/{id}/2", "/scans/documents/{id}/0",
        "/scans/documents/{id}/x", "/scans/documents/{id}/²", "/scans/documents/{id}/99999999999",
        "/scans/documents/..%2f..%2fetc%2fpasswd/1", "/scans/waiting/x/1", "/scans/waiting/{token}/2",
        "/scans/waiting/..%2f简报.png/1",
    ],
)  # fmt: skip
def test_what_is_not_there_is_no_picture(office, address):
    assert office.get(address.format(id=office.id, token=office.token)).status_code == 404


def test_without_the_original_there_is_no_picture(office):
    office.library.original(office.store, office.id).unlink()
    assert office.get(f"/scans/documents/{office.id}/1").status_code == 404
    office.path.unlink()
    assert office.get(f"/scans/waiting/{office.token}/1").status_code == 404
