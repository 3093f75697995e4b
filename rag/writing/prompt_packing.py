"""Evidence -> messages that fit into a model's context. Pure but for the model's tokenizer."""

from collections.abc import Sequence
from dataclasses import dataclass

from chinese import split_sentences
from index.records import Hit
from rag.writing import prompts
from rag.writing.engine import Engine, EngineFailed, Message
from rag.writing.injected_orders import gives_orders

FRAME = 48  # tokens kept free for a chat template's own
LINE = 1  # tokens a line break between two passages may take


@dataclass(frozen=True, slots=True)
class Packed:
    """What a model is given."""

    messages: tuple[Message, ...]
    hits: tuple[Hit, ...]  # hits[n - 1] is known to the model as [n]


def pack(question: str, hits: Sequence[Hit], engine: Engine) -> Packed:
    """As many of ``hits``, in order, as fit beside the rules and the question, which are never cut.

    The first that does not fit is cut at the end of a sentence, and ends the evidence. Raises
    EngineFailed when not one sentence fits.
    """
    bare = "\n".join(message["content"] for message in prompts.messages([], question))
    room = engine.context - engine.max_tokens - FRAME - engine.count(bare)
    passages: list[str] = []
    taken: list[Hit] = []
    for hit in hits:
        sentences = _sentences(hit.passage.text)
        whole = len(sentences)
        while sentences:
            text = prompts.passage(len(taken) + 1, hit.passage.context, "\n".join(sentences))
            cost = engine.count(text) + LINE
            if cost <= room:
                passages.append(text)
                taken.append(hit)
                room -= cost
                break
            sentences.pop()
        if len(sentences) < whole:
            break
    if not taken:
        raise EngineFailed(f"模型只容得下 {engine.context} 个词元，放不下规则、问题和一句资料")
    return Packed(tuple(prompts.messages(passages, question)), tuple(taken))


def _sentences(text: str) -> list[str]:
    """The sentences of a passage but those that would give a model orders."""
    sentences = [text[start:end] for start, end in split_sentences(text)]
    return [sentence for sentence in sentences if not gives_orders(sentence)]
