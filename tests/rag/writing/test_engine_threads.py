"""An engine's tokenizer is shared: no question may change how it truncates or pads while another uses it."""

import shutil
from pathlib import Path

from tokenizers import Tokenizer

from rag.settings import GenerationSettings
from rag.writing.local_engine import load_tokenizer
from rag.writing.opening import open_engine
from tests.support.tokenizers import tokenizers_in

FOLDER = Path(__file__).resolve().parents[3] / "models" / "case-reader"


def truncating(tmp_path):
    """A model's folder whose tokenizer truncates and pads unless told otherwise, as some on the hub do."""
    for name in ("tokenizer.json", "tokenizer_config.json", "config.json"):
        shutil.copy(FOLDER / name, tmp_path / name)
    tokenizer = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=4)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return str(tmp_path)


def test_what_counts_tokens_is_set_up_before_it_is_shared(tmp_path):
    folder = truncating(tmp_path)
    engine = open_engine(
        GenerationSettings(engine="openai", model="m", url="http://127.0.0.1:9", tokenizer=folder)
    )
    tokenizer = load_tokenizer(folder)
    before = tokenizers_in(tokenizer)
    assert len(tokenizer("大篷车全年开进36个乡镇。", add_special_tokens=False)["input_ids"]) > 4
    assert engine.count("大篷车全年开进36个乡镇。") > 4
    assert tokenizers_in(tokenizer) == before
