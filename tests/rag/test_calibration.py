"""Temperature and thresholds come of the model's folder, and the settings take their defaults from there."""

import json
import shutil

import pytest
import torch

from index.embedding.embedder import CALIBRATION_FILE
from index.errors import ModelUnavailable
from index.settings import CASE_READER
from rag.calibration import Calibration
from rag.reading.reader import CaseReader
from rag.settings import Settings
from tests.support.models import linked_model
from training.calibrate import calibration_error, temperature, write

TEXT = "滨河街道工作人员上门为老人办理社保认证，全年服务312人次。"


def folder_with(tmp_path, **changed):
    """The shipped folder with another calibration."""
    folder = linked_model(tmp_path / "model", without=[CALIBRATION_FILE])
    kept = json.loads((CASE_READER / CALIBRATION_FILE).read_text(encoding="utf8"))
    (folder / CALIBRATION_FILE).write_text(json.dumps(kept | changed), encoding="utf8")
    return folder


def test_the_settings_default_to_the_models_thresholds():
    shipped, settings = Calibration.of(CASE_READER).thresholds, Settings()
    assert settings.reading.threshold == shipped.answer
    assert settings.checking.support == shipped.support
    assert settings.checking.contradict == shipped.contradict
    assert settings.checking.oppose == shipped.oppose


def test_without_the_shipped_thresholds_the_settings_say_so_and_not_the_import(tmp_path, monkeypatch):
    monkeypatch.setattr("rag.calibration.CASE_READER", tmp_path)
    with pytest.raises(ModelUnavailable, match=r"calibration\.json"):
        Settings()


def test_relevance_is_divided_by_its_temperature_and_nothing_else_is(tmp_path):
    own = Calibration.of(CASE_READER).temperature.relevance
    warmer = folder_with(tmp_path, temperature={"relevance": 2 * own})
    first, second = (
        CaseReader(folder, precision="float32", runtime="torch").read("服务了多少人次", [TEXT])[0]
        for folder in (CASE_READER, warmer)
    )
    assert first.relevance == pytest.approx(2 * second.relevance)
    assert (first.opens == second.opens).all()


@pytest.mark.parametrize(
    "changed", [{"temperature": {"relevance": 0}}, {"thresholds": {"answer": 0.3}}, {"more": 1}]
)
def test_a_calibration_that_makes_no_sense_is_refused(tmp_path, changed):
    with pytest.raises(ModelUnavailable, match=r"calibration\.json"):
        CaseReader(folder_with(tmp_path, **changed))


def test_a_folder_without_calibration_is_refused(tmp_path):
    folder = linked_model(tmp_path / "model", without=[CALIBRATION_FILE])
    with pytest.raises(ModelUnavailable, match="重新复制"):
        CaseReader(folder)


def test_the_temperature_of_overconfident_logits_is_found():
    chance = torch.Generator().manual_seed(5)
    sound = 2 * torch.randn(4000, generator=chance)
    labels = (torch.rand(4000, generator=chance) < sound.sigmoid()).float()
    fitted = temperature(3 * sound, labels)
    assert fitted == pytest.approx(3.0, rel=0.1)
    assert calibration_error(3 * sound / fitted, labels) < calibration_error(3 * sound, labels) / 3
    assert temperature(sound, labels) == pytest.approx(1.0, rel=0.1)


def test_the_error_of_one_bin_by_hand():
    even, labels = torch.zeros(4), torch.tensor([1.0, 1.0, 1.0, 0.0])
    assert calibration_error(even, labels) == pytest.approx(0.25)  # 0.5 said, 0.75 is


def test_writing_keeps_the_thresholds(tmp_path):
    shutil.copy(CASE_READER / CALIBRATION_FILE, tmp_path / CALIBRATION_FILE)
    write(tmp_path / CALIBRATION_FILE, 1.234)
    assert Calibration.of(tmp_path).temperature.relevance == 1.23
    assert Calibration.of(tmp_path).thresholds == Calibration.of(CASE_READER).thresholds
