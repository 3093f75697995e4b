"""The same content as .docx, as .ofd of three producers, as .pptx: the same cases, every cell bound alike."""

import pytest

from index.parse import parse_file
from index.segment import segment
from index.segment.propositions import propositions_of
from tests.support.files.ofd_files import HABITS
from tests.support.files.six_documents import SIX
from tests.support.files.slide_files import slides
from tests.support.files.word_files import word

FORMATS = {
    **{f"{habit}.ofd": make for habit, make in HABITS.items()},
    "deck.pptx": slides,
}


def taken_apart(path, data):
    """(unit, title, words) of each case, and of each table cell what it is with what it carries by role."""
    path.write_bytes(data)
    parsed = parse_file(path)
    text = parsed.document.text
    segmentation = segment(parsed.document, parsed.blocks)
    cases = [(c.unit, c.title, "".join(text[c.start : c.end].split())) for c in segmentation.cases]
    cells = [
        (text[p.start : p.end], [(part.role, text[part.start : part.end]) for part in p.carried])
        for p in propositions_of(parsed.document, parsed.blocks, segmentation)
        if p.kind == "cell"
    ]
    return cases, cells


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("content", SIX)
def test_cases_and_cells_are_those_of_the_word_file(tmp_path, content, name):
    wanted = taken_apart(tmp_path / "a.docx", word(SIX[content]))
    cases, cells = taken_apart(tmp_path / name, FORMATS[name](SIX[content]))
    assert cases == wanted[0]
    assert cells == wanted[1]
    assert bool(cells) == any(hasattr(block, "rows") for block in SIX[content])
