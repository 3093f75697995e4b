"""The page over a scripted chatbot, as a program: fixed answers, forced failures, no model.

python -m tests.browser.fake_page --port 0 --database URL --store DIR [--accounts] [--root-path /qa]
"""

import argparse
import sys
import time
from contextlib import closing, contextmanager, suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from index.records import EVERYTHING, Case, Document, Hit, Passage
from index.store.contract import Entry, Source
from rag.answering.chatbot import UnusableQuestion
from rag.reading import reader
from rag.records import Answer, Citation, Sentence
from rag.search.filters import told
from tests.support import checks, questions

SEED = Path(__file__).resolve().parents[2] / "docs" / "福州市机关党建新活实十佳案例.txt"
LIMIT = 200


class FakeStore:
    """The seed and two of its cases, offsets from text.find; a made-up document that drafts cite."""

    def __init__(self):
        text = SEED.read_text(encoding="utf-8-sig")
        self.seed = Document("0123456789abcdef", SEED.name, "更新 更活 更实", text)
        self._cases = [
            self._case(1, "市委市直机关工委", "探索推行全国首个“党建+双拥”工作机制", "2022年初"),
            self._case(2, "市检察院", "党建引领结对子促业务共进", "市检察院始终"),
        ]

    def _case(self, order, unit, title, body):
        text = self.seed.text
        heading = text.find(f"{unit} {title}")
        start = text.find(body)
        assert heading > 0
        assert start > 0
        end = text.index("\n", start)
        return Case(self.seed.id, order, unit, title, heading, heading + len(f"{unit} {title}"), start, end)

    generation = 1

    def documents(self):
        return [Entry(self.seed.id, self.seed.name, self.seed.title, "docs:x", len(self._cases), 9)]

    def entry(self, document_id):
        document = self.document(document_id)
        return Entry(document.id, document.name, document.title, "docs:x", len(self._cases), 9)

    def propositions_of(self, document_id, start=0, end=None):
        return []

    def source(self, document_id):
        return Source(self.document(document_id), ())

    def passages_of(self, document_id):
        return []

    def document(self, document_id):
        return {self.seed.id: self.seed, checks.SOURCE.id: checks.SOURCE}[document_id]

    def cases(self, document_id):
        return {self.seed.id: self._cases, checks.SOURCE.id: [checks.SOURCE_CASE]}.get(document_id, [])


class FakeChatbot:
    """Answers by keyword; every question it was asked is kept in ``asked``."""

    def __init__(self):
        self.store, self.reader = FakeStore(), Weighing()
        self.asked = []
        self.where = EVERYTHING

    def narrowed(self, where):
        bot = copy(self)
        bot.where = where
        return bot

    def search(self, question, k):
        return list(self._refused(question).nearest)

    def ask(self, question, history=(), *, engine=None, progress=None, cancelled=None):
        answer = self._ask(question, history, engine, progress, cancelled)
        return replace(answer, scope=told(self.where))

    def _ask(self, question, history, engine, progress, cancelled):
        self.asked.append(question)
        if engine:
            return self._written(question, engine, progress, cancelled)
        if question.startswith("它") and history:
            return replace(self.ask("“党建+双拥”联盟有多少家成员单位？"), question=question)
        if len(question) > LIMIT:
            raise UnusableQuestion(f"问题太长：{len(question)} 字，最多 {LIMIT} 字；请缩短后再问。")
        if "出错" in question:
            raise RuntimeError("scripted failure")
        if "慢" in question:
            time.sleep(2)
        if "成员单位" in question or "是哪个单位的案例" in question:
            return self._grounded(question)
        if "已移除" in question:
            return self._grounded(question, document_id="f" * 16)
        return self._unanswered(question)

    def _unanswered(self, question):
        """Help, what is only near, or a refusal."""
        if question == "你好":
            return Answer(question, question, (), (), refusal="可以这样问。", kind="help")
        if "接近" in question:
            near = self._grounded(question)
            said = "资料中没有找到能确定的回答。下面是最接近的原文，供参考："
            return replace(near, sentences=near.sentences[1:], span=None, refusal=said)
        return self._refused(question)

    def _written(self, question, engine, progress, cancelled):
        """A model's answer: written slowly, one sentence of it without evidence."""
        answer = self._grounded(question)
        for n in range(1, 40):
            progress("联盟有34家成员单位，<b>也许</b>还有更多。"[:n])
            if cancelled():
                return replace(answer, note="已停止生成，下面是资料原文。")
            time.sleep(0.1 if "慢" in question else 0.02)
        sentence = Sentence("联盟有34家成员单位。", (1,))
        return replace(answer, sentences=(sentence,), citations=answer.citations[:1], engine=engine.name,
                       removed=("<b>也许</b>还有更多。（没有依据）",))  # fmt: skip

    def _citation(self, n, case, quote, document_id):
        start = self.store.seed.text.find(quote)
        assert start >= 0
        return Citation(n, self.store.seed.name, document_id, case.title, case.unit, quote, start,
                        start + len(quote), 1)  # fmt: skip

    def _grounded(self, question, document_id=None):
        first, second = self.store.cases(self.store.seed.id)
        document_id = document_id or self.store.seed.id
        quotes = (
            "截至目前,福州市“党建+双拥”联盟已扩充至34家成员单位,在基本完成第一轮6个方面18项具体措施"
            "和2个示范点建设任务的基础上,稳步推进第二轮“党建+双拥”工作。",
            "该机制入选第六届全国基层党建创新典型案例。",
        )
        citations = (
            self._citation(1, first, quotes[0], document_id),
            self._citation(2, second, quotes[1], document_id),
        )
        sentences = (
            Sentence("34家成员单位。", (1,)),
            Sentence(quotes[0], (1,)),
            Sentence(quotes[1], (2,)),
        )
        return Answer(question, question, sentences, citations, span="34家", ms=5)

    def _refused(self, question):
        case = self.store.cases(self.store.seed.id)[0]
        text = self.store.seed.text[case.start : case.end]
        passage = Passage(
            f"{case.document_id}:{case.start}-{case.end}", case.document_id, 1, case.start, case.end, text,
            case.title, 1,
        )  # fmt: skip
        hit = Hit(passage, self.store.seed.name, case, 0.4, 1)
        return Answer(
            question, question, (), (), refusal="资料中没有找到问题里说的“西湖区”。", nearest=(hit,)
        )


class TrainingStore:
    """One made-up document with its case, all of whose questions were made before."""

    generation = 1

    @contextmanager
    def snapshot(self):
        yield self

    def documents(self):
        return [Entry(checks.SOURCE.id, checks.SOURCE.name, "", "docs:x", 1, 3)]

    def entry(self, document_id):
        return {entry.id: entry for entry in self.documents()}[document_id]

    def document(self, document_id):
        return {checks.SOURCE.id: checks.SOURCE}[document_id]

    def propositions_of(self, document_id, start=0, end=None):
        return []

    def source(self, document_id):
        return Source(self.document(document_id), ())

    def cases(self, document_id):
        return [checks.SOURCE_CASE]


class Weighing:
    """Supports nothing: a 简答 is graded by its words and facts."""

    def weigh(self, pairs):
        return [reader.Weighing(0.0, 1.0, 1.0, 0.0) for _ in pairs]


def training_questions():
    """The questions of tests/support/questions.py and a few more, cited from the made-up document."""
    quote = checks.BODY[: checks.BODY.index("。") + 1]
    start = checks.SOURCE.text.index(quote)
    cited = Citation(1, checks.SOURCE.name, checks.SOURCE.id, checks.CASE, checks.UNIT, quote, start,
                     start + len(quote), 1)  # fmt: skip
    more = [questions.question("blank", f"夜校第{n}间教室有____个座位。", [str(n * 10)]) for n in range(1, 5)]
    return [
        replace(
            one,
            document=checks.SOURCE.name,
            document_id=checks.SOURCE.id,
            case=checks.CASE,
            citations=(cited,),
            points=tuple(replace(point, citation=cited) for point in one.points),
        )
        for one in (*questions.ALL, *more)
    ]


def main():
    from ui.temporary import own_folder

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--database", required=True)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--accounts", action="store_true")
    parser.add_argument("--root-path", dest="root", default="")  # behind a proxy on this machine
    parser.add_argument("--store", type=Path, required=True)  # for 文库: a real one with made-up vectors
    options = parser.parse_args()
    with suppress(KeyboardInterrupt), own_folder() as temporary:
        run(options, temporary)


def judged_by(database, chatbot, conversations, work=None):
    """The parts of feedback over one database: the buttons, what was approved, the librarian's view."""
    from people.feedback import Approved, Feedback, Misses
    from rag.settings import CheckingSettings
    from ui.feedback import ApprovedFirst, Judging, Librarian

    feedback = Feedback(database)
    first = ApprovedFirst(Approved(database), Misses(database), chatbot.store)
    judging = Judging(feedback, conversations, lambda: chatbot.store.generation)
    return judging, first, Librarian(feedback, first, chatbot, CheckingSettings(), work=work)


def run(options, temporary):
    from index.library.ingest import stamp_for
    from index.library.library import Library
    from index.settings import IndexSettings
    from index.store.opening import open_store
    from people.conversations import Conversations
    from people.database import open_database
    from people.learning import Learning
    from people.settings import AccountSettings
    from rag.settings import ServingSettings
    from tests.support.storekit import FakeEmbedder
    from ui.access import Access, Work
    from ui.account_pages import Office
    from ui.chat.chat import Chat
    from ui.checking.check import Checks
    from ui.library.kept_shelves import KeptShelves
    from ui.library.library import Shelves
    from ui.network import Network
    from ui.page import TITLE, build_page
    from ui.ports import free_socket
    from ui.serving.browsers import Browsers
    from ui.serving.server import build_server, serve
    from ui.serving.transfers import Transfers
    from ui.training.question_bank import QuestionBank, stored
    from ui.training.train import Training

    listening = free_socket(options.port)
    port, settings = listening.getsockname()[1], IndexSettings()
    stamp = stamp_for(FakeEmbedder(), settings)
    open_store(options.store, stamp=stamp, writable=True, settings=settings).close()
    database = open_database(options.database)
    engine = SimpleNamespace(name="试验模型") if options.model else None
    network = Network(
        port=port,
        accounts=options.accounts,
        root=options.root,
        proxies=("127.0.0.1",) if options.root else (),
    )
    office = Office.of(database, AccountSettings(), port, FakeStore())
    trainee_of, auditor = (office.trainee_of, office.auditor) if network.signing_in else (None, None)
    chatbot, conversations = FakeChatbot(), Conversations(database)
    access = Access(auditor, work=Work(office.unfinished))
    judging, first, librarian = judged_by(database, chatbot, conversations, access.work)
    chat = Chat(chatbot, conversations, engine, access=access, judging=judging, first=first)
    print(f"http://127.0.0.1:{port}", file=sys.stderr, flush=True)
    checker = checks.FakeChecker(lambda line: print(line, file=sys.stderr, flush=True))
    learning = Learning(database)
    learning.bank.put([stored(question, "made") for question in training_questions()])
    training = Training(QuestionBank(learning.bank, TrainingStore(), None), Weighing(), learning, trainee_of)
    library = Library(options.store, FakeEmbedder(), settings)
    files = Transfers(temporary, Browsers(port))
    with (
        closing(Checks(checker, checks.LIMIT, files, access=access, judging=judging)) as tab,
        closing(training),
        closing(open_store(options.store)) as store,
    ):
        shelves = Shelves(
            store, library, files, auditor, kept=KeptShelves(access.work, options.store.parent / "waiting")
        )
        page, declared = build_page(chat, tab, training, shelves, files, judging, librarian)
        served = office.served(network, ServingSettings(), api=None)
        served = replace(served, routers=[*served.routers, training.router, shelves.router])
        serve(build_server(page, declared, TITLE, files, served), listening)


if __name__ == "__main__":
    main()
