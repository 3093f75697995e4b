"""Asking, searching, checking, making quiz questions: the command line's JSON, whatever is sent."""

import json
import threading
import time

import httpx
import pytest

from rag.quiz.records import KINDS
from rag.records import hit_json
from tests.api import served_office
from tests.api.served_office import QUOTE
from tests.support import checks

ASK, SEARCH, CHECK, QUIZ = (f"/api/v1/{name}" for name in ("ask", "search", "check", "quiz"))
QUESTION = "夜校开课多少期？"


def test_an_answer_is_the_contract_of_the_command_line(office):
    got = office.post(ASK, {"question": QUESTION})
    assert got.status_code == 200
    assert got.headers["cache-control"] == "no-store"
    wanted = office.program.chatbot.ask(QUESTION).to_json()
    assert got.json() == wanted
    assert got.json()["citations"][0]["quote"] == QUOTE


def test_history_is_understood_from_its_questions(office):
    first = office.post(ASK, {"question": QUESTION}).json()
    second = office.post(ASK, {"question": "它在哪里？", "history": [first]})
    assert second.status_code == 200
    # The first was answered already; only its question counts.
    assert office.program.chatbot.asked == [(QUESTION, [], ""), ("它在哪里？", [QUESTION], "")]


def test_only_the_last_questions_are_looked_at_and_unusable_ones_are_left_out(office):
    turns = [{"question": words} for words in ("一", "二", "三", " ", "五", "六")]
    assert office.post(ASK, {"question": "七", "history": turns}).status_code == 200
    assert [question for question, _, _ in office.program.chatbot.asked] == ["三", "五", "六", "七"]
    assert office.program.chatbot.asked[-1][1] == ["三", "五", "六"]


def test_a_scope_narrows_what_is_searched(office):
    got = office.post(ASK, {"question": QUESTION, "scope": {"units": ["税务局"], "since": "2023-01-01"}})
    assert got.json()["scope"] == "单位含“税务局”，2023-01-01起"
    assert office.program.chatbot.asked[-1][2] == got.json()["scope"]


def test_a_search_is_the_contract_of_the_command_line(office):
    got = office.post(SEARCH, {"question": QUESTION, "k": 2})
    assert got.json() == [hit_json(hit) for hit in office.program.chatbot.search(QUESTION, 2)]
    assert [hit["rank"] for hit in got.json()] == [1, 2]


def test_a_check_is_the_contract_of_the_command_line(office):
    got = office.post(CHECK, {"text": checks.DRAFT})
    assert got.json() == checks.scripted_check().to_json()
    verdicts = [sentence["verdict"] for sentence in got.json()["sentences"]]
    assert {"supported", "contradicted", "unverifiable"} == set(verdicts)


DEEP = b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
WRONG = [
    (ASK, b"", "没有内容"),
    (ASK, b"{", "不是 JSON"),
    (ASK, b"[]", "应是对象"),
    (ASK, b"null", "应是对象"),
    (ASK, b"{}", "缺少 question"),
    (ASK, '{"question": "甲"}'.encode("gbk"), "不是 UTF-8"),
    (ASK, b'{"question": 5}', "question 应是文字，收到的是 “5”"),
    (ASK, b'{"question": "\\ud800"}', "不成字"),
    (ASK, b'{"question": "a", "histroy": []}', "没有 “histroy” 这一项。可以写的：scope、question、history"),
    (ASK, b'{"question": "a", "history": "b"}', "history 应是列表"),
    (ASK, b'{"question": "a", "history": [3]}', "history.0 应是对象"),
    (ASK, b'{"question": "a", "history": [{}]}', "缺少 history.0.question"),
    (ASK, b'{"question": "a", "history": [' + b'{"question": "b"},' * 200 + b'{"question": "b"}]}',
     "有 201 项，超过上限 200 项"),
    (ASK, b'{"question": "a", "scope": {"unit": ["x"]}}', "可以写的：units、sources、tags"),
    (ASK, b'{"question": "a", "scope": {"units": "x"}}', "scope.units 应是列表"),
    (ASK, b'{"question": "a", "scope": {"in_force": "yes"}}', "true 或 false"),
    (ASK, DEEP, "嵌套太深"),
    (ASK, b'{"question": ' + b"9" * 5000 + b"}", "不是 JSON"),
    (SEARCH, b'{"question": "a", "k": 0}', "k 是 “0”，不能小于 1"),
    (SEARCH, b'{"question": "a", "k": 1001}', "k 是 “1001”，超过上限 1000"),
    (SEARCH, b'{"question": "a", "k": "3"}', "k 应是整数"),
    (SEARCH, b'{"question": "a", "k": 3.5}', "k 应是整数"),
    (SEARCH, b'{"question": "a", "k": true}', "k 应是整数"),
    (CHECK, b'{"question": "a"}', "text"),
    (QUIZ, b'{"n": 100000}', "超过上限 1000"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "body", "words"), WRONG, ids=range(len(WRONG)))
def test_what_is_written_wrong_is_refused_by_name(shared, path, body, words):
    got = shared.call("POST", path, content=body, headers={"Content-Type": "application/json"})
    assert got.status_code == 400, got.text
    assert words in got.json()["detail"]
    assert "请" in got.json()["detail"]
    assert shared.program.chatbot.asked == []


UNUSABLE = [
    (ASK, {"question": " "}, "空的"),
    (ASK, {"question": "长" * 501}, "501 个字，超过上限 500"),
    (ASK, {"question": "a", "scope": {"since": "昨天"}}, "不是日期"),
    (ASK, {"question": "a", "scope": {"since": "2024-01-02", "until": "2024-01-01"}}, "颠倒"),
    (CHECK, {"text": ""}, "空的"),
    (CHECK, {"text": "长" * 3001}, "3001 个字，超过上限 3000"),
    (QUIZ, {"kinds": ["作文"]}, "没有题型“作文”"),
]


@pytest.mark.parametrize(("path", "body", "words"), UNUSABLE)
def test_what_cannot_be_used_is_refused_with_the_reason(shared, path, body, words):
    got = shared.post(path, body)
    assert (got.status_code, words in got.json()["detail"]) == (422, True)


def test_ten_megabytes_are_refused_whatever_was_declared(office):
    body = json.dumps({"question": "长" * 3_500_000}, ensure_ascii=False).encode()
    declared = office.call("POST", ASK, content=body, headers={"Content-Type": "application/json"})
    assert (declared.status_code, declared.json()["detail"][:14]) == (413, "发来的内容超过上限 4 MB")

    def pieces():
        for at in range(0, len(body), 65536):
            yield body[at : at + 65536]

    try:
        chunked = office.call("POST", ASK, content=pieces(), headers={"Content-Type": "application/json"})
        assert chunked.status_code == 413
    except httpx.WriteError:
        pass  # the server hung up while the rest was on its way
    assert office.program.chatbot.asked == []
    assert {event[4]["http"] for event in office.events} == {413}


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}])
def test_only_json_is_taken_which_no_other_page_can_send_unasked(shared, headers):
    got = shared.call("POST", ASK, content=b'{"question": "a"}', headers=headers)
    assert (got.status_code, "application/json" in got.json()["detail"]) == (415, True)


def test_a_compressed_body_is_refused(shared):
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    got = shared.call("POST", ASK, content=b"x", headers=headers)
    assert (got.status_code, "Content-Encoding" in got.json()["detail"]) == (415, True)


def test_a_failure_says_nothing_of_the_inside(office, caplog):
    got = office.post(ASK, {"question": "出错"})
    assert got.status_code == 500
    assert "scripted" not in got.text
    assert "/secret" not in got.text
    assert "请再试一次" in got.json()["detail"]
    assert "scripted failure" in caplog.text
    assert office.events[-1][1:4] == ("ask", "", "failed")


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", ASK, 405), ("PUT", "/api/v1/documents", 405), ("GET", "/api/v1/nothing", 404),
    ("GET", "/api/v1/ask/", 404), ("GET", "/api/v1/documents/x", 405),
])  # fmt: skip
def test_other_addresses_are_named(shared, method, path, status):
    got = shared.call(method, path)
    assert (got.status_code, "/api/docs" in got.json()["detail"]) == (status, True)


def test_a_check_ends_when_its_client_goes_away(office):
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(office.url + CHECK, json={"text": "慢。" * 500}, timeout=0.5, trust_env=False,
                   headers={"Authorization": "Bearer user-key"})  # fmt: skip
    until = time.monotonic() + 10
    while "cancelled" not in office.program.checker.log[-1]:
        assert time.monotonic() < until
        time.sleep(0.02)
    while not office.events:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert office.events[-1][4]["http"] == 499


def test_who_waits_too_long_is_told_so(tmp_path):
    settings = served_office.ApiSettings(timeout_s=0.3, long_timeout_s=0.3)
    with served_office.opened(tmp_path / "store", settings=settings) as office:
        asked = office.post(ASK, {"question": "慢"})
        assert (asked.status_code, "0.3 秒" in asked.json()["detail"]) == (504, True)
        checked = office.post(CHECK, {"text": "慢。" * 100})
        assert checked.status_code == 504
        office.program.chatbot.go_on.set()
        assert office.post(ASK, {"question": QUESTION}).status_code == 200
    assert "cancelled" in office.program.checker.log[-1]


def test_when_all_places_are_taken_the_next_is_told_when_to_come(tmp_path):
    settings = served_office.ApiSettings(workers=1, queue=2)
    with served_office.opened(tmp_path / "store", settings=settings) as office:
        bot, got = office.program.chatbot, []
        lined = [("user-key", "慢一"), ("user-key", "慢二"), ("other-key", "慢三")]
        threads = [
            threading.Thread(target=lambda k=key, q=words: got.append(office.post(ASK, {"question": q}, k)))
            for key, words in lined
        ]
        threads[0].start()
        assert bot.began.acquire(timeout=10)
        threads[1].start()
        wait_until(lambda: refused_own(office))
        threads[2].start()
        wait_until(lambda: refused_all(office))
        bot.go_on.set()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in got] == [200] * 3
        assert office.post(ASK, {"question": QUESTION}).status_code == 200


def refused_own(office):
    """Whether one account has as many in line as it may; the other still gets a place."""
    got = office.post(SEARCH, {"question": "甲"}, headers={"X": "1"}) if len(waiting(office)) else None
    return got is not None and got.status_code == 503 and "这个账号" in got.json()["detail"]


def refused_all(office):
    got = office.post(SEARCH, {"question": "甲"}, "librarian-key") if len(waiting(office)) > 1 else None
    return got is not None and (got.status_code, got.headers["retry-after"]) == (503, "5")


def waiting(office):
    """Requests in line, as the pool's own threads see them."""
    workers = next(route.endpoint for route in office.app.routes)._workers
    with workers._lock:
        return [job for jobs in workers._waiting.values() for job in jobs]


def wait_until(condition):
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_accounts_take_turns(tmp_path):
    with served_office.opened(tmp_path / "store", settings=served_office.ApiSettings(workers=1)) as office:
        bot, threads = office.program.chatbot, []

        def later(key, words):
            seen = len(waiting(office))
            threads.append(threading.Thread(target=office.post, args=(ASK, {"question": words}, key)))
            threads[-1].start()
            return seen

        later("user-key", "慢")
        assert bot.began.acquire(timeout=10)
        for words in ("甲一", "甲二", "甲三"):
            seen = later("user-key", words)
            wait_until(lambda n=seen: len(waiting(office)) > n)
        seen = later("other-key", "乙一")
        wait_until(lambda n=seen: len(waiting(office)) > n)
        bot.go_on.set()
        for thread in threads:
            thread.join()
        assert [words for words, _, _ in bot.asked] == ["慢", "甲一", "乙一", "甲二", "甲三"]


def test_the_audit_is_told_of_each_request(office):
    office.post(ASK, {"question": QUESTION})
    office.post(ASK, {"question": 5})
    caller, action, thing, outcome, detail = office.events[0]
    assert (caller.account.id, caller.key, caller.address) == (1, "user-key", "127.0.0.1")
    assert (action, thing, outcome) == ("ask", "", "done")
    assert detail["question"] == QUESTION
    assert (detail["chars"], detail["status"], detail["http"]) == (len(QUESTION), "grounded", 200)
    assert detail["generation"] == office.program.chatbot.store.generation
    assert office.events[1][1:4] == ("ask", "", "refused")


def test_without_an_audit_nothing_is_given(tmp_path, caplog):
    def broken(*event):
        raise OSError("disk full")

    with served_office.opened(tmp_path / "store", on_event=broken) as office:
        got = office.post(ASK, {"question": QUESTION})
    assert (got.status_code, "没有能记入审计" in got.json()["detail"]) == (500, True)
    assert QUOTE not in got.text
    assert "disk full" in caplog.text


def test_the_program_that_ships_answers_checks_and_makes_questions(tmp_path, program):
    with served_office.opened(tmp_path / "store", program=program) as office:
        answer = office.post(ASK, {"question": "坊巷讲习所接待了多少参观者？"}).json()
        assert (answer["status"], answer["span"]) == ("grounded", "1.8万人次")
        checked = office.post(CHECK, {"text": "坊巷讲习所接待参观者2.8万人次。"}).json()
        assert [sentence["verdict"] for sentence in checked["sentences"]] == ["contradicted"]
        case = program.chatbot.store.cases(program.chatbot.store.documents()[0].id)[0].title
        quiz = office.post(QUIZ, {"n": 3, "kinds": ["判断"], "cases": [case]}).json()
        assert 1 <= len(quiz) <= 3
        assert {KINDS[question["kind"]] for question in quiz} == {"判断"}
        unknown = office.post(QUIZ, {"cases": ["没有的案例"]})
        assert (unknown.status_code, "没有案例" in unknown.json()["detail"]) == (422, True)
