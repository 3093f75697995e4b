"""Rows and list items of a Markdown file, at their places in it."""

from index.parse.markdown import markdown_blocks

TABLE = r"""# 台账
## 街道

| 街道 | 网格 | 备注 |
| --- | ---: | --- |
| 柳河街道 | 17 | |
| 石门街道 |  | 新\|设 |
"""


def test_cells_stand_under_their_headers_and_empty_ones_keep_their_column():
    blocks = [block for block in markdown_blocks(TABLE) if block.table]
    assert [(block.kind, block.table) for block in blocks] == [("caption", 1), ("row", 1), ("row", 1)]
    assert [
        [
            (TABLE[c.start : c.end], c.column, [TABLE[slice(*h)] for h in c.headers], c.label)
            for c in block.cells
        ]
        for block in blocks[1:]
    ] == [
        [("柳河街道", 0, ["街道"], True), ("17", 1, ["网格"], False)],
        [("石门街道", 0, ["街道"], True), (r"新\|设", 2, ["备注"], False)],
    ]


def test_list_items_have_their_markers_and_depths():
    text = "# 一\n## 二\n- 渠\n  1. 清淤\n     续行\n- 路\n\n10) 末项\n"
    items = [b for b in markdown_blocks(text) if b.kind == "item"]
    assert [(text[b.start : b.end], b.level, text[b.start : b.start + b.marker]) for b in items] == [
        ("渠", 1, ""),
        ("1. 清淤", 2, "1. "),
        ("路", 1, ""),
        ("10) 末项", 1, "10) "),
    ]
