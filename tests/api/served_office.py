"""The API over a scripted program and a real store, served by a real server: no model."""

import threading
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from api import Around, Workers, build_api
from index.library import Library, stamp_for
from index.records import EVERYTHING, Hit, Passage
from index.settings import IndexSettings
from index.store import open_store
from people.accounts import Role
from people.accounts.records import Account, Caller
from rag.answering import UnusableQuestion
from rag.records import Answer, Sentence
from rag.search import told
from rag.settings import ApiSettings
from tests.support import checks
from tests.support.asgi import listening
from tests.support.storekit import FakeEmbedder

LIMIT = 500  # code points of a question
QUOTE = "夜校已开课186期"
KEYS = {  # secret -> (account, roles)
    "user-key": (1, {Role.USER}),
    "other-key": (2, {Role.USER}),
    "trainer-key": (3, {Role.TRAINER}),
    "librarian-key": (4, {Role.LIBRARIAN}),
    "administrator-key": (5, {Role.ADMINISTRATOR}),
    "empty-key": (6, set()),
}


def caller_of(secret, address):
    if secret not in KEYS:
        return None
    number, roles = KEYS[secret]
    account = Account(number, f"账号{number}", f"{number}", frozenset(roles), False, False,
                      datetime(2026, 1, 1, tzinfo=UTC), None, None)  # fmt: skip
    return Caller(account, frozenset(roles), address, secret)


class ScriptedChatbot:
    """Answers by keyword and keeps what it was asked: (question, questions before it, what it searched)."""

    def __init__(self, store):
        self.store = store
        self.reader = None
        self.where = EVERYTHING
        self.asked = []
        self.began = threading.Semaphore(0)  # released when a slow question is begun
        self.go_on = threading.Event()  # what slow questions wait for

    def narrowed(self, where):
        bot = copy(self)
        bot.where = where
        return bot

    def ask(self, question, history=()):
        if not question.strip():
            raise UnusableQuestion("问题是空的。请输入想问的内容。")
        if len(question) > LIMIT:
            raise UnusableQuestion(f"问题有 {len(question)} 个字，超过上限 {LIMIT} 个字。请缩短后再问。")
        if "出错" in question:
            raise RuntimeError("scripted failure at /secret/path")
        self.asked.append((question, [answer.question for answer in history], told(self.where)))
        if "慢" in question:
            self.began.release()
            assert self.go_on.wait(20)
        if "金鱼" in question:
            return Answer(question, question, (), (), refusal="资料里没有找到。")
        cited = checks.citation(1, QUOTE)
        said = Sentence(f"{QUOTE}。", (1,))
        return Answer(question, question, (said,), (cited,), "186期", kind="value", scope=told(self.where))

    def search(self, question, k):
        passage = Passage("c:0-9", checks.SOURCE.id, 1, 0, 9, checks.SOURCE.text[:9], "", 1)
        return [Hit(passage, checks.SOURCE.name, checks.SOURCE_CASE, 0.5, n) for n in range(1, min(k, 3) + 1)]


@dataclass
class ScriptedProgram:
    chatbot: ScriptedChatbot
    checker: checks.FakeChecker

    def narrowed(self, where):
        return ScriptedProgram(self.chatbot.narrowed(where), self.checker.narrowed(where))


@dataclass
class Office:
    """A running API, and what went through it."""

    program: ScriptedProgram
    app: object
    folder: Path  # of the store
    url: str = ""
    events: list = field(default_factory=list)  # (caller, action, object, outcome, detail)

    def call(self, method, path, key="user-key", **sent):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        headers |= sent.pop("headers", {})
        return httpx.request(method, self.url + path, headers=headers, timeout=30, trust_env=False, **sent)

    def post(self, path, body, key="user-key", **sent):
        return self.call("POST", path, key, json=body, **sent)


@contextmanager
def served(app):
    """The address of ``app`` on a server of its own."""
    with listening(app) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def opened(folder, program=None, settings=None, on_event=None, **around):
    """An office over a new store in ``folder``, or over a real program; ``around`` is more of Around."""
    embedder = FakeEmbedder()
    with open_store(folder, stamp=stamp_for(embedder, IndexSettings()), writable=True):
        pass
    with open_store(folder) as store, Workers(settings or ApiSettings()) as workers:
        used = program or ScriptedProgram(ScriptedChatbot(store), checks.FakeChecker())
        events = []
        library = Library(folder, embedder, IndexSettings())
        told_of = on_event or (lambda *event: events.append(event))
        office = Around(caller_of, told_of, **around)
        app = build_api(used, library, office, workers)
        with served(app) as url:
            try:
                yield Office(used, app, folder, url, events)
            finally:
                if program is None:
                    used.chatbot.go_on.set()
