"""``python -m index``: data on standard output, all else on standard error."""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.cli import DONE, UNUSABLE, Parser, guarded, progress_bar, refuse, say
from index.errors import IndexFailure
from index.library import (
    checked,
    comes_back,
    documents_json,
    originals_in,
    originals_of,
    recognised_of,
    remove,
    sweep_recognised,
)
from index.records import Metadata
from index.settings import ROOT, STORE, IndexRoot, IndexSettings, location
from index.store import REBUILD, Entry, open_store, sweep

if TYPE_CHECKING:
    from index.library import Report, Sources
    from index.parse.scans import Scans


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 2 wrong use or unusable input."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    chosen = _parser().parse_args(arguments)

    def run() -> int:
        root = IndexRoot()
        action: Callable[[argparse.Namespace, Path | str, IndexSettings], int] = chosen.run
        return action(chosen, chosen.store or root.store, root.index)

    return guarded(run, interrupted="已中断。已完成的部分都已保存，再次运行同一命令会接着做。")


def _parser() -> Parser:
    parser = Parser(prog="python -m index", description="建立和维护资料索引")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="command", parser_class=Parser)

    def command(name: str, text: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("--store", type=location, metavar="DIR", help=STORE)
        added.set_defaults(run=run)
        return added

    build = command("build", "让索引与资料文件夹一致", _build)
    build.add_argument("--docs", type=Path, default=ROOT / "docs", metavar="DIR", help="资料文件夹")
    add = command("add", "加入文件", _add)
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    for option, text in (("unit", "单位"), ("date", "日期，如 2023-12-20"), ("source", "来源")):
        add.add_argument(f"--{option}", default="", metavar="…", help=f"这些文件的{text}")
    add.add_argument("--valid-until", default="", metavar="日期", help="有效期的最后一天")
    add.add_argument("--tag", action="append", default=[], metavar="标签", help="可以重复给出")
    add.add_argument("--replaces", metavar="DOC_ID", help="这个文件是哪一篇的新版（只能给一个文件）")
    add.add_argument("--internal", action="store_true", help="标有“内部资料”等字样的文件也加入")
    for added in (build, add):
        added.add_argument("--cluster", default="", metavar="ADDRESS", help="在 Dask 集群上算向量")
    command("remove", "移除文档", _remove).add_argument("document", metavar="DOC_ID")
    command("list", "列出文档", _list).add_argument("--json", action="store_true", help="输出 JSON")
    show = command("show", "列出一篇文档的案例和命题", _show)
    show.add_argument("document", metavar="DOCUMENT", help="编号或文件名")
    show.add_argument("--json", action="store_true", help="输出 JSON")
    catalogue = command("catalogue", "列出全部案例、单位和荣誉", _catalogue)
    catalogue.add_argument("--json", action="store_true", help="输出 JSON")
    verify = command("verify", "检查索引", _verify)
    mends = "修复：案例、段落、全文索引、向量由原文重做，清理多余的原文件；改坏的原文修不了，会说明怎么办"
    verify.add_argument("--mend", action="store_true", help=mends)
    command("export", "把索引导出成一个文件", _export).add_argument("file", type=Path, metavar="FILE.zip")
    command("import", "导入 export 写出的文件", _import).add_argument("file", type=Path, metavar="FILE.zip")
    return parser


def _build(chosen: argparse.Namespace, store: Path | str, settings: IndexSettings) -> int:
    from index.library import read_folder

    with tempfile.TemporaryDirectory(prefix="xhs-") as scratch:
        sources = read_folder(
            chosen.docs, internal=settings.take_internal, scans=_scans(store), scratch=Path(scratch)
        )
        return _ingest(sources, store, settings, chosen.cluster)


def _add(chosen: argparse.Namespace, store: Path | str, settings: IndexSettings) -> int:
    from index.library import read_files

    given = Metadata(chosen.unit, chosen.date, chosen.source, tuple(chosen.tag), chosen.valid_until)
    if chosen.replaces and len(chosen.files) != 1:
        raise IndexFailure(f"--replaces 只能配一个文件，这里有 {len(chosen.files)} 个。请分几次运行。")
    internal = chosen.internal or settings.take_internal
    known, replaces, scans = checked(given), chosen.replaces or "", _scans(store)
    with tempfile.TemporaryDirectory(prefix="xhs-") as folder:
        scratch = Path(folder)
        sources = read_files(chosen.files, known, replaces, internal=internal, scans=scans, scratch=scratch)
        if not sources.readable:
            _say_all(sources.report)
            return UNUSABLE
        return _ingest(sources, store, settings, chosen.cluster)


def _scans(store: Path | str) -> "Scans":
    from index.parse.scans import Scans

    def told(file: str, done: int, total: int) -> None:
        say(f"正在识别「{file}」：{done}/{total} 页" if total else f"正在识别「{file}」：{done} 页")

    return Scans(recognised_of(originals_of(store)), told)


def _ingest(sources: "Sources", folder: Path | str, settings: IndexSettings, cluster: str) -> int:
    # Here, because loading a model takes seconds and only these two commands need one.
    from index.embedding import ClusterEmbedder, Embedder
    from index.library import BATCH, Ingestion, open_for_build, stamp_for

    embedder = Embedder(settings)
    stamp = stamp_for(embedder, settings)
    if sources.whole_folder:
        opened = open_for_build(folder, stamp, settings)
    else:
        opened = open_store(folder, stamp=stamp, writable=True, settings=settings)
    with opened as store, progress_bar("入库") as progress:
        kept = originals_of(folder)
        if cluster:
            with ClusterEmbedder(cluster, embedder) as far:
                batch = BATCH * max(1, far.workers)
                report = Ingestion(store, far, settings, progress, kept, batch).run(sources)
        else:
            report = Ingestion(store, embedder, settings, progress, kept).run(sources)
        entries = store.documents()
        store.publish()
        sweep_recognised(kept)
    _say_all(report)
    passages = sum(entry.passages for entry in entries)
    say(f"完成：索引 {folder} 现有 {len(entries)} 篇文档、{passages} 个段落。")
    return UNUSABLE if report.unusable else DONE


def _say_all(report: "Report") -> None:
    for line in report.lines():
        say(line)


def _remove(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    with open_store(folder, writable=True, settings=settings) as store:
        try:
            (entry,) = remove(store, [chosen.document], originals_of(folder))
        except KeyError as error:
            raise IndexFailure(
                f"索引里没有编号为 {chosen.document} 的文档。编号见：python -m index list"
            ) from error
    say(f"已移除《{entry.name}》（{entry.id}）。{comes_back(entry)}")
    return DONE


def _list(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    with open_store(folder, settings=settings) as store:
        if chosen.json:
            print(json.dumps(documents_json(store), ensure_ascii=False, indent=2))
            return DONE
        lines = [_line(entry, len(store.versions(entry.id))) for entry in store.documents()]
    for line in lines:
        print(line)
    if not lines:
        say(f"索引是空的。请运行：{REBUILD}")
    return DONE


def _show(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    from index.cli.show import listing, shown

    with open_store(folder, settings=settings) as store, store.snapshot() as now:
        contents = shown(now, chosen.document)
    print(json.dumps(contents, ensure_ascii=False, indent=2) if chosen.json else listing(contents))
    return DONE


def _catalogue(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    from index.cli.catalogue import counted, listing

    with open_store(folder, settings=settings) as store:
        contents = counted(store)
    print(json.dumps(contents, ensure_ascii=False, indent=2) if chosen.json else listing(contents))
    return DONE


def _line(entry: Entry, versions: int) -> str:
    title = " ".join(entry.title.split())
    known = entry.metadata
    said = [known.unit, known.date, known.source, *(f"#{tag}" for tag in known.tags)]
    said += [f"有效期到 {known.valid_until}"] if known.valid_until else []
    said += [f"旧版 {versions} 个"] if versions else []
    parts = [entry.id, entry.name, title, f"案例 {entry.cases}", f"段落 {entry.passages}", *said]
    return "  ".join(part for part in parts if part)


def _verify(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    from index.verify import problems

    faults = problems(folder, settings)
    if faults and chosen.mend:
        before = faults
        _mend(folder, settings)
        faults = problems(folder, settings)
        for problem in before:
            if problem not in faults:
                say(f"已修好：{problem.split('。')[0]}。")
    for problem in faults:
        say(problem)
    if faults:
        return refuse(f"索引 {folder} 有 {len(faults)} 个问题，请按上面的提示处理。")
    say(f"索引 {folder} 完好：原文、段落、全文索引和向量彼此一致。")
    return DONE


def _mend(folder: Path | str, settings: IndexSettings) -> None:
    """Make all that is made from the texts anew: cases, passages, vectors, full text, the vector file."""
    from index.embedding import Embedder
    from index.library import Ingestion, Report, Sources, stamp_for
    from index.store import FILE

    embedder = Embedder(settings)
    with open_store(folder, writable=True, settings=settings) as store, progress_bar("重做") as progress:
        store.restamp(stamp_for(embedder, settings))
        if isinstance(folder, Path):
            (folder / FILE).unlink(missing_ok=True)
        nothing = Sources((), Report(), frozenset(), whole_folder=False)
        Ingestion(store, embedder, settings, progress).run(nothing)
        sweep(originals_of(folder), originals_in(store))
        store.publish()
    say(f"索引 {folder} 里由原文生成的部分已全部重做。")


def _export(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    from index.library import export

    with open_store(folder, settings=settings) as store:
        count = export(store, originals_of(folder), chosen.file)
    say(f"已导出 {count} 篇文档（含旧版）到 {chosen.file}。")
    return DONE


def _import(chosen: argparse.Namespace, folder: Path | str, settings: IndexSettings) -> int:
    from index.embedding import Embedder
    from index.library import Restoration, opened, stamp_for

    with opened(chosen.file) as bundle:
        embedder = Embedder(settings)
        stamp = stamp_for(embedder, settings)
        with (
            open_store(folder, stamp=stamp, writable=True, settings=settings) as store,
            progress_bar("导入") as progress,
        ):
            report = Restoration(store, embedder, settings, originals_of(folder)).run(bundle, progress)
            store.publish()
    _say_all(report)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
