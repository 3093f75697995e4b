"""``python -m rag ask|search|check|quiz|mcp``: results on standard output, all else on standard error."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.cli import DONE, UNPROCESSED, Parser, guarded, progress_bar, say
from index.settings import STORE, location
from rag.answering import UnusableQuestion
from rag.checking import UnusableDraft, read_file
from rag.cli import batch, mcp, quiz
from rag.program import Program
from rag.records import hit_json
from rag.reports import hit_line, plain_answer, plain_report
from rag.search import filters
from rag.settings import Settings
from rag.tools import MOST_HITS

COMMANDS = (
    ("ask", "提问，得到带出处的回答", "问题"),
    ("search", "查找最接近的段落", "问题"),
    ("check", "逐句核查一段文字或一份稿件", "文字"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns the exit code: 0 done, 1 a question that could not be processed, 2 wrong use or
    unusable input.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.command == "quiz":
        return guarded(lambda: quiz.run(parser, chosen), interrupted="已中断，没有出题。")
    if chosen.command == "mcp":
        return guarded(lambda: mcp.run(chosen), interrupted="已停止。")
    _check(parser, chosen)

    def run() -> int:
        # Read before the models load: a wrong path should not take seconds to be told.
        where = filters.chosen_filter(chosen)
        records = batch.read_lines(chosen.batch) if chosen.batch else None
        settings = Settings(store=chosen.store) if chosen.store else Settings()
        with Program.open(settings) as opened:
            program = opened.narrowed(where)
            if records is not None:
                return _batch(program, chosen, records)
            try:
                _SHOW[chosen.command](program, chosen)
            except (UnusableQuestion, UnusableDraft) as error:
                say(str(error))
                return UNPROCESSED
            return DONE

    return guarded(run, interrupted="已中断，没有写出结果。")


def _parser() -> Parser:
    parser = Parser(prog="python -m rag", description="向资料提问、查找段落、核查稿件、出练习题")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="command", parser_class=Parser)
    for name, text, asked in COMMANDS:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("question", nargs="?", metavar=asked)
        added.add_argument("--json", action="store_true", help="输出 JSON")
        added.add_argument("--batch", type=Path, metavar="IN.jsonl", help="逐行处理一个文件")
        added.add_argument("--out", type=Path, metavar="OUT.jsonl", help="批量结果写到这里")
        added.add_argument("--store", type=location, metavar="DIR", help=STORE)
        filters.add_arguments(added)
        if name == "search":
            added.add_argument("-k", type=int, default=10, metavar="N", help="最多几段（默认 10）")
        if name == "check":
            added.add_argument("--file", type=Path, metavar="稿件", help="核查一个 .txt、.md 或 .docx 文件")
    text = "从案例出带出处的练习题"
    quiz.add_arguments(commands.add_parser("quiz", help=text, description=text))
    text = "作为 MCP 服务，经标准输入输出供别的程序使用"
    mcp.add_arguments(commands.add_parser("mcp", help=text, description=text))
    return parser


def _check(parser: Parser, chosen: argparse.Namespace) -> None:
    """What argparse cannot say: which arguments go together."""
    given = [chosen.question, chosen.batch, getattr(chosen, "file", None)]
    if sum(value is not None for value in given) != 1:
        if chosen.command == "check":
            parser.error("请给出要核查的文字，或用 --file 给出稿件，或用 --batch 给出文件，三者取一")
        parser.error("请给出一个问题，或用 --batch 给出文件，二者取一")
    if (chosen.batch is None) != (chosen.out is None):
        parser.error("--batch 和 --out 要一起给出")
    if chosen.command == "search" and not 1 <= chosen.k <= MOST_HITS:
        parser.error(f"-k 是 {chosen.k}，应在 1 到 {MOST_HITS} 之间")


def _ask(program: Program, chosen: argparse.Namespace) -> None:
    answer = program.chatbot.ask(chosen.question)
    if chosen.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        print(plain_answer(answer))


def _search(program: Program, chosen: argparse.Namespace) -> None:
    hits = program.chatbot.search(chosen.question, chosen.k)
    if chosen.json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(hit_line, hits)))


def _check_draft(program: Program, chosen: argparse.Namespace) -> None:
    text = read_file(chosen.file) if chosen.file else chosen.question
    with progress_bar("核查") as progress:
        check = program.checker.check(text, progress=progress)
    if chosen.json:
        print(json.dumps(check.to_json(), ensure_ascii=False, indent=2))
    else:
        print(plain_report(check))


def _batch(program: Program, chosen: argparse.Namespace, records: list[batch.Record]) -> int:
    failed: list[batch.Record] = []

    def process(record: batch.Record) -> batch.Processed:
        if chosen.command == "check":
            return batch.check_record(program.checker, record)
        if chosen.command == "ask":
            return batch.answer_record(program.chatbot, record)
        return batch.search_record(program.chatbot, record, chosen.k)

    def written(progress: Callable[[int, int], None]) -> Iterator[batch.Record]:
        for done in batch.each(records, process, lambda n: progress(n, len(records))):
            if not done.sound:
                failed.append(done.record)
            yield done.record

    with progress_bar("处理") as progress:
        batch.write_lines(chosen.out, written(progress))
    for record in failed:
        say(f"{record['id']}：{record['error']}")
    say(f"完成：{len(records)} 条，其中 {len(failed)} 条无法处理，结果在 {chosen.out}。")
    return UNPROCESSED if failed else DONE


_SHOW = {"ask": _ask, "search": _search, "check": _check_draft}


if __name__ == "__main__":
    sys.exit(main())
