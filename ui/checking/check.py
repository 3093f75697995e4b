"""核查: a draft pasted or uploaded, checked in the background, looked at and exported; for Gradio."""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event
from typing import Protocol

import gradio as gr
from pydantic import TypeAdapter

from index.errors import UnreadableSource
from index.records import EVERYTHING, Filter
from index.turns import Cancelled, Full, serving
from rag.checking import MAX_FILE, UnusableDraft, kind_of_check, read_draft, too_large
from rag.lines import DRAFTS, QUESTIONS, Lines
from rag.records import Check
from rag.reports import plain_report, word_report
from ui.access import Access, owner_of
from ui.checking.render import detail_html, hint_html, result_html, running_html
from ui.elements import note_html
from ui.events import page_of, sent, user_of
from ui.feedback import Judging
from ui.runs import Runs
from ui.serving import Download, Transfers

log = logging.getLogger(__name__)

FAILED = "核查时程序出了错，稿件没有核查完。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
STOPPED = "已取消核查。"
SAMPLES = "示例稿"  # whose drafts the program's own are, among users who take turns
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
AT_ONCE = DRAFTS.running + QUESTIONS.running  # as many as the lines let in

WORK = "check"  # what a finished check is kept under
_CHECKS = TypeAdapter(Check)

Updates = tuple[object, ...]  # one value per output, or KEEP
KEEP = gr.skip()
Report = tuple[int, int] | None  # sentences done and in all; None at the end


class SupportsChecking(Protocol):
    """The part of rag.checking.checker.Checker the page uses; called from several threads."""

    def narrowed(self, where: Filter) -> "SupportsChecking":
        """The same against those passages only that a filter leaves."""

    def check(
        self, text: str, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Check:
        """Check a draft. Raises UnusableDraft with a text for the user, or Cancelled."""


class Checks:
    """The tab's event handlers; a user's draft and result come in as arguments, only runs are held."""

    def __init__(
        self,
        checker: SupportsChecking,
        draft_chars: int,
        files: Transfers,
        lines: Lines | None = None,
        access: Access | None = None,
        judging: Judging | None = None,
    ) -> None:
        """``draft_chars`` is the longest draft taken from a file, code points.

        ``lines`` are those of the whole program; its own where none are given. ``judging`` are the buttons
        under verdicts; none where it is None.
        """
        self._checker = checker
        access = access or Access()
        self._auditor, self._limits, self._work = access.auditor, access.limits, access.work
        self._judging = judging
        self._limit = draft_chars
        self._files = files
        self._lines = lines or Lines.open()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="check")
        self._runs = Runs()
        self._closed = Event()

    def verdicts(self, draft: str) -> Check:
        """What is found of a draft of the program's own. Raises UnusableDraft, Cancelled."""
        with serving(SAMPLES, "bulk", self._closed.is_set):
            return self._checker.check(
                draft, progress=lambda done, total: None, cancelled=self._closed.is_set
            )

    def close(self) -> None:
        """Stop every run and wait for it: torch aborts a process that ends under a running model."""
        self._closed.set()
        self._runs.stop_all()
        self._pool.shutdown(cancel_futures=True)

    def start(self, request: gr.Request | None = None) -> Updates:
        """Page load: (result, detail, check) of the check that was finished last, if its sources are open."""
        check = self._work.kept(request, WORK, _CHECKS.validate_python, None)
        closed = self._limits.closed(request)
        if check is None or any(c.document_id in closed for s in check.sentences for c in s.evidence):
            return "", "", None
        return result_html(check), hint_html(), check

    def read_file(self, event: gr.EventData, request: gr.Request) -> Updates:
        """A file was chosen: (note, box), the box with its text or as it was."""
        upload = sent(event, "file", dict[str, object]())
        name = str(upload.get("name", ""))[:200]
        try:
            text = self._read(name, upload, request)
        except UnreadableSource as error:
            return note_html(str(error)), KEEP
        if len(text) > self._limit:
            return note_html(
                f"「{name}」有 {len(text)} 个字，超过上限 {self._limit} 个字。请分成几份核查。"
            ), KEEP
        return "", text

    def _read(self, name: str, upload: Mapping[str, object], request: gr.Request) -> str:
        size = upload.get("size", 0)
        if isinstance(size, int) and size > MAX_FILE and not upload.get("token"):
            raise UnreadableSource(too_large(name, size))  # the page did not send it
        arrived = self._files.take(self._files.session(request), upload)
        try:
            if arrived.size > MAX_FILE:
                raise UnreadableSource(too_large(name, arrived.size))
            return read_draft(name, arrived.path.read_bytes())
        finally:
            arrived.path.unlink(missing_ok=True)

    def run(self, draft: str, request: gr.Request, where: Filter = EVERYTHING) -> Iterator[Updates]:
        """Check, as updates of (note, live, result, detail, check); the result of before goes first."""
        where = self._limits.narrowed(where, request)
        checker = self._checker if where == EVERYTHING else self._checker.narrowed(where)
        draft, user = draft or "", user_of(request)
        line = self._lines.for_check(kind_of_check(draft))
        # Left, too, when the page was closed and nobody asks for the rest.
        with self._runs.begun(page_of(request)) as stop:
            self._work.drop(request, WORK)
            yield "", running_html(0, 0), "", "", None
            try:
                with line.join(user) as place:
                    for words in place.waiting(stop.is_set):
                        yield KEEP, running_html(0, 0, words), KEEP, KEEP, KEEP
                    check = yield from self._followed(checker, draft, request, stop.is_set)
                if check:
                    self._work.keep(request, WORK, _CHECKS.dump_python(check, mode="json"))
                if self._auditor and check:
                    self._auditor.checked(request, draft, check)
            except Full as error:
                yield note_html(str(error)), "", KEEP, KEEP, KEEP
            except Cancelled:
                yield note_html(STOPPED), "", KEEP, KEEP, KEEP

    def _followed(
        self, checker: SupportsChecking, draft: str, request: gr.Request, cancelled: Callable[[], bool]
    ) -> Generator[Updates, None, Check | None]:
        """How far a check is, then what it found. Raises Cancelled before it begins.

        It ends, too, at the next sentence after the account was disabled.
        """
        user = user_of(request)

        def ended() -> bool:
            return cancelled() or self._limits.barred(request)

        def checked() -> Check:
            with serving(user, kind_of_check(draft), cancelled):
                return checker.check(
                    draft, progress=lambda done, total: reports.put((done, total)), cancelled=ended
                )

        if cancelled():
            raise Cancelled
        reports: SimpleQueue[Report] = SimpleQueue()
        work = self._pool.submit(checked)
        work.add_done_callback(lambda _: reports.put(None))
        while (report := _newest(reports)) is not None:
            yield KEEP, running_html(*report), KEEP, KEEP, KEEP
        finished = self._finished(work)
        yield finished
        return finished[-1] if isinstance(finished[-1], Check) else None

    def stop(self, request: gr.Request) -> None:
        """Stop the run of this page, if it has one: 取消 was pressed or the page was closed."""
        self._runs.stop(page_of(request))

    def detail(
        self,
        check: Check | None,
        event: gr.EventData,
        browser: str = "",
        request: gr.Request | None = None,
    ) -> str:
        """A sentence was chosen: its sources beside it."""
        number = sent(event, "number", -1)
        if check is None or not 0 <= number < len(check.sentences):
            return hint_html()
        owner = owner_of(request, browser)
        return detail_html(
            check, number, self._judging.of_sentence(owner, check, number) if self._judging else None
        )

    def export(self, check: Check | None, event: gr.EventData) -> Download | str:
        """The report as a file for the browser to save; "" without one."""
        if check is None:
            return ""
        made = datetime.now().astimezone()
        name = f"稿件核查报告-{made:%Y%m%d-%H%M}"
        if sent(event, "kind", "") == "word":
            return Download(f"{name}.docx", WORD, word_report(check, made))
        # With a byte-order mark: old editors take a file without one for GBK.
        return Download(f"{name}.txt", TEXT, plain_report(check).encode("utf-8-sig"))

    def _finished(self, work: Future[Check]) -> Updates:
        try:
            check = work.result()
        except UnusableDraft as error:
            return note_html(str(error)), "", KEEP, KEEP, KEEP
        except (Cancelled, CancelledError):
            return note_html(STOPPED), "", KEEP, KEEP, KEEP
        except Exception:
            log.exception("draft could not be checked")
            return note_html(FAILED), "", KEEP, KEEP, KEEP
        return "", "", result_html(check), hint_html(), check


def _newest(reports: SimpleQueue[Report]) -> Report:
    """Wait for a report, then skip to the latest: a slow page need not see every sentence."""
    report = reports.get()
    while report is not None:
        try:
            report = reports.get_nowait()
        except Empty:
            break
    return report
