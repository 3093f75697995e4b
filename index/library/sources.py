"""Reading the files that are to be indexed, and the report of what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from index.errors import IndexFailure, SecretSource, UnreadableSource
from index.library.metadata import file_name
from index.library.near_duplicates import Likeness
from index.parse import parse_file
from index.parse.corpus import check_encoding, corpus_files, unsupported_files
from index.parse.marked import unconfirmed
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


def read_folder(folder: Path, *, internal: bool = False) -> Sources:
    """All case texts under ``folder``; those marked 内部 only with ``internal``.

    Raises IndexFailure when it is missing or holds none: an index is not emptied by a wrong path.
    """
    files = [(path, DOCS + path.relative_to(folder).as_posix()) for path in corpus_files(folder)]
    way = "用 python -m index add --internal 加入，或在设置里写 index.take_internal = true"
    sources = _read(files, "" if internal else way, whole_folder=True)
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
) -> Sources:
    """Single files, all of this ``metadata``; those that cannot be read stand in the report.

    ``replaces`` is the id of the document that the only one is a new version of. Those marked 内部 are
    read only with ``internal``.
    """
    files = [(path, FILE + str(path.resolve())) for path in paths]
    way = "在命令后面加上 --internal 再运行一次"
    sources = _read(files, "" if internal else way, whole_folder=False, metadata=metadata)
    return replace(sources, replaces=dict.fromkeys(sources.paths, replaces) if replaces else {})


def _read(
    files: Iterable[tuple[Path, str]], way: str, *, whole_folder: bool, metadata: Metadata = NOTHING_KNOWN
) -> Sources:
    """``way`` is how to have files marked 内部 taken in; "" takes them."""
    report = Report()
    readable: dict[str, Source] = {}
    paths: dict[str, Path] = {}
    passed_over = set()
    for path, origin in files:
        try:
            check_encoding(path, origin)
            file_name(path.name)
            parsed = parse_file(path)
            if parsed.internal and way:
                raise unconfirmed(path.name, parsed.internal, way)
        except SecretSource as error:
            # Not passed over: what the index holds of it from before leaves it.
            report.unusable.append(error)
            continue
        except UnreadableSource as error:
            report.unusable.append(error)
            passed_over.add(origin)
            continue
        document = parsed.document
        if document.id in readable:
            report.same_content.append((document.name, readable[document.id].document.name))
        else:
            report.notices += [(document.name, notice) for notice in parsed.notices]
            readable[document.id] = Source(document, parsed.blocks, origin, metadata)
            paths[document.id] = path
    return Sources(tuple(readable.values()), report, frozenset(passed_over), whole_folder, paths)
