"""Equations as one line of text."""

import pytest
from lxml import etree

from index.parse.word.equations import field_equation, linear
from tests.index.parse.word.kit import DECLARED, paragraph, read


def r(words):
    return f"<m:r><m:t>{words}</m:t></m:r>"


def f(above, below):
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


def e(inner):
    return f"<m:e>{inner}</m:e>"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (r("得分=") + f(r("满意票数"), r("总票数")) + r("×100"), "得分=满意票数÷总票数×100"),
        (f(r("3"), r("4")), "3/4"),
        (f(r("甲+乙"), r("总数")), "(甲+乙)÷总数"),
        (f(f(r("甲"), r("乙")), r("丙")), "(甲÷乙)÷丙"),
        (f"<m:sSup>{e(r('x'))}<m:sup>{r('2')}</m:sup></m:sSup>", "x²"),
        (f"<m:sSup>{e(r('1+r'))}<m:sup>{r('年')}</m:sup></m:sSup>", "(1+r)^年"),
        (f"<m:sSub>{e(r('S'))}<m:sub>{r('12')}</m:sub></m:sSub>", "S₁₂"),
        (f"<m:sSub>{e(r('得分'))}<m:sub>{r('民主')}</m:sub></m:sSub>", "得分_(民主)"),
        (f"<m:sSubSup>{e(r('x'))}<m:sub>{r('i')}</m:sub><m:sup>{r('2')}</m:sup></m:sSubSup>", "x_i²"),
        (f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>{e(r("a+b"))}</m:rad>', "√(a+b)"),
        (f"<m:rad><m:deg>{r('3')}</m:deg>{e(r('8'))}</m:rad>", "³√8"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{r("i=1")}</m:sub><m:sup>{r("n")}</m:sup>'
            f"{e(r('x'))}</m:nary>",
            "∑_(i=1)^(n) x",
        ),
        (f"<m:d>{e(r('a+b'))}</m:d>{r('×2')}", "(a+b)×2"),
        (
            f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=")"/><m:sepChr m:val=","/></m:dPr>'
            f"{e(r('0'))}{e(r('1'))}</m:d>",
            "[0,1)",
        ),
        (f(f"<m:d>{e(r('a+b'))}</m:d>", r("c")), "(a+b)÷c"),
        (f"<m:func><m:fName>{r('max')}</m:fName>{e(r('a,b'))}</m:func>", "max(a,b)"),
        (f'<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>{e(r("x"))}</m:bar>', "x\u0305"),
        (
            f"<m:m><m:mr>{e(r('1'))}{e(r('0'))}</m:mr><m:mr>{e(r('0'))}{e(r('1'))}</m:mr></m:m>",
            "[1，0；0，1]",
        ),
        (r("\U0001d465+\U0001d7cf"), "x+1"),
        (f"<m:borderBox>{e(r('总分'))}</m:borderBox>", "总分"),
    ],
)
def test_linear(xml, words):
    assert linear(etree.fromstring(f"<m:oMath {DECLARED}>{xml}</m:oMath>")) == words


def test_equations_stand_in_their_line_and_by_themselves():
    inside = f"<m:oMath>{f(r('到会人数'), r('应到人数'))}</m:oMath>"
    by_itself = f"<m:oMathPara><m:oMath>{r('A=B')}</m:oMath><m:oMath>{r('C=D')}</m:oMath></m:oMathPara>"
    body = f"<w:p><w:r><w:t>出席率为</w:t></w:r>{inside}<w:r><w:t>，按月算。</w:t></w:r></w:p>"
    assert read(f"{body}<w:p>{by_itself}</w:p>")[0] == ["出席率为到会人数÷应到人数，按月算。", "A=B", "C=D"]


def test_equations_that_cannot_be_read_are_counted():
    old = '<w:p><w:r><w:object><v:imagedata/><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r></w:p>'
    table = '<w:p><w:r><w:object><v:imagedata/><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    empty = "<w:p><m:oMath><m:r/></m:oMath></w:p>"
    assert read(paragraph("正文在此。") + old + empty + table)[1] == ("公式 2 个、嵌入对象 1 个没有读入",)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (r"\f(实到,应到)", "实到÷应到"),
        (r"\o\ac(○,3)", "③"),
        (r"\* jc2 \* hps10 \o\ad(\s\up 9(hé),河)", "河"),
        (r"\i\su(1,n,x)", ""),
    ],
)
def test_equation_fields(code, words):
    assert field_equation(code) == words
