"""What turns the shipped model's logits into decisions: a temperature, and a threshold for each use."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.embedding import CALIBRATION_FILE
from index.errors import ModelUnavailable
from index.settings import CASE_READER


class Temperature(BaseModel):
    """What logits are divided by before they are used (Guo et al. 2017); 1 leaves them as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    relevance: float = Field(gt=0, le=100)


class Thresholds(BaseModel):
    """From where something is said, probabilities; defaults of the settings named so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: float = Field(ge=0, le=1)  # reading.threshold
    support: float = Field(ge=0, le=1)  # checking.support, and so on
    contradict: float = Field(ge=0, le=1)
    oppose: float = Field(ge=0, le=1)


class Calibration(BaseModel):
    """calibration.json of a model's folder, which training/calibrate.py and the benches' figures filled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    temperature: Temperature
    thresholds: Thresholds

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Of the model in a folder. Raises ModelUnavailable when it has none or one that makes no sense."""
        file = folder / CALIBRATION_FILE
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise ModelUnavailable(
                f"模型的阈值文件读不出来：{file}（{error}）。"
                "请检查 settings.toml 的 [reading] model，应为本机文件夹；缺文件就重新复制模型文件夹。"
            ) from error


def thresholds() -> Thresholds:
    """Those of the shipped model: the defaults of the settings."""
    return Calibration.of(CASE_READER).thresholds
