"""Sentences that may answer -> those to answer from, or what all of them lack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from chinese import fold
from index.records import EVERYTHING, Document, Filter, Proposition
from index.store import PassageStore
from rag.answering.bound_values import rebound
from rag.answering.compose import named_cases, select
from rag.answering.evidence import Evidence
from rag.answering.judging.features import Asking, features
from rag.answering.judging.look import SENTENCES, Look, bound_to, closely, look_at
from rag.answering.judging.model import AnswerModel, Scores, probabilities
from rag.answering.question import Question
from rag.answering.refusal_rules import Scope, missing_names, true_of_all
from rag.reading import SupportsReading
from rag.settings import ReadingSettings

EMPTY = "还没有任何资料，请先用 python -m index build 建立索引，或在网页的“文库”里加入"
OUTSIDE = "限定的范围里没有相关的资料，可以放宽范围再问"
SURROUNDINGS = 600  # code points on either side that count as the setting of a text without cases
LEAD = 2000  # code points that count as the lead of a text without cases
UNJUDGED = -100.0  # score of a sentence that was not looked at
RELATED = 0.1  # least probability of a sentence that is shown as near; below, it seldom helps
SHOWN = 3  # such sentences at most
TRIED = 12  # sentences looked at for further cases where several are asked for


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was made of the evidence: an answer's sentences, or why there is none."""

    chosen: tuple[Evidence, ...]  # empty when refused
    probability: float  # that the likeliest sentence answers, 0..1
    lacks: tuple[str, ...] = ()  # what is missing, in Chinese
    near: tuple[Evidence, ...] = ()  # when refused: what comes near, likeliest first


class Judge:
    """Weighs sentences. Shared between threads: it is never changed after it was made."""

    def __init__(
        self,
        store: PassageStore,
        reader: SupportsReading,
        settings: ReadingSettings,
        documents: Callable[[str], Document],
    ) -> None:
        """``documents`` gives a stored document. Raises ModelUnavailable where weights are missing."""
        self._store = store
        self._reader = reader
        self.threshold = settings.threshold
        self._documents = documents
        self._model = AnswerModel.open(Path(settings.model))

    def judge(self, asking: Asking, ranked: Sequence[Evidence], where: Filter) -> Judgement:
        """Choose the sentences to answer from, or say what all that was found lacks."""
        if not ranked:
            return Judgement((), 0.0, (EMPTY if where == EVERYTHING else OUTSIDE,))
        looks = self.look(asking, ranked)
        scores = self._model.scores(features(asking, looks))
        best = int(np.argmax(scores))
        probability = float(probabilities(scores)[best])
        if probability < self.threshold and not _quotes_all(asking.question, looks[best].evidence):
            lacks = true_of_all([(*one.names, *one.content) for one in looks])
            return Judgement((), probability, lacks, tuple(near(looks, scores)))
        return Judgement(tuple(self._chosen(asking, looks, scores, best, ranked)), probability)

    def look(self, asking: Asking, ranked: Sequence[Evidence]) -> list[Look]:
        """What is seen of the likeliest sentences. Raises KeyError when a document was removed meanwhile."""
        units = [e.hit.case.unit for e in named_cases(asking.question, ranked) if e.hit.case]
        # A comparison: each unit has a case of its own.
        joined = fold("、".join(units)) if len(units) > 1 else ""
        scoped = []
        for evidence in ranked[:SENTENCES]:
            scope = self._scope(evidence)
            scoped.append((evidence, replace(scope, unit=joined) if joined else scope))
        return look_at(self._reader, asking.question, asking.read_as, scoped, self._documents, self._inside)

    def _chosen(
        self, asking: Asking, looks: Sequence[Look], scores: Scores, best: int, ranked: Sequence[Evidence]
    ) -> list[Evidence]:
        """The best sentence, its short answer bound to what is asked, and those that go with it."""
        question, look = asking.question, looks[best]
        if question.several:  # each case must hold what the question names, not only the first
            rest = [e for e in ranked[:TRIED] if e is not look.evidence]
            rest = [e for e in rest if not missing_names(question, self._scope(e))]
            return select(question, [look.evidence, *rest])
        judged = [replace(one.evidence, score=float(score)) for one, score in zip(looks, scores, strict=True)]
        judged[best] = replace(self._bound(asking, look), score=float(scores[best]))
        further = [replace(one, score=UNJUDGED) for one in ranked[len(looks) :]]  # for a comparison
        return select(question, [*sorted(judged, key=lambda one: -one.score), *further])

    def _bound(self, asking: Asking, look: Look) -> Evidence:
        """The evidence with a short answer that is said of what was asked, or with none."""
        evidence = look.evidence
        document = self._documents(evidence.hit.passage.document_id)
        inside = self._inside(evidence)
        reading, lead = evidence.reading, evidence.start - evidence.hit.passage.start
        if any(
            one.kind == "cell" for one in inside
        ):  # in a passage of many rows, another row's is often read
            reading, lead = look.reading, look.lead
        evidence = rebound(asking.question, evidence, reading, lead, inside, document.text)
        if evidence.span is not None and not look.parts:
            (look,) = closely(self._reader, asking.read_as, [look], self._documents, self._inside)
        return bound_to(evidence, look.parts)

    def _inside(self, evidence: Evidence) -> Sequence[Proposition]:
        return self._store.propositions_of(evidence.hit.passage.document_id, evidence.start, evidence.end)

    def _scope(self, evidence: Evidence) -> Scope:
        """The text that a sentence may lean on."""
        passage = evidence.hit.passage
        document = self._documents(passage.document_id)
        case = evidence.hit.case
        if case:
            heading = document.text[case.heading_start : case.heading_end]
            text, unit = f"{heading}\n{document.text[case.start : case.end]}", case.unit
        else:
            text = document.text[max(0, evidence.start - SURROUNDINGS) : evidence.end + SURROUNDINGS]
            unit = ""
        lead_end = min((c.heading_start for c in self._store.cases(document.id)), default=LEAD)
        setting = f"{passage.context}\n{document.title}\n{document.text[:lead_end]}"
        return Scope(fold(f"{passage.context}\n{text}"), fold(setting), fold(unit))


def near(looks: Sequence[Look], scores: Scores) -> list[Evidence]:
    """What may help although nothing answers: the likeliest that lack nothing that the question names."""
    likely = probabilities(scores)
    order = [int(place) for place in np.argsort(-likely, kind="stable") if likely[place] >= RELATED]
    return [looks[place].evidence for place in order if not looks[place].names][:SHOWN]


def _quotes_all(question: Question, evidence: Evidence) -> bool:
    """Which cases hold the words that a question quotes is a matter of looking, not of odds."""
    text = fold(evidence.text)
    return question.several and bool(question.quoted) and all(name in text for name in question.quoted)
