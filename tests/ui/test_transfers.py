"""Files on their way: written as they come, kept for one browser, gone afterwards; the routes over them."""

import asyncio
import tempfile
from urllib.parse import quote

import gradio as gr
import pytest

from index.errors import UnreadableSource
from tests.support.asgi import FOREVER, call, scope
from tests.ui.test_render import Reader
from tests.ui.uploads import BROWSERS, OTHER, PORT, SESSION, browser, not_sent, sent, transfers
from ui.access import Declared
from ui.files import file_html, offered
from ui.serving.browsers import Browsers
from ui.serving.server import build_server
from ui.serving.transfers import Download, TransferLimits
from ui.temporary import own_folder

HERE = "http://127.0.0.1:7860"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def files(folder):
    return transfers(folder)


def test_an_upload_is_taken_once_by_the_browser_that_sent_it(files):
    came = sent(files, "甲.docx", b"x" * 2500)
    for session in (OTHER, ""):
        with pytest.raises(UnreadableSource):
            files.take(session, came)
    arrived = files.take(SESSION, came)
    assert (arrived.name, arrived.size) == ("甲.docx", 2500)
    assert arrived.path.read_bytes() == b"x" * 2500
    assert arrived.path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UnreadableSource, match="没有传完整"):
        files.take(SESSION, came)


def test_an_upload_that_breaks_off_leaves_nothing(files, folder):
    async def pieces():
        yield b"x" * 100
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(files.receive(SESSION, "甲.txt", pieces()))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("session", "fits"), [(SESSION, 40), (OTHER, 60)], ids=["one", "all"])
def test_what_waits_is_bounded_for_one_browser_and_for_all(folder, session, fits):
    files = transfers(folder, TransferLimits(session=100, whole=120))
    sent(files, "甲.txt", b"x" * 60)
    sent(files, "乙.txt", b"x" * fits, session)
    with pytest.raises(UnreadableSource, match="等待处理的文件太多"):
        sent(files, "丙.txt", b"x", session)
    assert sum(path.stat().st_size for path in folder.iterdir()) == 60 + fits


@pytest.mark.parametrize(
    ("limits", "session"),
    [(TransferLimits(session_files=2), SESSION), (TransferLimits(whole_files=2), OTHER)],
    ids=["one", "all"],
)
def test_empty_files_are_counted_too(folder, limits, session):
    files = transfers(folder, limits)
    sent(files, "甲.txt", b"")
    sent(files, "乙.txt", b"", session)
    with pytest.raises(UnreadableSource, match=r"共 3 个、0\.0 MB，上限是 2 个"):
        sent(files, "丙.txt", b"", session)
    with pytest.raises(UnreadableSource, match="共 3 个"):
        files.offer(session, Download("丁.txt", "text/plain", b""))
    assert len(list(folder.iterdir())) == 2


def test_a_download_that_cannot_be_written_takes_no_room(folder):
    files = transfers(folder, TransferLimits(session_files=1))
    folder.rmdir()
    with pytest.raises(OSError, match="No such file"):
        files.offer(SESSION, Download("甲.txt", "text/plain", b"x"))
    folder.mkdir()
    files.offer(SESSION, Download("甲.txt", "text/plain", b"x"))


def test_what_waits_is_gone_when_the_program_stops(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with own_folder() as folder:
        files = transfers(folder)
        sent(files, "甲.txt", b"x")
        files.offer(SESSION, Download("乙.txt", "text/plain", b"y"))
        assert sorted(path.read_bytes() for path in folder.glob("*") if len(path.name) == 16) == [b"x", b"y"]
    assert list(tmp_path.iterdir()) == []


FORGED = ["", "a" * 43, "a.b", ".", "名", SESSION[:-1], SESSION + "0", SESSION.upper(), Browsers(PORT).new(),
          OTHER[0] + SESSION[1:], SESSION.split(".")[0] + "." + OTHER.split(".")[1]]  # fmt: skip


@pytest.mark.parametrize("given", FORGED, ids=range(len(FORGED)))
def test_a_name_that_this_run_did_not_give_out_is_nobody_s(files, given):
    assert files.session(browser(given)) == ""


def test_names_are_known_again_and_no_two_are_the_same(files):
    assert files.session(browser()) == SESSION
    assert len({BROWSERS.new() for _ in range(100)}) == 100


def test_what_nobody_fetches_is_deleted(folder):
    files = transfers(folder, TransferLimits(kept_s=-1))
    address = files.offer(SESSION, Download("甲.txt", "text/plain", b"x"))
    came = sent(files, "乙.txt", b"x")
    with pytest.raises(KeyError):
        files.offered(SESSION, address.removeprefix("/files/"))
    with pytest.raises(UnreadableSource):
        files.take(SESSION, came)
    assert list(folder.iterdir()) == []


@pytest.fixture
def server(files):
    async def built():  # Gradio makes itself an event loop, and never closes it, where none runs
        with gr.Blocks() as page:
            gr.Textbox()
        return build_server(page, Declared(), "试验", files)

    return asyncio.run(built())


def cookie(session):
    return {"cookie": f"{BROWSERS.cookie}={session}"} if session else {}


def post(server, pieces, session=SESSION, name="甲.txt", **headers):
    given = {"origin": HERE, **cookie(session), **headers}
    return call(server, scope("/files", "POST", given, f"name={quote(name)}"), pieces)


def get(server, address, session=SESSION, **headers):
    return call(server, scope(address, "GET", {**cookie(session), **headers}))


def test_the_route_takes_what_the_page_sends(server, files):
    answer = post(server, [b"a" * 10, b"b" * 10])
    arrived = files.take(SESSION, {"token": answer.json["token"]})
    assert (arrived.name, arrived.path.read_bytes()) == ("甲.txt", b"a" * 10 + b"b" * 10)


def test_an_upload_larger_than_a_file_may_be_leaves_nothing(server, folder):
    answer = post(server, [bytes(1024 * 1024)] * 33, **{"content-length": "1"})
    assert answer.status == 413
    assert "上限 32 MB" in answer.json["detail"]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("session", "headers"),
    [("", {}), ("a" * 43, {}), (SESSION, {"origin": "http://127.0.0.1:7861"})],
    ids=["unnamed", "forged", "foreign page"],
)
def test_uploads_come_from_this_page_in_a_browser_that_is_known(server, folder, session, headers):
    answer = post(server, [b"x", FOREVER], session, **headers)
    assert answer.status == 403
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_said(server, files, monkeypatch):
    async def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "receive", full)
    answer = post(server, [b"x"])
    assert (answer.status, answer.json["detail"][:5]) == (507, "文件存不下")


def test_a_download_goes_once_to_its_browser_and_is_deleted(server, files, folder):
    address = files.offer(SESSION, Download("报告“一”.docx", WORD, b"report"))
    for session in (OTHER, ""):
        assert get(server, address, session).status == 404
    answer = get(server, address)
    assert (answer.status, answer.body) == (200, b"report")
    assert answer.headers["content-type"] == WORD
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert list(folder.iterdir()) == []
    assert get(server, address).status == 404


def test_a_file_that_lies_elsewhere_stays_there(server, files, tmp_path):
    original = tmp_path / "original.txt"
    original.write_bytes(b"original")
    address = files.offer(SESSION, Download("甲.txt", "text/plain", original))
    assert get(server, address).body == b"original"
    assert original.exists()
    address = files.offer(SESSION, Download("甲.txt", "text/plain", original))
    original.unlink()
    assert "再点一次" in get(server, address).json["detail"]


def test_an_upload_cannot_be_fetched_and_a_download_not_taken(server, files):
    came = sent(files, "甲.txt", b"x")
    assert get(server, f"/files/{came['token']}").status == 404
    address = files.offer(SESSION, Download("乙.txt", "text/plain", b"y"))
    with pytest.raises(UnreadableSource):
        files.take(SESSION, not_sent("乙.txt", 1) | {"token": address.removeprefix("/files/")})


def test_the_first_page_names_the_browser_once(server):
    answer = get(server, "/", session="")
    name, *rules = answer.headers["set-cookie"].split("; ")
    assert {rule.lower() for rule in rules} == {"httponly", "samesite=strict", "path=/"}
    assert "set-cookie" not in get(server, "/", name.split("=")[1]).headers
    assert get(server, "/", session="").headers["set-cookie"] != answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("session", "limit", "said"),
    [("", 100, "没有认出这个浏览器"), (SESSION, 0, "等待处理的文件太多")],
    ids=["unnamed", "full"],
)
def test_why_a_download_is_not_to_be_had_is_said(folder, session, limit, said):
    files = transfers(folder, TransferLimits(session=limit))
    handler = offered(files, lambda state, event: Download("甲.txt", "text/plain", b"x"))
    html = handler(None, None, browser(session))
    assert said in html
    assert "data-file" not in html
    assert list(folder.iterdir()) == []


def test_handlers_downloads_become_addresses_of_their_browser(files):
    download = Download("甲\"'<b>.txt", "text/plain", b"x")

    def single(state, event):
        return download if event == "file" else "words"

    def several(state, event):
        yield "reading", 1
        yield download, 2

    once, stream = offered(files, single), offered(files, several)
    assert once(None, "words", browser()) == "words"
    shown = dict(Reader(once(None, "file", browser())).attributes)
    assert shown["data-name"] == download.name
    token = shown["data-file"].removeprefix("/files/")
    assert files.offered(SESSION, token).path.read_bytes() == b"x"
    first, (html, number) = stream(None, None, browser())
    assert (first, number) == (("reading", 1), 2)
    assert html.startswith(file_html(download.name, "")[:-8])
