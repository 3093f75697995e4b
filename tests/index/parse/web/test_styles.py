"""What of a page is seen, and what is not."""

import pytest

from index.parse.web.colours import WHITE, colour, ground, size
from tests.index.parse.web.pages import read, words


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("#fff", WHITE), ("#ffffff", WHITE), ("white", WHITE), ("rgb(255, 255, 255)", WHITE),
        ("rgb(100% 100% 100% / 1)", WHITE), ("rgba(253,254,255,.9)", WHITE), ("#c00", "#cc0000"),
        ("rgb(192,0,0)", "#c00000"), ("transparent", ""), ("rgba(9,9,9,0)", ""), ("#12345600", ""),
        ("red", "red"),
    ],
)  # fmt: skip
def test_colours(value, same):
    assert colour(value) == same


@pytest.mark.parametrize(
    ("value", "under"),
    [
        ("#c00", "#cc0000"), ("none", WHITE), ("transparent", WHITE), ("no-repeat center #036", "#003366"),
        ("url(a.png) #fff", None), ("linear-gradient(90deg,#c00,#f00)", None), ("var(--theme)", None),
        ("inherit", WHITE),
    ],
)  # fmt: skip
def test_grounds_over_white_paper(value, under):
    assert ground(value, WHITE) == under


@pytest.mark.parametrize(
    ("value", "hidden"),
    [
        ("0", "隐藏文字"), ("0px", "隐藏文字"), ("0.0em", "隐藏文字"), ("0.9em", ""), ("0.95rem", ""),
        ("16px", ""),
        ("90%", ""), ("small", ""), ("1px", "极小的文字"), ("0%", "隐藏文字"),
    ],
)  # fmt: skip
def test_sizes_that_hide(value, hidden):
    assert size(value, "") == hidden


def test_relative_sizes_of_nothing_are_nothing_and_absolute_ones_are_seen():
    body = """<div style="font-size:0"><b style="font-size:15px">看得见</b>
    <i style="font-size:1.2em">看不见</i></div>"""
    found = read(body)
    assert [line.printed for line in found.lines] == ["看得见"]
    assert found.notices == ("去掉了隐藏文字 3 个字，没有入库",)


@pytest.mark.parametrize(
    "body",
    [
        '<p style="background:#a00;color:#fff">字</p>',
        '<div style="background-color:rgb(160,0,0)"><p style="color:white">字</p></div>',
        '<table bgcolor="#003366"><tr><td><font color="#FFFFFF">字</font></td></tr></table>',
        '<div style="background-image:url(red.png)"><p style="color:#fff">字</p></div>',
        '<div style="background:linear-gradient(#a00,#600)"><p style="color:#fff">字</p></div>',
        '<div class="bar"><p style="color:#fff">字</p></div>',
        '<div id="top"><div><p class="pale">字</p></div></div>',
    ],
)
def test_white_letters_on_a_coloured_ground_are_seen(body):
    sheet = "<style>.bar{background:#a00}#top{background-color:navy}.pale{color:#fff !important}</style>"
    assert words(body, sheet) == ["字"]


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color:#fff">白字</p>',
        '<p class="pale">白字</p>',
        '<div style="background:#a00"><div style="background:#fff"><p class="pale">白字</p></div></div>',
        '<p style="background:none;color:rgba(255,255,255,.9)">白字</p>',
    ],
)
def test_white_letters_on_white_are_not(body):
    found = read(f"<p>看得见。</p>{body}", "<style>p.pale{color:white}</style>")
    assert [line.printed for line in found.lines] == ["看得见。"]
    assert found.notices == ("去掉了白色文字 2 个字，没有入库",)


def test_sheets_hide_what_they_say_and_nothing_on_paper_or_in_rules_that_cannot_be_read():
    sheet = """<style>/* .a{display:none} */ .gone{display:none} #in{visibility:hidden}
    .back{visibility:visible}
    @media print{.b{display:none}} a:hover{display:none} p >{display:none}
    .menu .deep{display:none}</style>"""
    body = """<p class="a">甲</p><p class="b">乙</p><p class="gone">丙</p>
    <div id="in">丁<b class="back">戊</b></div>
    <a>己</a><p class="deep">庚</p><div class="menu"><p class="deep">辛</p></div>"""
    found = read(body, sheet)
    assert [line.printed for line in found.lines] == ["甲", "乙", "戊", "己", "庚"]
    assert found.notices == ("去掉了隐藏文字 3 个字，没有入库",)
