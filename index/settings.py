"""Settings of the offline half: the [index] table of settings.toml, or XHS_INDEX__* variables."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent


class IndexSettings(BaseModel):
    """How texts become passages and vectors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = str(ROOT / "models" / "case-reader")  # a local folder or a hub name
    query_prefix: str = "query: "
    passage_prefix: str = "passage: "
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    batch_size: int = Field(16, ge=1, le=1024)  # passages per forward pass
    passage_chars: int = Field(240, ge=60, le=1000)  # code points a passage aims at
    overlap_sentences: int = Field(1, ge=0, le=5)  # sentences two neighbours share
    flat_limit: int = Field(200_000, ge=1)  # passages; beyond it FAISS uses HNSW


class TomlSettings(BaseSettings):
    """Base of every settings root: XHS_* variables first, then settings.toml."""

    model_config = SettingsConfigDict(
        frozen=True,
        env_prefix="XHS_",
        env_nested_delimiter="__",
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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class IndexRoot(TomlSettings):
    """What the index command reads: its own table, the other tables left to rag."""

    model_config = SettingsConfigDict(extra="ignore")

    store: Path = ROOT / "var" / "store"
    index: IndexSettings = IndexSettings()
