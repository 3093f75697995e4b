"""The handlers of every tab over one program, one library and one database."""

from dataclasses import dataclass, replace
from typing import Self

import gradio as gr

from index.closing import Closing
from index.library import Library
from people import Conversations, Database, Learning
from people.drafts import Unfinished
from people.feedback import Feedback
from rag.program import Program
from rag.settings import Settings
from rag.writing import open_engine
from ui.access import Access, Declared, Limits, Work
from ui.account_pages import Office
from ui.chat import Chat
from ui.checking import Checks
from ui.feedback import ApprovedFirst, Judging, Librarian
from ui.library import KeptShelves, Shelves, waiting_folder
from ui.page import build_page
from ui.serving import Served, Transfers
from ui.training import Training


@dataclass(frozen=True, slots=True)
class Handlers(Closing):
    """What the page calls. Safe to share between threads: every part is."""

    chat: Chat
    checks: Checks
    training: Training
    shelves: Shelves
    files: Transfers
    judging: Judging
    librarian: Librarian

    @classmethod
    def of(
        cls,
        settings: Settings,
        program: Program,
        library: Library,
        database: Database,
        files: Transfers,
        first: ApprovedFirst,
        office: Office | None,
    ) -> Self:
        """``first`` has the approved answers, ``office`` the accounts; without those nobody signs in."""
        chatbot, lines = program.chatbot, program.lines
        auditor, trainee_of = (office.auditor, office.trainee_of) if office else (None, None)
        engine = open_engine(settings.generation)
        limits = Limits(office.groups, office.barred) if office else Limits()
        feedback, conversations = Feedback(database), Conversations(database)
        judging = Judging(feedback, conversations, lambda: chatbot.store.generation, auditor)
        access = Access(auditor, limits, Work(Unfinished(database)))
        kept = KeptShelves(access.work, waiting_folder(settings.store))
        kept.tidy()
        chars = settings.checking.draft_chars
        return cls(
            chat=Chat(chatbot, conversations, engine, lines, access, judging, first),
            checks=Checks(program.checker, chars, files, lines, access, judging),
            training=Training.of(chatbot, Learning(database), trainee_of, limits, auditor),
            shelves=Shelves(chatbot.store, library, files, auditor, limits, kept),
            files=files,
            judging=judging,
            librarian=Librarian(feedback, first, chatbot, settings.checking, auditor, access.work),
        )

    def page(self) -> tuple[gr.Blocks, Declared]:
        """The page, and who may call what of it."""
        return build_page(
            self.chat, self.checks, self.training, self.shelves, self.files, self.judging, self.librarian
        )

    def beside(self, served: Served) -> Served:
        """What is served, with what the tabs serve beside the page."""
        return replace(served, routers=[*served.routers, self.training.router, self.shelves.router])

    def close(self) -> None:
        """Stop what runs in the background and wait for it."""
        for part in (self.chat, self.checks, self.training, self.shelves):
            part.close()
