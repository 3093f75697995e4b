"""Questions on documents -> (question, carried ‖ core) examples to train the reading of propositions on.

Three sources: training/questions on news, each question with its proposition and three others of its text;
folders like those of ../shared/dev, each question, and each turn of a chain, with the likeliest propositions
as the program finds them; and values marked by hand, asked for by the words they are said of.
"""

import random
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chinese import fold, split_sentences
from chinese.folding import terms
from index.embedding import Embedder
from index.parse import parse_text
from index.records import EVERYTHING, Document, Proposition
from index.segment import segment
from index.segment.propositions import propositions_of
from index.settings import IndexRoot
from rag.reading import PropositionText, after, proposition_text, sentence_text
from rag.search import Retriever
from rag.settings import Settings
from training.corpora import fill_from
from training.proposition_candidates import Candidate, candidates, found_for

AMONG_NEWS, AMONG_OFFICE = 3, 5  # propositions that do not answer, for each question
HELD_AT_MOST = 4  # that do
LEAST = 4  # code points of a sentence that is a piece of evidence by itself
SENTENCES = 4  # whole sentences that are read for a question on an office's documents
FOREIGN, DRAWN = 0.3, 60  # share of the news questions that is read in another text, the likeliest of so many
EXCHANGED = 0.35  # share of the questions on a value that are asked again of something that is not there
EARLIER = 0.15  # share of the questions that another one stands before
POOL = 200  # passages found for a question
CANDIDATES = 24
COMPUTED = ("yesno", "derived")  # kinds whose answer is no words of the text
LABEL = 20  # code points of a piece of evidence that is a row's or column's name


@dataclass(frozen=True, slots=True)
class Read:
    """A question and what is read for it."""

    question: str
    text: str
    belongs: bool  # whether it is part of the answer
    span: tuple[int, int] | None  # of the short answer, code points of the text; None where none is known
    doc: str = ""
    id: str = ""  # of the question, where it is graded
    answerable: bool = True


def of_news(questions: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> list[Read]:
    """Each question with the propositions that hold its answer, and the likeliest others of its text."""
    made: list[Read] = []
    cut = {doc: _cut(text) for doc, text in texts.items()}
    for question in questions:
        document, parts = cut[question["doc"]]
        at = document.text.find(question["evidence"])
        if at < 0:
            continue
        inside = (at, at + len(question["evidence"]))
        over = [i for i, (p, _) in enumerate(parts) if p.start < inside[1] and inside[0] < p.end]
        held = _holding(question, at, parts, over)
        if question["answer"] and not held:
            continue
        others = _others(question, parts, over, {i for i, _ in held})
        made += [Read(question["question"], parts[i][1].text, True, span) for i, span in held]
        made += [Read(question["question"], parts[i][1].text, False, None) for i in others]
    return made


Parts = Sequence[tuple[Proposition, PropositionText]]


def _cut(text: str) -> tuple[Document, Parts]:
    parsed = parse_text(text, "text.txt")
    found = propositions_of(parsed.document, parsed.blocks, segment(parsed.document, parsed.blocks))
    wide = [p for p in found if p.end - p.start > 1]
    return parsed.document, [(p, proposition_text(parsed.document, p)) for p in wide]


def _holding(
    question: Mapping[str, Any], at: int, parts: Parts, over: Sequence[int]
) -> list[tuple[int, tuple[int, int]]]:
    """Propositions of the evidence that hold most of the answer, two at most; else those that carry it."""
    answer = question["answer"]
    if not answer:
        return []
    start = at + question["evidence"].index(answer)
    end = start + len(answer)
    held = []
    for i in over:
        proposition, read = parts[i]
        a, b = max(start, proposition.start), min(end, proposition.end)
        if b - a >= max(1, 0.6 * (end - start)):
            held.append((i, (read.at + a - proposition.start, read.at + b - proposition.start)))
    if not held:
        carried = [(i, parts[i][1].text[: parts[i][1].at].rfind(answer)) for i in over]
        held = [(i, (where, where + len(answer))) for i, where in carried if where >= 0]
    return held[:2]


def _others(question: Mapping[str, Any], parts: Parts, over: Sequence[int], held: set[int]) -> list[int]:
    """Propositions that do not answer: those of a near miss's evidence first, then the likeliest."""
    wanted, answer = set(terms(question["question"])), fold(question["answer"] or "\0")
    free = [i for i, (_, read) in enumerate(parts) if i not in held and answer not in fold(read.text)]
    free.sort(key=lambda i: -len(wanted & set(terms(parts[i][1].text))) / (len(parts[i][1].text) + 8) ** 0.3)
    likeliest = free[:AMONG_NEWS]
    if question["answer"]:
        return likeliest
    return list(dict.fromkeys([*[i for i in over if i in free][:2], *likeliest]))[: AMONG_NEWS + 1]


def foreign(some: Sequence[Read], chance: random.Random) -> list[Read]:
    """For a share of the questions the likeliest of some propositions of other texts."""
    texts = [one.text for one in some]
    made = []
    for question in sorted({one.question for one in some}):
        if chance.random() < FOREIGN:
            wanted = set(terms(question))
            drawn = chance.sample(texts, min(DRAWN, len(texts)))
            text = max(drawn, key=lambda words: len(wanted & set(terms(words))) / (len(words) + 30))
            made.append(Read(question, text, False, None))
    return made


def of_office(docs: Path, questions: Sequence[Mapping[str, Any]]) -> list[Read]:
    """Questions on the documents of a folder, each with what the program would read; see turns_of."""
    index = IndexRoot().index
    embedder = Embedder(index)
    made: list[Read] = []
    with (
        tempfile.TemporaryDirectory() as temporary,
        fill_from(Path(temporary), docs, embedder, index) as store,
    ):
        retriever = Retriever(store, embedder, Settings().retrieval)
        for question in questions:
            text = fold(question["question"])
            hits = found_for(retriever, text, POOL)
            with store.snapshot() as snapshot:
                some = candidates(snapshot, text, hits, EVERYTHING, CANDIDATES)
            made += _fewer([_office(question, one) for one in some])
            made += _whole(question, some)
    return made


def turns_of(lines: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The questions of lines like those of questions.jsonl; of a chain each turn, after those before it."""
    for line in lines:
        if "turns" not in line:
            yield dict(line)
            continue
        if any(isinstance(turn, str) for turn in line["turns"]):
            continue  # an exam's, whose evidence is not marked
        said: list[str] = []
        for number, turn in enumerate(line["turns"], 1):
            asked = {"about": [], "items": [], **turn, "doc": turn.get("doc", line.get("doc", ""))}
            yield asked | {"id": f"{line['id']}-{number}", "question": after(said, turn["question"])}
            said.append(turn["question"])


def _office(question: Mapping[str, Any], one: Candidate) -> Read:
    held = belongs(question, one)
    span = _span(question, one.read.text, one.read.at, carried=True) if held else None
    return _asked(question, one.read.text, held, span)


def _asked(question: Mapping[str, Any], text: str, held: bool, span: tuple[int, int] | None) -> Read:
    answerable = bool(question["answerable"])
    return Read(question["question"], text, held, span, question["doc"], question["id"], answerable)


def _span(
    question: Mapping[str, Any], text: str, at: int, *, carried: bool = False
) -> tuple[int, int] | None:
    """The short answer from ``at`` on, else, if it may be ``carried``, before; None where it is no words."""
    said = question["answer"] if question["kind"] not in COMPUTED else None
    answer, folded = fold(said or ""), fold(text)
    if not answer or len(folded) != len(text):
        return None
    found = folded.find(answer, at)
    found = folded.rfind(answer) if found < 0 and carried else found
    return (found, found + len(answer)) if found >= 0 else None


def _whole(question: Mapping[str, Any], some: Sequence[Candidate]) -> list[Read]:
    """The likeliest sentences of some candidates, those of the evidence first, as the program reads them."""
    pieces = [piece for piece in map(bare, question["evidence"]) if piece]
    made: dict[str, Read] = {}
    for one in some:
        passage = one.hit.passage
        inside = one.proposition.start - passage.start
        cut = next(((a, b) for a, b in split_sentences(passage.text) if a <= inside < b), None)
        if cut is None:
            continue
        words = passage.text[slice(*cut)]
        read, said = sentence_text(one.document, passage.context, words), bare(words)
        here = one.document.name == question["doc"]
        held = here and any(p in said or (said in p and len(said) >= LEAST) for p in pieces)
        span = _span(question, read, len(read) - len(words)) if held else None
        made.setdefault(read, _asked(question, read, held, span))
    held_first = sorted(made.values(), key=lambda read: not read.belongs)
    return held_first[:SENTENCES]


def belongs(question: Mapping[str, Any], one: Candidate) -> bool:
    """Whether a proposition says a piece of the question's evidence.

    Where a value is asked for, only what holds the value itself does, or a part of it, and of a table's cells
    only one with the row and column that the evidence names; else a core that is a piece of the evidence, or
    holds one.
    """
    read, here = one.read, one.document.name == question["doc"]
    pieces = [piece for piece in map(bare, question["evidence"]) if piece] if here else []
    core, answer = bare(read.core), bare(question["answer"] or "")
    held = bool(answer) and answer in core
    touched = any(p in core or (core in p and (held or len(core) >= min(4, len(p)))) for p in pieces)
    if not touched or question["kind"] not in ("value", "lookup") or not any(answer in p for p in pieces):
        return touched
    whole = bare(read.text)
    labels = [piece for piece in pieces if len(piece) <= LABEL] if one.proposition.kind == "cell" else []
    bound = len(labels) < 2 or sum(label in whole for label in labels) * 3 >= 2 * len(labels)
    part = core in answer and len(core) > 2
    carried = answer in whole and not any(c.isdigit() for c in answer)  # who said it, whose it is
    return bound and (held or part or carried)


def exchanged(questions: Sequence[Mapping[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """A share of the questions, asked of a thing of the same kind that other documents speak of.

    What is asked about gives way to words of another document that end alike: nothing answers that here.
    """
    by_ending: dict[str, set[tuple[str, str]]] = {}
    for question in questions:
        for word in question.get("about") or ():
            by_ending.setdefault(word[-1], set()).add((word, question["doc"]))
    made = []
    for question in questions:
        words = [w for w in question.get("about") or () if len(w) > 1 and w in question["question"]]
        if not question["answerable"] or not words or chance.random() >= EXCHANGED:
            continue
        word = max(words, key=len)
        others = sorted(w for w, doc in by_ending[word[-1]] if doc != question["doc"] and w[:2] != word[:2])
        near = [w for w in others if w[-2:] == word[-2:]] or others
        if near:
            asked = question["question"].replace(word, chance.choice(near))
            gone = {"question": asked, "answerable": False, "answer": None, "evidence": []}
            made.append({**question, **gone, "id": f"{question['id']}-exchanged"})
    return made


def with_earlier(questions: Sequence[Mapping[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The questions, a share of them after another one: what was asked before need not matter."""
    made = []
    for question in questions:
        asked = dict(question)
        if chance.random() < EARLIER:
            before = chance.choice(questions)["question"]
            asked["question"] = after([before], question["question"])
        made.append(asked)
    return made


def of_values(values: Sequence[Mapping[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Values marked by hand as questions: the words they are said of, and what is asked."""
    made = []
    for number, value in enumerate(values):
        said = [word for word in value["said_of"] if len(word) <= LABEL] or value["said_of"][:1]
        said = [*value.get("column", ()), value["row"]] if "row" in value else said
        chance.shuffle(said)
        joiner = chance.choice(("", "的", "，", " "))
        asked = joiner.join(said) + chance.choice(("", " ")) + chance.choice(_asks(value["value"]))
        evidence = [value["row"], *value.get("column", ()), value["within"]] if "row" in value else []
        made.append(
            {
                "id": f"{value['doc']}-v{number}",
                "doc": value["doc"],
                "question": asked,
                "kind": "value",
                "answerable": True,
                "answer": value["value"],
                "about": value["said_of"],
                "evidence": evidence or [value["within"]],
            }
        )
    return made


def _asks(value: str) -> tuple[str, ...]:
    """How a value of this form may be asked for."""
    if re.search(r"[0-9〇一二三四五六七八九十]+[年月日]", value):
        return "什么时候", "哪天", "是几月几号", "时间"
    if "%" in value or "％" in value:
        return "百分之几", "是多少", "比例多少", "占多少"
    if re.search(r"[0-9〇一二三四五六七八九十百千万]", value):
        return "多少", "有多少", "几个", "是多少", ""
    return "是什么", "是谁", "哪个", "叫什么", ""


def _fewer(reads: Sequence[Read]) -> list[Read]:
    held = [one for one in reads if one.belongs][:HELD_AT_MOST]
    return held + [one for one in reads if not one.belongs][:AMONG_OFFICE]


def bare(text: str) -> str:
    """Folded text without spaces and stops, in which pieces of evidence are looked for."""
    return re.sub(r"[\s，。、；：:;,.“”\"「」（）()｜]", "", fold(text))
