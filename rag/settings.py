"""All settings of the program: keyword arguments, then XHS_* variables, then settings.toml."""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyAddress,
    model_validator,
)
from pydantic_settings import SettingsConfigDict

from index.settings import (
    CASE_READER,
    ROOT,
    IndexSettings,
    Location,
    Precision,
    Runtime,
    TomlSettings,
    listed,
)
from rag.calibration import thresholds

HostName = Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]  # without a port
ROOT_CHARS = 100  # code points of a root path
# What the program's own addresses begin with: as a root path it could not be told from them.
OWN = frozenset(
    {"admin", "api", "assets", "files", "gradio_api", "healthz", "mcp", "page", "password", "readyz"}
    | {"signin", "signout", "static", "theme.css", "v1", "day", "drafts", "papers", "scans"}
)


def root_path(path: str) -> str:
    """The path below a host that everything is served at, e.g. /qa; "" for none. Raises ValueError."""
    if path and not (len(path) <= ROOT_CHARS and re.fullmatch(r"(/(?!\.+(/|$))[A-Za-z0-9._~-]+)+", path)):
        shown = repr(path[:ROOT_CHARS])[1:-1]  # on one line
        raise ValueError(
            f"根路径“{shown}”写法不对：应以 / 开头、不以 / 结尾，最多 {ROOT_CHARS} 个字符，"
            "每一段只用英文字母、数字和 . _ ~ -，不能是 . 或 ..，例如 /qa"
        )
    if path and path.split("/")[1] in OWN:
        raise ValueError(f"根路径“{path}”和本程序自己的地址相同，请换一个，例如 /qa")
    return path


RootPath = Annotated[str, AfterValidator(root_path)]


class RetrievalSettings(BaseModel):
    """How passages are found and fused; the figures behind the defaults are in bench/RESULTS.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: int = Field(200, ge=1, le=1000)  # passages each of dense and full text contributes
    dense_weight: float = Field(0.5, ge=0, le=1)  # the rest is full text's


class ReadingSettings(BaseModel):
    """How passages are read and when a question is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = str(CASE_READER)  # a local folder with the reader's weights
    precision: Precision = "auto"
    runtime: Runtime = "auto"
    passages: int = Field(8, ge=1, le=50)  # passages read for one question
    # Probability that a sentence answers, below which all are refused; this and checking's: calibration.json.
    threshold: float = Field(default_factory=lambda: thresholds().answer, ge=0, le=1)
    question_chars: int = Field(500, ge=20, le=5000)  # longest question taken, code points


class CheckingSettings(BaseModel):
    """How a draft is checked; the figures behind the defaults are in bench/RESULTS.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draft_chars: int = Field(50_000, ge=1000, le=99_999)  # longest draft taken, code points
    passages: int = Field(24, ge=1, le=200)  # passages found for one sentence
    texts: int = Field(3, ge=1, le=10)  # cases or documents a sentence is compared with
    # Probability from which a statement counts as supported.
    support: float = Field(default_factory=lambda: thresholds().support, ge=0, le=1)
    # The same for a contradiction, where a fact differs, and where only the reader finds the meaning turned.
    contradict: float = Field(default_factory=lambda: thresholds().contradict, ge=0, le=1)
    oppose: float = Field(default_factory=lambda: thresholds().oppose, ge=0, le=1)


class GenerationSettings(BaseModel):
    """Which engine writes answers; only engines other than extractive need the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["extractive", "openai", "transformers"] = "extractive"
    model: str = ""  # a server's name for it; or a local folder, a GGUF file or a hub name
    url: str = Field("", pattern=r"^$|^https?://[^\s]+$")  # of a server, e.g. http://127.0.0.1:8000/v1
    key_env: str = Field("", pattern=r"^$|^[A-Za-z_][A-Za-z0-9_]*$")  # the variable that holds its key
    tokenizer: str = ""  # of a server's model: a local folder, a GGUF file or a hub name; "" estimates
    timeout_s: float = Field(60, ge=0.1, le=600)  # seconds without anything new, the first word included
    wall_s: float = Field(180, ge=0.1, le=3600)  # seconds for a whole answer
    max_tokens: int = Field(512, ge=16, le=4096)  # of an answer
    temperature: float = Field(0, ge=0, le=2)
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda(:[0-9]+)?)$")
    context: int = Field(4096, ge=512, le=1_000_000)  # tokens of question, evidence and answer together

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.engine != "extractive" and not self.model:
            raise ValueError(f"engine 是 {self.engine}，还要填 model")
        if self.engine == "openai" and not self.url:
            raise ValueError("engine 是 openai，还要填 url，例如 http://127.0.0.1:8000/v1")
        return self


class ServingSettings(BaseModel):
    """By which names and through which proxies the page is called; where it listens the command says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: Annotated[tuple[HostName, ...], BeforeValidator(listed)] = ()  # further names of it
    # Whose X-Forwarded-Host, -Proto and -For count.
    proxies: Annotated[tuple[IPvAnyAddress, ...], BeforeValidator(listed)] = ()
    root_path: RootPath = ""  # where a proxy puts it below its host, e.g. /qa; "": at its top
    log: str = ""  # a file for JSON lines; "": standard error only
    log_bytes: int = Field(10_000_000, ge=10_000, le=1_000_000_000)  # about how much one file holds
    log_files: int = Field(10, ge=1, le=100)  # full files that are kept beside it
    log_questions: bool = False  # whether what users asked may stand in it


class ApiSettings(BaseModel):
    """What programs may ask of the API at once, and how long they wait."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workers: int = Field(2, ge=1, le=64)  # requests in work at once; the models themselves take turns
    queue: int = Field(32, ge=1, le=10_000)  # requests that wait; one account takes up half of the places
    timeout_s: float = Field(60, ge=0.1, le=3600)  # seconds for a question, a search or a list, with waiting
    long_timeout_s: float = Field(600, ge=0.1, le=36_000)  # the same for a check, a quiz or an upload


class Settings(TomlSettings):
    """The one root. Unknown keys and values out of range are refused when it is loaded."""

    model_config = SettingsConfigDict(extra="forbid")

    store: Location = ROOT / "var" / "store"
    database: str = f"sqlite:///{ROOT / 'var' / 'app.db'}"
    index: IndexSettings = IndexSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    reading: ReadingSettings = Field(default_factory=ReadingSettings)
    checking: CheckingSettings = Field(default_factory=CheckingSettings)
    generation: GenerationSettings = GenerationSettings()
    serving: ServingSettings = ServingSettings()
    accounts: dict[str, object] = Field(default_factory=dict)  # read by people/settings.py
    api: ApiSettings = ApiSettings()
