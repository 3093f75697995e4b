"""Any OpenAI-compatible server through the official client: vLLM, Ollama, llama.cpp, a cloud."""

import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from rag.settings import GenerationSettings
from rag.writing.engine import POLL, EngineFailed, Limits, Message, Truncated, polled

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionMessageParam

LOG = logging.getLogger(__name__)
# Waits before a further try, as shares of timeout_s: together a sixth of the time the user waits anyway.
BACKOFF = (0.02, 0.05, 0.1)
NO_KEY = "none"  # local servers want no key, but the client must send one
WIDE, NARROW = 1.5, 0.4  # tokens a character takes at most in common vocabularies: beyond ASCII, ASCII
# What the client would add by itself: the platform it runs on, and accounts of environment variables.
_UNSENT = (
    "OpenAI-Organization OpenAI-Project X-Stainless-Lang X-Stainless-Package-Version X-Stainless-OS "
    "X-Stainless-Arch X-Stainless-Runtime X-Stainless-Runtime-Version X-Stainless-Async"
).split()


class OpenAIEngine:
    """A model behind a URL.

    Shared between threads: client and tokenizer are made once, under a lock, when first asked. The client
    is made for many threads, the tokenizer is only read, and each answer has a thread and a queue of its own.
    """

    def __init__(self, settings: GenerationSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._client: openai.OpenAI | None = None
        self._tokenizer: Any = None

    @property
    def name(self) -> str:
        """E.g. openai:qwen3."""
        return f"openai:{self._settings.model}"

    @property
    def context(self) -> int:
        """Tokens, as set: a server does not tell."""
        return self._settings.context

    @property
    def max_tokens(self) -> int:
        """Tokens, as set."""
        return self._settings.max_tokens

    def count(self, text: str) -> int:
        """Tokens of ``text``: by the tokenizer that settings name, otherwise a generous estimate."""
        if self._settings.tokenizer:
            return len(self._counting()(text, add_special_tokens=False)["input_ids"])
        narrow = sum(c.isascii() for c in text)
        return round(NARROW * narrow + WIDE * (len(text) - narrow)) + 1

    def stream(self, messages: Sequence[Message], *, cancelled: Callable[[], bool]) -> Iterator[str]:
        """The answer as it comes. Raises EngineFailed, Stopped or Truncated."""
        talk = _Talk(self._connected(), self._settings, messages)
        threading.Thread(target=talk.run, name="openai-engine", daemon=True).start()
        try:
            yield from polled(talk.take, Limits.of(self._settings), cancelled)
        finally:
            talk.stop()

    def _counting(self) -> Any:
        from rag.writing.local_engine import load_tokenizer

        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = load_tokenizer(self._settings.tokenizer)
        return self._tokenizer

    def _connected(self) -> "openai.OpenAI":
        with self._lock:
            if self._client is None:
                self._client = _client(self._settings)
            return self._client


class _Talk:
    """One request, run in a thread of its own so that a silent server never holds up the user."""

    def __init__(
        self, client: "openai.OpenAI", settings: GenerationSettings, messages: Sequence[Message]
    ) -> None:
        self._client, self._settings, self._messages = client, settings, messages
        self._pieces: queue.Queue[str | Exception | None] = queue.Queue()
        self._stopped = threading.Event()
        self._stream: Any = None

    def take(self) -> str | None:
        """The next piece, None at the end. Raises queue.Empty, EngineFailed or Truncated."""
        item = self._pieces.get(timeout=POLL)
        if isinstance(item, Exception):
            raise item
        return item

    def stop(self) -> None:
        """Hang up; the thread ends by it, or at the latest when its read times out."""
        self._stopped.set()
        if self._stream is not None:
            # The other thread may be reading: whatever that makes of closing, nobody listens any more.
            with suppress(Exception):
                self._stream.close()

    def run(self) -> None:
        """Ask, again where that may help, and hand over what comes."""
        try:
            self._say()
            self._pieces.put(None)
        except (EngineFailed, Truncated) as error:
            self._pieces.put(error)
        except Exception as error:  # whatever a server sends, the user gets an answer
            if not self._stopped.is_set():
                # Its text may hold what the server says about the key.
                LOG.warning("the model server's answer failed: %s", type(error).__name__)
            self._pieces.put(EngineFailed(_reason(error, self._settings)))

    def _say(self) -> None:
        import openai

        again = (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError)
        for wait in (*BACKOFF, None):
            try:
                self._stream = self._asked()
                break
            except again as error:
                if wait is None or isinstance(error, openai.APITimeoutError):
                    raise
                if self._stopped.wait(max(wait * self._settings.timeout_s, _retry_after(error))):
                    return
        self._relay()

    def _asked(self) -> Any:
        return self._client.chat.completions.create(
            model=self._settings.model,
            messages=cast("list[ChatCompletionMessageParam]", list(self._messages)),
            max_tokens=self._settings.max_tokens,
            temperature=self._settings.temperature,
            stream=True,
        )

    def _relay(self) -> None:
        ended, spoken = None, False
        for chunk in self._stream:
            if self._stopped.is_set():
                return
            for choice in chunk.choices or ():
                piece = choice.delta.content if choice.delta else None
                if piece is not None and not isinstance(piece, str):
                    raise TypeError(f"content of type {type(piece).__name__}")
                spoken = spoken or bool(piece)
                ended = choice.finish_reason or ended
                self._pieces.put(piece or "")
        if ended is None:
            raise EngineFailed("模型的回答在中途断了" if spoken else "模型服务回的内容读不懂")
        if ended == "content_filter":
            raise EngineFailed("模型服务拦下了这个回答")
        if ended == "length":
            raise Truncated


def _client(settings: GenerationSettings) -> "openai.OpenAI":
    """A client that sends nothing but the request, to the configured server, without any proxy."""
    import openai

    key = os.environ.get(settings.key_env, "") if settings.key_env else NO_KEY
    if not key:
        raise EngineFailed(f"环境变量 {settings.key_env} 没有设置，里面应是模型服务的密钥")
    timeout = openai.Timeout(settings.timeout_s)
    return openai.OpenAI(
        api_key=key,
        admin_api_key="",
        base_url=settings.url,
        timeout=timeout,
        max_retries=0,
        default_headers={name: openai.Omit() for name in _UNSENT},  # type: ignore[misc]
        http_client=openai.DefaultHttpxClient(trust_env=False, follow_redirects=False, timeout=timeout),
    )


def _retry_after(error: Any) -> float:
    """Seconds the server asks to wait, 0 when it does not say."""
    response = getattr(error, "response", None)
    said = response.headers.get("retry-after", "") if response is not None else ""
    return float(said) if said.isdecimal() else 0.0


def _reason(error: Exception, settings: GenerationSettings) -> str:
    """Why it failed, in Chinese."""
    import openai

    status = getattr(error, "status_code", None)
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (openai.APITimeoutError, f"模型服务 {settings.timeout_s:g} 秒没有回应"),
        (openai.APIConnectionError, f"连不上模型服务 {settings.url}，或连接断了"),
        (openai.AuthenticationError, "模型服务不认这个密钥"),
        (openai.PermissionDeniedError, "这个密钥没有权限使用该模型"),
        (openai.NotFoundError, f"模型服务上没有“{settings.model}”这个模型，或地址不对"),
        (openai.RateLimitError, "模型服务太忙，或用量到了上限"),
        (openai.InternalServerError, f"模型服务出错（{status}）"),
        (openai.APIStatusError, f"模型服务不接受这个请求（{status}）"),
        (openai.APIError, "模型服务报错"),
    )
    return next((text for kind, text in reasons if isinstance(error, kind)), "模型服务回的内容读不懂")
