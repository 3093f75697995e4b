"""Questions on documents -> (question, passage, answer) examples to train the reading on."""

import gzip
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chinese.folding import terms
from chinese.sentences import split_sentences
from index.parse import parse_text
from index.segment.learned import segment
from index.segment.passages import split_passages
from index.settings import IndexSettings

HEADED = 0.3  # how often a text's opening words come first, as a heading does
HEADING = 40  # code points of them
BREAK = "\n"
ELSEWHERE = 0.2  # share of our questions that is also read in a passage of their text without the answer
WINDOW = (100, 500)  # code points of a packed paragraph that are read, at least and at most
REPEATED = 3  # code points of the question in an answer that says it again
SWAPPED = 0.25  # share of the packed questions with swapped names that is taken
FOREIGN = 0.2  # share of all questions that is also read in a passage of another text
DRAWN = 30  # passages of other texts, of which every second question is given the likeliest


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and the answer's place in it; None where the passage has no answer."""

    question: str
    passage: str
    span: tuple[int, int] | None  # code points of the passage


Question = Mapping[str, Any]


def passages(text: str) -> list[str]:
    """The passages that the index makes of a text."""
    parsed = parse_text(text, "text.txt")
    cut = split_passages(parsed.document, segment(parsed.document, parsed.blocks), IndexSettings())
    body = parsed.document.text
    return [body[passage.start : passage.end] for passage in cut]


def of_news(questions: Sequence[Question], texts: Mapping[str, str], chance: random.Random) -> list[Example]:
    """What each of our own questions gives: the passage of its evidence, and for some the likeliest other."""
    cut = {doc: passages(text) for doc, text in texts.items()}
    examples: list[Example] = []
    for question in questions:
        own = [words for words in cut[question["doc"]] if question["evidence"] in words]
        answer = question["answer"]
        others = [
            words for words in cut[question["doc"]] if words not in own and (answer or "\0") not in words
        ]
        examples += [_headed(_plain(question, words), texts[question["doc"]], chance) for words in own[:1]]
        if others and chance.random() < ELSEWHERE:
            examples.append(Example(question["question"], _likest(question["question"], others), None))
    return examples


def _plain(question: Question, words: str) -> Example:
    if not question["answer"]:
        return Example(question["question"], words, None)
    start = words.index(question["evidence"]) + question["evidence"].index(question["answer"])
    return Example(question["question"], words, (start, start + len(question["answer"])))


def _headed(example: Example, text: str, chance: random.Random) -> Example:
    """Now and then with the text's opening words before the passage, which are no answer."""
    opening = text.strip()[:HEADING]
    if opening in example.passage or chance.random() >= HEADED:
        return example
    shift = len(opening) + len(BREAK)
    span = example.span and (example.span[0] + shift, example.span[1] + shift)
    return Example(example.question, f"{opening}{BREAK}{example.passage}", span)


def of_packed(file: Path, swapped: Path, chance: random.Random) -> list[Example]:
    """CMRC 2018 train, each question with a part of its paragraph, and some with swapped names.

    Left out are answers that repeat the question: of train, marked by one person, they are 24 %, of dev,
    marked by three, 8 %, and a reader trained on them answers with whole clauses.
    ``file`` is mrc.json.gz and ``swapped`` unans.json.gz of ../shared/reader/training.
    """
    packed = _read(file)["cmrc_train"]
    texts = packed["C"]
    answered = [
        _around(q["q"], texts[q["c"]], (q["s"], q["s"] + len(q["a"][0])), chance)
        for q in packed["Q"]
        if texts[q["c"]][q["s"] :].startswith(q["a"][0]) and not repeats(q["q"], q["a"][0])
    ]
    return [*answered, *_unanswered(_read(swapped), texts, chance)]


def repeats(question: str, answer: str) -> bool:
    """Whether the answer says some of the question again, three code points or more."""
    return any(answer[at : at + REPEATED] in question for at in range(len(answer) - REPEATED + 1))


def _around(question: str, text: str, span: tuple[int, int], chance: random.Random) -> Example:
    """Whole sentences around the answer, to one side or the other, as many as a length by chance holds."""
    sentences = split_sentences(text)
    first = max(i for i, (start, _) in enumerate(sentences) if start <= span[0])
    last = min(i for i, (_, end) in enumerate(sentences) if end >= span[1])
    most = chance.randint(*WINDOW)
    sides = [-1, 1]
    while sides:
        side = chance.choice(sides)
        wider = (first - 1, last) if side < 0 else (first, last + 1)
        if wider[0] >= 0 and wider[1] < len(sentences) and _length(sentences, *wider) <= most:
            first, last = wider
        else:
            sides.remove(side)
    start, end = sentences[first][0], sentences[last][1]
    return Example(question, text[start:end], (span[0] - start, span[1] - start))


def _length(sentences: Sequence[tuple[int, int]], first: int, last: int) -> int:
    return sentences[last][1] - sentences[first][0]


def elsewhere(examples: Sequence[Example], share: float, chance: random.Random) -> list[Example]:
    """For a share of the questions a passage of another example, which does not answer it.

    A reader that has seen each question only in its own text takes any passage about something else for
    an answer: one so trained refused 0.84 of 68 questions about other things, which was too few to ship it.
    """
    unanswered = []
    for example in examples:
        if chance.random() >= share:
            continue
        answer = example.passage[slice(*example.span)] if example.span else "\0"
        drawn = [example.passage for example in chance.sample(examples, min(DRAWN, len(examples)))]
        others = [words for words in drawn if answer not in words and words != example.passage]
        if others:
            other = _likest(example.question, others) if chance.random() < 0.5 else others[0]
            unanswered.append(Example(example.question, other, None))
    return unanswered


def _unanswered(
    swapped: Sequence[Sequence[Any]], texts: Sequence[str], chance: random.Random
) -> Iterator[Example]:
    for question, source, at in swapped:
        if source == "cmrc_train" and chance.random() < SWAPPED:
            yield Example(question, _likest(question, passages(texts[at])), None)


def _likest(question: str, some: Sequence[str]) -> str:
    """The passage that shares most words with the question."""
    wanted = set(terms(question))
    return max(some, key=lambda words: len(wanted & set(terms(words))))


def _read(file: Path) -> Any:
    with gzip.open(file, "rt", encoding="utf8") as packed:
        return json.load(packed)
