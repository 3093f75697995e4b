"""Rows of a spreadsheet -> raw questions. Pure."""

import re
from collections.abc import Mapping, Sequence

from rag.question_files.markers import LETTERS, narrow, options
from rag.question_files.records import Fault, RawQuestion

HEADER_ROWS = 10  # in which the row of headings is looked for
_NAMES = {
    "stem": {"题干", "题目", "试题", "题目内容", "试题内容"},
    "kind": {"题型", "类型", "题目类型", "试题类型"},
    "options": {"选项", "备选项", "备选答案"},
    "answer": {"答案", "正确答案", "参考答案", "标准答案"},
    "explanation": {"解析", "答案解析", "试题解析", "解释"},
    "points": {"分值", "分数", "分"},
    "quote": {"原文依据", "出处", "原文", "依据", "来源"},
    "case": {"案例", "案例名称", "分类"},
}
_LETTER = re.compile(r"(?:选项|备选项)?\s*([A-H])\s*(?:选项|项)?")
_NOTE = re.compile(r"[（(].*?[）)]|[*＊\s]")

Row = tuple[int, tuple[str, ...]]


def raw_rows_of(title: str, rows: Sequence[Row]) -> tuple[list[RawQuestion], list[Fault]]:
    """The questions of one sheet, a row each, and what is wrong with the sheet itself."""
    where = f"工作表“{title}”" if title else "表格"
    head = next((at for at, (_, cells) in enumerate(rows[:HEADER_ROWS]) if _is_header(_columns(cells))), None)
    if head is None:
        why = "没有找到表头：要有“题干”和“答案”两列。请下载模板，照着表头填写。"
        return [], [Fault(where, "", why)] if rows else []
    columns = _columns(rows[head][1])
    named = f"“{title}”" if title else ""
    return [_raw(f"{named}第 {number} 行", cells, columns) for number, cells in rows[head + 1 :]], []


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """Which column holds what: the name of a field, or the letter of an option."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        words = _NOTE.sub("", narrow(cell))
        name = next((field for field, names in _NAMES.items() if words in names), "")
        letter = _LETTER.fullmatch(words)
        if name or letter:
            found[at] = name or (letter[1] if letter else "")
    return found


def _is_header(columns: Mapping[int, str]) -> bool:
    return {"stem", "answer"} <= set(columns.values())


def _raw(place: str, cells: Sequence[str], columns: Mapping[int, str]) -> RawQuestion:
    question = RawQuestion(place)
    for at, name in columns.items():
        words = narrow(cells[at]) if at < len(cells) else ""
        if not words:
            continue
        if name in LETTERS:
            question.options[name] = _bare_option(name, words)
        elif name == "options":
            question.options |= _several(words)
        else:
            question.add(name, words)
    return question


def _bare_option(letter: str, words: str) -> str:
    """An option without its own letter in front."""
    found = options(words, letter)
    return found[0][1] if len(found) == 1 else words


def _several(words: str) -> dict[str, str]:
    """All options of one cell: lettered, or a line each, or parted by semicolons."""
    if lettered := options(" ".join(words.split())):
        return dict(lettered)
    parts = [part.strip() for part in re.split(r"[\n；;|｜]", words) if part.strip()]
    return dict(zip(LETTERS, parts, strict=False))
