"""Generator: a language model's words in place of the extractive answer, where every sentence is proved."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Hit
from index.store import StoreReader
from rag.reading import SupportsWeighing
from rag.records import Answer
from rag.settings import CheckingSettings
from rag.writing.engine import Engine, EngineFailed, Stopped, Truncated
from rag.writing.model_output import plain, whole
from rag.writing.prompt_packing import Packed, pack
from rag.writing.verify import Generated, Sources, rests, sources, verify

LOG = logging.getLogger(__name__)
INSTEAD = "，下面是资料原文。"  # ends every note
EMPTY = "模型没有写出内容"
UNSOUND = "模型写的内容在资料里没有依据，没有采用"
BESIDE = "模型写的内容没有回答这个问题，没有采用"
STOPPED = "已停止生成"
GONE = "资料在回答时有改动"
CUT_OFF = "模型没有写完一句话"


class Generator:
    """Lets one engine answer from a store. Safe to share between threads as far as the engine is."""

    def __init__(
        self, engine: Engine, store: StoreReader, reader: SupportsWeighing, settings: CheckingSettings
    ) -> None:
        self._engine = engine
        self._store = store
        self._reader = reader
        self._settings = settings

    def generate(
        self,
        question: str,
        extractive: Answer,
        hits: Sequence[Hit],
        *,
        progress: Callable[[str], None] = lambda text: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """The model's answer as far as it is proved; else the extractive one with a note that says why.

        A refused answer comes back as it is: the model is not asked. ``progress`` gets all that was
        written so far, plain and not verified; ``cancelled`` is asked while the model writes.
        """
        if extractive.status != "grounded":
            return extractive
        try:
            packed = pack(question, _cited_first(hits, extractive), self._engine)
            draft = self._drafted(packed, progress, cancelled)
            given = sources(self._store, packed.hits, extractive)
            generated = verify(draft, given, self._reader, self._settings)
        except EngineFailed as error:
            return replace(extractive, note=f"{error}{INSTEAD}")
        except Stopped:
            return replace(extractive, note=f"{STOPPED}{INSTEAD}")
        except KeyError:  # a document was removed after the search
            LOG.warning("a document was removed while the model was writing")
            return replace(extractive, note=f"{GONE}{INSTEAD}")
        return self._answer(extractive, generated, given)

    def _drafted(self, packed: Packed, progress: Callable[[str], None], cancelled: Callable[[], bool]) -> str:
        """What the model writes, a sentence that was cut off left out. Raises EngineFailed and Stopped."""
        draft = ""
        try:
            for piece in self._engine.stream(packed.messages, cancelled=cancelled):
                draft += piece
                progress(plain(draft))
        except Truncated as error:
            draft = whole(draft)
            if not draft:
                raise EngineFailed(CUT_OFF) from error
        if not plain(draft):
            raise EngineFailed(EMPTY)
        return draft

    def _answer(self, extractive: Answer, generated: Generated, given: Sources) -> Answer:
        removed = tuple(f"{sentence.text}（{sentence.reason}）" for sentence in generated.removed)
        if generated.invented:
            LOG.info("%s invented %d citations", self._engine.name, generated.invented)
        if not generated.sentences:
            return replace(extractive, note=f"{UNSOUND}{INSTEAD}", removed=removed)
        if not any(rests(c, given.grounds[i]) for c in generated.citations for i in given.home):
            return replace(extractive, note=f"{BESIDE}{INSTEAD}", removed=removed)
        text = "".join(sentence.text for sentence in generated.sentences)
        return replace(
            extractive,
            sentences=generated.sentences,
            citations=generated.citations,
            span=extractive.span if extractive.span and extractive.span in text else None,
            engine=self._engine.name,
            removed=removed,
        )


def _cited_first(hits: Sequence[Hit], answer: Answer) -> list[Hit]:
    """The passages that the extractive answer cites, then the others; each in its order."""

    def cited(hit: Hit) -> bool:
        passage = hit.passage
        return any(
            c.document_id == passage.document_id and c.start < passage.end and passage.start < c.end
            for c in answer.citations
        )

    return sorted(hits, key=lambda hit: not cited(hit))
