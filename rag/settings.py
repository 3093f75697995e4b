"""All settings of the program: keyword arguments, then XHS_* variables, then settings.toml."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import SettingsConfigDict

from index.settings import ROOT, IndexSettings, TomlSettings


class RetrievalSettings(BaseModel):
    """How passages are found and fused; the figures behind the defaults are in bench/RESULTS.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: int = Field(200, ge=1, le=1000)  # passages each of dense and full text contributes
    dense_weight: float = Field(0.5, ge=0, le=1)  # the rest is full text's


class ReadingSettings(BaseModel):
    """How passages are read and when a question is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = str(ROOT / "models" / "case-reader")  # a local folder with the reader's weights
    precision: str = Field("auto", pattern="^(auto|float32|bfloat16)$")
    passages: int = Field(8, ge=1, le=50)  # passages read for one question
    threshold: float = Field(0.3, ge=0, le=1)  # answerability below which a question is refused
    question_chars: int = Field(500, ge=20, le=5000)  # longest question taken, code points


class CheckingSettings(BaseModel):
    """How a draft is checked; the figures behind the defaults are in bench/RESULTS.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    draft_chars: int = Field(50_000, ge=1000, le=99_999)  # longest draft taken, code points
    passages: int = Field(24, ge=1, le=200)  # passages found for one sentence
    texts: int = Field(3, ge=1, le=10)  # cases or documents a sentence is compared with
    support: float = Field(0.6, ge=0, le=1)  # probability from which a statement counts as supported
    same: float = Field(0.25, ge=0, le=1)  # probability from which source and draft speak of the same thing


class Settings(TomlSettings):
    """The one root. Unknown keys and values out of range are refused when it is loaded."""

    model_config = SettingsConfigDict(extra="forbid")

    store: Path = ROOT / "var" / "store"
    database: str = f"sqlite:///{ROOT / 'var' / 'app.db'}"
    index: IndexSettings = IndexSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    reading: ReadingSettings = ReadingSettings()
    checking: CheckingSettings = CheckingSettings()
