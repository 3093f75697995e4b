"""Objects of OFD pages: where letters stand, which of them are seen, which lines rule tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parse.layout import laid_out
from index.parse.ofd import read_ofd
from index.parse.ofd.arrays import numbers, steps
from index.parse.ofd.drawing import Matrix
from tests.support.files import ofd_files as made
from tests.support.files.ofd_files import line, text
from tests.support.files.ofd_layout import PT

BODY = "三月里送书一千二百册。"


def read(*pages, **more):
    found = read_ofd("a.ofd", made.simple(*pages, **more))
    return laid_out(found.lines)[0].splitlines(), found.notices


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("5.6 5.6", [5.6, 5.6]), ("g 3 5.6", [5.6, 5.6, 5.6]), ("1 g 2 4.5 2", [1, 4.5, 4.5, 2]),
        ("g 99999999999 1", [1.0] * 8), ("1 x 2", [1]), ("g", []), ("g 2", []), ("g x 1", []), ("1e999", []),
        ("nan 1", []), ("", []), (None, []), ("g -3 1 2", [2]),
    ],
)  # fmt: skip
def test_repetitions_are_written_out_within_bounds(words, found):
    assert steps(words, 8) == found


@given(st.text())
def test_no_list_of_numbers_breaks_anything(words):
    assert all(isinstance(value, float) for value in steps(words, 10))
    assert len(numbers(words, 4)) in (0, 4)


@given(st.lists(st.floats(-100, 100), min_size=12, max_size=12), st.floats(-50, 50), st.floats(-50, 50))
def test_matrices_one_after_the_other_are_their_product(values, x, y):
    outer, inner = Matrix(*values[:6]), Matrix(*values[6:])
    wanted = outer.point(*inner.point(x, y))
    assert outer.after(inner).point(x, y) == pytest.approx(wanted, abs=1e-6, rel=1e-6)


def test_letters_stand_where_matrix_boundary_and_steps_put_them():
    steps = f'<ofd:TextCode X="0" Y="10" DeltaX="g 2 {6 * PT}">甲乙丙</ofd:TextCode>'
    first = made.written_out(steps, "10 20 100 100", 6 * PT, 'CTM="2 0 0 2 5 5"')
    # From the same place on, in a letter an object without a matrix: the line goes on.
    start = 10 + 5 + 2 * 3 * 6 * PT
    assert read(first + text("丁戊", start, 20 + 5 + 20))[0] == ["甲乙丙丁戊"]


def test_text_codes_follow_each_other_where_they_say():
    inside = (
        '<ofd:TextCode X="0" Y="5" DeltaX="4.2333">甲乙</ofd:TextCode>'
        '<ofd:TextCode X="8.4667" DeltaX="4.2333">丙丁</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="12" DeltaX="4.2333">戊己</ofd:TextCode>'
    )
    words = made.written_out(inside, "20 40 90 20", 4.2333)
    assert read(words)[0] == ["甲乙丙丁戊己"]


def test_letters_without_steps_stand_side_by_side():
    words = made.written_out('<ofd:TextCode X="0" Y="5">甲A1乙</ofd:TextCode>', "20 40 90 9", 4)
    assert read(words)[0] == ["甲A1乙"]


def test_spread_letters_of_one_object_are_one_word():
    size = 12 * PT
    steps = f'<ofd:TextCode X="0" Y="5" DeltaX="g 3 {1.5 * size}">2024</ofd:TextCode>'
    words = made.written_out(steps, "20 40 90 9", size)
    assert read(words)[0] == ["2024"]


def test_two_columns_are_read_one_after_the_other():
    left = "河边的步道修好了，早晚都有人散步，孩子们在树下写作业，老人们下棋。" * 3
    right = "夜校开在村委会，教的是会计和电脑，报名的人坐满了两间屋，冬天也不停。" * 3
    rows = ""
    for x, words in ((20, left), (115, right)):
        for n in range(0, len(words), 18):
            rows += text(words[n : n + 18], x, 40 + n / 18 * 7)
    assert read(rows)[0] == [left, right]


def test_a_page_turned_by_a_quarter_is_read_upright():
    size = 12 * PT
    steps = f'<ofd:TextCode X="0" Y="0" DeltaX="g 10 {size}">{BODY}</ofd:TextCode>'
    turned = made.written_out(steps, "100 30 90 200", size, 'CTM="0 1 -1 0 0 0"')
    assert read(turned)[0] == [BODY]


WHITE = '<ofd:FillColor Value="255 255 255"/>'
UNSEEN = {
    "invisible": (text("看不见", 20, 60, attributes='Visible="false"'), "隐藏文字 3 个字"),
    "clear": (text("看不见", 20, 60, attributes='Alpha="0"'), "隐藏文字 3 个字"),
    "clear colour": (
        text("看不见", 20, 60, colour='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
        "隐藏文字 3 个字",
    ),
    "neither filled nor drawn": (text("看不见", 20, 60, attributes='Fill="false"'), "隐藏文字 3 个字"),
    "white": (text("看不见", 20, 60, colour=WHITE), "白色文字 3 个字"),
    "white grey": (text("看不见", 20, 60, colour='<ofd:FillColor Value="255"/>'), "白色文字 3 个字"),
    "white ink": (text("看不见", 20, 60, colour='<ofd:FillColor Value="0 0 0 0"/>'), "白色文字 3 个字"),
    "white in hex": (
        text("看不见", 20, 60, colour='<ofd:FillColor Value="#FF #FF #FF"/>'),
        "白色文字 3 个字",
    ),
    "white by its look": (text("看不见", 20, 60, colour="", attributes='DrawParam="91"'), "白色文字 3 个字"),
    "outside": (text("看不见", 300, 60), "页面外的文字 3 个字"),
    "tiny": (text("看不见", 20, 60, 0.5), "极小的文字 3 个字"),
    "aslant": (
        text("看不见", 20, 60, attributes='CTM="0.7 0.7 -0.7 0.7 0 0"'),
        "斜排的文字（如水印） 3 个字",
    ),
}
LOOKS = {
    "Doc_0/Res.xml": f"{made.HEAD}<ofd:Res {made.NS}><ofd:DrawParams>"
    f'<ofd:DrawParam ID="90">{WHITE}</ofd:DrawParam><ofd:DrawParam ID="91" Relative="90"/>'
    "</ofd:DrawParams></ofd:Res>"
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_left_out_and_told(name):
    hidden, said = UNSEEN[name]
    common = "<ofd:PublicRes>Res.xml</ofd:PublicRes>"
    words, notices = read(text(BODY, 20, 40) + hidden, common=common, **LOOKS)
    assert words == [BODY]
    assert notices == (f"去掉了{said}，没有入库",)


@pytest.mark.parametrize("colour", ["0 0 128", "", "12"])
def test_white_letters_on_a_ground_are_seen(colour):
    fill = f'<ofd:FillColor Value="{colour}"/>' if colour else ""
    ground = (
        f'<ofd:PathObject ID="1" Boundary="15 45 100 20" Fill="true" Stroke="false">{fill}'
        "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert read(text(BODY, 20, 80) + ground + text("白字标题", 20, 60, colour=WHITE))[0] == ["白字标题", BODY]


def test_glyphs_without_a_character_are_counted():
    words, notices = read(text(BODY, 20, 40) + text("甲\ue001\ufffd", 20, 60))
    assert words == [BODY + "甲"]
    assert notices == ("没有编码的字 2 个没有读入",)


def table(draw):
    """Two columns, three rows; ``draw`` makes objects of the lines."""
    rules = [(20, y, 120, y) for y in (50, 60, 70, 80)] + [(x, 50, x, 80) for x in (20, 70, 120)]
    cells = [
        ("村", 22, 57),
        ("册", 72, 57),
        ("上塘", 22, 67),
        ("180", 72, 67),
        ("下塘", 22, 77),
        ("150", 72, 77),
    ]
    return text(BODY, 20, 40) + draw(rules) + "".join(text(*cell) for cell in cells)


def strokes(rules):
    return "".join(line(*rule) for rule in rules)


def one_path(rules):
    data = " ".join(f"M {x} {y} L {u} {v}" for x, y, u, v in rules)
    return made.path(data)


def thin_shapes(rules):
    made_of = []
    for x, y, u, v in rules:
        u, v = max(u, x + 0.3), max(v, y + 0.3)
        data = f"M {x} {y} L {u} {y} L {u} {v} L {x} {v} C"
        made_of.append(made.path(data, 'Fill="true" Stroke="false"'))
    return "".join(made_of)


def cell_boxes(rules):
    boxes = [(x, y) for x in (20, 70) for y in (50, 60, 70)]
    data = " ".join(f"M {x} {y} L {x + 50} {y} L {x + 50} {y + 10} L {x} {y + 10} C" for x, y in boxes)
    return made.path(data)


@pytest.mark.parametrize("draw", [strokes, one_path, thin_shapes, cell_boxes])
def test_tables_are_told_by_their_lines_however_they_are_drawn(draw):
    assert read(table(draw))[0] == [BODY, "村：上塘；册：180", "村：下塘；册：150"]
