"""``python -m rag ask|search``: answers and hits on standard output, all else on standard error."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.command import DONE, UNPROCESSED, Parser, guarded, progress_bar, say
from index.records import Hit
from rag.batch import Processed, Record, answer_record, each, read_lines, search_record, write_lines
from rag.chatbot import Chatbot, UnusableQuestion
from rag.records import Answer, hit_json
from rag.settings import Settings

MAX_HITS = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns the exit code: 0 done, 1 a question that could not be processed, 2 wrong use or
    unusable input.
    """
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    parser = _parser()
    chosen = parser.parse_args(arguments)
    _check(parser, chosen)

    def run() -> int:
        # Read before the models load: a wrong path should not take seconds to be told.
        records = read_lines(chosen.batch) if chosen.batch else None
        settings = Settings(store=chosen.store) if chosen.store else Settings()
        with Chatbot.open(settings) as chatbot:
            if records is not None:
                return _batch(chatbot, chosen, records)
            show = _ask if chosen.command == "ask" else _search
            try:
                show(chatbot, chosen)
            except UnusableQuestion as error:
                say(str(error))
                return UNPROCESSED
            return DONE

    return guarded(run, interrupted="已中断，没有写出结果。")


def _parser() -> Parser:
    parser = Parser(prog="python -m rag", description="向资料提问，或查找段落")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="command", parser_class=Parser)
    for name, text in (("ask", "提问，得到带出处的回答"), ("search", "查找最接近的段落")):
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument("question", nargs="?", metavar="问题")
        added.add_argument("--json", action="store_true", help="输出 JSON")
        added.add_argument("--batch", type=Path, metavar="IN.jsonl", help="逐行处理一个文件")
        added.add_argument("--out", type=Path, metavar="OUT.jsonl", help="批量结果写到这里")
        added.add_argument("--store", type=Path, metavar="DIR", help="索引所在的文件夹（默认 var/store）")
        if name == "search":
            added.add_argument("-k", type=int, default=10, metavar="N", help="最多几段（默认 10）")
    return parser


def _check(parser: Parser, chosen: argparse.Namespace) -> None:
    """What argparse cannot say: which arguments go together."""
    if (chosen.question is None) == (chosen.batch is None):
        parser.error("请给出一个问题，或用 --batch 给出文件，二者取一")
    if (chosen.batch is None) != (chosen.out is None):
        parser.error("--batch 和 --out 要一起给出")
    if chosen.command == "search" and not 1 <= chosen.k <= MAX_HITS:
        parser.error(f"-k 是 {chosen.k}，应在 1 到 {MAX_HITS} 之间")


def _ask(chatbot: Chatbot, chosen: argparse.Namespace) -> None:
    answer = chatbot.ask(chosen.question)
    if chosen.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_readable(answer)))


def _search(chatbot: Chatbot, chosen: argparse.Namespace) -> None:
    hits = chatbot.search(chosen.question, chosen.k)
    if chosen.json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(_hit_line, hits)))


def _batch(chatbot: Chatbot, chosen: argparse.Namespace, records: list[Record]) -> int:
    failed: list[Record] = []

    def process(record: Record) -> Processed:
        if chosen.command == "ask":
            return answer_record(chatbot, record)
        return search_record(chatbot, record, chosen.k)

    def written(progress: Callable[[int, int], None]) -> Iterator[Record]:
        for done in each(records, process, lambda n: progress(n, len(records))):
            if not done.sound:
                failed.append(done.record)
            yield done.record

    with progress_bar("处理") as progress:
        write_lines(chosen.out, written(progress))
    for record in failed:
        say(f"{record['id']}：{record['error']}")
    say(f"完成：{len(records)} 条，其中 {len(failed)} 条无法处理，结果在 {chosen.out}。")
    return UNPROCESSED if failed else DONE


def _readable(answer: Answer) -> Iterator[str]:
    yield answer.answer
    if answer.status == "grounded":
        yield ""
        for c in answer.citations:
            place = "标题" if c.paragraph == 0 else f"第{c.paragraph}段"
            names = "·".join(part for part in (f"《{c.case or c.document}》", c.unit, place) if part)
            yield f"[{c.n}] {names}：{c.quote}"
    elif answer.nearest:
        yield "\n最接近的内容："
        yield from map(_hit_line, answer.nearest)


def _hit_line(hit: Hit) -> str:
    name = hit.case.title if hit.case else hit.document
    return f"{hit.rank}. 《{name}》 {' '.join(hit.passage.text.split())}"


if __name__ == "__main__":
    sys.exit(main())
