"""The library for programs: listed, added to, removed from; the same rules as for the page."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from api.bodies import MB, limited, pieces, save
from api.failures import NO_STORE, ClientGone, Refused
from api.guard import Call
from index.errors import IndexFailure, UnreadableSource
from index.library import Preview, Report, entry_json, file_name
from index.parse import CONTAINERS, open_container
from index.parse.decode import MAX_BYTES
from index.parse.marked import unconfirmed
from index.records import Metadata
from index.store import Entry, PassageStore
from index.turns import Cancelled
from people.accounts import Caller, named
from people.audit import Detail
from people.entries import NotAccepted
from rag.tools import Arguments, ListArguments, Operations, parsed

MOST_FIELDS = 40  # of a form beside its file
MOST_NAME = 255  # bytes of a file's name: file systems take no more
WAY = "加上 internal=true 再发一次"
NO_NAME = "没有文件名。请把文件放进表单的 file 一栏，或在网址里写 ?name=文件名、把文件内容作为请求内容发送。"
UNKNOWN = "没有编号为“{}”的资料。编号见 GET /api/v1/documents。"
ENVELOPE = MB  # bytes of a form around its file


class SupportsLibrary(Protocol):
    """The part of index.library.Library that changes documents; called from several threads."""

    def preview(
        self,
        path: Path,
        store: PassageStore,
        name: str = "",
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Preview:
        """What would become of a file, called ``name`` where it was in another.

        ``cancelled`` is asked between the pages of a scan. Raises UnreadableSource.
        """

    def store(
        self,
        previews: list[Preview],
        metadata: Metadata,
        replaces: Mapping[str, str],
        *,
        confirmed: list[str],
    ) -> Report:
        """Store previewed files. Raises IndexFailure."""

    def remove(self, document_id: str) -> Entry:
        """Remove a document and its older versions. Raises KeyError when unknown."""


class About(Arguments):
    """What may be said of a file, all of it text, as in an address or a form."""

    unit: str = Field("", description="单位")
    date: str = Field("", description="日期，如 2023-12-20")
    source: str = Field("", description="来源")
    tag: list[str] = Field([], description="标签，可以重复")
    valid_until: str = Field("", description="有效期的最后一天")
    replaces: str = Field("", description="是哪一份资料的新版：它的编号")
    internal: str = Field("", description="写 true 表示：标有“内部资料”等字样，也确认入库")
    groups: str = Field("", description="只对这些组的账号开放，几个组用顿号隔开；不写就是对所有账号开放")

    def metadata(self) -> Metadata:
        """What becomes known of the document."""
        return Metadata(self.unit, self.date, self.source, tuple(self.tag), self.valid_until)


class Documents:
    """The handlers. Shared between requests: nothing of theirs is held."""

    def __init__(self, operations: Operations, library: SupportsLibrary, store: PassageStore) -> None:
        self._operations = operations
        self._library = library
        self._store = store

    async def listed(self, call: Call) -> Response:
        """All documents, without their texts."""
        await _drain(call)
        open_to = call.open_to(self._operations)
        told = await call.work(lambda stopped: open_to.list_documents(ListArguments(), stopped))
        return JSONResponse(told, headers=NO_STORE)

    async def add(self, call: Call) -> Response:
        """One file into the library: 201, or 200 for a text that is there already.

        Of a mail or zip file each document in it: 201 when any of them is new.
        """
        folder = Path(await run_in_threadpool(tempfile.mkdtemp, prefix="upload-"))
        try:
            path, about = await _received(call, folder)
            call.object = path.name
            add = self._add_all if path.suffix.lower() in CONTAINERS else self._add
            told, new = await call.work(
                lambda stopped: add(call, path, about, stopped), long=True, writes=True
            )
        finally:
            await run_in_threadpool(shutil.rmtree, folder, ignore_errors=True)
        call.object = f"{_ids(told)} {path.name}"
        return JSONResponse(told, 201 if new else 200, NO_STORE)

    async def remove(self, call: Call) -> Response:
        """A document and its older versions out of the library."""
        await _drain(call)
        document_id = call.request.path_params["id"]
        call.object = document_id[:100]
        try:
            entry = await call.work(lambda stopped: self._library.remove(document_id), long=True, writes=True)
        except KeyError as error:
            raise Refused(404, UNKNOWN.format(document_id[:40])) from error
        call.object = f"{entry.id} {entry.name}"
        return JSONResponse({"removed": {"id": entry.id, "name": entry.name}}, headers=NO_STORE)

    def _add_all(self, call: Call, path: Path, about: About, stopped: Any) -> tuple[dict[str, Any], bool]:
        """The documents in a container as they are listed, with what was reported; whether any is new."""
        contents = open_container(path, path.parent)
        if about.replaces and len(contents.documents) != 1:
            raise Refused(400, f"「{path.name}」里有 {len(contents.documents)} 篇，不能都是一篇的新版。")
        documents, report, fresh = list[dict[str, Any]](), [str(each) for each in contents.refused], False
        failed: IndexFailure | None = None
        for packed in contents.documents:
            try:
                told, new = self._add(call, packed.path, about, stopped, packed.name)
            except IndexFailure as error:
                failed = failed or error
                report.append(f"未能入库：{error}")
                continue
            documents.append(told["document"])
            report += told["report"]
            fresh = fresh or new
        if not documents:
            raise failed or UnreadableSource(f"「{path.name}」里没有能读的文件。" + "".join(report[:1]))
        return {"documents": documents, "report": report}, fresh

    def _add(
        self, call: Call, path: Path, about: About, stopped: Any, name: str = ""
    ) -> tuple[dict[str, Any], bool]:
        """The document as it is listed, with what was reported; and whether it is new."""
        groups = _groups(about.groups)  # refused before anything is read
        preview = self._library.preview(path, self._store, name, cancelled=stopped)
        document = preview.source.document
        if preview.known:
            kept = ["组没有改动；要改请在网页的文库里打开它"] if groups else []
            return self._told(document.id, [f"内容相同的资料已在文库里：《{document.name}》", *kept]), False
        confirmed = [document.id] if about.internal == "true" else []
        if preview.internal and not confirmed:
            raise unconfirmed(document.name, preview.internal, WAY)
        if stopped():
            raise Cancelled
        if groups and call.caller is not None:  # before anybody can find it
            _limit(call, call.caller, document.id, groups)
        replaces = {document.id: about.replaces} if about.replaces else {}
        report = self._library.store([preview], about.metadata(), replaces, confirmed=confirmed)
        if report.unusable:
            raise report.unusable[0]
        return self._told(document.id, report.lines()), True

    def _told(self, document_id: str, lines: list[str]) -> dict[str, Any]:
        with self._store.snapshot() as now:
            return {"document": entry_json(now, now.entry(document_id)), "report": lines}


def _ids(told: dict[str, Any]) -> str:
    """Of the documents that were told."""
    return "、".join(each["id"] for each in told.get("documents", [told.get("document")]))


async def _received(call: Call, folder: Path) -> tuple[Path, About]:
    """The file, in a folder of its own, and what is said of it. Raises Refused, IndexFailure, ClientGone."""
    query = [(name, value) for name, value in call.request.query_params.multi_items() if name != "name"]
    name = call.request.query_params.get("name", "")
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        path = folder / _named(name)
        about = _about(query)  # before what may be long comes
        await save(pieces(call.request, MAX_BYTES), path)
        return path, about
    request = limited(call.request, MAX_BYTES + ENVELOPE)
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            return await _from_form(form, name, query, folder)
    except ClientDisconnect as error:
        raise ClientGone from error
    except HTTPException as error:  # python-multipart's words are English
        raise Refused(400, "表单读不了。请用一栏 file 放一个文件，其余各栏写文字。") from error


async def _from_form(
    form: FormData, name: str, query: list[tuple[str, str]], folder: Path
) -> tuple[Path, About]:
    file = next((value for _, value in form.multi_items() if isinstance(value, UploadFile)), None)
    if file is None:
        raise Refused(400, NO_NAME)
    fields = [(field, value) for field, value in form.multi_items() if isinstance(value, str)]
    path = folder / _named(name or file.filename or "")
    about = _about(query + fields)
    await save(_chunks(file), path)
    return path, about


def _limit(call: Call, caller: Caller, document_id: str, groups: str) -> None:
    """Let these groups alone read a document. Raises Refused (400)."""
    try:
        call.around.limit(caller, document_id, groups)
    except NotAccepted as error:
        raise Refused(400, str(error)) from error
    call.detail[Detail.GROUPS] = groups


def _groups(words: str) -> str:
    """Names of groups as they are written. Raises Refused (400)."""
    try:
        return "、".join(named(words))
    except NotAccepted as error:
        raise Refused(400, str(error)) from error


def _named(name: str) -> str:
    if not name:
        raise Refused(400, NO_NAME)
    name = file_name(name)
    if (size := len(name.encode())) > MOST_NAME:
        raise Refused(422, f"文件名有 {size} 字节，超过上限 {MOST_NAME} 字节（约 80 个汉字）。请改短后再试。")
    return name


def _about(fields: list[tuple[str, str]]) -> About:
    given: dict[str, Any] = {}
    for name, value in fields:
        if name == "tag":
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    return parsed(About, given)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(MB):
        yield chunk


async def _drain(call: Call) -> None:
    """Take in a body that nobody asked for: what comes after it tells when the client goes away."""
    async for _ in pieces(call.request, MB):
        pass
