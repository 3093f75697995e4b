"""OFD files made for tests in the habits of three kinds of producers."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from tests.support.files.ofd_layout import PT, advances, lay_out, places

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
A4 = "0 0 210 297"
BLACK = '<ofd:FillColor Value="0 0 0"/>'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


_PLAIN = "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
_TEMPLATE = '<ofd:Template TemplateID="50" ZOrder="Background"/>'


def packed(members):
    """A zip of these members: name -> text or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def root(*bodies):
    inside = "".join(f"<ofd:DocBody>{body}</ofd:DocBody>" for body in bodies)
    return f'{HEAD}<ofd:OFD {NS} Version="1.1" DocType="OFD">{inside}</ofd:OFD>'


def document(pages, common="", more=""):
    """Document.xml; ``pages`` are the places of their contents."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{place}"/>' for n, place in enumerate(pages, 1))
    return (
        f"{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>{A4}</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
    )


def page(objects, more=""):
    """A page's content: what is in its one layer, and what stands before it."""
    layer = f'<ofd:Content><ofd:Layer ID="9000">{objects}</ofd:Layer></ofd:Content>'
    return f"{HEAD}<ofd:Page {NS}>{more}{layer}</ofd:Page>"


def simple(*pages, common="", more="", **members):
    """An .ofd of pages that are given as their objects."""
    listed = [f"Pages/Page_{n}/Content.xml" for n in range(len(pages))]
    files = {"OFD.xml": root(_PLAIN), "Doc_0/Document.xml": document(listed, common, more)}
    files |= {f"Doc_0/{place}": page(each) for place, each in zip(listed, pages, strict=True)}
    return packed(files | members)


def text(words, x, y, size=12 * PT, *, number=1, colour=BLACK, attributes=""):
    """A text object with the distances between its letters written out."""
    wide = advances(words, size)
    deltas = " ".join(f"{step:.4f}" for step in wide[:-1])
    delta = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{_box(x, y, sum(wide), size)}"'
        f' Font="2" Size="{size:.4f}" {attributes}>{colour}'
        f'<ofd:TextCode X="0" Y="{size:.4f}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def written_out(codes, box, size, attributes=""):
    """A text object of these TextCode elements in a boundary."""
    head = f'<ofd:TextObject ID="1" Boundary="{box}" Font="2" Size="{size}" {attributes}>'
    return f"{head}{codes}</ofd:TextObject>"


def path(data, attributes=""):
    """A path object over the whole page."""
    head = f'<ofd:PathObject ID="5" Boundary="{A4}" {attributes}>'
    return f"{head}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def _box(x, y, width, size):
    return f"{x:.4f} {y - size:.4f} {width:.4f} {1.3 * size:.4f}"


def line(x, y, u, v):
    """A path object of one straight line, in a boundary of its own."""
    box = f"{x:.3f} {y:.3f} {u - x + 0.2:.3f} {v - y + 0.2:.3f}"
    return (
        f'<ofd:PathObject ID="5" Boundary="{box}" LineWidth="0.35">'
        f"<ofd:AbbreviatedData>M 0 0 L {u - x:.3f} {v - y:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def with_template(printed, *pages, frame=""):
    """Pages on one template, which prints its objects under them."""
    listed = [f"Pages/{n}.xml" for n in range(len(pages))]
    common = '<ofd:TemplatePage ID="50" ZOrder="Background" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    files = {f"Doc_0/{place}": page(each, _TEMPLATE) for place, each in zip(listed, pages, strict=True)}
    files |= {"Doc_0/Tpls/Tpl_0/Content.xml": page(printed + frame)}
    return packed({"OFD.xml": root(_PLAIN), "Doc_0/Document.xml": document(listed, common)} | files)


def annotated(objects, kind, appearance):
    """A page with one annotation of a kind."""
    annotation = (
        f'{HEAD}<ofd:PageAnnot {NS}><ofd:Annot ID="70" Type="{kind}"><ofd:Appearance Boundary="{A4}">'
        f"{appearance}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    listed = (
        f'{HEAD}<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>Page_0.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>"
    )
    members = {"Doc_0/Annots/Annotations.xml": listed, "Doc_0/Annots/Page_0.xml": annotation}
    return simple(objects, more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>", **members)


def converted(blocks):
    """As programs do that turn a PDF into OFD: a letter an object, scaled by a matrix, all paths in one."""
    pages = []
    for each in lay_out(blocks):
        objects = []
        for words in each.texts:
            size = words.size / PT
            starts = places(words.words, words.x / PT, size)
            for letter, x in zip(words.words, starts, strict=True):
                objects.append(
                    f'<ofd:TextObject ID="7" Boundary="{A4}" CTM="{PT:.6f} 0 0 {PT:.6f} 0 0" Font="4"'
                    f' Size="{size:.3f}"><ofd:TextCode X="{x:.3f}" Y="{words.y / PT:.3f}">{escape(letter)}'
                    "</ofd:TextCode></ofd:TextObject>"
                )
        path = " ".join(f"M {x:.3f} {y:.3f} L {u:.3f} {v:.3f}" for x, y, u, v in each.rules)
        if path:
            objects.append(
                f'<ofd:PathObject ID="8" Boundary="{A4}" LineWidth="0.2"><ofd:AbbreviatedData>{path}'
                "</ofd:AbbreviatedData></ofd:PathObject>"
            )
        pages.append("".join(objects))
    return simple(*pages)


def written(blocks):
    """As office programs save: an object a run, steps repeated by ``g``, glyphs of an embedded font."""
    pages = []
    for each in lay_out(blocks):
        objects = []
        for words in each.texts:
            starts = places(words.words, words.x, words.size)
            runs = re.finditer(r"[!-~]+|[^!-~]{1,7}", words.words)
            objects += [_run(run[0], starts[run.start()], words.y, words.size) for run in runs]
        objects += [line(*rule) for rule in each.rules]
        pages.append("".join(objects))
    fonts = (
        f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="ABCDEF+SimSun"'
        ' FamilyName="宋体"><ofd:FontFile>font_2.otf</ofd:FontFile></ofd:Font></ofd:Fonts></ofd:Res>'
    )
    public = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    members = {"Doc_0/PublicRes.xml": fonts, "Doc_0/Res/font_2.otf": b"OTTO" + bytes(400)}
    return simple(*pages, common=public, **members)


def _run(words, x, y, size):
    glyphs = " ".join(str(300 + n) for n in range(len(words)))
    step = advances(words, size)[0]
    steps = f' DeltaX="g {len(words) - 1} {step:.4f}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="7" Boundary="{_box(x, y, step * len(words), size)}" Font="2"'
        f' Size="{size:.4f}" Weight="400">{BLACK}<ofd:CGTransform CodePosition="0" CodeCount="{len(words)}"'
        f' GlyphCount="{len(words)}"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>'
        f'<ofd:TextCode X="0" Y="{size:.4f}"{steps}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def templated(blocks):
    """As document systems do: templates, bookmarks, annotations, seals, versions, attachments."""
    laid = lay_out(blocks)
    listed = [f"Pages/Page_{n}/Content.xml" for n in range(len(laid))]
    files = {}
    for number, (place, each) in enumerate(zip(listed, laid, strict=True), 1):
        rows = "".join(text(t.words, t.x, t.y, t.size, number=100 + n) for n, t in enumerate(each.texts))
        block = f'<ofd:PageBlock ID="3">{rows}</ofd:PageBlock>' + "".join(line(*rule) for rule in each.rules)
        footer = text(f"第{number}页", 95, 285, 3.5)
        files[f"Doc_0/{place}"] = page(block + footer, _TEMPLATE)
    heads = "".join(
        f'<ofd:OutlineElem Title="{escape(t.words)}"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>'
        f'<ofd:Dest Type="XYZ" PageID="{n}"/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem>'
        for n, each in enumerate(laid, 1)
        for t in each.texts
        if t.level and t.words == t.name
    )
    more = (
        f"<ofd:Outlines>{heads}</ofd:Outlines><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    )
    common = (
        '<ofd:TemplatePage ID="50" Name="页眉" ZOrder="Background" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    )
    return packed({**_around(document(listed, common, more)), **files})


def _around(newest):
    """What such a file has beside its pages."""
    version = (
        f'{HEAD}<ofd:DocVersion {NS} ID="{{}}" Name="{{}}"><ofd:DocRoot>{{}}</ofd:DocRoot></ofd:DocVersion>'
    )
    body = (
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Old.xml</ofd:DocRoot>"
        '<ofd:Versions><ofd:Version ID="v1" Index="1" BaseLoc="Doc_0/Versions/v1.xml"/>'
        '<ofd:Version ID="v2" Index="2" Current="true" BaseLoc="Doc_0/Versions/v2.xml"/></ofd:Versions>'
        "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
    )
    header = text("内部刊物总第九期", 80, 12, 3.5) + line(20, 15, 190, 15)
    stamp = (
        f'{HEAD}<ofd:PageAnnot {NS}><ofd:Annot ID="70" Type="Highlight"><ofd:Remark>再核对一遍</ofd:Remark>'
        f'<ofd:Appearance Boundary="{A4}">{text("批注里的话", 100, 100)}</ofd:Appearance>'
        "</ofd:Annot></ofd:PageAnnot>"
    )
    return {
        "OFD.xml": root(body),
        "Doc_0/Document.xml": newest,
        "Doc_0/Old.xml": document(["Pages/Old.xml"]),
        "Doc_0/Pages/Old.xml": page(text("作废的旧稿", 20, 40)),
        "Doc_0/Versions/v1.xml": version.format("v1", "初稿", "/Doc_0/Old.xml"),
        "Doc_0/Versions/v2.xml": version.format("v2", "定稿", "/Doc_0/Document.xml"),
        "Doc_0/DocumentRes.xml": f'{HEAD}<ofd:Res {NS} BaseLoc="Res"/>',
        "Doc_0/Tpls/Tpl_0/Content.xml": page(header),
        "Doc_0/Signs/Signatures.xml": f'{HEAD}<ofd:Signatures {NS}><ofd:Signature ID="1" Type="Seal"'
        ' BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Annots/Annotations.xml": f'{HEAD}<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>'
        "Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": stamp,
        "Doc_0/Attachs/Attachments.xml": f'{HEAD}<ofd:Attachments {NS}><ofd:Attachment ID="1"'
        ' Name="名册.xlsx" Format="xlsx"><ofd:FileLoc>名册.xlsx</ofd:FileLoc></ofd:Attachment>'
        "</ofd:Attachments>",
    }


HABITS = {"converted": converted, "written": written, "templated": templated}
