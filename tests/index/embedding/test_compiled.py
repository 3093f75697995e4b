"""OpenVINO gives what PyTorch gives; what was converted is kept whole, and used again."""

import errno
import logging
import os
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel

from index.embedding.embedder import Embedder
from index.embedding.openvino import INPUTS, KEPT, MODEL, UNUSED, compiled, uncompiled, wanted
from index.errors import ModelUnavailable
from index.settings import IndexSettings
from rag.reading.reader import CaseReader

LAYERS = [1, -1]


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(3)
    small = BertConfig(
        vocab_size=50, hidden_size=24, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32
    )
    return BertModel(small, add_pooling_layer=False).train(False)


def batch(rows, tokens, padded):
    ids = torch.randint(3, 50, (rows, tokens), generator=torch.Generator().manual_seed(rows))
    mask = torch.ones_like(ids)
    mask[-1, tokens - padded :] = 0
    return dict(zip(INPUTS, (ids, mask, (ids > 25).long()), strict=True))


@pytest.mark.parametrize("shape", [(1, 5, 0), (3, 40, 17), (2, 16, 7)])
def test_layers_are_those_of_pytorch_at_any_shape(encoder, tmp_path, shape):
    inputs = batch(*shape)
    ours = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    theirs = uncompiled(encoder, LAYERS, torch.float32)(inputs)
    seen = inputs["attention_mask"].bool()
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape == (*seen.shape, 24)
        assert torch.allclose(one[seen], other[seen], atol=2e-3)  # kept in float16
        assert not torch.allclose(one[seen], torch.zeros_like(one[seen]))


def test_what_was_converted_is_used_again(encoder, tmp_path, monkeypatch):
    inputs = batch(2, 9, 3)
    first = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    monkeypatch.setattr("index.embedding.openvino._converted", None)  # would be called
    again = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))


def test_a_damaged_one_is_converted_again(encoder, tmp_path, caplog):
    inputs = batch(2, 9, 3)
    first = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    (model,) = tmp_path.glob(f"*/{MODEL}")
    model.write_text(model.read_text()[:1000])
    with caplog.at_level(logging.WARNING):
        again = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    assert "读不出来" in caplog.text
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))
    assert list(tmp_path.glob(f"*/{MODEL}")) == [model]


def test_other_weights_and_other_layers_are_kept_apart(encoder, tmp_path):
    compiled(encoder, LAYERS, torch.float32, tmp_path)
    compiled(encoder, [-1], torch.float32, tmp_path)
    other = BertModel(encoder.config, add_pooling_layer=False).train(False)
    compiled(other, LAYERS, torch.float32, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    assert all((folder / MODEL).is_file() for folder in tmp_path.iterdir())


def test_what_nobody_opened_for_a_month_is_removed_when_another_is_kept(encoder, tmp_path):
    for layers in (LAYERS, [1], [2]):
        compiled(encoder, layers, torch.float32, tmp_path)
    (tmp_path / "tmp_of_a_killed_process").mkdir()
    (tmp_path / "note.txt").write_text("")
    folders = [entry for entry in tmp_path.iterdir() if entry.is_dir()]
    month_ago = time.time() - UNUSED - 60
    for folder in folders:
        os.utime(folder, (month_ago, month_ago))
    compiled(encoder, LAYERS, torch.float32, tmp_path)  # opened: it stays
    assert set(folders) < set(tmp_path.iterdir())
    compiled(encoder, [-1], torch.float32, tmp_path)
    left = [entry for entry in tmp_path.iterdir() if entry.is_dir()]
    assert len(left) == 2
    assert len(set(left) & set(folders)) == 1
    assert (tmp_path / "note.txt").exists()


def test_what_was_converted_is_opened_on_a_disk_that_cannot_be_written(encoder, tmp_path, monkeypatch):
    inputs = batch(2, 9, 3)
    first = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)

    def refuse(path):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    monkeypatch.setattr("index.embedding.openvino._converted", None)  # would be called
    again = compiled(encoder, LAYERS, torch.float32, tmp_path)(inputs)
    assert all(torch.equal(one, other) for one, other in zip(first, again, strict=True))


def test_a_folder_that_cannot_be_written_is_said_and_done_without(encoder, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        found = compiled(encoder, LAYERS, torch.float32, tmp_path / "file")(batch(1, 4, 0))
    assert found[0].shape == (1, 4, 24)
    assert "没能存到" in caplog.text


def test_who_asks_for_what_is_not_there_is_told(monkeypatch):
    assert wanted("auto")
    assert wanted("openvino")
    assert not wanted("torch")
    assert not wanted("auto", "deberta")
    with pytest.raises(ModelUnavailable, match="deberta"):
        wanted("openvino", "deberta")
    monkeypatch.setattr("index.embedding.openvino.find_spec", lambda name: name)  # with what would report
    assert not wanted("auto")
    monkeypatch.setattr("index.embedding.openvino.find_spec", lambda name: None)
    assert not wanted("auto")
    with pytest.raises(ModelUnavailable, match=r"requirements-fast\.txt"):
        wanted("openvino")


def test_vectors_are_the_same_by_either():
    texts = ["滨河街道工作人员上门为老人办理社保认证。", "夜校。", "老人" * 300]
    ours, theirs = (
        Embedder(IndexSettings(precision="float32", runtime=runtime)).encode_passages(texts)
        for runtime in ("openvino", "torch")
    )
    assert ((ours * theirs).sum(axis=1) > 0.9999).all()
    assert list(KEPT.glob(f"*/{MODEL}"))


def test_the_shipped_model_is_converted_once(tmp_path, monkeypatch):
    monkeypatch.setattr("index.embedding.openvino.KEPT", tmp_path)
    for _ in range(2):
        Embedder(IndexSettings(runtime="openvino"))
    assert len(list(tmp_path.iterdir())) == 1
    CaseReader(Path(IndexSettings().model), runtime="openvino")
    assert len(list(tmp_path.iterdir())) == 3  # embedding, answers and verdicts each by another
    CaseReader(Path(IndexSettings().model), runtime="openvino")
    assert len(list(tmp_path.iterdir())) == 3


def test_nothing_that_reports_is_installed():
    assert find_spec("openvino_telemetry") is None
