"""文库: see documents, look at files before they are stored, correct, store, describe, remove; for Gradio."""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import gradio as gr
from fastapi import APIRouter

from index.errors import IndexFailure
from index.library import Library, Report
from index.store import PassageStore
from index.turns import serving
from people import LearningError
from people.accounts import Role, named
from people.audit import Action
from ui.access import CLOSED, Auditor, Limits, caller_of
from ui.desk import Act, Refused
from ui.elements import note_html
from ui.events import clicked, page_of, sent
from ui.library import render as html
from ui.library.corrections import Opened, corrected, edited
from ui.library.documents import Documents, metadata
from ui.library.kept_shelves import KeptShelves
from ui.library.preview_render import previews_html, reading_html, storing_html
from ui.library.reading import FAILED, Pages, Reading
from ui.library.scan_routes import WaitingPictures, scan_router
from ui.library.scans import At, opened_pages, place_of, scan_corrected, wanted_pages
from ui.library.shelf import MAX_FILES, Looked, Shelf, discard, is_container, saved, unpacked
from ui.serving import Download, Transfers

log = logging.getLogger(__name__)

USER = "入库"  # whose work storing is, among users who take turns
GONE = "这份资料已不在文库里。请回到文库重新选择。"
UNKNOWN = "没有这个操作。请刷新页面后再试。"
BY_REQUEST = ("store", "remove", "describe", "discard", "shelf")  # whose handlers ask who calls
READING = ("list", "open", "original")  # what changes nothing

NOWHERE = At(-1)
Updates = tuple[object, ...]  # (region, note, shelf, saved file)
KEEP = gr.skip()


@dataclass(frozen=True, slots=True)
class View:
    """What a click gives: a view, what the page holds from now on, or a file to save."""

    html: str
    shelf: Shelf
    file: Download | None = None


class Shelves:
    """The tab's event handlers; what a page is looking at comes in as an argument, nothing is held."""

    def __init__(
        self,
        store: PassageStore,
        library: Library,
        files: Transfers,
        auditor: Auditor | None = None,
        limits: Limits | None = None,
        kept: KeptShelves | None = None,
    ) -> None:
        """``kept`` finds the files of an earlier page again; without it they are gone with theirs."""
        self._kept = kept or KeptShelves()
        self._limits = limits or Limits()
        self._store = store
        self._files = files
        self._library = library
        self._documents = Documents(store, library, self._limits, auditor)
        self._reading = Reading(library, store, self._limits)
        self._waiting = WaitingPictures()
        self._views: Mapping[str, Callable[[Shelf, Act], View]] = {
            "list": lambda shelf, act: View(self._documents.listed(act), shelf),
            "open": lambda shelf, act: View(self._documents.shown(act), shelf),
            "merge": self._corrected,
            "split": self._corrected,
            "rename": self._corrected,
            "scan-page": self._scan_turned,
            "scan-correct": self._scan_corrected,
            "scan-restore": self._scan_corrected,
            "original": lambda shelf, act: View("", shelf, self._documents.original(act)),
            "ask-remove": lambda shelf, act: View(self._documents.removing(act), shelf),
        }

    @property
    def actions(self) -> dict[str, Role]:
        """Everything that ``act`` can be asked to do, and who may ask it."""
        changing = dict.fromkeys([*self._views, *BY_REQUEST], Role.LIBRARIAN)
        return changing | dict.fromkeys(READING, Role.USER)

    @property
    def router(self) -> APIRouter:
        """The pictures of scans, which the page shows beside their text."""
        return scan_router(self._store, self._library, self._limits, self._waiting)

    def stop(self, request: gr.Request) -> None:
        """Stop what is read for this page, if anything: 取消 was pressed or the page was closed."""
        self._reading.stop(request)

    def close(self) -> None:
        """Stop all that is being read and wait for it."""
        self._reading.close()

    def start(self, request: gr.Request | None = None) -> str:
        """The tab as a new page shows it."""
        return self._documents.listed(Act("list", "", {}, self._limits.closed(request)))

    def act(self, shelf: Shelf, event: gr.EventData, request: gr.Request | None = None) -> Iterator[Updates]:
        """A click: (region, note, shelf, saved file); a refusal leaves all but the note."""
        caller = caller_of(request)
        keeps = caller is None or caller.may(Role.LIBRARIAN)
        act = replace(clicked(event), closed=self._limits.closed(request), keeps=keeps)
        changing = {
            "store": self._stored,
            "remove": self._changed,
            "describe": self._changed,
            "discard": self._discarded,
            "shelf": self._found_again,
        }.get(act.do, self._viewed)
        yield from self._guarded(shelf, changing(shelf, act, request))

    def upload(self, shelf: Shelf, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Files were chosen: read one after the other, each shown as soon as it is read."""
        chosen = list[object]()
        files = [file for file in sent(event, "files", chosen) if isinstance(file, dict)]
        if not 1 <= len(files) <= MAX_FILES:
            note = f"一次选了 {len(files)} 个文件，最多 {MAX_FILES} 个。请分几次上传。"
            yield KEEP, note_html(note), shelf, KEEP
            return
        # From a document's own page: the only file is its new version, unless somebody says otherwise.
        form = {"replaces-0": sent(event, "replaces", "")} if len(files) == 1 else {}
        yield from self._guarded(shelf, self._read(shelf, files, form, request))

    def _guarded(self, shelf: Shelf, updates: Iterator[Updates]) -> Iterator[Updates]:
        """The updates; what cannot be done becomes a note, and what is shown stays."""
        try:
            yield from updates
        except KeyError:
            yield KEEP, note_html(GONE), shelf, KEEP
        except (Refused, IndexFailure, LearningError) as error:
            yield KEEP, note_html(str(error)), shelf, KEEP
        except Exception:
            log.exception("the library failed")
            yield KEEP, note_html(FAILED), shelf, KEEP

    def _viewed(self, shelf: Shelf, act: Act, request: gr.Request | None) -> Iterator[Updates]:
        make = self._views.get(act.do)
        if make is None:
            raise Refused(UNKNOWN)
        if act.id.partition(":")[0] in act.closed:
            raise Refused(CLOSED)
        view = make(shelf, act)
        if view.file is None:
            now = view.shelf if view.shelf is shelf else self._kept.keep(request, view.shelf)
            yield view.html, "", now, KEEP
        else:
            yield KEEP, "", shelf, view.file

    def _read(
        self,
        shelf: Shelf,
        files: Sequence[Mapping[str, object]],
        form: Mapping[str, str],
        request: gr.Request,
    ) -> Iterator[Updates]:
        discard(shelf)
        session = self._files.session(request)
        folder = self._kept.made()
        paths = saved(files, lambda upload: self._files.take(session, upload), folder)
        if any(is_container(path) for _, path in paths):
            yield reading_html([], [name for name, _ in paths]), "", Shelf((), folder), KEEP
            paths = unpacked(paths)
        form = form if len(paths) == len(files) else {}  # what was said of one file holds for none of several
        names = [name for name, _ in paths]
        looked: list[Looked] = []
        # Left, too, when the page was closed and nobody asks for the rest.
        with self._reading.runs.begun(page_of(request)) as stop:
            for name, path in paths:
                yield reading_html(looked, names), "", Shelf((), folder), KEEP
                if isinstance(path, str):
                    looked.append(Looked(name, None, path))
                    continue
                following = self._reading.followed(name, path, stop, request)
                looked.append((yield from _shown(following, looked, names, folder)))
        yield reading_html(looked, names), "", Shelf((), folder), KEEP
        made = self._kept.keep(request, Shelf(tuple(looked), folder))
        yield self._previews(made, form), "", made, KEEP

    def _previews(
        self,
        shelf: Shelf,
        form: Mapping[str, object],
        opened: Opened | None = None,
        at: At = NOWHERE,
    ) -> str:
        """``at`` is what was done on a recognised page."""
        tokens = {number: self._waiting.token(shelf.preview(number).path) for number in shelf.ready}
        wanted = wanted_pages(Act("", "", form), shelf)
        return previews_html(
            shelf,
            self._store.documents(),
            form,
            opened,
            grouped=self._limits.groups is not None,
            scans=opened_pages(shelf, self._library.scanned, wanted, at, tokens),
        )

    def _found_again(self, shelf: Shelf, act: Act, request: gr.Request | None) -> Iterator[Updates]:
        """The files that an earlier page looked at."""
        found = self._kept.kept(request, self._library, self._store)
        if found is None:
            raise Refused("没有等待入库的文件，可能已经入库或放弃。请重新上传。")
        yield self._previews(found, {}), "", found, KEEP

    def _corrected(self, shelf: Shelf, act: Act) -> View:
        _check_there(shelf)
        changed, opened = corrected(self._library, edited(self._library, shelf, act), act)
        return View(self._previews(changed, act.form, opened), changed)

    def _scan_turned(self, shelf: Shelf, act: Act) -> View:
        """Another recognised page of a file; without a name that which the form has chosen."""
        _check_there(shelf)
        if not shelf.files:
            raise Refused("没有等待入库的文件，可能已经入库或放弃。请重新上传。")
        shelf = edited(self._library, shelf, act)
        at = place_of(act.id) if act.id else NOWHERE
        if act.id and not any(
            scan.page == at.page for block in shelf.preview(at.file).source.blocks for scan in block.scans
        ):
            raise Refused("这份文件里没有这一页扫描件。请重新选择。")
        if not act.id and not any(wanted_pages(act, shelf).values()):
            raise Refused("没有选看哪一页。请重新选择。")
        return View(self._previews(shelf, act.form, None, at), shelf)

    def _scan_corrected(self, shelf: Shelf, act: Act) -> View:
        """A line of a recognised page as a person read it: the file is put together anew."""
        _check_there(shelf)
        shelf = edited(self._library, shelf, act)
        shelf, at = scan_corrected(self._library, self._store, shelf, act)
        return View(self._previews(shelf, act.form, None, at), shelf)

    def _stored(self, shelf: Shelf, act: Act, request: gr.Request | None) -> Iterator[Updates]:
        """Each file in a commit of its own: what was acknowledged stays, whatever happens to the next."""
        _check_there(shelf)
        shelf = edited(self._library, shelf, act)
        known, replaces = metadata(act), self._replaces(shelf, act)
        if not shelf.ready:
            raise Refused("没有可以入库的文件。请先上传。")
        confirmed = shelf.confirmed(act.chosen("internal"))
        limited = named(act.text("about-groups", 500))
        names = [shelf.files[number].name for number in shelf.ready]
        whole = Report()
        for done, number in enumerate(shelf.ready):
            yield storing_html(names, done), "", shelf, KEEP
            preview = shelf.preview(number)
            document_id = preview.source.document.id
            chosen = {document_id: replaces[number]} if number in replaces else {}
            if limited:  # before anybody can find it
                self._documents.limit([document_id], act, request)
            try:
                with serving(USER, "bulk"):
                    whole.extend(self._library.store([preview], known, chosen, confirmed=confirmed))
            except IndexFailure as error:
                left, form = _without(shelf, shelf.ready[:done], act.form)
                left = self._kept.keep(request, left)
                said = f"{error}" + (f"前面的 {done} 个文件已经入库。" if done else "")
                yield self._previews(left, form), note_html(said), left, KEEP
                return
            self._documents.did(request, Action.UPLOAD, document_id, names[done])
        self._kept.drop(request)
        discard(shelf)
        lines = [*whole.lines(), *html.over_lines(known, date.today())]
        yield html.report_html(lines), "", Shelf(), KEEP

    def _replaces(self, shelf: Shelf, act: Act) -> dict[int, str]:
        """Which stored document each file was said to be a new version of."""
        chosen = {number: act.text(f"replaces-{number}", 100) for number in shelf.ready}
        chosen = {number: document_id for number, document_id in chosen.items() if document_id}
        if len(set(chosen.values())) < len(chosen):
            raise Refused("有两个文件选了同一篇作为旧版。请只留一个。")
        return chosen

    def _changed(self, shelf: Shelf, act: Act, request: gr.Request | None) -> Iterator[Updates]:
        """A stored document is described or removed."""
        change = self._documents.described if act.do == "describe" else self._documents.removed
        yield change(act, request), "", shelf, KEEP

    def _discarded(self, shelf: Shelf, act: Act, request: gr.Request | None) -> Iterator[Updates]:
        self._kept.drop(request)
        discard(shelf)
        yield self._documents.listed(Act("list", "", {}, act.closed)), "", Shelf(), KEEP


def _shown(
    following: Generator[Pages, None, Looked], looked: Sequence[Looked], names: Sequence[str], folder: Path
) -> Generator[Updates, None, Looked]:
    """What is said while the pages of one file are recognised; the file as it was looked at."""
    while True:
        try:
            pages = next(following)
        except StopIteration as end:
            done: Looked = end.value
            return done
        yield reading_html(looked, names, pages), "", Shelf((), folder), KEEP


def _check_there(shelf: Shelf) -> None:
    """Raises Refused where another window has stored or given up the files."""
    if shelf.folder is not None and not shelf.folder.is_dir():
        raise Refused("这些文件已在另一个窗口里入库或放弃。请回到文库查看，或重新上传。")


def _without(
    shelf: Shelf, gone: Sequence[int], form: Mapping[str, object]
) -> tuple[Shelf, dict[str, object]]:
    """The shelf without files that were stored, and the form with the numbers the others have now."""
    rest = [number for number in range(len(shelf.files)) if number not in gone]
    kept = {name: value for name, value in form.items() if name.startswith("about-")}
    moved: dict[str, object] = {
        f"replaces-{new}": form.get(f"replaces-{old}", "") for new, old in enumerate(rest)
    }
    ticks = form.get("internal")
    ticked = ticks if isinstance(ticks, list) else []
    moved["internal"] = [str(new) for new, old in enumerate(rest) if str(old) in ticked]
    return replace(shelf, files=tuple(shelf.files[number] for number in rest)), kept | moved
