"""CaseReader: question + passages -> where the answer may stand, and whether there is one."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embed import dtype_for
from index.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 448  # what the weights were trained with; the model's own limit is 512
MAX_QUESTION_TOKENS = 96
MAX_SPAN_TOKENS = 60
PAD = 16  # token counts are rounded up to this: oneDNN keeps one compiled kernel for every shape it met
Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model says of one passage. Token t covers ``text[starts[t]:ends[t]]``."""

    starts: NDArray[np.int64]  # (tokens,) offsets into the passage, code points
    ends: NDArray[np.int64]  # (tokens,)
    opens: Logits  # (tokens,) logit that the answer starts here
    closes: Logits  # (tokens,) logit that it ends here
    relevance: float  # logit that the passage answers the question at all

    def score(self, start: int, end: int) -> float:
        """Start plus end logit of the span ``[start, end)``; -inf when no token covers it."""
        covered = np.flatnonzero((self.ends > start) & (self.starts < end))
        if not covered.size:
            return float("-inf")
        return float(self.opens[covered[0]] + self.closes[covered[-1]])

    def best_span(self, start: int, end: int) -> tuple[float, int, int]:
        """Highest-scoring span inside ``[start, end)``: (score, start, end); score -inf when none."""
        inside = np.flatnonzero((self.starts >= start) & (self.ends <= end) & (self.ends > self.starts))
        best = (float("-inf"), start, start)
        for i, token in enumerate(inside):
            reach = inside[i : i + MAX_SPAN_TOKENS]
            last = reach[int(np.argmax(self.closes[reach]))]
            score = float(self.opens[token] + self.closes[last])
            if score > best[0]:
                best = (score, int(self.starts[token]), int(self.ends[last]))
        return best


class SupportsReading(Protocol):
    """What answering needs of a reader."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage for the question; one Reading a passage, in order."""


class CaseReader:
    """The shipped model in its reading role; safe to share between threads.

    Raises ModelUnavailable when the folder lacks the weights.
    """

    def __init__(self, folder: Path, *, precision: str = "auto", batch_size: int = 8) -> None:
        from transformers import AutoTokenizer

        self._batch_size = batch_size
        self._lock = threading.Lock()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model = _load(folder, dtype_for(precision))
        except (OSError, ValueError) as error:
            raise ModelUnavailable(
                f"阅读模型打不开：{folder}（{error}）。"
                "请检查 settings.toml 的 [reading] model，应为本机文件夹。"
            ) from error

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage for the question; one Reading a passage, in order.

        The question is cut at 96 tokens and a passage so that both fit into 448.
        """
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
        found: dict[int, Reading] = {}
        for at in range(0, len(order), self._batch_size):
            chosen = order[at : at + self._batch_size]
            batch = [passages[i] for i in chosen]
            found.update(zip(chosen, self._read_batch(self._cut(question), batch), strict=True))
        return [found[i] for i in range(len(passages))]

    def _cut(self, question: str) -> str:
        offsets = self._tokenizer(question, return_offsets_mapping=True, add_special_tokens=False)[
            "offset_mapping"
        ]
        return (
            question if len(offsets) <= MAX_QUESTION_TOKENS else question[: offsets[MAX_QUESTION_TOKENS][0]]
        )

    def _read_batch(self, question: str, passages: Sequence[str]) -> list[Reading]:
        encoded = self._tokenizer(
            [question] * len(passages),
            list(passages),
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            pad_to_multiple_of=PAD,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with self._lock:
            spans, relevance = self._model(encoded)
        readings = []
        for row in range(len(passages)):
            mine = [t for t, s in enumerate(encoded.sequence_ids(row)) if s == 1]
            readings.append(
                Reading(
                    starts=offsets[row][mine, 0],
                    ends=offsets[row][mine, 1],
                    opens=spans[row, mine, 0],
                    closes=spans[row, mine, 1],
                    relevance=float(relevance[row]),
                )
            )
        return readings


class _Heads:
    """The encoder and the two linear heads that reading uses."""

    def __init__(self, encoder: "torch.nn.Module", weights: dict[str, "torch.Tensor"]) -> None:
        self._encoder = encoder
        self._weights = weights

    def __call__(self, encoded: Any) -> tuple[Logits, Logits]:
        import torch
        from torch.nn.functional import linear

        with torch.inference_mode():
            hidden = self._encoder(**encoded).last_hidden_state.float()
            spans = linear(hidden, self._weights["qa_outputs.weight"], self._weights["qa_outputs.bias"])
            relevance = linear(
                hidden[:, 0], self._weights["relevance.weight"], self._weights["relevance.bias"]
            )
        return spans.numpy(), relevance[:, 0].numpy()


def _load(folder: Path, dtype: "torch.dtype") -> _Heads:
    from safetensors.torch import load_file
    from transformers import BertModel

    encoder = BertModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=dtype, local_files_only=True, use_safetensors=True
    ).train(False)
    weights = load_file(folder / "model.safetensors")
    heads = {
        name: weights[name].float() for name in weights if name.startswith(("qa_outputs.", "relevance."))
    }
    if len(heads) != 4:
        raise ValueError("model.safetensors 缺少 qa_outputs 或 relevance")
    return _Heads(encoder, heads)
