"""A document that is limited to a group, over the real program: who is outside meets nothing of it."""

from types import SimpleNamespace

import gradio as gr
import pytest
from fastapi import Request

from index.library import Library
from index.settings import IndexSettings
from people import Conversations, Learning
from people.accounts import Accounts, Caller, Groups, Passwords, Role
from people.database import open_database
from rag.program import Program
from rag.settings import Settings
from rag.tools import AskArguments, CheckArguments, ListArguments, Operations, QuizArguments, SearchArguments
from tests.ui.uploads import transfers
from ui.access import CLOSED, Access, Limits
from ui.chat.chat import Chat
from ui.checking.check import Checks
from ui.library.library import Shelves
from ui.library.shelf import Shelf
from ui.scope import offered
from ui.training.question_bank import QuestionBank
from ui.training.train import Training

TEXT = (
    "# 石桥县水务局机关党委工作简报\n\n石桥县水务局机关党委开展“清渠先锋”行动。"
    "2023年，石桥县水务局组织党员47人疏浚渠道12条，投入资金36万元，获得石桥县先进集体称号。\n"
)
ASKED = "石桥县水务局疏浚渠道多少条"
CLAIM = "石桥县水务局组织党员47人疏浚渠道12条。"
WORDS = ("石桥县", "清渠先锋", "水务局")


@pytest.fixture(scope="module")
def house(tmp_path_factory, shipped_embedder):
    """The program over an open and a limited document, and a caller inside and outside of the group."""
    folder = tmp_path_factory.mktemp("limited")
    public = TEXT.replace("石桥县水务局", "东岭镇").replace("石桥县", "清水市").replace("清渠", "护林")
    for name, words in {"水务简报.md": TEXT, "公开简报.md": public}.items():
        (folder / name).write_text(words, encoding="utf8")
    store, index = folder / "store", IndexSettings()
    from index.library.ingest import Ingestion, stamp_for
    from index.library.sources import read_files
    from index.store.opening import open_store

    with open_store(store, stamp=stamp_for(shipped_embedder, index), writable=True) as writing:
        sources = read_files(sorted(folder.glob("*.md")))
        Ingestion(writing, shipped_embedder, index, lambda done, total: None).run(sources)
    engine = open_database(f"sqlite:///{folder / 'app.db'}")
    accounts, groups = Accounts(engine, Passwords()), Groups(engine)
    inside, outside = (accounts.add(name, {Role.USER})[0] for name in ("甲", "乙"))
    groups.place(inside.id, "水务组")
    with Program.open(Settings(store=store)) as program:
        limited = next(e for e in program.chatbot.store.documents() if e.name == "水务简报.md")
        groups.limit([limited.id], "水务组")
        yield SimpleNamespace(
            program=program,
            engine=engine,
            groups=groups,
            limits=Limits(groups),
            limited=limited.id,
            inside=Caller(inside, inside.roles, ""),
            outside=Caller(outside, outside.roles, ""),
            files=transfers(folder / "files"),
            library=Library(store, program.chatbot.embedder, index),
        )
    engine.dispose()


def request(caller):
    return gr.Request(Request({"type": "http", "headers": [], "caller": caller}), session_hash="abc")


def event(**data):
    return gr.EventData(None, data)


def words_of(updates):
    return "".join(str(part) for update in updates for part in update)


def told(text):
    return [word for word in WORDS if word in text]


def test_an_answer(house):
    chat = Chat(house.program.chatbot, Conversations(house.engine), access=Access(limits=house.limits))
    own = words_of(chat.ask(ASKED, "", None, request=request(house.inside)))
    others = words_of(chat.ask(ASKED, "", None, request=request(house.outside)))
    chat.close()
    assert "12条" in own
    assert house.limited in own
    assert house.limited not in others
    assert "清渠先锋" not in others  # the rest of WORDS is in the question, which is shown


def test_the_source_panel(house):
    chat = Chat(house.program.chatbot, Conversations(house.engine), access=Access(limits=house.limits))
    opening = event(document=house.limited, start=0, end=5, paragraph=1)
    assert "石桥县" in chat.open_source(opening, request(house.inside))
    shown = chat.open_source(opening, request(house.outside))
    chat.close()
    assert CLOSED in shown
    assert told(shown) == []


def test_examples_are_of_open_documents_for_everybody(house):
    chat = Chat(house.program.chatbot, Conversations(house.engine), access=Access(limits=house.limits))
    assert told("".join(chat.examples.questions())) == []
    chat.close()


def test_a_check(house):
    checks = Checks(house.program.checker, 5000, house.files, access=Access(limits=house.limits))
    own = list(checks.run(CLAIM, request(house.inside)))[-1][-1]
    others = list(checks.run(CLAIM, request(house.outside)))[-1][-1]
    checks.close()
    assert own.sentences[0].verdict == "supported"
    cited = {c.document_id for sentence in others.sentences for c in sentence.evidence}
    assert house.limited not in cited
    assert others.sentences[0].verdict != "supported"


def test_the_library(house):
    shelves = Shelves(house.program.chatbot.store, house.library, house.files, limits=house.limits)
    assert "水务简报" in shelves.start(request(house.inside))
    assert told(shelves.start(request(house.outside))) == []
    for do in ("open", "original"):
        shown = list(shelves.act(Shelf(), event(do=do, id=house.limited, form={}), request(house.outside)))
        assert told(words_of(shown)) == []
        assert "只对部分账号开放" in words_of(shown)


def test_the_form_that_narrows(house):
    store = house.program.chatbot.store
    assert "石桥县水务局" in "".join(offered(store).units)
    assert told("".join(offered(store, house.groups.closed_to(house.outside)).units)) == []


def test_training(house):
    learning = Learning(house.engine)
    bank = QuestionBank(learning.bank, house.program.chatbot.store, house.program.chatbot.reader)
    bank._make([house.limited])
    assert bank.questions()
    assert bank.questions(without=[house.limited]) == []
    accounts = Accounts(house.engine, Passwords())

    def trainee_of(account):
        return learning.trainees.get(accounts.trainee(account.id))

    training = Training(bank, house.program.chatbot.reader, learning, trainee_of, house.limits)
    for caller, sees in ((house.inside, True), (house.outside, False)):
        shown, desk = training.start(request(caller))
        cards, *_ = training.act(desk, event(do="cards", id="", form={}), request(caller))
        practised, note, *_ = training.act(
            desk, event(do="practise", id="", form={"n": "3"}), request(caller)
        )
        assert bool(told(shown + cards)) == sees
        assert bool(told(str(practised) + str(note))) == sees
    training.close()


def test_what_the_api_gives(house):
    everything = Operations(house.program)
    closed = everything.without(house.groups.closed_to(house.outside))
    asked = AskArguments(question=ASKED)
    never = lambda: False  # noqa: E731
    assert "水务简报" in str(everything.search(SearchArguments(question=ASKED, k=5), never))
    for told_to in (
        closed.ask(asked, never),
        closed.search(SearchArguments(question=ASKED, k=5), never),
        closed.check(CheckArguments(text=CLAIM), never)["sentences"][0]["evidence"],
        closed.list_documents(ListArguments(), never),
        closed.quiz(QuizArguments(n=5), never),
    ):
        assert "水务简报" not in str(told_to)
        assert house.limited not in str(told_to)
    before = AskArguments(question="那投入多少资金", history=[{"question": ASKED}])
    assert "36万元" in str(everything.ask(before, never))
    assert "水务简报" not in str(closed.ask(before, never))
