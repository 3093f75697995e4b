"""The whole page with two people in it, whose handlers are called the way Gradio calls them."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from inspect import getclosurevars
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import gradio as gr
from gradio.state_holder import SessionState
from sqlalchemy import inspect, text

from index.library.ingest import stamp_for
from index.library.library import Library
from index.records import Metadata
from index.settings import IndexSettings
from index.store.opening import open_store
from people import Purpose
from people.conversations import Conversations
from people.courses import StepPlan
from people.database import open_database
from people.feedback import Approved, Feedback, Misses
from people.learning import Learning
from people.papers import Response, Terms
from rag.settings import CheckingSettings
from tests.browser.fake_page import FakeChatbot, TrainingStore, Weighing, training_questions
from tests.support import checks, questions
from tests.support.storekit import FakeEmbedder
from tests.ui.uploads import BROWSERS, sent, transfers
from ui.chat.chat import Chat
from ui.checking.check import Checks
from ui.feedback import ApprovedFirst, Judging, Librarian
from ui.feedback.render import miss_id
from ui.library.library import Shelves
from ui.library.shelf import Looked, Shelf
from ui.page import build_page
from ui.training.question_bank import QuestionBank, stored
from ui.training.train import Training

SECRET = "甲自己的话"  # in everything the owner leaves behind
NOTES = {"note", "draft-note", "train-note", "library-note", "feedback-note"}
APPROVED = "拥军联盟扩充到了多少家？"
SAID = (
    "截至目前,福州市“党建+双拥”联盟已扩充至34家成员单位,在基本完成第一轮6个方面18项具体措施"
    "和2个示范点建设任务的基础上,稳步推进第二轮“党建+双拥”工作。"
)
ARTICLE = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n修好水渠12条。\n"


async def built(*parts):
    """The page, made inside a running loop: outside of one Gradio opens several and closes none."""
    return build_page(*parts)[0]


def run(work):
    """What a coroutine gives; in a thread of its own, as browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def handlers(page):
    """Every event of the page and, where a handler does several things, each of these: name -> function."""
    by_name = {}
    for fn in page.fns.values():
        if fn.fn is None:  # runs in the browser alone
            continue
        handler = getclosurevars(fn.fn).nonlocals.get("handler", fn.fn)  # behind ui.files.offered
        owner = getattr(handler, "__self__", None)
        several = handler.__name__ in ("act", "choose")
        for target, event in fn.targets:
            block = page.blocks.get(target)
            name = f"{block.elem_id}.{event}" if block else f"{event} {fn.fn.__qualname__}"
            by_name |= {f"{name}:{do}": fn for do in owner.actions} if several else {name: fn}
    return by_name


@dataclass
class Visitor:
    """One open page: its session on the server, and the browser's number."""

    page: gr.Blocks
    browser: str = field(default_factory=lambda: str(uuid4()))

    def __post_init__(self):
        self.session = SessionState(self.page)
        self.request = gr.Request(session_hash=uuid4().hex, cookies={BROWSERS.cookie: BROWSERS.new()})

    def call(self, name, /, **given):
        """The values of every update, as a list of {elem_id or type: value}."""
        return list(self.updates(name, **given))

    def updates(self, name, /, *, box="", way="摘录原文", **data):
        """Call a handler with what the components hold and what the event carries."""
        fn, do = handlers(self.page)[name], name.partition(":")[2]
        data = {"action": do, "do": do, **data}
        given = {"BrowserState": self.browser, "Textbox": box, "Radio": way}
        inputs = [given.get(type(block).__name__) for block in fn.inputs]
        names = [block.elem_id or type(block).__name__ for block in fn.outputs]
        iterator = None
        while True:
            done = run(
                self.page.process_api(
                    fn,
                    inputs,
                    self.session,
                    request=self.request,
                    iterator=iterator,
                    event_data=gr.EventData(None, data),
                )
            )
            yield dict(zip(names, done["data"], strict=True))
            iterator = done["iterator"]
            if not done["is_generating"]:
                return

    def hold(self, kind, value):
        """Put a value into the session, as a handler would have."""
        state = next(
            b for b in self.page.blocks.values() if isinstance(b, gr.State) and type(b.value) is kind
        )
        self.session[state._id] = value


class House:
    """The page, and its owner 甲 who has left something of every kind."""

    def __init__(self, folder):
        self.folder = folder
        self.engine = open_database(f"sqlite:///{folder / 'app.db'}")
        self.learning, self.conversations = Learning(self.engine), Conversations(self.engine)
        self.learning.bank.put([stored(question, "made") for question in training_questions()])
        self.library = Library(folder / "store", FakeEmbedder(), IndexSettings())
        self.checker, self.files = checks.FakeChecker(), transfers(folder / "tmp-files")
        stamp = stamp_for(FakeEmbedder(), IndexSettings())
        open_store(folder / "store", stamp=stamp, writable=True, settings=IndexSettings()).close()

    @contextmanager
    def opened(self):
        bank, bot = QuestionBank(self.learning.bank, TrainingStore(), None), FakeChatbot()
        self.feedback = Feedback(self.engine)
        self.first = ApprovedFirst(Approved(self.engine), Misses(self.engine), bot.store)
        judging = Judging(self.feedback, self.conversations, lambda: bot.store.generation)
        librarian = Librarian(self.feedback, self.first, bot, CheckingSettings())
        with (
            closing(open_store(self.folder / "store")) as self.store,
            closing(Training(bank, Weighing(), self.learning)) as training,
            closing(Checks(self.checker, checks.LIMIT, self.files, judging=judging)) as tab,
        ):
            writer = SimpleNamespace(name="试验模型")
            chat = Chat(bot, self.conversations, writer, judging=judging, first=self.first)
            shelves = Shelves(self.store, self.library, self.files)
            self.page = run(built(chat, tab, training, shelves, self.files, judging, librarian))
            self._lived_in()
            yield self
        self.engine.dispose()

    def _lived_in(self):
        self.owner, now = Visitor(self.page), datetime.now(UTC)
        self.owner.call("train-desk.act:add", form={"name": "甲"})
        trainee = self.learning.trainees.list()[0].id
        question = questions.NAMED.id
        answer = self.learning.answers.record(trainee, question, SECRET, 0.0, False)
        appeal = self.learning.answers.appeal(answer, trainee, SECRET)
        paper = self.learning.papers.make("冬季测验", [question], Terms(30))
        attempt = self.learning.papers.start(paper, trainee, now).id
        begun = self.learning.rounds.begin(trainee, Purpose("practice"), [questions.BLANK.id], now).id
        course, step, certified = self._courses(trainee, now)
        self.learning.papers.save(attempt, trainee, Response(question, SECRET, now))
        self.owner.call("send.click", box=SECRET)
        conversation = self.conversations.list(self.owner.browser)[0].id
        self.owner.call("draft-go.click", box=f"{SECRET}。{checks.DRAFT}")
        self.owner.hold(Shelf, self.shelf("14条", f"13条，{SECRET}"))
        document = self._stored()
        self.owner.call("transcript.judge", number=0, judge="wrong", reason=SECRET)
        judgement, approved = self.feedback.open()[0].id, self._approved()
        missed = miss_id(self.first.misses.misses()[0].question)
        session = self.files.session(self.owner.request)
        upload = sent(self.files, "稿.txt", SECRET.encode(), session)["token"]
        self.ids = {"trainee": trainee, "question": question, "answer": answer, "appeal": appeal,
                    "paper": paper, "attempt": attempt, "round": begun, "course": course, "step": step,
                    "certified": certified, "conversation": conversation, "document": document,
                    "turn": 0, "judgement": judgement, "approved": approved, "missed": missed,
                    "file": "1:1", "upload": upload, "sentence": 0,
                    "session": self.owner.request.session_hash}  # fmt: skip

    def _courses(self, trainee, now):
        """A course with a step that is read, and one that the owner passed already."""
        read = StepPlan("read", "读夜校", checks.SOURCE.id, checks.CASE)
        first, second = (self.learning.courses.make(title, [read]) for title in ("新人课", f"{SECRET}课"))
        (step,), (done,) = (self.learning.courses.get(course).steps for course in (first, second))
        self.learning.walks.read(done.id, trainee, (), now)
        self.learning.walks.walk(second, trainee, (), now)
        self.learning.courses.archive(second)
        return first, step.id, second

    def _stored(self):
        article = self.folder / "河口镇.md"
        article.write_text(ARTICLE, encoding="utf-8")
        self.library.store([self.library.preview(article, self.store)], Metadata("", "", "", (), ""))
        return self.store.documents()[0].id

    def _approved(self):
        """An approved answer that quotes the seed."""
        self.owner.call("feedback-desk.act:write", id="new")
        form = {"question": APPROVED, "words": APPROVED, "by": "王芳", "text": f"{SAID}[1]", "cite": ["1"]}
        self.owner.call("feedback-desk.act:find", form=form)
        self.owner.call("feedback-desk.act:approve", form=form)
        return self.first.approved.list()[0].id

    def shelf(self, *words):
        """Files that were looked at and are not stored yet, each with its words."""
        folder, looked = Path(tempfile.mkdtemp(dir=self.folder)), []
        for number, said in enumerate(words):
            path = folder / f"新稿{number}.md"
            path.write_text(ARTICLE.replace("12条", said), encoding="utf-8")
            looked.append(Looked(path.name, self.library.preview(path, self.store)))
        return Shelf(tuple(looked), folder)

    def contents(self):
        """All rows, documents and waiting files, to be compared before and after."""
        with self.engine.connect() as connection:
            names = inspect(connection).get_table_names()
            rows = {
                name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in names
            }
        files = {path: path.read_bytes() for path in self.folder.glob("tmp*/**/*") if path.is_file()}
        kept = {path.name for path in self.folder.glob("store*/**/*.md")}
        return SimpleNamespace(rows=rows, documents=self.store.documents(), files=files, kept=kept)
