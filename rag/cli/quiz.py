"""``python -m rag quiz``: questions for trainees on standard output, how many were kept on standard error."""

import argparse
import json
import re
from collections.abc import Iterator

from index.cli import DONE, UNUSABLE, Parser, progress_bar, say
from index.embedding import Embedder
from index.settings import CASE_READER, STORE, location
from index.store import open_store
from rag.quiz import (
    KINDS,
    LETTERS,
    Kind,
    QuizQuestion,
    UnknownCase,
    UnknownKind,
    WorthJudge,
    draw,
    kinds_of,
    make,
    to_json,
)
from rag.reading import CaseReader
from rag.search import filters
from rag.settings import Settings
from rag.tools import MOST_QUESTIONS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--cases", metavar="案例", help="案例名称或单位，用逗号隔开（默认全部）")
    parser.add_argument(
        "--kinds", metavar="题型", help=f"用逗号隔开：{'、'.join(KINDS.values())}（默认全部）"
    )
    parser.add_argument("-n", type=int, default=10, metavar="N", help="最多几题（默认 10）")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="种子相同，题目相同（默认 0）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--store", type=location, metavar="DIR", help=STORE)
    filters.add_arguments(parser)


def run(parser: Parser, chosen: argparse.Namespace) -> int:
    """Make, draw and print; the exit code, 2 for a case that is not there."""
    if not 1 <= chosen.n <= MOST_QUESTIONS:
        parser.error(f"-n 是 {chosen.n}，应在 1 到 {MOST_QUESTIONS} 之间")
    kinds, where = _kinds(parser, chosen.kinds), filters.chosen_filter(chosen)
    cases = None if chosen.cases is None else [c for c in re.split("[,，]", chosen.cases) if c.strip()]
    settings = Settings(store=chosen.store) if chosen.store else Settings()
    with open_store(settings.store, settings=settings.index) as store, progress_bar("出题") as progress:
        reader = CaseReader.of(settings.reading)
        judge = WorthJudge.open(CASE_READER, Embedder(settings.index))
        try:
            quiz = make(
                store,
                reader,
                cases=cases,
                where=where,
                kinds=kinds,
                seed=chosen.seed,
                judge=judge,
                progress=progress,
            )
        except UnknownCase as error:
            say(str(error))
            return UNUSABLE
    drawn = draw(quiz.questions, chosen.n, chosen.seed)
    if chosen.json:
        print(json.dumps([to_json(question) for question in drawn], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(_lines(n, question)) for n, question in enumerate(drawn, start=1)))
    thrown = "，".join(f"{reason} {n}" for reason, n in quiz.thrown.most_common())
    why = f"（{thrown}）" if thrown else ""
    say(
        f"可用 {len(quiz.questions)} 题，经检验舍去 {quiz.thrown.total()} 题{why}；本次给出 {len(drawn)} 题。"
    )
    return DONE


def _kinds(parser: Parser, given: str | None) -> list[Kind]:
    if given is None:
        return list(KINDS)
    try:
        return kinds_of(re.split("[,，、]", given))
    except UnknownKind as error:
        parser.error(str(error))


def _lines(n: int, question: QuizQuestion) -> Iterator[str]:
    yield f"{n}. 【{KINDS[question.kind]}】{question.stem}"
    if question.kind != "judge":
        yield from (f"   {letter}. {text}" for letter, text in zip(LETTERS, question.options, strict=False))
    yield from (f"   要点：{point.text}" for point in question.points)
    if question.answer:
        corrected = f"（{question.correction}）" if question.correction else ""
        yield f"   答案：{question.right}{corrected}"
        for cited in question.citations:
            yield f"   出处：《{cited.case or cited.document}》：{cited.quote}"
