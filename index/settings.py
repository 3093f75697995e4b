"""Settings of the offline half: the [index] table of settings.toml, or XHS_INDEX__* variables."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent
CASE_READER = ROOT / "models" / "case-reader"  # the model that ships
# Its networks that cut documents; they change no vector.
LINES_FILE, UNITS_FILE = "lines.safetensors", "units.safetensors"
PREFIX, NESTED = "XHS_", "__"  # XHS_INDEX__BATCH_SIZE is batch_size of the table [index]


def location(place: Path | str) -> Path | str:
    """Where a store is: a folder, or a server's address, which a path would cut short at ``//``."""
    return str(place) if "://" in str(place) else Path(place)


def listed(value: object) -> object:
    """A variable's value, its entries divided by commas; a file has them in a list."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


STORE = (
    "索引所在的文件夹，或 Milvus 的地址 milvus+http://主机:端口/集合名（默认 var/store）"  # help of --store
)
Precision = Literal["auto", "float32", "bfloat16"]
Runtime = Literal["auto", "torch", "openvino"]
Location = Annotated[Path | str, BeforeValidator(location)]


class IndexSettings(BaseModel):
    """How texts become passages and vectors, and where those are kept that outgrow one machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = str(CASE_READER)  # a local folder or a hub name
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    precision: Precision = "auto"
    runtime: Runtime = "auto"
    batch_size: int = Field(16, ge=1, le=1024)  # passages per forward pass
    passage_chars: int = Field(240, ge=60, le=1000)  # code points a passage aims at
    overlap_sentences: int = Field(1, ge=0, le=5)  # sentences two neighbours share
    take_internal: bool = False  # whether files marked 内部资料 are indexed without asking
    flat_limit: int = Field(200_000, ge=1)  # passages; beyond it FAISS uses HNSW
    records: str = f"sqlite:///{ROOT / 'var' / 'records.db'}"  # SQLAlchemy URL of a Milvus store's texts
    milvus_timeout_s: float = Field(30.0, ge=1, le=600)  # seconds one request to Milvus may take
    milvus_consistency: Literal["Strong", "Bounded", "Session", "Eventually"] = "Strong"


class _Variables(EnvSettingsSource):
    """XHS_* variables; one that names no setting is passed on, so that it is refused and not ignored."""

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        for name, value in self.env_vars.items():
            top = name.removeprefix(PREFIX.lower()).split(NESTED)[0]
            if name.startswith(PREFIX.lower()) and top not in self.settings_cls.model_fields:
                values[name.upper()] = value
        return values


class TomlSettings(BaseSettings):
    """Base of every settings root: XHS_* variables first, then settings.toml."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        enable_decoding=False,  # values are plain words and numbers; XHS_INDEX=… alone is refused
        toml_file=ROOT / "settings.toml",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Keyword arguments, then the environment, then the file."""
        return init_settings, _Variables(settings_cls), TomlConfigSettingsSource(settings_cls)


class IndexRoot(TomlSettings):
    """What the index command reads: its own table, the other tables left to rag."""

    model_config = SettingsConfigDict(extra="ignore")

    store: Location = ROOT / "var" / "store"
    index: IndexSettings = IndexSettings()
