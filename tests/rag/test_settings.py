"""Settings: the example file names them all, and what is unknown or out of range is refused."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_settings import SettingsConfigDict

from index.settings import ROOT, IndexRoot
from people.settings import AccountSettings
from rag.settings import Settings

EXAMPLE = ROOT / "settings.example.toml"
README = ROOT / "README.md"
# (table, name, lowest and highest value taken, a value just below and one just above)
RANGES = [
    ("index", "batch_size", 1, 1024, 0, 1025),
    ("index", "passage_chars", 60, 1000, 59, 1001),
    ("index", "overlap_sentences", 0, 5, -1, 6),
    ("index", "flat_limit", 1, 10**9, 0, None),
    ("index", "milvus_timeout_s", 1, 600, 0.9, 600.1),
    ("retrieval", "candidates", 1, 1000, 0, 1001),
    ("retrieval", "dense_weight", 0, 1, -0.001, 1.001),
    ("reading", "passages", 1, 50, 0, 51),
    ("reading", "threshold", 0, 1, -0.001, 1.001),
    ("reading", "question_chars", 20, 5000, 19, 5001),
]
OUTSIDE = [
    (table, name, value) for table, name, _, _, *outside in RANGES for value in outside if value is not None
]


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch):
    for name in [n for n in os.environ if n.upper().startswith("XHS_")]:
        monkeypatch.delenv(name)
    for root in (Settings, IndexRoot):
        monkeypatch.setitem(root.model_config, "toml_file", None)


def loaded(path, base=Settings):
    """The settings a program would have with ``path`` as its settings.toml."""

    class FromFile(base):
        model_config = SettingsConfigDict(toml_file=path)

    return FromFile()


def written(folder, text):
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf8")
    return path


class Whole(Settings):
    """With the rules of accounts as people reads them."""

    accounts: AccountSettings = AccountSettings()


def names(model):
    """All settings of a model, dotted; [accounts] is read by people, of which rag knows nothing."""
    paths = set()
    for name, field in model.model_fields.items():
        table = AccountSettings if name == "accounts" else field.annotation
        nested = isinstance(table, type) and issubclass(table, BaseModel)
        paths |= {f"{name}.{inner}" for inner in names(table)} if nested else {name}
    return paths


def test_the_example_names_every_setting_and_no_other():
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf8"))
    named = set()
    for name, value in example.items():
        named |= {f"{name}.{inner}" for inner in value} if isinstance(value, dict) else {name}
    assert named == names(Settings) - {"accounts.openid"}  # a table of its own, left out where it is not used


def test_the_example_holds_the_defaults():
    example, default = loaded(EXAMPLE).model_dump(), Settings().model_dump()
    # Places are written relative there, as a user would; the defaults are absolute.
    example["store"] = ROOT / example["store"]
    example["database"] = example["database"].replace("sqlite:///", f"sqlite:///{ROOT}/")
    example["index"]["records"] = example["index"]["records"].replace("sqlite:///", f"sqlite:///{ROOT}/")
    for table in ("index", "reading"):
        example[table]["model"] = str(ROOT / example[table]["model"])
    default["accounts"] = AccountSettings().model_dump(exclude={"openid"})
    assert example == default


def test_every_limit_of_the_models_is_tested_here():
    bounded = set()
    for table in ("index", "retrieval", "reading"):
        for name, field in type(getattr(Settings(), table)).model_fields.items():
            if any(hasattr(limit, "ge") or hasattr(limit, "le") for limit in field.metadata):
                bounded.add((table, name))
    assert bounded == {(table, name) for table, name, *_ in RANGES}


@pytest.mark.parametrize(("table", "name", "lowest", "highest"), [r[:4] for r in RANGES])
def test_the_ends_of_a_range_are_taken(table, name, lowest, highest, tmp_path):
    for value in (lowest, highest):
        settings = loaded(written(tmp_path, f"[{table}]\n{name} = {value}\n"))
        assert getattr(getattr(settings, table), name) == value


@pytest.mark.parametrize(("table", "name", "value"), OUTSIDE)
def test_a_value_out_of_range_is_refused_by_name(table, name, value, tmp_path):
    with pytest.raises(ValidationError) as caught:
        loaded(written(tmp_path, f"[{table}]\n{name} = {value}\n"))
    assert [error["loc"] for error in caught.value.errors()] == [(table, name)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("stroe = 'x'", ("stroe",)),
        ("[retreival]\ncandidates = 3", ("retreival",)),
        ("[index]\nbatchsize = 3", ("index", "batchsize")),
        ("[reading]\nprecision = 'float16'", ("reading", "precision")),
        ("[index]\nprecision = 'int8'", ("index", "precision")),
        ("[index]\nmilvus_consistency = 'strong'", ("index", "milvus_consistency")),
        ("index = 'models/other'", ("index",)),
        ("[serving]\nhosts = ['a.example:80']", ("serving", "hosts", 0)),
        ("[serving]\nproxies = ['proxy.example']", ("serving", "proxies", 0)),
    ],
)
def test_an_unknown_name_or_word_is_refused_by_name(text, place, tmp_path):
    with pytest.raises(ValidationError) as caught:
        loaded(written(tmp_path, text))
    assert [error["loc"] for error in caught.value.errors()] == [place]


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("XHS_STROE", ("XHS_STROE",)),
        ("XHS_RETREIVAL__CANDIDATES", ("XHS_RETREIVAL__CANDIDATES",)),
        ("XHS_INDEX__BATCHSIZE", ("index", "batchsize")),
        ("XHS_INDEX", ("index",)),
    ],
)
def test_an_unknown_variable_is_refused_by_name(variable, place, monkeypatch):
    monkeypatch.setenv(variable, "3")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert [error["loc"] for error in caught.value.errors()] == [place]


def test_arguments_go_before_variables_and_variables_before_the_file(tmp_path, monkeypatch):
    path = written(tmp_path, "store = 'file'\n[index]\nbatch_size = 2\npassage_chars = 100\n")
    monkeypatch.setenv("XHS_STORE", "variable")
    monkeypatch.setenv("XHS_INDEX__BATCH_SIZE", "4")

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    assert str(FromFile().store) == "variable"
    assert str(FromFile(store="argument").store) == "argument"
    assert (FromFile().index.batch_size, FromFile().index.passage_chars) == (4, 100)


def test_a_store_is_a_folder_or_an_address_kept_as_it_is_written(monkeypatch):
    address = "milvus+http://127.0.0.1:19530/cases"
    assert Settings(store="folder").store == Path("folder")
    assert Settings(store=address).store == address
    monkeypatch.setenv("XHS_STORE", address)
    assert Settings().store == IndexRoot().store == address


def test_a_list_is_divided_by_commas_in_a_variable(monkeypatch):
    monkeypatch.setenv("XHS_SERVING__PROXIES", "10.0.0.2, ::1,")
    assert [str(address) for address in Settings().serving.proxies] == ["10.0.0.2", "::1"]


def test_the_index_command_reads_its_own_table_only(tmp_path):
    theirs = loaded(written(tmp_path, "[reading]\npassages = 0\n[index]\nbatch_size = 2\n"), IndexRoot)
    assert theirs.index.batch_size == 2
    with pytest.raises(ValidationError) as caught:
        loaded(written(tmp_path, "[index]\nbatch_size = 0\n"), IndexRoot)
    assert caught.value.errors()[0]["loc"] == ("index", "batch_size")


def test_settings_cannot_be_changed_once_loaded():
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.index.batch_size = 2
    with pytest.raises(ValidationError, match="frozen"):
        settings.store = ROOT


def test_the_readme_lists_every_setting_with_its_variable_and_default():
    text = README.read_text(encoding="utf8")
    rows = re.findall(r"^\| `([a-z_.]+)` \| `(XHS_\w+)` \| `?\"?(.*?)\"?`? \|", text, re.M)
    listed = {name: (variable, default) for name, variable, default in rows}
    expected = {}
    for name in names(Settings) - {"accounts.openid"}:
        value = Whole()
        for part in name.split("."):
            value = getattr(value, part)
        value = list(value) if isinstance(value, tuple) else value  # as in TOML and JSON
        variable = "XHS_" + name.replace(".", "__").upper()
        expected[name] = (variable, str(value).replace(f"{ROOT}/", ""))
    assert listed == expected
