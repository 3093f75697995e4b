"""Letters of a line -> words: which blanks are printed, which are only spacing."""

from index.parse.pages import Letter, line_words, lines_of
from index.parse.pdf import read_pdf
from tests.support.files.office_files import hand_made_pdf


def line(*pieces, size=10.0):
    """Letters of these (words, gap after) pieces; Chinese ones are as wide as they are high, others half."""
    letters, at = [], 0.0
    for words, gap in pieces:
        for char in words:
            wide = size / 2 if char.isascii() else size
            letters.append(Letter(char, at, at + wide, 100.0, size))
            at += wide
        at += gap
    return letters


def test_spacing_between_scripts_is_no_blank_and_a_stretched_line_has_none():
    assert line_words(line(("惠及农户", 3.6), ("610", 3.6), ("户。", 0))) == "惠及农户610户。"
    assert line_words(line(*((char, 4.0) for char in "菜打分要换"))) == "菜打分要换"


def test_blanks_that_are_wide_or_in_the_file_are_kept():
    assert line_words(line(("石", 3.0), ("朗", 10.0), ("通讯员", 0))) == "石 朗 通讯员"
    assert line_words(line(("Red", 3.0), ("Star", 0))) == "Red Star"
    assert line_words(line(("甲", 0), (" ", 0), ("2023", 0))) == "甲 2023"


def test_letters_printed_twice_to_look_bold_are_read_once():
    twice = [(char, 10.0 * n + shift) for n, char in enumerate("通知") for shift in (0, 0.3)]
    assert line_words([Letter(char, at, at + 10, 100.0, 10.0) for char, at in twice]) == "通知"


def test_raised_letters_stand_on_their_line():
    letters = [*line(("面积", 0)), Letter("2", 20.0, 23.0, 103.0, 6.0), Letter("下", 0.0, 10.0, 82.0, 10.0)]
    assert ["".join(letter.text for letter in each) for each in lines_of(letters)] == ["面积2", "下"]


def test_radicals_of_a_font_are_the_characters_they_look_like():
    drawn = b"BT /F1 12 Tf 50 500 Td (ABC) Tj ET"
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def"
        b" 1 begincodespacerange"
        b" <00> <FF> endcodespacerange 3 beginbfchar <41> <2ED8> <42> <2F3C> <43> <9547> endbfchar"
        b" endcmap end end"
    )
    data = hand_made_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 600] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            b"<< /Length %d >>\nstream\n" % len(to_unicode) + to_unicode + b"\nendstream",
        ]
    )
    assert [entry.printed for entry in read_pdf("a.pdf", data).lines] == ["青心镇"]
