"""OpenVINO gives what PyTorch gives; what was converted is kept whole, and used again."""

import errno
import logging
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from index.embedding.conversion import uncompiled, weights_digest
from index.embedding.embedder import Embedder
from index.embedding.encoder import INPUTS
from index.embedding.openvino import KEPT, MODEL, UNUSED, compiled, files_digest, wanted
from index.errors import ModelUnavailable
from index.settings import ROOT, IndexSettings
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
    ids = np.random.default_rng(rows).integers(3, 50, (rows, tokens))
    mask = np.ones_like(ids)
    mask[-1, tokens - padded :] = 0
    return dict(zip(INPUTS, (ids, mask, (ids > 25).astype(np.int64)), strict=True))


def kept_in(folder, encoder, layers, load=None):
    """The encoder opened from ``folder``, converted first where it is not there."""
    return compiled(load or (lambda: encoder), weights_digest(encoder), layers, "float32", folder)


def refuse_to_load():
    raise AssertionError("loaded although a converted one is kept")


@pytest.mark.parametrize("shape", [(1, 5, 0), (3, 40, 17), (2, 16, 7)])
def test_layers_are_those_of_pytorch_at_any_shape(encoder, tmp_path, shape):
    inputs = batch(*shape)
    ours = kept_in(tmp_path, encoder, LAYERS)(inputs)
    theirs = uncompiled(encoder, LAYERS, "float32")(inputs)
    seen = inputs["attention_mask"].astype(bool)
    for layer, other in zip(ours, theirs, strict=True):
        assert layer.shape == other.shape == (*seen.shape, 24)
        assert np.allclose(layer[seen], other[seen], atol=2e-3)  # kept in float16
        assert not np.allclose(layer[seen], 0)


def test_what_was_converted_is_used_again_without_the_encoder(encoder, tmp_path):
    inputs = batch(2, 9, 3)
    first = kept_in(tmp_path, encoder, LAYERS)(inputs)
    again = kept_in(tmp_path, encoder, LAYERS, refuse_to_load)(inputs)
    assert all((layer == other).all() for layer, other in zip(first, again, strict=True))


def test_a_damaged_one_is_converted_again(encoder, tmp_path, caplog):
    inputs = batch(2, 9, 3)
    first = kept_in(tmp_path, encoder, LAYERS)(inputs)
    (model,) = tmp_path.glob(f"*/{MODEL}")
    model.write_text(model.read_text()[:1000])
    with caplog.at_level(logging.WARNING):
        again = kept_in(tmp_path, encoder, LAYERS)(inputs)
    assert "读不出来" in caplog.text
    assert all((layer == other).all() for layer, other in zip(first, again, strict=True))
    assert list(tmp_path.glob(f"*/{MODEL}")) == [model]


def test_other_weights_and_other_layers_are_kept_apart(encoder, tmp_path):
    kept_in(tmp_path, encoder, LAYERS)
    kept_in(tmp_path, encoder, [-1])
    other = BertModel(encoder.config, add_pooling_layer=False).train(False)
    kept_in(tmp_path, other, LAYERS)
    assert len(list(tmp_path.iterdir())) == 3
    assert all((folder / MODEL).is_file() for folder in tmp_path.iterdir())


def test_what_nobody_opened_for_a_month_is_removed_when_another_is_kept(encoder, tmp_path):
    for layers in (LAYERS, [1], [2]):
        kept_in(tmp_path, encoder, layers)
    (tmp_path / "tmp_of_a_killed_process").mkdir()
    (tmp_path / "note.txt").write_text("")
    folders = [entry for entry in tmp_path.iterdir() if entry.is_dir()]
    month_ago = time.time() - UNUSED - 60
    for folder in folders:
        os.utime(folder, (month_ago, month_ago))
    kept_in(tmp_path, encoder, LAYERS)  # opened: it stays
    assert set(folders) < set(tmp_path.iterdir())
    kept_in(tmp_path, encoder, [-1])
    left = [entry for entry in tmp_path.iterdir() if entry.is_dir()]
    assert len(left) == 2
    assert len(set(left) & set(folders)) == 1
    assert (tmp_path / "note.txt").exists()


def test_what_was_converted_is_opened_on_a_disk_that_cannot_be_written(encoder, tmp_path, monkeypatch):
    inputs = batch(2, 9, 3)
    first = kept_in(tmp_path, encoder, LAYERS)(inputs)

    def refuse(path):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "touch", refuse)
    again = kept_in(tmp_path, encoder, LAYERS, refuse_to_load)(inputs)
    assert all((layer == other).all() for layer, other in zip(first, again, strict=True))


def test_a_folder_that_cannot_be_written_is_said_and_done_without(encoder, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        layers = kept_in(tmp_path / "file", encoder, LAYERS)(batch(1, 4, 0))
    assert layers[0].shape == (1, 4, 24)
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
    with pytest.raises(
        ModelUnavailable, match=r"pip install --no-deps --require-hashes -r requirements-fast\.lock"
    ):
        wanted("openvino")


def test_vectors_are_the_same_by_either():
    texts = ["滨河街道工作人员上门为老人办理社保认证。", "夜校。", "老人" * 300]
    ours, theirs = (
        Embedder(IndexSettings(precision="float32", runtime=runtime)).encode_passages(texts)
        for runtime in ("openvino", "torch")
    )
    assert ((ours * theirs).sum(axis=1) > 0.9999).all()
    assert list(KEPT.glob(f"*/{MODEL}"))


@pytest.mark.slow
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


def test_a_digest_of_files_tells_other_content_and_order_apart(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("一")
    second.write_text("二")
    named = files_digest([first, second])
    assert named == files_digest([first, second])
    assert len({named, files_digest([second, first]), files_digest([first])}) == 3
    second.write_text("三")
    assert files_digest([first, second]) != named


def test_a_first_answer_needs_neither_torch_nor_transformers(shipped_embedder):
    CaseReader(Path(IndexSettings().model))  # converts what is not kept yet
    code = (
        "import sys; from pathlib import Path; from index.embedding import Embedder\n"
        "from index.settings import IndexSettings; from rag.reading import CaseReader\n"
        "Embedder(IndexSettings()).encode_queries(['夜校'])\n"
        "reader = CaseReader(Path(IndexSettings().model))\n"
        "reader.read('几所', ['夜校三所。']); reader.weigh([('夜校三所', '夜校三所。')])\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"
