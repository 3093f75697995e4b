"""A file -> the questions that can be taken, and a report of everything else."""

from collections.abc import Collection
from pathlib import Path

from chinese import bare
from index.errors import UnreadableSource
from index.parse.raw import PROSE, SHEETS, raw_lines, raw_rows
from rag.question_files.checking import Home, Sources, checked
from rag.question_files.records import Fault, FileReading, RawQuestion, ReadQuestion
from rag.question_files.sheet import raw_rows_of
from rag.question_files.text import raw_questions

FORMATS = (*PROSE, *SHEETS)
LARGEST = 10 * 1024 * 1024  # bytes of a file
MOST = 500  # questions of a file
TABLES = "Word 文件里的表格没有读入。题目在表格里的，请复制到 Excel 模板。"


def read_questions(
    name: str, data: bytes, sources: Sources, home: Home, known: Collection[str] = ()
) -> FileReading:
    """The questions of a file called ``name``; ``known`` are the stems that the bank has, bare.

    Formulas and macros are not run: the file is opened in a bounded process of its own.

    Raises:
        UnreadableSource: of another format, too large, damaged, hostile, or without any question.

    """
    if len(data) > LARGEST:
        raise UnreadableSource(
            f"「{name}」有 {len(data) / 2**20:.1f} MB，题目文件最多 {LARGEST // 2**20} MB。请拆成几个再导入。"
        )
    raws, faults, notices = (_sheets if Path(name).suffix.lower() in SHEETS else _prose)(name, data)
    if not raws and not faults:
        raise UnreadableSource(f"「{name}」里没有读到题目。请下载模板，照着样子填写后再导入。")
    if len(raws) > MOST:
        faults.append(
            Fault(raws[MOST].place, raws[MOST].stem[:40], f"一次最多导入 {MOST} 题，从这里起没有读入。")
        )
    taken, wrong = _told_apart(raws[:MOST], sources, home, known)
    return FileReading(tuple(taken), (*faults, *wrong), tuple(notices))


def _prose(name: str, data: bytes) -> tuple[list[RawQuestion], list[Fault], list[str]]:
    reading = raw_lines(name, data)
    lines = [line for line in reading.lines if not line.table]
    notices = [*reading.notices, *([TABLES] if len(lines) < len(reading.lines) else [])]
    return raw_questions(line.printed for line in lines), [], notices


def _sheets(name: str, data: bytes) -> tuple[list[RawQuestion], list[Fault], list[str]]:
    sheets, notices = raw_rows(name, data)
    raws: list[RawQuestion] = []
    faults: list[Fault] = []
    for sheet in sheets:
        found, wrong = raw_rows_of(sheet.title if len(sheets) > 1 else "", sheet.rows)
        raws += found
        faults += wrong
    return raws, faults if not raws else [], list(notices)


def _told_apart(
    raws: list[RawQuestion], sources: Sources, home: Home, known: Collection[str]
) -> tuple[list[ReadQuestion], list[Fault]]:
    """Questions to take and faults; what the bank or the file has already is a fault."""
    taken: list[ReadQuestion] = []
    wrong: list[Fault] = []
    seen: dict[str, str] = {}
    for raw in raws:
        one = checked(raw, sources, home)
        if isinstance(one, Fault):
            wrong.append(one)
            continue
        stem = bare(one.question.stem)
        if stem in known:
            wrong.append(Fault(raw.place, one.question.stem[:40], "题库里已有题干一样的题目，不重复导入。"))
        elif stem in seen:
            why = f"与{seen[stem]}的题干一样，不重复导入。"
            wrong.append(Fault(raw.place, one.question.stem[:40], why))
        else:
            seen[stem] = raw.place
            taken.append(one)
    return taken, wrong
