"""All HTML comes from templates; that they escape what they are given is in test_escaping.py."""

import ast
import re
from pathlib import Path

import pytest

from ui.templating import TEMPLATES, OneLine, render

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile(r"(?<!\?P)<[a-z][a-z0-9]*[ >/]|</[a-z]")
# Rewrites the page that Gradio makes, before any template is in it.
OUTSIDE = {"ui/serving/index_page.py"}


def html_built(path):
    """Where a module holds a string with a tag in it, as path:function."""
    name = path.relative_to(ROOT).as_posix()
    for function in ast.parse(path.read_text(encoding="utf8")).body:
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and TAG.search(node.value):
                yield name if name in OUTSIDE else f"{name}:{getattr(function, 'name', '')}"


def test_no_html_is_built_outside_the_templates():
    built = {where for path in sorted((ROOT / "ui").rglob("*.py")) for where in html_built(path)}
    assert built <= OUTSIDE


def test_no_hidden_comment_makes_a_value_new():
    sources = [*(ROOT / "ui").rglob("*.py"), *TEMPLATES.rglob("*.html"), *(ROOT / "ui").rglob("*.js")]
    assert len(sources) > 90
    assert [path for path in sources if "<!--" in path.read_text(encoding="utf8")] == []


def test_only_html_that_a_template_made_is_put_in_unescaped():
    unescaped = {
        (path.relative_to(TEMPLATES).as_posix(), name)
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"(\w+)\s*\|\s*safe", path.read_text(encoding="utf8"))
    }
    assert unescaped == {
        ("training/compose.html", "scope"),
        ("training/home.html", "scope"),
        ("training/page.html", "body"),
        ("training/trainer.html", "body"),
    }


def test_what_nobody_gave_is_an_error():
    with pytest.raises(Exception, match="'message' is undefined"):
        render("chat/failed.html", question="问")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<p>\n  一\n</p>", "<p>一</p>"),
        ("<b>一</b>\n<b>二</b>", "<b>一</b><b>二</b>"),
        ("一\n  二", "一 二"),
        ("{{ a }}\n{{ b }}", "{{ a }}{{ b }}"),
        ('<i class="x"\n   id="y">', '<i class="x" id="y">'),
        ("一  二", "一  二"),
    ],
)
def test_a_template_s_own_line_breaks_do_not_reach_the_page(source, wanted):
    one_line = OneLine.preprocess(None, source, None)
    assert re.sub(r"\{#\n+#\}", "", one_line) == wanted
    assert one_line.count("\n") == source.count("\n")
