"""What the office around the API does to a request, and hears of it: disabled accounts, true ends, misses."""

import threading
import time
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from index.library import Library
from people.audit import Detail
from tests.api import served_office
from tests.api.served_office import QUOTE

ASK, CHECK, DOCUMENTS = "/api/v1/ask", "/api/v1/check", "/api/v1/documents"
ARTICLE = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条，受益农户300户。\n".encode()


def waited(condition):
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_runs_for_a_disabled_account_ends_at_its_next_sentence(tmp_path):
    disabled = threading.Event()
    with served_office.opened(tmp_path / "store", barred=lambda caller: disabled.is_set()) as office:
        checker, answers = office.program.checker, []
        asking = threading.Thread(
            target=lambda: answers.append(office.post(CHECK, {"text": "慢。" * 500}))
        )  # fmt: skip
        asking.start()
        assert checker.paused.wait(20)
        disabled.set()
        asking.join(20)
        assert "cancelled" in checker.log[-1]
        assert (answers[0].status_code, "已停用" in answers[0].text) == (403, True)
        assert office.events[-1][3:][0] == "refused"


class Slow:
    """A library whose store takes until it is let go."""

    def __init__(self, library):
        self.library, self.began, self.go_on = library, threading.Event(), threading.Event()

    def preview(self, *given, **more):
        return self.library.preview(*given, **more)

    def store(self, *given, **more):
        self.began.set()
        assert self.go_on.wait(20)
        return self.library.store(*given, **more)

    def remove(self, document_id):
        self.began.set()
        assert self.go_on.wait(20)
        return self.library.remove(document_id)


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """An office whose library is slow."""
    made = []
    monkeypatch.setattr(
        served_office, "Library", lambda *given: made.append(Slow(Library(*given))) or made[-1]
    )
    with served_office.opened(tmp_path / "store") as office:
        yield office, made[0]


def gives_up(office, method, path, begun, content=b""):
    """Ask, and be gone once the work is ``begun``."""
    asking = HTTPConnection(office.url.removeprefix("http://"), timeout=30)
    asking.request(method, quote(path, safe="/?=&"), content, {"Authorization": "Bearer librarian-key"})
    assert begun.wait(20)
    asking.close()


def test_an_upload_that_its_client_gave_up_is_told_as_it_ended(slow):
    office, library = slow
    gives_up(office, "POST", f"{DOCUMENTS}?name=甲.md", library.began, ARTICLE)
    library.go_on.set()
    waited(lambda: office.events)
    _, action, thing, outcome, detail = office.events[-1]
    (entry,) = office.program.chatbot.store.documents()
    assert (action, thing, outcome, detail[Detail.HTTP]) == ("add_document", f"{entry.id} 甲.md", "done", 201)


def test_a_removal_that_its_client_gave_up_is_told_as_it_ended(slow):
    office, library = slow
    library.go_on.set()
    added = office.call("POST", f"{DOCUMENTS}?name=甲.md", "librarian-key", content=ARTICLE).json()
    document = added["document"]["id"]
    library.go_on.clear()
    library.began.clear()
    gives_up(office, "DELETE", f"{DOCUMENTS}/{document}", library.began)
    library.go_on.set()
    waited(lambda: len(office.events) == 2)
    assert office.events[-1][1:4] == ("remove_document", f"{document} 甲.md", "done")
    assert office.program.chatbot.store.documents() == []


def test_an_upload_that_is_given_up_before_it_writes_is_not_done(tmp_path, monkeypatch):
    looked, go_on = threading.Event(), threading.Event()

    class Looking(Slow):
        def preview(self, *given, **more):
            looked.set()
            assert go_on.wait(20)
            return super().preview(*given, **more)

    monkeypatch.setattr(served_office, "Library", lambda *given: Looking(Library(*given)))
    with served_office.opened(tmp_path / "store") as office:
        gives_up(office, "POST", f"{DOCUMENTS}?name=甲.md", looked, ARTICLE)
        time.sleep(0.5)  # until the server has heard of it
        go_on.set()
        waited(lambda: office.events)
        assert office.events[-1][3] == "refused"
        assert office.events[-1][4][Detail.HTTP] == 499
        assert office.program.chatbot.store.documents() == []


def test_what_found_nothing_is_counted_for_whoever_asked(tmp_path):
    heard = []

    def missed(caller, answer):
        heard.append((caller.account.id, answer.status, answer.scope))

    with served_office.opened(tmp_path / "store", missed=missed) as office:
        office.post(ASK, {"question": "金鱼怎么养？"})
        office.post(ASK, {"question": "夜校开课多少期？"}, "other-key")
        chat = {"model": "xinhuoshi", "messages": [{"role": "user", "content": "金鱼怎么养？"}]}
        office.post("/v1/chat/completions", chat, "other-key")
    assert heard == [(1, "refused", ""), (2, "grounded", ""), (2, "refused", "")]


def test_the_audit_is_told_under_the_names_of_the_page(tmp_path):
    with served_office.opened(tmp_path / "store") as office:
        office.post(ASK, {"question": "夜校开课多少期？"})
        office.post(CHECK, {"text": f"{QUOTE}。"})
        asked, checked = (event[4] for event in office.events)
    assert set(asked) == {"http", "ms", "question", "chars", "generation", "status"}
    assert set(checked) == {"http", "ms", "draft", "chars", "generation", "sentences"}
    assert (asked["status"], checked["chars"]) == ("grounded", len(QUOTE) + 1)
    assert {type(name) for each in (asked, checked) for name in each} == {Detail}


def test_an_upload_is_limited_before_it_can_be_found(tmp_path):
    limits = []

    def limit(caller, document_id, groups):
        limits.append(
            (caller.account.id, document_id, groups, list(office.program.chatbot.store.documents()))
        )

    with served_office.opened(tmp_path / "store", limit=limit) as office:
        path = f"{DOCUMENTS}?name=甲.md&groups=纪检组，办公室"
        added = office.call("POST", path, "librarian-key", content=ARTICLE)
        assert added.status_code == 201
        document = added.json()["document"]["id"]
        assert limits == [(4, document, "纪检组、办公室", [])]
        assert office.events[-1][4][Detail.GROUPS] == "纪检组、办公室"
        again = office.call(
            "POST", path, "librarian-key", content=ARTICLE
        )  # known: nothing changes, and it says so
        assert again.status_code == 200
        assert "组没有改动" in str(again.json()["report"])
        form = office.call("POST", DOCUMENTS, "librarian-key", data={"groups": "纪检组"},
                           files={"file": ("乙.md", ARTICLE.replace(b"12", b"13"))})  # fmt: skip
        assert form.status_code == 201
        assert len(limits) == 2


def test_names_that_are_no_groups_are_refused_and_nothing_is_stored(tmp_path):
    with served_office.opened(tmp_path / "store") as office:
        for groups in (
            "组" * 41,
            "、".join(f"组{n}" for n in range(51)),
            "纪检组",
        ):  # the last: there are none here
            path = f"{DOCUMENTS}?name=甲.md&groups={groups}"
            got = office.call("POST", path, "librarian-key", content=ARTICLE)
            assert got.status_code == 400, got.text
            assert "组" in got.json()["detail"]
        assert office.program.chatbot.store.documents() == []
