"""Each adapter changes its own use and nothing else."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from index.embedding.embedder import (
    ANSWERS_FILE,
    CALIBRATION_FILE,
    NO_VECTOR,
    PROPOSITIONS_FILE,
    READING_FILE,
    ROLES_FILE,
    VERDICT_FILE,
    WORTH_FILE,
    fingerprint,
)
from index.errors import ModelUnavailable
from index.settings import LINES_FILE, UNITS_FILE, IndexSettings
from rag.reading.model import ADAPTER_SCALE, adapt, adapted_encoders
from rag.reading.reader import CaseReader
from rag.reading.spans import PropositionReader
from rag.settings import ReadingSettings
from tests.support.models import linked_model

FOLDER = Path(__file__).resolve().parents[3] / "models" / "case-reader"


def test_an_adapter_is_added_to_its_layer_alone():
    encoder = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 2))
    before = [layer.weight.detach().clone() for layer in encoder]
    thin = {"0.A": torch.tensor([[1.0, 2.0, 3.0]]), "0.B": torch.tensor([[1.0], [-1.0]])}
    assert adapt(encoder, thin) == 1
    added = ADAPTER_SCALE * torch.tensor([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]])
    assert torch.allclose(encoder[0].weight, before[0] + added)
    assert torch.equal(encoder[1].weight, before[1])


def test_reading_and_weighing_share_what_is_not_adapted():
    answerer, verifier = adapted_encoders(FOLDER)
    name = "encoder.layer.0.output.dense.weight"
    assert not torch.equal(answerer.get_parameter(name), verifier.get_parameter(name))
    assert answerer.embeddings is verifier.embeddings


@pytest.mark.parametrize("file", [READING_FILE, VERDICT_FILE])
def test_each_adapter_changes_its_own_use_alone(tmp_path, file):
    doubled = linked_model(tmp_path / "model", without=[file])
    adapter = load_file(FOLDER / file)
    save_file({name: 2 * tensor for name, tensor in adapter.items()}, doubled / file)
    text = "滨河街道工作人员上门为老人办理社保认证，全年服务312人次。"
    # By PyTorch: OpenVINO would first convert the other model, and keep it.
    own, other = (CaseReader(folder, precision="float32", runtime="torch") for folder in (FOLDER, doubled))
    ours, theirs = (reader.read("服务了多少人次", [text])[0] for reader in (own, other))
    assert (ours.opens == theirs.opens).all() == (file == VERDICT_FILE)
    assert (own.weigh([(text, text)]) == other.weigh([(text, text)])) == (file == READING_FILE)


def test_what_is_said_in_other_words_is_told_from_what_is_added(exact_reader):
    source = "滨河街道工作人员上门为行动不便的老人办理社保认证，全年服务312人次。"
    said, added = exact_reader.weigh(
        [("滨河街道上门给老人办社保认证", source), ("滨河街道的上门服务获得全国先进称号", source)]
    )
    assert said.supported > max(said.contradicted, said.unverifiable)
    assert added.unverifiable > max(added.supported, added.contradicted)


@pytest.mark.parametrize("file", [READING_FILE, VERDICT_FILE])
@pytest.mark.parametrize("broken", ["missing", "of another model"])
def test_a_folder_without_its_adapters_is_refused(tmp_path, broken, file):
    folder = linked_model(tmp_path / "model", without=[file])
    if broken != "missing":
        (folder / file).symlink_to(FOLDER / "model.safetensors")
    with pytest.raises(ModelUnavailable, match=file):
        CaseReader(folder)


@pytest.mark.parametrize("broken", ["missing", "of another model"])
def test_a_folder_that_reads_no_propositions_is_refused(tmp_path, broken):
    folder = linked_model(tmp_path / "model", without=[PROPOSITIONS_FILE])
    if broken != "missing":
        (folder / PROPOSITIONS_FILE).symlink_to(FOLDER / "model.safetensors")
    with pytest.raises(ModelUnavailable, match=PROPOSITIONS_FILE):
        PropositionReader.of(ReadingSettings(model=str(folder)))


def test_adapters_and_thresholds_do_not_make_vectors_stale(tmp_path):
    assert set(NO_VECTOR) == {
        READING_FILE,
        PROPOSITIONS_FILE,
        VERDICT_FILE,
        CALIBRATION_FILE,
        ROLES_FILE,
        LINES_FILE,
        UNITS_FILE,
        ANSWERS_FILE,
        WORTH_FILE,
    }
    folder = linked_model(tmp_path / "case-reader", without=NO_VECTOR)
    same = fingerprint(IndexSettings(model=str(folder)))
    assert same == fingerprint(IndexSettings(model=str(FOLDER)))
