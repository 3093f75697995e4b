"""文库: see documents, look at files before they are stored, correct, store, describe, remove; for Gradio."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import gradio as gr

from index.corrections import merged, renamed, split
from index.errors import IndexFailure
from index.library import Library, Preview
from index.records import Case, Metadata
from index.store import Entry, PassageStore
from ui import library_render as html
from ui.check_render import note_html
from ui.desk import Act, Refused
from ui.shelf import MAX_FILES, Looked, Shelf, discard, saved

log = logging.getLogger(__name__)

FAILED = "操作时程序出了错，没有完成。请再试一次；如果还是不行，请把程序窗口里的提示告诉管理员。"
GONE = "这份资料已不在文库里。请回到文库重新选择。"

Updates = tuple[Any, ...]  # (region, note, shelf)
KEEP = gr.skip()
FILTERS = ("words", "unit", "tag", "year")


class Shelves:
    """The tab's event handlers; what a page is looking at comes in as an argument, nothing is held."""

    def __init__(self, store: PassageStore, library: Library) -> None:
        self._store = store
        self._library = library
        self._views: Mapping[str, Callable[[Shelf, Act], tuple[Shelf, str]]] = {
            "list": lambda shelf, act: (shelf, self._list(act)),
            "open": lambda shelf, act: (shelf, self._document(act.id)),
            "merge": self._merge,
            "split": self._split,
            "rename": self._rename,
            "store": self._store_all,
            "discard": self._discard,
            "describe": self._describe,
            "ask-remove": lambda shelf, act: (shelf, html.confirm_html(self._store.entry(act.id))),
            "remove": self._remove,
        }

    def start(self) -> str:
        """The tab as a new page shows it."""
        return self._list(Act("list", "", {}))

    def act(self, shelf: Shelf, event: gr.EventData) -> Updates:
        """A click: (region, note, shelf); a refusal leaves all but the note."""
        form = event.form if isinstance(event.form, dict) else {}
        act, count = Act(str(event.do), str(event.id), form), int(event.opened)
        try:
            view = self._views.get(act.do)
            if view is None:
                raise Refused("没有这个操作。请刷新页面后再试。")
            shelf, shown = view(shelf, act)
        except KeyError:
            return KEEP, _counted(note_html(GONE), count), shelf
        except (Refused, IndexFailure) as error:
            return KEEP, _counted(note_html(str(error)), count), shelf
        except Exception:
            log.exception("%s failed", act.do)
            return KEEP, _counted(note_html(FAILED), count), shelf
        return _counted(shown, count), "", shelf

    def upload(self, shelf: Shelf, event: gr.EventData) -> Iterator[Updates]:
        """Files were chosen: read one after the other, each shown as soon as it is read."""
        files = event.files if isinstance(event.files, list) else []
        if not 1 <= len(files) <= MAX_FILES:
            note = f"一次选了 {len(files)} 个文件，应为 1 到 {MAX_FILES} 个。请分几次上传。"
            yield KEEP, _counted(note_html(note), int(event.opened)), shelf
            return
        discard(shelf)
        folder, paths = saved(files)
        looked: list[Looked] = []
        for name, path in paths:
            yield html.previews_html(looked, (), done=len(looked)), "", Shelf((), folder)
            looked.append(Looked(name, None, path) if isinstance(path, str) else self._look(name, path))
        made = Shelf(tuple(looked), folder)
        yield _counted(self._previews(made), int(event.opened)), "", made

    def _look(self, name: str, path: Any) -> Looked:
        try:
            return Looked(name, self._library.preview(path, self._store))
        except IndexFailure as error:
            return Looked(name, None, str(error))
        except Exception:
            log.exception("%s could not be read", name)
            return Looked(name, None, FAILED)

    def _previews(self, shelf: Shelf) -> str:
        return html.previews_html(shelf.files, self._store.documents())

    def _list(self, act: Act) -> str:
        chosen = {name: act.text(name, 100).strip() for name in FILTERS}
        found = [entry for entry in self._store.documents() if _meets(entry, chosen)]
        return html.list_html(found, act.row if act.id else 0, chosen, date.today())

    def _document(self, document_id: str) -> str:
        with self._store.snapshot() as now:
            entry = now.entry(document_id)
            return html.document_html(
                entry,
                now.document(document_id),
                now.passages_of(document_id),
                now.versions(document_id),
                date.today(),
            )

    def _merge(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        return self._corrected(shelf, act, lambda preview, order: merged(preview.segmentation.cases, order))

    def _split(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        def at(preview: Preview, line: int) -> Sequence[Case]:
            source = preview.source
            return split(preview.segmentation.cases, source.blocks, source.document.text, line)

        return self._corrected(shelf, act, at)

    def _rename(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        title, unit = act.text("title", 200), act.text("unit", 100)
        return self._corrected(
            shelf, act, lambda preview, order: renamed(preview.segmentation.cases, order, title, unit)
        )

    def _corrected(
        self, shelf: Shelf, act: Act, correct: Callable[[Preview, int], Sequence[Case]]
    ) -> tuple[Shelf, str]:
        number, _, place = act.id.partition(":")
        if not (number.isdecimal() and place.isdecimal() and int(number) < len(shelf.files)):
            raise Refused("没有找到要改的地方。请重新上传后再试。")
        looked = shelf.files[int(number)]
        if looked.preview is None:
            raise Refused("这个文件没有读入，不能改。")
        preview = self._library.corrected(looked.preview, correct(looked.preview, int(place)))
        files = list(shelf.files)
        files[int(number)] = replace(looked, preview=preview)
        changed = replace(shelf, files=tuple(files))
        return changed, self._previews(changed)

    def _store_all(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        if not shelf.previews:
            raise Refused("没有可以入库的文件。请先上传。")
        replaces = act.text("replaces", 100) if len(shelf.previews) == 1 else ""
        report = self._library.store(shelf.previews, _metadata(act), replaces)
        discard(shelf)
        return Shelf(), html.report_html(report.lines())

    def _discard(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        discard(shelf)
        return Shelf(), self._list(replace(act, id="", form={}))

    def _describe(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        self._library.describe(act.id, act.text("title", 200), _metadata(act))
        return shelf, self._document(act.id)

    def _remove(self, shelf: Shelf, act: Act) -> tuple[Shelf, str]:
        self._library.remove(act.id)
        return shelf, self._list(replace(act, id="", form={}))


def _metadata(act: Act) -> Metadata:
    tags = tuple(tag for tag in re.split("[、,，]", act.text("tags", 500)) if tag.strip())
    return Metadata(
        act.text("unit", 200), act.text("date", 50), act.text("source", 200), tags, act.text("valid", 50)
    )


def _meets(entry: Entry, chosen: Mapping[str, str]) -> bool:
    words = f"{entry.name}\n{entry.title}"
    known = entry.metadata
    return (
        chosen["words"] in words
        and chosen["unit"] in known.unit
        and (not chosen["tag"] or chosen["tag"] in known.tags)
        and known.date.startswith(chosen["year"])
    )


def _counted(html_text: str, count: int) -> str:
    """The same HTML twice is a new value, so that the page shows it again."""
    return f"{html_text}<!-- {count} -->"
