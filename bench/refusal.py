"""What refusing costs: near misses refused against answerable questions refused, at every threshold.

    python -m bench.refusal [--store DIR] [--dev-store DIR] [--png bench/refusal.png] [--json FILE]

Three sets: the open gold sets and 100 questions far from the corpus, both on a store of docs/, and
tests/quality on a store of the news it asks about. What lacks something the question names is
refused at any threshold, so a curve starts above 0.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from bench.quality import dev_store
from bench.squad import read_squad, sample
from index.records import EVERYTHING
from rag.answering import Chatbot
from rag.program import Program
from rag.settings import Settings
from training.corpora import DEV, GOLD, NEWS, SQUAD, ensure_docs_store, read_lines

FAR = 100
SEED = 17
FAR_FLOOR = 0.95
NEVER = -1.0  # refused at every threshold
ALWAYS = 1.0  # answered at every threshold


@dataclass(frozen=True, slots=True)
class Curve:
    """The highest threshold at which each question is still answered, 0..1, or NEVER."""

    name: str
    answerable: tuple[float, ...]
    unanswerable: tuple[float, ...]

    def at(self, threshold: float) -> tuple[float, float]:
        """(answerable refused, unanswerable refused), shares 0..1."""
        return refused(self.answerable, threshold), refused(self.unanswerable, threshold)

    def points(self) -> list[tuple[float, float]]:
        """Where the curve bends, from answering all it can to answering nothing."""
        levels = sorted({0.0, *self.answerable, *self.unanswerable, 1.0} - {NEVER})
        return [self.at(level) for level in levels] + [(1.0, 1.0)]


def level(bot: Chatbot, question: str) -> float:
    """The highest threshold at which ``question`` is answered; NEVER or ALWAYS where none decides."""
    (reading,) = bot.understood(question, ())
    sight = bot.replies.sight(reading)
    if not sight.ranked:
        return NEVER
    judged = bot.replies.judge.judge(sight.asking, sight.ranked, EVERYTHING)
    quoted = judged.chosen and judged.probability < bot.replies.judge.threshold  # whatever the threshold
    return ALWAYS if quoted else judged.probability


def main() -> None:
    """Ask every set, print the operating points, draw the curves."""
    parser = report.parser(__doc__)
    parser.add_argument("--store", type=Path, metavar="DIR", help="of docs/; default: a temporary one")
    parser.add_argument("--dev-store", type=Path, metavar="DIR", help="default: a temporary one")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--squad", type=Path, default=SQUAD)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw the curves here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        docs = chosen.store or ensure_docs_store(Path(temporary) / "docs")
        dev = chosen.dev_store or dev_store(Path(temporary) / "dev", chosen.news)
        far = [a.question for a in sample(read_squad(chosen.squad)[1], FAR, SEED)]
        curves = [*docs_curves(docs, chosen.gold, far), dev_curve(dev)]
    threshold = Settings().reading.threshold
    report.show(f"Refusal at threshold {threshold}", [row(c, threshold) for c in curves], chosen.json)
    if chosen.png:
        draw(curves, threshold, chosen.png)


def docs_curves(store: Path, gold: Path, far: Iterable[str]) -> list[Curve]:
    """The open gold sets, and far questions against the same answerable ones."""
    with Program.open(Settings(store=store)) as program:
        bot = program.chatbot
        answerable = levels(bot, asked(gold / "qa.jsonl"))
        near = levels(bot, asked(gold / "unanswerable.jsonl"))
        return [
            Curve("open gold sets", answerable, near),
            Curve("far questions", answerable, levels(bot, far)),
        ]


def dev_curve(store: Path) -> Curve:
    """The sets of tests/quality."""
    with Program.open(Settings(store=store)) as program:
        bot = program.chatbot
        return Curve(
            "tests/quality, news",
            levels(bot, asked(DEV / "news_qa.jsonl")),
            levels(bot, asked(DEV / "news_unanswerable.jsonl")),
        )


def asked(path: Path) -> list[str]:
    """The questions of a JSON-lines file."""
    return [str(item["question"]) for item in read_lines(path)]


def levels(bot: Chatbot, questions: Iterable[str]) -> tuple[float, ...]:
    """Each question's highest threshold."""
    return tuple(level(bot, question) for question in questions)


def refused(confidences: Sequence[float], threshold: float) -> float:
    """Share of questions refused at ``threshold``."""
    return sum(level < threshold for level in confidences) / len(confidences)


def row(curve: Curve, threshold: float) -> report.Row:
    """One line of the table: the operating point, and how far hard checks alone go."""
    false, right = curve.at(threshold)
    return {
        "set": curve.name,
        "answerable": len(curve.answerable),
        "refused, falsely": round(false, 4),
        "unanswerable": len(curve.unanswerable),
        "refused": round(right, 4),
        "aim": f">= {FAR_FLOOR}" if curve.name == "far questions" else ">= 0.6 at <= 0.1",
        "threshold 0: falsely": round(curve.at(0.0)[0], 4),
        "threshold 0: refused": round(curve.at(0.0)[1], 4),
    }


def draw(curves: Sequence[Curve], threshold: float, path: Path) -> None:
    """Write the curves as a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 5), dpi=150)
    for curve, style in zip(curves, ("-", ":", "--"), strict=True):
        label = f"{curve.name} ({len(curve.answerable)} / {len(curve.unanswerable)})"
        line = step(axes, curve, style, label)
        axes.plot(*curve.at(threshold), "o", color=line.get_color(), markersize=8)
    axes.plot([], [], "o", color="grey", label=f"operating point, threshold {threshold}")
    axes.axvline(0.10, color="lightgrey", linewidth=1, zorder=0)
    axes.axhline(0.60, color="lightgrey", linewidth=1, zorder=0)
    axes.set(xlim=(-0.01, 1), ylim=(0, 1.02), title="What refusing costs")
    axes.set(xlabel="answerable questions falsely refused", ylabel="unanswerable questions refused")
    axes.legend(loc="lower right", title="set (answerable / unanswerable)")
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def step(axes: Any, curve: Curve, style: str, label: str) -> Any:
    """Draw one curve; returns its line."""
    across, up = zip(*curve.points(), strict=True)
    return axes.plot(across, up, style, label=label, linewidth=1.8)[0]


if __name__ == "__main__":
    main()
