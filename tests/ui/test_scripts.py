"""What regions and events run in the browser is there: each module, and each function it is asked for."""

import json
import re

import pytest

from tests.support.visitors import House
from ui.scripts import afterwards, on_load
from ui.static_files import STATIC, static_address

CALL = re.compile(r"import\('([^']+)'\)\.then\(\((\w+)\) => (?:\{ )?(\w+)\.(\w+)\(")
IMPORT = re.compile(r'^import (?:\{ ([\w$, ]+) \}|\* as (\w+)) from "\./(\w+\.js)";$', re.M)
EXPORT = re.compile(r"^export (?:async )?(?:function|const) ([\w$]+)", re.M)
MODULES = sorted(STATIC.glob("*.js"))


def exported(name):
    return set(EXPORT.findall((STATIC / name).read_text(encoding="utf8")))


def test_a_region_and_an_event_import_what_they_call():
    at = static_address()
    assert on_load() == ""
    assert on_load("a.b(element)", "c.d('e')") == (
        f"import('{at}/a.js').then((a) => a.b(element)); import('{at}/c.js').then((c) => c.d('e'))"
    )
    assert afterwards("a.b()") == f"() => import('{at}/a.js').then((a) => {{ a.b(); }})"


def test_what_the_page_calls_is_exported(tmp_path):
    with House(tmp_path).opened() as house:
        config = house.page.get_config_file()
    scripts = [
        *(part["props"].get("js_on_load") or "" for part in config["components"]),
        *(event["js"] for event in config["dependencies"] if isinstance(event.get("js"), str)),
    ]
    calls = {call for script in scripts for call in CALL.findall(script)}
    assert len(calls) > 15
    for address, module, called, function in calls:
        assert (address, called) == (f"{static_address()}/{module}.js", module)
        assert function in exported(f"{module}.js"), json.dumps([module, function])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_what_a_module_imports_is_exported(path):
    source = path.read_text(encoding="utf8")
    imports = IMPORT.findall(source)
    assert len(imports) == source.count("\nimport ") + source.startswith("import ")
    for names, whole, module in imports:
        used = names.split(", ") if names else re.findall(rf"(?<![\w./]){whole}\.(\w+)", source)
        assert set(used) <= exported(module)
        assert used
