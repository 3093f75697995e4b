"""The parts of an OFD file: versions, documents, templates, bookmarks, what is named and not read."""

import io
import zipfile

import pytest

from index.errors import UnreadableSource
from index.parse.layout import laid_out
from index.parse.ofd import document as ofd_document
from index.parse.ofd import read_ofd
from tests.support.files import ofd_files as made
from tests.support.files.ofd_files import HEAD, NS, line, text
from tests.support.files.six_documents import SIX

BODY = "三月里送书一千二百册，每个村都有一间书屋。"


def read(data):
    """(level, words) of each block, and the notices."""
    found = read_ofd("a.ofd", data)
    words, blocks = laid_out(found.lines)
    return [(b.level if b.kind == "heading" else 0, words[b.start : b.end]) for b in blocks], found.notices


def test_the_version_in_force_is_read_and_all_else_is_named():
    blocks, notices = read(made.templated(SIX["brief"]))
    words = [line for _, line in blocks]
    assert "河口镇党建工作简报" in words
    assert not {"作废的旧稿", "批注里的话", "内部刊物总第九期", "第1页"} & set(words)
    assert notices == (
        "批注 1 条、签名或签章 1 个没有读入",
        "另有 1 个版本没有读入：初稿",
        "附件 1 个没有读入：名册.xlsx",
    )


def test_several_documents_are_read_one_after_the_other():
    bodies = [f"<ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot>" for n in range(2)]
    files = {"OFD.xml": made.root(*bodies)}
    for n, words in enumerate(("送书下乡", "夜间门诊")):
        files[f"Doc_{n}/Document.xml"] = made.document(["P.xml"])
        files[f"Doc_{n}/P.xml"] = made.page(text(words, 20, 40, 8) + text(BODY, 20, 60))
    found = read_ofd("a.ofd", made.packed(files))
    assert [(one.text, one.page) for one in found.lines] == [
        ("送书下乡", 1), (BODY, 1), ("夜间门诊", 2), (BODY, 2),
    ]  # fmt: skip
    assert found.notices == ("文件里有 2 个文档，依次读入",)


def test_a_form_in_a_template_is_read_on_every_page_and_other_words_once():
    rules = "".join(
        [line(20, y, 180, y) for y in (60, 70, 80)] + [line(x, 60, x, 80) for x in (20, 70, 120, 180)]
    )
    labels = "".join(text(w, x, 67) for w, x in (("单位", 22), ("姓名", 72), ("电话", 122)))
    printed = text("河口镇政府印制", 20, 10) + text("登记表填写说明见背面。", 20, 50) + labels
    pages = [
        "".join(text(w, x, 77) for w, x in ((unit, 22), (who, 72), ("8765", 122)))
        for unit, who in (("水务站", "卢广田"), ("档案馆", "祁小满"))
    ]
    words = [one for _, one in read(made.with_template(printed, *pages, frame=rules))[0]]
    assert words == [
        "登记表填写说明见背面。",
        "单位：水务站；姓名：卢广田；电话：8765",
        "单位：档案馆；姓名：祁小满；电话：8765",
    ]


def test_bookmarks_and_tags_make_headings_of_lines_in_the_bodys_size():
    rows = (
        text("一点建议", 20, 40, number=11)
        + text(BODY, 20, 50)
        + text("两点体会", 20, 60, number=12)
        + text(BODY, 20, 70)
    )
    outline = (
        '<ofd:Outlines><ofd:OutlineElem Title="一点 建议"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>'
        '<ofd:Dest Type="XYZ" PageID="1"/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem>'
        "</ofd:Outlines>"
        "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>"
    )
    tags = {
        "Doc_0/Tags/CustomTags.xml": f'{HEAD}<ofd:CustomTags {NS}><ofd:CustomTag NameSpace="x"><ofd:FileLoc>'
        "T.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>",
        "Doc_0/Tags/T.xml": f'<t:公文 xmlns:t="x" {NS}><t:二级标题>'
        '<ofd:ObjectRef PageRef="1">12</ofd:ObjectRef></t:二级标题></t:公文>',
    }
    blocks, _ = read(made.simple(rows, more=outline, **tags))
    assert blocks == [(1, "一点建议"), (0, BODY), (2, "两点体会"), (0, BODY)]


def test_a_damaged_page_does_not_lose_the_others():
    data = made.simple(text(BODY, 20, 40), **{"Doc_0/Pages/Page_1/Content.xml": "<ofd:Page"})
    files = {"Doc_0/Document.xml": made.document(["Pages/Page_0/Content.xml", "Pages/Page_1/Content.xml"])}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()} | files
    blocks, notices = read(made.packed(members))
    assert blocks == [(0, BODY)]
    assert notices == ("损坏的页 1 页没有读入",)


def test_places_are_found_from_the_root_from_the_folder_and_from_above():
    listed = made.document(["/Doc_0/甲.xml", "乙\\丙.xml", "Doc_0/丁.xml"])
    files = {
        "OFD.xml": made.root("<ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>"),
        "DOC_0/document.XML": listed,
    }
    for place, words in (
        ("Doc_0/甲.xml", "第一页的话。"),
        ("Doc_0/乙/丙.xml", "第二页的话。"),
        ("Doc_0/丁.xml", "第三页的话。"),
    ):
        files[place] = made.page(text(words, 20, 60))
    assert [words for _, words in read(made.packed(files))[0]] == ["第一页的话。第二页的话。第三页的话。"]


UNIT = (
    '<ofd:CompositeGraphicUnit ID="{}" Width="9" Height="9"><ofd:Content>{}</ofd:Content>'
    "</ofd:CompositeGraphicUnit>"
)


def units(*pairs):
    """Resources of composite units: id -> what is in it."""
    inside = "".join(UNIT.format(name, content) for name, content in pairs)
    listed = f"<ofd:CompositeGraphicUnits>{inside}</ofd:CompositeGraphicUnits>"
    return {"Doc_0/Res.xml": f"{HEAD}<ofd:Res {NS}>{listed}</ofd:Res>"}


RESOURCES = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"


def composite(name, x=0, y=0):
    return f'<ofd:CompositeObject ID="6" Boundary="{x} {y} 100 100" ResourceID="{name}"/>'


def test_composite_objects_are_read_where_they_stand():
    data = made.simple(
        text("下面是附言。", 20, 40) + composite("80", 20, 50),
        common=RESOURCES,
        **units(("80", text("附言在此。", 0, 20))),
    )
    assert [words for _, words in read(data)[0]] == ["下面是附言。附言在此。"]


def twice(name):
    return composite(name) * 2


BAD = {
    "nothing": (lambda: made.packed({"OFD.xml": made.root()}), "「a.ofd」打不开"),
    "no document": (
        lambda: made.packed({"OFD.xml": made.root("<ofd:DocRoot>x.xml</ofd:DocRoot>")}),
        "打不开",
    ),
    "no root": (lambda: made.packed({"other.xml": "x"}), "打不开"),
    "cut": (lambda: made.simple(text(BODY, 20, 40))[:-40], "打不开"),
    "encrypted": (lambda: made.simple(text(BODY, 20, 40), **{"Doc_0/Encryptions.xml": "x"}), "加了密"),
    "encrypted body": (
        lambda: made.packed({"OFD.xml": made.root("<ofd:Encryptions>/E.xml</ofd:Encryptions>")}),
        "加了密",
    ),
    "scan": (
        lambda: made.simple(
            '<ofd:ImageObject ID="1" ResourceID="2" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
        ),
        "像是扫描件。请用 OFD 阅读器打开，另存为 PDF",
    ),
    "damaged page": (
        lambda: made.simple(text(BODY, 20, 40), **{"Doc_0/Pages/Page_0/Content.xml": "<x"}),
        "可能已损坏。请用 OFD 阅读器打开检查",
    ),
    "uncoded": (lambda: made.simple(text("\ue001\ue002\ue003", 20, 40)), "没有编码（3 个字只有字形）"),
    "itself": (
        lambda: made.simple(composite("80"), common=RESOURCES, **units(("80", composite("80")))),
        "嵌套",
    ),
    "laughs": (
        lambda: made.simple(
            composite("0"), common=RESOURCES, **units(*((str(n), twice(str(n + 1))) for n in range(30)))
        ),
        "图文对象超过上限",
    ),
    "entities": (
        lambda: made.packed({"OFD.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><OFD>&a;</OFD>'}),
        "实体声明",
    ),
    "outside": (lambda: made.packed({"../OFD.xml": "x", "OFD.xml": "x"}), "指向外面"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_by_name(name, monkeypatch):
    monkeypatch.setattr("index.parse.ofd.sheet.MAX_OBJECTS", 5000)
    make, said = BAD[name]
    with pytest.raises(UnreadableSource, match="「a") as refused:
        read_ofd("a.ofd", make())
    assert said in str(refused.value)


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(ofd_document, "MAX_PAGES", 2)
    with pytest.raises(UnreadableSource, match="有 3 页，超过上限 2 页"):
        read_ofd("a.ofd", made.simple(*[text(BODY, 20, 40)] * 3))
