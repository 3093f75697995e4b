"""Every field of the page is declared once in ui/drafts/fields.py: kept until it is sent, or not and why."""

import re
from fnmatch import fnmatch

import gradio as gr
import pytest

from tests.support.visitors import House
from ui.drafts import DECLARED
from ui.templating import TEMPLATES

INPUT = re.compile(r"<(input|textarea|select)\b((?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*)>", re.S)
ATTRIBUTE = re.compile(r'\b(name|type)="((?:[^"{]|\{\{.*?\}\})*)"')
PUT_IN = re.compile(r"\{\{.*?\}\}")
UNTYPED = {"hidden", "submit"}  # nobody types into them
# Gradio's own parts that hold a value but no words of a user's.
SILENT = (gr.HTML, gr.State, gr.BrowserState, gr.Button, gr.BarPlot)
HIDDEN = {"wanted"}  # never drawn: the page's script fills it in from the address


def written():
    """(template, name with * for what is put in, type) of every input in the templates."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for tag, attributes in INPUT.findall(path.read_text(encoding="utf8")):
            said = dict(ATTRIBUTE.findall(attributes))
            kind = said.get("type", tag)
            name = PUT_IN.sub("*", said.get("name", "file" if kind == "file" else ""))
            if kind not in UNTYPED:
                yield path.relative_to(TEMPLATES).as_posix(), name, kind


WRITTEN = sorted(set(written()))


def alike(declared, name):
    return fnmatch(name, declared) or fnmatch(declared, name)


def test_the_templates_hold_inputs():
    assert len(WRITTEN) > 40


@pytest.mark.parametrize(("template", "name", "kind"), WRITTEN)
def test_every_input_is_declared(template, name, kind):
    rows = [field for field in DECLARED if field.template == template and alike(field.name, name)]
    assert rows, f"{template}: <{kind} name={name!r}> stands in no row of ui/drafts/fields.py"
    if kind in ("password", "file"):
        assert all(field.why_not for field in rows)


def test_nothing_is_declared_that_is_not_there():
    for field in DECLARED:
        if field.template:
            names = [name for template, name, _ in WRITTEN if template == field.template]
            assert any(alike(field.name, name) for name in names), field


def test_what_is_not_kept_says_why_and_what_is_kept_says_until_when():
    for field in DECLARED:
        assert not (field.why_not and field.until), field
        assert field.why_not or field.until or not field.template, field


def test_no_two_rows_declare_the_same():
    known = [(field.template, field.form, field.name) for field in DECLARED]
    assert len(known) == len(set(known))


def test_every_input_of_gradio_is_declared(tmp_path):
    with House(tmp_path).opened() as house:
        inputs = [
            block.elem_id
            for block in house.page.blocks.values()
            if isinstance(block, gr.components.Component) and not isinstance(block, SILENT)
        ]
    assert set(inputs) - HIDDEN == {"question", "draft", "way"}
    assert set(inputs) - HIDDEN <= {field.form for field in DECLARED if not field.template}
