"""Reading alone: answers to CMRC 2018 dev and ExpMRC dev, each question in its own paragraph.

    python -m bench.reading [--squad FILE] [--expmrc FILE] [--only cmrc expmrc] [--limit N] [--json FILE]

EM and F1 as CMRC 2018 defines them (bench/squad.py). A paragraph is read in windows of whole sentences, the
answer is the expected span of the best sentence of any window, as the program itself decodes it. ExpMRC asks
for the evidence as well: here the sentence that holds the answer; "both" is the mean over questions of the
product of the two F1, as its authors define it.
"""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.squad import marks, read_squad
from chinese.folding import fold
from chinese.phrases import answer as trimmed
from chinese.sentences import split_sentences
from index.text.digests import text_id
from rag.reading.reader import CaseReader, SupportsReading
from rag.settings import Settings
from training.corpora import EXPMRC, SQUAD

WINDOW = 520  # code points: about 400 tokens, which fit beside a question
SHARED_SENTENCES = 1  # of two neighbouring windows
SETS = ("cmrc", "expmrc")
PUBLISHED = "BERT-base-Chinese, 102 M parameters: EM 65.5, F1 84.5"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """The words read, and the sentence that holds them."""

    text: str
    sentence: str


def main() -> None:
    """Read the sets asked for and mark them."""
    parser = report.parser(__doc__)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--expmrc", type=Path, default=EXPMRC)
    parser.add_argument("--only", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--limit", type=int, metavar="N", help="every n-th question, so that N are left")
    chosen = parser.parse_args()
    settings = Settings().reading
    reader = CaseReader.of(settings)
    rows = []
    if "cmrc" in chosen.only:
        rows.append(cmrc(reader, chosen.squad, chosen.limit))
    if "expmrc" in chosen.only:
        rows.append(expmrc(reader, chosen.expmrc))
    report.show(f"Reading ({PUBLISHED})", rows, chosen.json)


def cmrc(reader: SupportsReading, file: Path, limit: int | None) -> report.Row:
    """EM and F1, per cent, on CMRC 2018 dev."""
    paragraphs, asked = read_squad(file)
    texts = {text_id(text): text for text in paragraphs}
    some = asked[:: max(1, len(asked) // limit)] if limit else asked
    scores = [marks(answer(reader, a.question, texts[a.paragraph]).text, a.answers) for a in some]
    return _row("CMRC 2018 dev", scores)


def expmrc(reader: SupportsReading, file: Path) -> report.Row:
    """The same, and F1 of the evidence and of both, per cent, on ExpMRC dev."""
    paragraphs, asked = read_squad(file)
    texts = {text_id(text): text for text in paragraphs}
    evidence = _evidence(file)
    read = [answer(reader, a.question, texts[a.paragraph]) for a in asked]
    scores = [marks(reply.text, a.answers) for reply, a in zip(read, asked, strict=True)]
    proved = [marks(reply.sentence, evidence[a.id])[1] for reply, a in zip(read, asked, strict=True)]
    both = [f1 * proof for (_, f1), proof in zip(scores, proved, strict=True)]
    return _row("ExpMRC dev", scores) | {
        "evidence F1": _percent(proved),
        "both": _percent(both),
    }


def _row(name: str, scores: Sequence[tuple[float, float]]) -> report.Row:
    exact, overlap = zip(*scores, strict=True)
    return {"set": name, "questions": len(scores), "EM": _percent(exact), "F1": _percent(overlap)}


def _percent(shares: Sequence[float]) -> float:
    return round(100 * statistics.mean(shares), 2)


def _evidence(file: Path) -> dict[str, list[str]]:
    """Question id -> the accepted evidence."""
    entries = json.loads(file.read_text(encoding="utf8"))["data"]
    return {
        qa["id"]: qa["evidences"]
        for entry in entries
        for paragraph in entry["paragraphs"]
        for qa in paragraph["qas"]
    }


def answer(reader: SupportsReading, question: str, text: str) -> Answer:
    """The expected span of the sentence whose best one has the highest score and relevance, in any window."""
    cut = windows(text)
    readings = reader.read(fold(question), [text[low:high] for low, high in cut])
    spans = (
        (reading.best_span(a - low, b - low)[0] + reading.relevance, reading, low, (a, b))
        for (low, high), reading in zip(cut, readings, strict=True)
        for a, b in split_sentences(text)
        if low <= a and b <= high
    )
    _, reading, low, (a, b) = max(spans, key=lambda candidate: candidate[0])
    _, start, end = reading.expected_span(a - low, b - low)
    sentence = text[a:b]
    kept = trimmed(sentence, low + start - a, low + end - a)
    return Answer(sentence[slice(*kept)] if kept else "", sentence)


def windows(text: str) -> list[Span]:
    """Runs of whole sentences of at most 520 code points; a longer sentence stands alone."""
    sentences = split_sentences(text)
    runs: list[Span] = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= WINDOW:
            last += 1
        runs.append((sentences[first][0], sentences[last][1]))
        if last + 1 == len(sentences):
            break
        first = max(first + 1, last + 1 - SHARED_SENTENCES)
    return runs


if __name__ == "__main__":
    main()
