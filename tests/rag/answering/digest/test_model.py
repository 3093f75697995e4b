"""The weights that ship, on sentences that leave no doubt; what happens with others."""

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from index.embedding import ROLES_FILE
from index.errors import ModelUnavailable
from index.settings import CASE_READER
from rag.answering.digest import ROLES, RoleModel, outline
from tests.rag.answering.digest.cases_told import SAYS, ToldRoles, case_text


def likeliest(model):
    """The role of each sentence that heads nothing, beside the role it should have."""
    text, _ = case_text()
    sentences = outline(text.document, text.blocks, text.span)
    rows = model.roles(text.document, sentences, text.span)
    assert rows.shape == (len(sentences), len(ROLES))
    np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-5)
    words = [text.document.text[s.start : s.end] for s in sentences]
    found = [ROLES[row.argmax()] for row in rows]
    return [
        (one, ToldRoles().of(one), role)
        for one, role in zip(words, found, strict=True)
        if ToldRoles().of(one) in SAYS.values()
    ]


def test_the_weights_that_ship_tell_the_roles_of_a_plain_case(shipped_embedder):
    told = likeliest(RoleModel.open(CASE_READER, shipped_embedder))
    assert sum(wanted == role for _, wanted, role in told) >= len(told) - 1


def test_the_weights_that_ship_know_the_encoder_that_ships(shipped_embedder):
    """A new file beside the encoder's must not make another encoder of it: digests fell by half once."""
    with safe_open(CASE_READER / ROLES_FILE, "np") as tensors:
        assert tensors.metadata()["encoder"] == shipped_embedder.fingerprint


class OtherEncoder:
    """An encoder that the weights were not trained on: it must not be asked."""

    fingerprint = "another@0000000000000000"
    dimension = 3

    def encode_passages(self, texts):
        """Never called."""
        raise AssertionError(texts)


def test_with_another_encoder_headings_and_words_decide_alone():
    told = likeliest(RoleModel.open(CASE_READER, OtherEncoder()))
    assert sum(wanted == role for _, wanted, role in told) >= len(told) - 2


def test_a_text_of_very_many_sentences_is_not_embedded(shipped_embedder, monkeypatch):
    model = RoleModel.open(CASE_READER, shipped_embedder)
    monkeypatch.setattr("rag.answering.digest.model.MOST", 3)
    monkeypatch.setattr(shipped_embedder, "encode_passages", OtherEncoder().encode_passages)
    assert likeliest(model)


def test_no_sentences_give_no_rows(shipped_embedder):
    text, _ = case_text()
    assert RoleModel.open(CASE_READER, shipped_embedder).roles(text.document, [], text.span).shape == (0, 7)


def test_missing_weights_are_told_with_the_next_step(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"training\.role_heads --write"):
        RoleModel.open(tmp_path, OtherEncoder())


def test_weights_of_other_roles_are_refused(tmp_path):
    save_file(load_file(CASE_READER / ROLES_FILE), tmp_path / ROLES_FILE, metadata={"roles": "甲 乙"})
    with pytest.raises(ModelUnavailable, match="甲 乙"):
        RoleModel.open(tmp_path, OtherEncoder())
