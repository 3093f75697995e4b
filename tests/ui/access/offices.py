"""An office over a real database: the page with accounts as it is served, and browsers that are signed in."""

import json
import re
import threading
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import uvicorn
from argon2 import PasswordHasher

from index.library.ingest import stamp_for
from index.library.library import Library
from index.settings import IndexSettings
from index.store.opening import open_store
from people.accounts import Accounts, Elsewhere, Groups, Keys, Passwords, Role, Sessions, SigningIn
from people.audit import Repeated, Trail
from people.conversations import Conversations
from people.database import open_database
from people.drafts import Drafts, Unfinished
from people.learning import Learning
from people.trainees import Trainees
from rag.settings import ServingSettings
from tests.browser.fake_page import FakeChatbot, TrainingStore, Weighing, judged_by, training_questions
from tests.support import checks
from tests.support.asgi import call, scope
from tests.support.storekit import FakeEmbedder
from tests.support.visitors import handlers, run
from tests.ui.uploads import PORT, transfers
from ui.access import Access, Auditor, Door, Limits
from ui.account_pages import Office
from ui.chat.chat import Chat
from ui.checking.check import Checks
from ui.library.library import Shelves
from ui.network import Network
from ui.page import build_page
from ui.ports import free_socket
from ui.serving import build_server
from ui.training.question_bank import QuestionBank, stored
from ui.training.train import Training

PASSWORD, OTHER = "翡翠灯塔秋千骆驼", "石榴树下听雨三更"
PEOPLE = {
    "使用者甲": [Role.USER],
    "使用者乙": [Role.USER],
    "培训员": [Role.TRAINER],
    "资料员": [Role.LIBRARIAN],
    "管理员": [Role.ADMINISTRATOR],
}
HERE = f"http://127.0.0.1:{PORT}"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def office_over(database, port, generation):
    """What Office.of makes, but for what a hash costs."""
    passwords, trail = Passwords(hasher=CHEAP), Trail(database)
    return Office(
        accounts=Accounts(database, passwords),
        door=Door(Sessions(database), port),
        keys=Keys(database),
        trail=trail,
        trainees=Trainees(database),
        signing_in=SigningIn(database, passwords),
        auditor=Auditor(trail, words=True, generation=generation, strangers=Repeated(trail)),
        groups=Groups(database),
        drafts=Drafts(database),
        unfinished=Unfinished(database),
        kept_days=365,
        elsewhere=Elsewhere(database),
        provider=None,
    )


@dataclass
class House:
    """The served page with its parts."""

    page: object
    declared: object
    server: object
    office: Office
    learning: Learning
    conversations: Conversations
    engine: object
    port: int = PORT
    people: dict = field(default_factory=dict)

    def __post_init__(self):
        for name, roles in PEOPLE.items():
            account = self.office.accounts.add(name, roles, PASSWORD)[0]
            self.people[name] = self.office.accounts.set_password(account.id, PASSWORD + "二")
        self.functions = {name: fn._id for name, fn in handlers(self.page).items()}

    def call_of(self, name, page=None, **event):
        """What a browser sends to call a handler of tests/support/visitors.handlers by its name."""
        number, do = self.functions[name], name.partition(":")[2]
        data = {"action": do, "do": do, "id": "", "form": {}, **event}
        given = [None] * len(self.page.fns[number].inputs)
        return {
            "data": given, "fn_index": number, "session_hash": page or uuid4().hex, "event_data": data
        }  # fmt: skip

    def secret_of(self, name):
        """A session of an account, as its cookie holds it."""
        return self.office.door.sessions.begin(self.people[name].id, "127.0.0.1") if name else ""

    def asked(self, method, path, secret="", body=b"", query="", scheme="http", **headers):
        """What the server answers; ``secret`` is a session's, and headers those of the page's own scripts."""
        query = query if isinstance(query, str) else urlencode(query)
        given = {"origin": HERE.replace("http", scheme)} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        if secret:
            given["cookie"] = f"{self.office.door.cookie}={secret}"
        asked = scope(path, method, given, query=query) | {"scheme": scheme}
        return call(self.server, asked, [body])

    def joined(self, secret, called, path="/gradio_api/queue/join"):
        body = called if isinstance(called, bytes) else json.dumps(called).encode()
        return self.asked("POST", path, secret, body, content_type="application/json")

    def sent(self, path, secret="", form=(), **headers):
        """A form as a browser posts it."""
        kind = {"content_type": "application/x-www-form-urlencoded", **headers}
        return self.asked("POST", path, secret, urlencode(form, doseq=True).encode(), **kind)

    def signed_in(self, name, password=PASSWORD + "二"):
        """The cookie that signing in gives."""
        answer = self.sent("/signin", form={"name": name, "password": password})
        assert answer.status == 303, answer.text
        return re.search(f"{self.office.door.cookie}=([^;]+)", answer.headers["set-cookie"])[1]


async def _served(parts, served):
    page, declared = build_page(*parts)
    return page, declared, build_server(page, declared, "试验", parts[4], served)


@contextmanager
def opened(
    folder,
    port=PORT,
    served=lambda office: office.served(Network(accounts=True), ServingSettings(), api=None),
):
    """An office whose queue of calls stands still: what is let through is seen, and nothing of it runs."""
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    learning, conversations = Learning(engine), Conversations(engine)
    learning.bank.put([stored(question, "made") for question in training_questions()])
    files, settings = transfers(folder / "tmp-files"), IndexSettings()
    open_store(
        folder / "store", stamp=stamp_for(FakeEmbedder(), settings), writable=True, settings=settings
    ).close()
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(folder / "store")))
        office = office_over(engine, port, lambda: store.generation)
        bank, limits = (
            QuestionBank(learning.bank, TrainingStore(), None),
            Limits(office.groups, office.barred),
        )
        training = stack.enter_context(
            closing(Training(bank, Weighing(), learning, office.trainee_of, limits, office.auditor))
        )
        tab = stack.enter_context(
            closing(Checks(checks.FakeChecker(), checks.LIMIT, files, access=Access(office.auditor, limits)))
        )
        chatbot, model = FakeChatbot(), SimpleNamespace(name="试验模型")
        judging, first, librarian = judged_by(engine, chatbot, conversations)
        access = Access(office.auditor, limits)
        chat = Chat(chatbot, conversations, model, access=access, judging=judging, first=first)
        shelves = Shelves(store, Library(folder / "store", FakeEmbedder(), settings), files, office.auditor)
        beside = served(office)
        beside = replace(beside, routers=[*beside.routers, training.router, shelves.router])
        page, declared, server = run(
            _served((chat, tab, training, shelves, files, judging, librarian), beside)
        )
        yield House(page, declared, server, office, learning, conversations, engine, port)
    engine.dispose()


@contextmanager
def live(folder):
    """The same on a port of its own, its queue at work."""
    with free_socket(0) as listening, opened(folder, listening.getsockname()[1]) as house:
        config = uvicorn.Config(house.server, log_level="error", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield house
        finally:
            server.should_exit = True
            thread.join(30)


class Browser:
    """A browser of one account with one open page."""

    def __init__(self, house, name):
        self.house, self.page = house, uuid4().hex
        url = f"http://127.0.0.1:{house.port}"
        cookies = {house.office.door.cookie: house.secret_of(name)}
        self.client = httpx.Client(base_url=url, cookies=cookies, headers={"origin": url}, timeout=60)
        self.client.get("/")  # gives it the name its files go by

    def call(self, name, given=(), page=None, raw=None, **event):
        """Every update of a call, as {elem_id or type: value}; ``given`` are inputs by their type."""
        heard = self.each(name, given, page, raw, **event)
        return heard if isinstance(heard, httpx.Response) else list(heard)

    def each(self, name, given=(), page=None, raw=None, **event):
        """The same, each as it comes; the answer itself where the call was refused."""
        called = self.house.call_of(name, page or self.page, **event)
        function = self.house.page.fns[called["fn_index"]]
        given = dict(given)
        called["data"] = [given.get(type(block).__name__) for block in function.inputs]
        joined = self.client.post("/gradio_api/queue/join", json=called | (raw or {}))
        if joined.status_code != 200:
            return joined
        return self._heard(page or self.page, [b.elem_id or type(b).__name__ for b in function.outputs])

    def _heard(self, page, names):
        with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as stream:
            for line in stream.iter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                if message["msg"] in ("process_generating", "process_completed"):
                    assert message.get("success", True), message
                    yield dict(zip(names, message["output"].get("data", []), strict=False))
                if message["msg"] == "close_stream":
                    return
