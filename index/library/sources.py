"""Reading the files that are to be indexed, and the report of what became of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from index.errors import IndexFailure, SecretSource, UnreadableSource
from index.library.metadata import file_name
from index.library.near_duplicates import Likeness
from index.parse import CONTAINERS, INSIDE, open_container, parse_file
from index.parse.corpus import check_encoding, corpus_files, unsupported_files
from index.parse.marked import unconfirmed
from index.parse.scans import Scans
from index.records import NOTHING_KNOWN, Metadata
from index.store import Source

DOCS = "docs:"  # origin of what build keeps in step with its folder
FILE = "file:"  # origin of what add brought in
UPLOAD = "upload:"  # origin of what the page brought in, followed by the document's id: no file to follow
_NAMED = 20  # new documents listed one by one; more are counted


@dataclass(slots=True)
class Report:
    """What a run did, by document name; filled as it goes."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)  # (before, now)
    unchanged: list[str] = field(default_factory=list)
    same_content: list[tuple[str, str]] = field(default_factory=list)  # (passed over, already there)
    outdated: list[tuple[str, str]] = field(default_factory=list)  # (passed over, the version in its place)
    other_formats: list[UnreadableSource] = field(default_factory=list)
    unusable: list[UnreadableSource] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)  # (document, what to know of it)
    alike: list[tuple[str, Likeness]] = field(default_factory=list)  # (document, what it nearly repeats)
    passages: int = 0  # newly embedded

    def extend(self, other: "Report") -> None:
        """Add what another run did."""
        for part in fields(self):
            mine, more = getattr(self, part.name), getattr(other, part.name)
            setattr(self, part.name, mine + more)

    def lines(self) -> list[str]:
        """The report in Chinese, a line for everything a user may want to know."""
        lines = [f"{words}：《{name}》" for words, names in self._done() for name in names]
        lines += [f"文件改名：《{before}》→《{now}》" for before, now in self.renamed]
        lines += [f"内容与《{there}》相同，不重复入库：《{name}》" for name, there in self.same_content]
        lines += [
            f"《{name}》在文库里已由新版《{newer}》取代，没有再入库；可以把这个旧文件移走"
            for name, newer in self.outdated
        ]
        if self.unchanged:
            lines.append(f"内容没有变化，不必重新入库：{len(self.unchanged)} 篇")
        lines += [f"《{name}》：{notice}" for name, notice in self.notices]
        lines += [
            f"《{name}》与已有的《{like.name}》有 {like.share:.0%} 的文字相同，请确认是否重复；"
            f"旧的可用 python -m index remove {like.document_id} 移除"
            for name, like in self.alike
        ]
        lines += [f"没有读入：{reason}" for reason in self.other_formats]
        return lines + [f"未能入库：{error}" for error in self.unusable]

    def _done(self) -> list[tuple[str, list[str]]]:
        if len(self.added) > _NAMED:
            return [(f"新入库 {len(self.added)} 篇，最后一篇是", self.added[-1:]), *self._changed()]
        return [("新入库", self.added), *self._changed()]

    def _changed(self) -> list[tuple[str, list[str]]]:
        return [("内容有变，已更新", self.replaced), ("文件已不在，已移除", self.removed)]


@dataclass(frozen=True, slots=True)
class Sources:
    """The readable files of one run, of each content the first."""

    readable: tuple[Source, ...]
    report: Report
    passed_over: frozenset[str]  # origins of files that could not be read, but for those marked 秘密 or 内部
    whole_folder: bool  # whether documents of the folder that are not among them have gone
    paths: Mapping[str, Path] = field(default_factory=dict)  # document id -> its file
    replaces: Mapping[str, str] = field(default_factory=dict)  # document id -> id of what it is a version of


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is a document, or a container of some."""

    path: Path
    name: str  # as it is shown
    origin: str


def read_folder(
    folder: Path, *, internal: bool = False, scans: Scans | None = None, scratch: Path | None = None
) -> Sources:
    """All case texts under ``folder``; those marked 内部 only with ``internal``, scans only with ``scans``.

    What mails and zip files hold is put into ``scratch``, which must last until the sources are stored;
    without it they are not opened. Raises IndexFailure when ``folder`` is missing or holds no text: an index
    is not emptied by a wrong path.
    """
    files = [
        _File(path, path.name, DOCS + path.relative_to(folder).as_posix()) for path in corpus_files(folder)
    ]
    way = "用 python -m index add --internal 加入，或在设置里写 index.take_internal = true"
    reading = _Reading(scratch, "" if internal else way, scans)
    sources = reading.read(files, whole_folder=True)
    sources.report.other_formats.extend(reason for _, reason in unsupported_files(folder))
    if not sources.readable:
        reasons = "".join(f"（{error}）" for error in sources.report.unusable[:1])
        raise IndexFailure(f"文件夹 {folder} 里没有可用的文件{reasons}。请放入资料后再试；索引没有改动。")
    return sources


def read_files(
    paths: Sequence[Path],
    metadata: Metadata = NOTHING_KNOWN,
    replaces: str = "",
    *,
    internal: bool = False,
    scans: Scans | None = None,
    scratch: Path | None = None,
) -> Sources:
    """Single files, all of this ``metadata``; those that cannot be read stand in the report.

    ``replaces`` is the id of the document that the only one is a new version of: raises IndexFailure for a
    container of several. Those marked 内部 are read only with ``internal``, scans only with ``scans``;
    ``scratch`` is as for a folder.
    """
    files = [_File(path, path.name, FILE + str(path.resolve())) for path in paths]
    way = "在命令后面加上 --internal 再运行一次"
    sources = _Reading(scratch, "" if internal else way, scans).read(files, metadata=metadata)
    if replaces and len(sources.paths) > 1:
        raise IndexFailure(
            f"「{paths[0].name}」里有 {len(sources.paths)} 篇，只能有一篇作为新版。请把它取出来再试。"
        )
    return replace(sources, replaces=dict.fromkeys(sources.paths, replaces) if replaces else {})


def is_passed_over(origin: str, passed_over: Collection[str]) -> bool:
    """Whether a document's file could not be read this time, or the container that it was in."""
    return origin in passed_over or origin.partition(INSIDE)[0] in passed_over


class _Reading:
    """Reads files one after the other; each document once."""

    def __init__(self, scratch: Path | None, way: str, scans: Scans | None) -> None:
        """``way`` is how to have files marked 内部 taken in; "" takes them."""
        self._scans = scans
        self._scratch = scratch
        self._way = way
        self._report = Report()
        self._readable: dict[str, Source] = {}
        self._paths: dict[str, Path] = {}
        self._passed_over: set[str] = set()

    def read(
        self, files: Iterable[_File], *, whole_folder: bool = False, metadata: Metadata = NOTHING_KNOWN
    ) -> Sources:
        """What the files, and the documents in containers among them, say."""
        for file in files:
            for document in self._documents(file):
                self._take(document, metadata)
        over = frozenset(self._passed_over)
        return Sources(tuple(self._readable.values()), self._report, over, whole_folder, self._paths)

    def _documents(self, file: _File) -> Sequence[_File]:
        """The file itself, or what it holds."""
        if self._scratch is None or file.path.suffix.lower() not in CONTAINERS:
            return [file]
        with self._noted(file):
            _check_name(file)
            contents = open_container(file.path, self._scratch)
            self._report.other_formats += contents.refused
            return [
                _File(packed.path, packed.name, file.origin + packed.name.removeprefix(file.name))
                for packed in contents.documents
            ]
        return []

    def _take(self, file: _File, metadata: Metadata) -> None:
        with self._noted(file):
            _check_name(file)
            parsed = parse_file(file.path, file.name, self._scans)
            if parsed.internal and self._way:
                raise unconfirmed(file.name, parsed.internal, self._way)
            document = parsed.document
            if document.id in self._readable:
                first = self._readable[document.id].document.name
                self._report.same_content.append((document.name, first))
                return
            self._report.notices += [(document.name, notice) for notice in parsed.notices]
            self._readable[document.id] = Source(document, parsed.blocks, file.origin, metadata)
            self._paths[document.id] = file.path

    @contextmanager
    def _noted(self, file: _File) -> Iterator[None]:
        """What cannot be read is noted, and the others go on."""
        try:
            yield
        except SecretSource as error:
            # Not passed over: what the index holds of it from before leaves it.
            self._report.unusable.append(error)
        except UnreadableSource as error:
            self._report.unusable.append(error)
            self._passed_over.add(file.origin)


def _check_name(file: _File) -> None:
    """Raises UnreadableSource for a name that cannot be shown."""
    check_encoding(file.path, file.origin)
    file_name(file.name)
