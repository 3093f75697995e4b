"""How often each rule of chinese/data fires on held-out documents, and what is lost without it.

    python -m bench.rules [--documents 2000] [--only ID,ID] [--fires] [--ablate] [--verdicts STORE]

--fires counts on news documents that are in neither training/ nor tests/quality, on the documents of
../shared/dev and in the questions of both. --ablate leaves one rule out at a time and says in how many texts
of ../shared/dev (sentences of the documents, questions, claims; at most 400 in which the rule is met, drawn
with a fixed seed) anything reads otherwise. A rule that is met in none is passed over: it cannot change one.
--verdicts also checks, with and without the rule, the claims that themselves or whose evidence read
otherwise, on a store of all documents of ../shared/dev. What --ablate finds is kept in
var/bench-rules.jsonl, and a run goes on from there.
"""

import argparse
import json
import random
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import report
from bench.rules.ablation import digests, tree_without, verdicts
from bench.rules.fires import SEED, fires, held_out, rules, sentences, words_met
from chinese.language_data import Rule
from index.parse import parse_file
from index.settings import ROOT
from training.corpora import DEV, NEWS, SHARED, read_lines

KEPT = ROOT / "var" / "bench-rules.jsonl"
OFFICES = SHARED / "dev"
MOST = 400  # texts in which a rule is met, read again without it


def main() -> None:
    """Count, leave out, or both."""
    chosen = arguments()
    wanted = [rule for rule in rules() if not chosen.only or rule.id in chosen.only]
    if unknown := chosen.only - {rule.id for rule in wanted}:
        raise SystemExit(f"no rule is called {', '.join(sorted(unknown))}; the ids are in chinese/data")
    texts = [parse_file(path).document.text for path in sorted(chosen.dev.glob("*/docs/*"))]
    if chosen.fires or not chosen.ablate:
        count(wanted, texts, chosen)
    if chosen.ablate:
        ablate(wanted, texts, chosen)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = report.parser(__doc__)
    parser.add_argument(
        "--documents", type=int, default=2_000, metavar="N", help="news documents, default 2000"
    )
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--dev", type=Path, default=OFFICES, metavar="DIR", help="default: ../shared/dev")
    parser.add_argument("--only", type=lambda ids: set(ids.split(",")), default=set(), metavar="ID,ID")
    parser.add_argument("--fires", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--verdicts", type=Path, metavar="STORE")
    return parser.parse_args()


def count(wanted: Sequence[Rule], offices: list[str], chosen: argparse.Namespace) -> None:
    """Print how often each rule is met, and the words of the lists that are not."""
    drawn = held_out(chosen.news, chosen.documents)
    files = [*chosen.dev.glob("*/questions.jsonl"), *DEV.glob("*.jsonl")]
    asked = [line["question"] for file in sorted(files) for line in read_lines(file) if "question" in line]
    in_news, in_offices, in_questions = (fires(wanted, texts) for texts in (drawn, offices, asked))
    rows = [
        {
            "rule": rule.id,
            "news": in_news[rule.id].times,
            "documents": in_news[rule.id].documents,
            "dev": in_offices[rule.id].times,
            "questions": in_questions[rule.id].times,
        }
        for rule in wanted
    ]
    title = f"Rules met in {len(drawn)} news documents, {len(offices)} dev documents, {len(asked)} questions"
    report.show(title, rows, chosen.json)
    lists = [
        {"list": label, "words": size, "not met": len(missing), "such as": " ".join(missing[:8])}
        for label, size, missing in words_met([*drawn, *offices, *asked])
    ]
    report.show("Words of the lists that none of them holds", lists, chosen.json)


def ablate(wanted: Sequence[Rule], texts: Sequence[str], chosen: argparse.Namespace) -> None:
    """Print what reads otherwise without each rule; what an earlier run found is not run again."""
    KEPT.parent.mkdir(exist_ok=True)
    known = {line["rule"]: line for line in (read_lines(KEPT) if KEPT.exists() else [])}
    places = [sentence for text in texts for sentence in sentences(text)]
    claims = [line for file in sorted(chosen.dev.glob("*/claims.jsonl")) for line in read_lines(file)]
    asked = [line for file in sorted(chosen.dev.glob("*/questions.jsonl")) for line in read_lines(file)]
    places += [line["claim"] for line in claims] + [line["question"] for line in asked]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        whole = Whole(tree_without(None, Path(folder)), claims, chosen.verdicts)
        for rule in wanted:
            row = known.get(rule.id, {})
            if not row or (chosen.verdicts and row["otherwise"] and "claims" not in row):
                known[rule.id] = whole.without(rule, places)
                with KEPT.open("a", encoding="utf8") as kept:
                    kept.write(json.dumps(known[rule.id]) + "\n")
            rows.append(known[rule.id])
    report.show("Without one rule", rows, chosen.json)


@dataclass
class Whole:
    """The tree with all rules; what it reads and how it judges is kept for the next rule."""

    tree: Path
    claims: Sequence[dict[str, Any]]
    store: Path | None
    known: dict[str, str] = field(default_factory=dict)
    judged: dict[str, str | None] = field(default_factory=dict)

    def without(self, rule: Rule, places: Sequence[str]) -> report.Row:
        """One row: texts where the rule is met, those that read otherwise, and claims judged rightly."""
        pattern = re.compile(rule.pattern)
        met = [text for text in places if pattern.search(text)]
        row: report.Row = {
            "rule": rule.id,
            "met in": len(met),
            "compared": min(len(met), MOST),
            "otherwise": 0,
        }
        if not met:
            return row
        met = random.Random(SEED).sample(met, row["compared"])
        with tempfile.TemporaryDirectory() as folder:
            tree = tree_without(rule, Path(folder))
            before, after = self.digests(met), digests(tree, met)
            changed = [text for text, a, b in zip(met, before, after, strict=True) if a != b]
            row["otherwise"] = len(changed)
            if self.store:
                row |= self.losses(
                    tree, self.store, [claim for claim in self.claims if concerned(claim, changed)]
                )
        return row

    def losses(self, tree: Path, store: Path, about: Sequence[dict[str, Any]]) -> report.Row:
        """How many of the claims about changed texts are judged rightly, with all rules and in ``tree``."""
        if not about:
            return {"claims": 0}
        with tempfile.TemporaryDirectory() as out:
            new = [claim for claim in about if claim["id"] not in self.judged]
            if new:
                given = verdicts(self.tree, new, store, Path(out))
                self.judged |= {c["id"]: v for c, v in zip(new, given, strict=True)}
            without = verdicts(tree, about, store, Path(out))
        right = [sum(v == c["label"] for v, c in zip(without, about, strict=True))]
        right.insert(0, sum(self.judged[c["id"]] == c["label"] for c in about))
        return {"claims": len(about), "right": right[0], "right without": right[1]}

    def digests(self, texts: Sequence[str]) -> list[str]:
        """What the whole tree reads in each text; only new ones are read."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known |= dict(zip(new, digests(self.tree, new), strict=True))
        return [self.known[text] for text in texts]


def concerned(claim: dict[str, Any], changed: Sequence[str]) -> bool:
    """Whether a claim or a piece of its evidence is, holds or lies in one of the texts."""
    pieces = [claim["claim"], *claim["evidence"]]
    return any(piece in text or text in piece for text in changed for piece in pieces)


if __name__ == "__main__":
    main()
