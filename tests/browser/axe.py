"""What axe-core and a measure of our own find wrong with what a page shows; axe comes with `npm ci`."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
MISSING = f"没有 axe-core（{AXE}），不能用它检查网页；有 npm 时 make test 会装，也可以运行 npm ci"
LEAST = 4.5  # contrast of text with what is behind it, large text too
PALE = Path(__file__).with_name("pale.js")


def missing():
    """Skip, or fail where npm must be there, without axe."""
    if not AXE.exists():
        (pytest.fail if os.environ.get("REQUIRE_NPM") else pytest.skip)(MISSING)


def faults(page):
    """Serious and critical findings of axe, and text that is too pale, as lines; [] where all is well."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    grave = [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
        if rule["impact"] in ("serious", "critical")
    ]
    return grave + page.evaluate(PALE.read_text(encoding="utf8"), LEAST)
