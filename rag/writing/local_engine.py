"""A causal language model on this machine: a folder, a GGUF file or a hub name, through transformers."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.embedding import quiet
from rag.settings import GenerationSettings
from rag.writing.engine import POLL, EngineFailed, Limits, Message, Stopped, Truncated, polled
from rag.writing.prompts import ANSWER

LOG = logging.getLogger(__name__)
NEEDED = ("gguf", "accelerate")  # what transformers wants for a GGUF file


class TransformersEngine:
    """A model in this process.

    Shared between threads: loaded once, under a lock, when first asked; another lock lets one answer at a
    time be written; the tokenizer is only read (see load_tokenizer).
    """

    def __init__(self, settings: GenerationSettings) -> None:
        self._settings = settings
        self._loading = threading.Lock()
        self._busy = threading.Lock()
        self._tokenizer: Any = None
        self._model: Any = None

    @property
    def name(self) -> str:
        """E.g. transformers:SmolLM2-135M."""
        return f"transformers:{Path(self._settings.model).name.removesuffix('.gguf')}"

    @property
    def context(self) -> int:
        """Tokens: as set, at most what the model takes. Raises EngineFailed."""
        self._load()
        most = getattr(self._model.config, "max_position_embeddings", None)
        return min(self._settings.context, most or self._settings.context)

    @property
    def max_tokens(self) -> int:
        """Tokens, as set."""
        return self._settings.max_tokens

    def count(self, text: str) -> int:
        """Tokens of ``text``. Raises EngineFailed."""
        self._load()
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def stream(self, messages: Sequence[Message], *, cancelled: Callable[[], bool]) -> Iterator[str]:
        """The answer as it is written. Raises EngineFailed, Stopped or Truncated."""
        self._load()
        limits = Limits.of(self._settings)
        self._wait(limits.timeout_s, cancelled)
        writing = _Writing(self._model, self._tokenizer, self._settings, messages, self._busy.release)
        writing.start()
        try:
            yield from polled(writing.take, limits, cancelled)
        finally:
            writing.stopped.set()

    def _wait(self, seconds: float, cancelled: Callable[[], bool]) -> None:
        """Take the model, which other users may have."""
        until = time.monotonic() + seconds
        while not self._busy.acquire(timeout=POLL):
            if cancelled():
                raise Stopped
            if time.monotonic() > until:
                raise EngineFailed(f"模型正在回答别人的问题，{seconds:g} 秒内没有轮到")

    def _load(self) -> None:
        with self._loading:
            if self._model is None:
                self._tokenizer = load_tokenizer(self._settings.model)
                self._model = _load_model(self._settings)


class _Writing:
    """One answer being written in a thread of its own."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        settings: GenerationSettings,
        messages: Sequence[Message],
        done: Callable[[], None],
    ) -> None:
        from transformers import TextIteratorStreamer

        self.stopped = threading.Event()
        self._model, self._tokenizer, self._settings, self._messages = model, tokenizer, settings, messages
        self._done = done
        self._error: Exception | None = None
        self._streamer = TextIteratorStreamer(
            tokenizer, skip_prompt=True, timeout=POLL, skip_special_tokens=True
        )
        self._thread = threading.Thread(target=self._run, name="transformers-engine", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def take(self) -> str | None:
        """The next piece, None at the end. Raises queue.Empty, EngineFailed or Truncated."""
        piece: str | None = next(self._streamer, None)
        if piece is None:
            self._thread.join()  # the streamer ends last but for a few statements
            if self._error:
                raise self._error
        return piece

    def _run(self) -> None:
        try:
            self._write()
        except Truncated as error:
            self._error = error
        except Exception as error:  # whatever a model does, the user gets an answer
            LOG.exception("the local model failed")
            self._error = EngineFailed(_reason(error))
            self._streamer.on_finalized_text("", stream_end=True)
        finally:
            self._done()

    def _write(self) -> None:
        import torch
        from transformers import StoppingCriteriaList

        given = prompt(self._tokenizer, self._messages).to(self._model.device)
        length, most = given["input_ids"].shape[1], self._settings.max_tokens
        hot = self._settings.temperature > 0
        with torch.inference_mode():
            written = self._model.generate(
                **given,
                max_new_tokens=most,
                do_sample=hot,
                temperature=self._settings.temperature if hot else None,
                top_p=None,
                top_k=None,
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
                streamer=self._streamer,
                stopping_criteria=StoppingCriteriaList([self._stops]),
            )
        if written.shape[1] - length >= most and not self._ended(int(written[0, -1])):
            raise Truncated

    def _stops(self, ids: Any, scores: Any, **options: Any) -> Any:
        """Asked after every token whether to stop."""
        import torch

        return torch.full((ids.shape[0],), self.stopped.is_set(), device=ids.device, dtype=torch.bool)

    def _ended(self, token: int) -> bool:
        ends = self._model.generation_config.eos_token_id
        return token in (ends if isinstance(ends, list) else [ends])


def prompt(tokenizer: Any, messages: Sequence[Message]) -> Any:
    """The messages as token ids by the model's chat template; joined by blank lines when it has none."""
    if not tokenizer.chat_template:
        text = "\n\n".join([*(message["content"] for message in messages), ANSWER])
        return tokenizer(text, return_tensors="pt")
    try:
        return _templated(tokenizer, messages)
    except Exception:  # some templates refuse a system message, each in its own way
        merged = "\n\n".join(message["content"] for message in messages)
        return _templated(tokenizer, [Message(role="user", content=merged)])


def _templated(tokenizer: Any, messages: Sequence[Message]) -> Any:
    return tokenizer.apply_chat_template(
        list(messages), add_generation_prompt=True, return_tensors="pt", return_dict=True
    )


def load_tokenizer(name: str) -> Any:
    """A tokenizer from a folder, a GGUF file or the hub. Raises EngineFailed.

    Threads may share it as long as none truncates or pads: the first call switches off what the folder sets
    of both, and later ones find nothing to change.
    """
    from transformers import AutoTokenizer

    tokenizer = _opened(name, AutoTokenizer.from_pretrained)
    tokenizer("")
    return tokenizer


def _load_model(settings: GenerationSettings) -> Any:
    """The weights, from safetensors or GGUF only: other formats can run code."""
    import torch
    from transformers import AutoModelForCausalLM

    device = settings.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = "auto" if settings.dtype == "auto" else getattr(torch, settings.dtype)
    if dtype == "auto" and settings.model.endswith(".gguf"):
        dtype = torch.float32 if device == "cpu" else torch.float16  # a GGUF file names none
    model = _opened(settings.model, AutoModelForCausalLM.from_pretrained, dtype=dtype, use_safetensors=True)
    try:
        return model.to(device).train(False)
    except RuntimeError as error:  # no such device, or no room on it
        raise EngineFailed(_reason(error, f"模型放不到 {device} 上")) from error


def _opened(name: str, load: Callable[..., Any], **options: Any) -> Any:
    """Load from where ``name`` says; only a hub name may use the network."""
    quiet()
    path = Path(name)
    local = path.exists() or path.is_absolute() or name.startswith(".") or name.endswith(".gguf")
    if local and not path.exists():
        raise EngineFailed(f"模型打不开：没有 {name} 这个文件或文件夹")
    if path.is_file():
        _need(path)
        options["gguf_file"], name = path.name, str(path.parent)
    if not local:  # else transformers would ask a service of the hub to convert weights it may not open
        os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
    try:
        return load(name, local_files_only=local, trust_remote_code=False, **options)
    except Exception as error:  # damaged files fail in many ways
        LOG.exception("loading %s failed", name)
        raise EngineFailed(_reason(error, f"模型 {path.name} 打不开")) from error


def _need(path: Path) -> None:
    from importlib.util import find_spec

    if path.suffix != ".gguf":
        raise EngineFailed(f"模型打不开：{path.name} 不是 .gguf 文件，也不是文件夹")
    lacking = [package for package in NEEDED if find_spec(package) is None]
    if lacking:
        raise EngineFailed(f"读 GGUF 文件要先安装：pip install {' '.join(lacking)}")


def _reason(error: Exception, otherwise: str = "模型运行出错") -> str:
    import torch

    memory = isinstance(error, MemoryError | torch.OutOfMemoryError) or "allocate memory" in str(error)
    return "内存不够，装不下这个模型" if memory else otherwise
