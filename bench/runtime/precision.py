"""The reader under other precisions and runtimes: speed as a ratio to PyTorch float32, and accuracy.

    python -m bench.runtime.precision [--questions 300] [--rounds 9] [--threads N] [--only NAME...]
                              [--speed-only] [--json FILE]

Speed: 8 pairs of question and passage, warm, the runtimes taking turns within each round, median.
On a busy machine read the CPU time of --threads 1: there, threads that wait for each other slow
each runtime by another factor.
Accuracy: questions of CMRC 2018 dev read in their own paragraph (EM, F1, share of spans equal to
float32's) and searched among the passages of all these paragraphs (recall@1 of the paragraph).
"""

import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench import report
from bench.runtime import runtimes
from bench.runtime.clock import measured
from bench.runtime.runtimes import Arrays, Output, Runtime
from bench.squad import Asked, marks, read_squad
from index.parse import parse_text
from index.segment.learned import segment
from index.segment.passages import split_passages, split_sentences
from index.settings import IndexSettings
from index.text.digests import text_id
from rag.reading.spans import Reading
from rag.reading.tokens import MAX_TOKENS
from rag.settings import Settings
from training.corpora import SQUAD

BASE = "PyTorch float32"
PAIRS = 8
PAIR_CHARS = 165  # about 140 tokens
SEED = 11


class Pairs:
    """Questions and the texts they are read in, as the model's inputs."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoTokenizer

        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def encode(self, first: Sequence[str], second: Sequence[str] | None = None, multiple: int = 16) -> Any:
        """A padded batch of texts or pairs; the token count is rounded up to ``multiple``."""
        return self._tokenizer(
            list(first),
            list(second) if second else None,
            truncation="only_second" if second else True,
            max_length=MAX_TOKENS,
            padding=True,
            pad_to_multiple_of=multiple,
            return_tensors="np",
            return_offsets_mapping=True,
            return_token_type_ids=True,
        )

    def arrays(self, encoded: Any) -> Arrays:
        """The model's inputs alone, int64."""
        return {name: np.asarray(encoded[name], dtype=np.int64) for name in runtimes.INPUTS}


def main() -> None:
    """Measure every runtime asked for."""
    parser = report.parser(__doc__)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--questions", type=int, default=300, metavar="N")
    parser.add_argument("--rounds", type=int, default=9, metavar="N")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), metavar="N")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="NAME", help=f"besides {BASE!r}; all by default")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    folder = Path(Settings().reading.model)
    pairs = Pairs(folder)
    texts, asked = subset(chosen.squad, chosen.questions)
    batch = timing_batch(pairs, texts, asked)
    with tempfile.TemporaryDirectory() as temporary:
        makers = variants(folder, Path(temporary), calibration(pairs, texts, asked))
        loaded = {n: make() for n, make in makers.items() if n == BASE or _wanted(n, chosen.only)}
        rows = compare(loaded, batch, chosen.rounds)
        if not chosen.speed_only:
            right = [accuracy(run, pairs, texts, asked) for run in loaded.values()]
            rows = [{**row, **columns(figures, right[0])} for row, figures in zip(rows, right, strict=True)]
    shape = "x".join(map(str, batch["input_ids"].shape))
    questions = "" if chosen.speed_only else f", {len(asked)} questions"
    title = f"Runtimes against {BASE}, batch {shape}, {chosen.threads} threads{questions}"
    report.show(title, rows, chosen.json)


def _wanted(name: str, only: Sequence[str] | None) -> bool:
    return only is None or name in only


def subset(squad: Path, count: int) -> tuple[list[str], list[Asked]]:
    """Whole paragraphs drawn at random until their questions reach ``count``."""
    texts, asked = read_squad(squad)
    texts = list(dict.fromkeys(texts))
    random.Random(SEED).shuffle(texts)
    chosen: list[Asked] = []
    for number, text in enumerate(texts):
        chosen += [a for a in asked if a.paragraph == text_id(text)]
        if len(chosen) >= count:
            return texts[: number + 1], chosen[:count]
    return texts, chosen


def passages(texts: Sequence[str]) -> list[tuple[str, str]]:
    """(document id, passage) of all texts, cut as the index cuts them."""
    pairs = []
    for text in texts:
        parsed = parse_text(text, "text.txt")
        cut = split_passages(parsed.document, segment(parsed.document, parsed.blocks), IndexSettings())
        pairs += [(parsed.document.id, passage.text) for passage in cut]
    return pairs


def timing_batch(pairs: Pairs, texts: Sequence[str], asked: Sequence[Asked]) -> Arrays:
    """Eight questions, each with as much of a passage as makes a pair of 130 to 150 tokens."""
    by_document = dict(passages(texts))
    some = [a for a in asked if len(by_document[a.paragraph]) >= PAIR_CHARS][:PAIRS]
    cut = [by_document[a.paragraph][: PAIR_CHARS - len(a.question)] for a in some]
    return pairs.arrays(pairs.encode([a.question for a in some], cut))


def calibration(pairs: Pairs, texts: Sequence[str], asked: Sequence[Asked]) -> list[Arrays]:
    """Single pairs that quantization takes its ranges from."""
    by_document = dict(passages(texts))
    return [pairs.arrays(pairs.encode([a.question], [by_document[a.paragraph]])) for a in asked[:64]]


def variants(folder: Path, temporary: Path, samples: list[Arrays]) -> dict[str, Callable[[], Runtime]]:
    """Name -> what loads that runtime."""
    threads = torch.get_num_threads()
    exported = temporary / "model.onnx"

    def onnx() -> Path:
        return exported if exported.exists() else runtimes.export_onnx(folder, exported)

    def onnx_int8() -> Path:
        return runtimes.onnx_int8(onnx(), temporary / "int8.onnx")

    def openvino_int8() -> Runtime:
        return runtimes.openvino_runtime(runtimes.openvino_int8(onnx(), samples), "f32", threads)

    return {
        BASE: lambda: runtimes.torch_runtime(folder),
        "PyTorch float32, matmul precision medium": lambda: runtimes.switched(
            runtimes.torch_runtime(folder), torch.set_float32_matmul_precision, "medium", "highest"
        ),
        "PyTorch float32, eager attention": lambda: runtimes.torch_runtime(folder, attention="eager"),
        "PyTorch bfloat16": lambda: runtimes.torch_runtime(folder, dtype=torch.bfloat16),
        "PyTorch bfloat16, eager attention": lambda: runtimes.torch_runtime(
            folder, dtype=torch.bfloat16, attention="eager"
        ),
        "PyTorch int8, dynamic": lambda: runtimes.torch_int8_runtime(folder),
        "ONNX Runtime float32": lambda: runtimes.onnx_runtime(onnx(), threads),
        "ONNX Runtime int8, dynamic": lambda: runtimes.onnx_runtime(onnx_int8(), threads),
        "OpenVINO float32": lambda: runtimes.openvino_runtime(onnx(), "f32", threads),
        "OpenVINO bfloat16": lambda: runtimes.openvino_runtime(onnx(), "bf16", threads),
        "OpenVINO int8, NNCF": openvino_int8,
    }


def compare(loaded: dict[str, Runtime], batch: Arrays, rounds: int) -> list[report.Row]:
    """Times as fast as the base: median over rounds of the ratio within a round, everything warm."""
    for run in loaded.values():
        for _ in range(2):
            run(batch)
    turns = [{name: measured(lambda r=run: r(batch)) for name, run in loaded.items()} for _ in range(rounds)]
    return [
        {
            "runtime": name,
            "speed": round(statistics.median(turn[BASE].wall / turn[name].wall for turn in turns), 2),
            "by CPU time": round(statistics.median(turn[BASE].cpu / turn[name].cpu for turn in turns), 2),
        }
        for name in loaded
    ]


def accuracy(run: Runtime, pairs: Pairs, texts: Sequence[str], asked: Sequence[Asked]) -> dict[str, Any]:
    """Spans, their marks, and whether search finds the paragraph first."""
    by_id = {text_id(text): text for text in texts}
    spans = []
    for at in range(0, len(asked), PAIRS):
        some = asked[at : at + PAIRS]
        spans += read(run, pairs, [a.question for a in some], [by_id[a.paragraph] for a in some])
    scored = [marks(span, a.answers) for span, a in zip(spans, asked, strict=True)]
    cut = passages(texts)
    stored = embed(run, pairs, [f"passage: {text}" for _, text in cut])
    queries = embed(run, pairs, [f"query: {a.question}" for a in asked])
    best = (queries @ stored.T).argmax(1)
    first = [cut[i][0] == a.paragraph for i, a in zip(best, asked, strict=True)]
    return {
        "spans": spans,
        "em": statistics.mean(exact for exact, _ in scored),
        "f1": statistics.mean(f1 for _, f1 in scored),
        "recall": statistics.mean(first),
        "vectors": np.concatenate([stored, queries]),
    }


def read(run: Runtime, pairs: Pairs, questions: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The best span inside one sentence of each text."""
    encoded = pairs.encode(questions, texts)
    output = run(pairs.arrays(encoded))
    return [_span(encoded, output, row, text) for row, text in enumerate(texts)]


def _span(encoded: Any, output: Output, row: int, text: str) -> str:
    mine = [t for t, part in enumerate(encoded.sequence_ids(row)) if part == 1]
    offsets = encoded["offset_mapping"][row][mine]
    reading = Reading(
        starts=offsets[:, 0],
        ends=offsets[:, 1],
        opens=output.spans[row, mine, 0],
        closes=output.spans[row, mine, 1],
        relevance=float(output.relevance[row]),
    )
    _, start, end = max(reading.best_span(*sentence) for sentence in split_sentences(text))
    return text[start:end]


def embed(run: Runtime, pairs: Pairs, texts: Sequence[str]) -> np.ndarray:
    """Unit vectors, float32, (len(texts), dimension)."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    out: dict[int, np.ndarray] = {}
    for at in range(0, len(order), PAIRS):
        some = order[at : at + PAIRS]
        output = run(pairs.arrays(pairs.encode([texts[i] for i in some])))
        out.update(zip(some, output.sentence, strict=True))
    return np.stack([out[i] for i in range(len(texts))])


def columns(figures: dict[str, Any], base: dict[str, Any]) -> report.Row:
    """The accuracy of one runtime, and how far it is from float32's."""
    same = [a == b for a, b in zip(figures["spans"], base["spans"], strict=True)]
    cosines = (figures["vectors"] * base["vectors"]).sum(1)
    return {
        "EM": round(figures["em"], 4),
        "F1": round(figures["f1"], 4),
        "same span": round(statistics.mean(same), 4),
        "recall@1": round(figures["recall"], 4),
        "lowest cosine": round(float(cosines.min()), 4),
    }


if __name__ == "__main__":
    main()
