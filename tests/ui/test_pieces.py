"""Tables are drawn as tables, and a marked cell with the header and the row it belongs to."""

import re

from index.parse.layout import Line, laid_out
from index.parse.tables import GridCell, table_lines
from ui.pieces import Marked, highlighted, pieces
from ui.templating import render

ROWS = [["渡口", "渡工", "", "船数"], ["", "男", "女", ""], ["柳湾", "7", "2", "4"], ["石矶", "5", "", "2"]]
SPANS = {(0, 0): (2, 1), (0, 1): (1, 2), (0, 3): (2, 1)}


def drawn(marked=""):
    cells = [
        GridCell(r, c, words, *SPANS.get((r, c), (1, 1)))
        for r, row in enumerate(ROWS)
        for c, words in enumerate(row)
        if words
    ]
    text, blocks = laid_out([Line("渡口一览", 1), *table_lines(cells, 1), Line("今年再修一处渡口。")])
    at = text.index(marked) if marked else 0
    return list(pieces(text, blocks, Marked(at, at + len(marked)))), text


def said(cell):
    return "".join(words for words, _ in cell.words)


def test_what_is_quoted_and_what_it_leans_on_are_told_apart():
    marked = Marked(4, 6, ((0, 2), (3, 5), (8, 9)))
    assert highlighted("甲局的一二三四五六", 0, 9, marked) == (
        ("甲局", "leans"),
        ("的", ""),
        ("一", "leans"),
        ("二三", "said"),
        ("四五", ""),
        ("六", "leans"),
    )
    assert highlighted("甲局的一二三四五六", 5, 7, marked) == (("三", "said"), ("四", ""))
    assert highlighted("甲局", 1, 1, marked) == ()


def test_rows_of_one_table_are_one_piece_between_headings_and_lines():
    shown, _ = drawn()
    assert [piece.kind for piece in shown] == ["heading", "table", "line"]
    table = shown[1].table
    assert [[(said(cell), cell.columns) for cell in row] for row in table.headers] == [
        [("", 1), ("渡工", 2), ("", 1)],
        [("渡口", 1), ("男", 1), ("女", 1), ("船数", 1)],
    ]
    assert [[said(cell) for cell in row] for row in table.rows] == [
        ["柳湾", "7", "2", "4"],
        ["石矶", "5", "", "2"],
    ]


def test_a_marked_cell_is_shown_with_its_headers_and_its_row():
    shown, text = drawn("女：2")
    assert text[text.index("女：2") + 2] == "2"
    table = next(piece.table for piece in shown if piece.table)
    assert [cell.words for cell in table.rows[0]] == [
        (("柳湾", ""),),
        (("7", ""),),
        (("2", "said"),),
        (("4", ""),),
    ]
    assert [cell.bound for cell in table.rows[0]] == [True, False, False, False]
    assert not any(cell.bound for cell in table.rows[1])
    assert [said(cell) for row in table.headers for cell in row if cell.bound] == ["渡工", "女"]


def test_what_a_cell_says_is_escaped_and_the_source_panel_draws_the_table():
    shown, _ = drawn("女：2")
    html = render(
        "chat/source.html",
        failure="",
        standing="",
        facts=[],
        heading=(("<b>", ""),),
        pictures=[],
        pieces=shown,
    )
    assert "<b>" not in html
    assert '<th scope="col" colspan="2" class="bound">渡工</th>' in html
    assert '<td class="bound">柳湾</td>' in html
    assert len(re.findall(r"<tr>", html)) == 4
    assert "<td><mark>2</mark></td>" in html
