"""Ruled tables: rows stay rows, cells keep their columns, wrapped words are whole."""

from tests.index.parse.pdf.drawn import column, drawn, grid, read, say, words

XS = [50, 150, 350, 450]
YS = [700, 670, 620, 590]


def put(canvas, rows, xs=XS, ys=YS):
    """Words into cells: a list of lines each, from the top of the cell."""
    for row, cells in enumerate(rows):
        for column_, lines in enumerate(cells):
            for number, line in enumerate(lines):
                say(canvas, xs[column_] + 5, ys[row] - 18 - 14 * number, line)


ROWS = [
    (["牵头单位"], ["项目"], ["人数"]),
    (["水务局"], ["三条老渠清淤和下游四村新渠修", "建工程"], ["46"]),
    (["林草局"], ["植树"], []),
]


def test_rows_stay_rows_and_wrapped_cells_are_whole():
    def page(canvas):
        say(canvas, 50, 730, "重点任务如下：")
        grid(canvas, XS, YS)
        put(canvas, ROWS)
        say(canvas, 50, 560, "以上任务年底前完成。")

    assert read(drawn(page)) == [
        ("paragraph", "重点任务如下："),
        ("row", "牵头单位：水务局；项目：三条老渠清淤和下游四村新渠修建工程；人数：46"),
        ("row", "牵头单位：林草局；项目：植树"),
        ("paragraph", "以上任务年底前完成。"),
    ]


def test_a_table_without_side_lines():
    def page(canvas):
        grid(canvas, XS, YS)
        put(canvas, ROWS)

    def open_page(canvas):
        for y in YS:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS[1:-1]:
            canvas.line(x, YS[0], x, YS[-1])
        put(canvas, ROWS)

    assert words(drawn(open_page)) == words(drawn(page))


def test_cells_merged_down_and_headers_of_two_rows():
    def page(canvas):
        xs, ys = [50, 150, 250, 350], [700, 670, 640, 610, 580]
        for x in (50, 150, 350):
            canvas.line(x, 700, x, 580)
        canvas.line(250, 670, 250, 580)
        for y in (700, 640, 580):
            canvas.line(50, y, 350, y)
        canvas.line(150, 670, 350, 670)
        canvas.line(150, 610, 350, 610)
        put(canvas, [(["支部"], ["党员"], []), ([], ["男"], ["女"])], xs, ys)
        put(canvas, [([], ["8"], ["5"]), (["一支部"], ["6"], ["4"])], xs, ys[2:])

    assert words(drawn(page)) == [
        "支部：一支部；党员·男：8；党员·女：5",
        "支部：一支部；党员·男：6；党员·女：4",
    ]


def test_a_table_goes_on_at_the_head_of_the_next_page_and_its_header_stands_once():
    def first(canvas):
        grid(canvas, XS, YS)
        put(canvas, ROWS)

    def second(canvas):
        grid(canvas, XS, YS)
        put(canvas, [ROWS[0], (["文旅局"], ["灯会"], ["31"]), (["司法局"], ["普法"], ["17"])])

    assert read(drawn(first, second))[1:] == [
        ("row", "牵头单位：林草局；项目：植树"),
        ("row", "牵头单位：文旅局；项目：灯会；人数：31"),
        ("row", "牵头单位：司法局；项目：普法；人数：17"),
    ]


def test_frames_and_lines_between_columns_are_no_tables():
    words_ = "柳河镇把三条老渠清了淤，又修了十六公里新渠，下游的四个村当年就多种了九百亩稻子。"

    def page(canvas):
        canvas.rect(40, 500, 520, 240)
        canvas.line(300, 500, 300, 740)
        column(canvas, 60, 700, words_, 18)
        column(canvas, 320, 700, words_, 18)

    assert read(drawn(page)) == [("paragraph", words_), ("paragraph", words_)]


def test_a_table_turned_on_its_side():
    def page(canvas):
        canvas.translate(600, 0)
        canvas.rotate(90)
        xs, ys = [50, 150, 350, 450], [500, 470, 420, 390]
        grid(canvas, xs, ys)
        put(canvas, ROWS, xs, ys)

    assert words(drawn(page)) == [
        "牵头单位：水务局；项目：三条老渠清淤和下游四村新渠修建工程；人数：46",
        "牵头单位：林草局；项目：植树",
    ]
