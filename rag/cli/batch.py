"""Batches of questions: JSON lines in, one JSON line out for each, in order."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import IndexFailure
from rag.answering import Chatbot, UnusableQuestion
from rag.checking import Checker, UnusableDraft
from rag.records import Answer, Check, hit_json

Record = dict[str, Any]
MAX_LINE = 1_000_000  # code points of one line


class BadBatch(IndexFailure):
    """A batch file that cannot be read or written; names the file, the line and what to do."""


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of one line."""

    record: Record  # with an "error" in Chinese when it could not be processed
    sound: bool


def read_lines(path: Path) -> list[Record]:
    """The records of a JSON-lines file, blank lines left out. Raises BadBatch."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadBatch(f"读不了 {path}：{error}。请给出 UTF-8 编码的 JSON 行文件。") from error
    records = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            records.append(_record(path, number, line))
    return records


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write JSON lines; the file appears whole or not at all. Raises BadBatch."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf8") as stream:
            for record in records:
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        partial.replace(path)
    except OSError as error:
        raise BadBatch(f"写不了 {path}：{error.strerror or error}。请换一个可写的位置。") from error
    finally:
        partial.unlink(missing_ok=True)


def answer_record(chatbot: Chatbot, record: Record) -> Processed:
    """``{"id", answer}`` for a question, ``{"id", "turns": [answer…]}`` for turns."""
    turns = record.get("turns")
    if turns is None:
        return _guarded(record, lambda: chatbot.ask(_question(record)).to_json())
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        return Processed({"id": record["id"], "error": 'turns 应是由 {"question"} 组成的列表'}, sound=False)
    return _guarded(record, lambda: {"turns": [a.to_json() for a in _conversation(chatbot, turns)]})


def _conversation(chatbot: Chatbot, turns: Sequence[Record]) -> list[Answer]:
    """The answers to the questions of one conversation, each understood by those before it."""
    answers: list[Answer] = []
    for turn in turns:
        answers.append(chatbot.ask(_question(turn), answers))
    return answers


def search_record(chatbot: Chatbot, record: Record, k: int) -> Processed:
    """``{"id", "hits": [hit…]}`` for a question."""
    return _guarded(record, lambda: {"hits": [hit_json(hit) for hit in chatbot.search(_question(record), k)]})


def check_record(checker: Checker, record: Record) -> Processed:
    """``{"id", verdict of a claim}`` or ``{"id", "sentences": [verdict…]}`` for a text."""

    def work() -> Record:
        claim, text = record.get("claim"), record.get("text")
        if (claim is None) == (text is None) or not isinstance(claim or text, str):
            raise UnusableDraft("每行应有 claim 或 text 之一，且是文字")
        if text is not None:
            return {"sentences": [sentence.to_json() for sentence in checker.check(text).sentences]}
        return claim_json(checker.check(str(claim)))

    return _guarded(record, work)


def claim_json(check: Check) -> Record:
    """The verdict of a claim, which may be several sentences: one wrong sentence makes it wrong."""
    checkable = [sentence for sentence in check.sentences if sentence.checkable]
    verdicts = {sentence.verdict for sentence in checkable}
    verdict = "contradicted" if "contradicted" in verdicts else "unverifiable"
    records = [sentence.to_json() for sentence in checkable]
    return {
        "verdict": "supported" if verdicts == {"supported"} else verdict,
        "evidence": [citation for record in records for citation in record["evidence"]],
        "differences": [difference for record in records for difference in record["differences"]],
    }


def each(
    records: Iterable[Record], process: Callable[[Record], Processed], progress: Callable[[int], None]
) -> Iterator[Processed]:
    """Process records one by one, reporting how many are done."""
    for done, record in enumerate(records, start=1):
        yield process(record)
        progress(done)


def _record(path: Path, number: int, line: str) -> Record:
    where = f"{path} 第 {number} 行"
    if len(line) > MAX_LINE:
        raise BadBatch(f"{where}有 {len(line)} 个字，超过上限 {MAX_LINE}。请拆成多行。")
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadBatch(f'{where}不是 JSON：{error}。每行应形如 {{"id": …, "question": …}}。') from error
    if not isinstance(record, dict) or not isinstance(record.get("id"), str | int):
        raise BadBatch(f'{where}缺少 id。每行应形如 {{"id": …, "question": …}}。')
    return record


def _question(record: Record) -> str:
    question = record.get("question")
    if not isinstance(question, str):
        raise UnusableQuestion(f"question 应是文字，这里是 {question!r}")
    return question


def _guarded(record: Record, work: Callable[[], Record]) -> Processed:
    try:
        return Processed({"id": record["id"], **work()}, sound=True)
    except (UnusableQuestion, UnusableDraft) as error:
        return Processed({"id": record["id"], "error": str(error)}, sound=False)
