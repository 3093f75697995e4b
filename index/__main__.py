"""``python -m index build|add|remove|list|verify``: data on standard output, all else on standard error."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.command import DONE, UNUSABLE, Parser, guarded, progress_bar, refuse, say
from index.errors import IndexFailure
from index.settings import ROOT, IndexRoot, IndexSettings
from index.store import REBUILD, Entry, open_store

if TYPE_CHECKING:
    from index.sources import Report, Sources


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 2 wrong use or unusable input."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    chosen = _parser().parse_args(arguments)

    def run() -> int:
        root = IndexRoot()
        action: Callable[[argparse.Namespace, Path, IndexSettings], int] = chosen.run
        return action(chosen, chosen.store or root.store, root.index)

    return guarded(run, interrupted="已中断。已完成的部分都已保存，再次运行同一命令会接着做。")


def _parser() -> Parser:
    parser = Parser(prog="python -m index", description="建立和维护资料索引")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="command", parser_class=Parser)

    def command(name: str, text: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("--store", type=Path, metavar="DIR", help="索引所在的文件夹（默认 var/store）")
        added.set_defaults(run=run)
        return added

    build = command("build", "让索引与资料文件夹一致", _build)
    build.add_argument("--docs", type=Path, default=ROOT / "docs", metavar="DIR", help="资料文件夹")
    command("add", "加入文件", _add).add_argument("files", nargs="+", type=Path, metavar="FILE")
    command("remove", "移除文档", _remove).add_argument("document", metavar="DOC_ID")
    command("list", "列出文档", _list).add_argument("--json", action="store_true", help="输出 JSON")
    command("verify", "检查索引", _verify)
    return parser


def _build(chosen: argparse.Namespace, store: Path, settings: IndexSettings) -> int:
    from index.sources import read_folder

    return _ingest(read_folder(chosen.docs), store, settings)


def _add(chosen: argparse.Namespace, store: Path, settings: IndexSettings) -> int:
    from index.sources import read_files

    sources = read_files(chosen.files)
    if not sources.readable:
        _say_all(sources.report)
        return UNUSABLE
    return _ingest(sources, store, settings)


def _ingest(sources: "Sources", folder: Path, settings: IndexSettings) -> int:
    # Here, because loading a model takes seconds and only these two commands need one.
    from index.embed import Embedder
    from index.ingest import Ingestion, open_for_build, stamp_for

    embedder = Embedder(settings)
    stamp = stamp_for(embedder, settings)
    if sources.whole_folder:
        opened = open_for_build(folder, stamp, settings)
    else:
        opened = open_store(folder, stamp=stamp, writable=True, settings=settings)
    with opened as store, progress_bar("入库") as progress:
        report = Ingestion(store, embedder, settings, progress).run(sources)
        entries = store.documents()
        store.publish()
    _say_all(report)
    passages = sum(entry.passages for entry in entries)
    say(f"完成：索引 {folder} 现有 {len(entries)} 篇文档、{passages} 个段落。")
    return UNUSABLE if report.unusable else DONE


def _say_all(report: "Report") -> None:
    for line in report.lines():
        say(line)


def _remove(chosen: argparse.Namespace, folder: Path, settings: IndexSettings) -> int:
    with open_store(folder, writable=True, settings=settings) as store:
        names = {entry.id: entry.name for entry in store.documents()}
        if chosen.document not in names:
            raise IndexFailure(f"索引里没有编号为 {chosen.document} 的文档。编号见：python -m index list")
        store.apply(remove=[chosen.document])
    say(f"已移除《{names[chosen.document]}》（{chosen.document}）。")
    return DONE


def _list(chosen: argparse.Namespace, folder: Path, settings: IndexSettings) -> int:
    with open_store(folder, settings=settings) as store:
        entries = store.documents()
    if chosen.json:
        fields = ("id", "name", "title", "cases", "passages")
        listed = [{name: getattr(entry, name) for name in fields} for entry in entries]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for entry in entries:
            print(_line(entry))
        if not entries:
            say(f"索引是空的。请运行：{REBUILD}")
    return DONE


def _line(entry: Entry) -> str:
    title = " ".join(entry.title.split())
    return f"{entry.id}  {entry.name}  {title}  案例 {entry.cases}  段落 {entry.passages}"


def _verify(_: argparse.Namespace, folder: Path, settings: IndexSettings) -> int:
    from index.verify import problems

    found = problems(folder)
    for problem in found:
        say(problem)
    if found:
        return refuse(f"索引 {folder} 有 {len(found)} 个问题，请按上面的提示处理。")
    say(f"索引 {folder} 完好：原文、段落、全文索引和向量彼此一致。")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
