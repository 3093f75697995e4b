"""Files that break parsers or mean harm: a Chinese message in time, nothing left behind, all else alive."""

import contextlib
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import pytest

from index.errors import UnreadableSource
from index.parse import child, parse_file
from tests.support.files import ofd_files
from tests.support.files import office_files as made
from tests.support.files.compound_files import outlook
from tests.support.files.six_documents import SIX
from tests.support.files.slide_files import slides

GOOD = made.docx((1, "河口镇志愿服务"), (0, "三月里送书1200册。"))
HTML_DEEP, HTML_DEEPER = (("<div>" * depth + "芯").encode() for depth in (10_000, 100_000))
BAD = [
    ("bomb.docx", made.bomb, "解压后有"),
    ("bomb.xlsx", lambda: made.bomb("xl/workbook.xml"), "解压后有"),
    ("many.docx", made.many_entries, "10000 个部件"),
    ("outside.docx", made.outside, "指向外面"),
    ("lying.docx", made.lying_sizes, "打不开"),
    ("xxe.docx", lambda: made.with_entities("xxe"), "实体声明"),
    ("laughs.docx", lambda: made.with_entities("laughs"), "实体声明"),
    ("nested.docx", lambda: made.nested_tables(60), "嵌套"),
    ("deeper.docx", lambda: made.nested_tables(10_000), "嵌套"),
    ("deep.html", lambda: HTML_DEEP, "嵌套"),
    ("deeper.html", lambda: HTML_DEEPER, "处理器时间"),
    ("loop.pdf", made.looped_pdf, "「loop.pdf」"),
    ("scan.pdf", made.scanned_pdf, "扫描件"),
    ("locked.docx", lambda: made.ole(encrypted=True), "密码"),
    ("renamed.docx", lambda: made.ole(encrypted=False), "其实是旧版"),
    ("word.pdf", lambda: GOOD, "其实是Word"),
    ("program.docx", lambda: b"MZ" + bytes(500), "是程序"),
    ("picture.pdf", lambda: b"\x89PNG\r\n" + bytes(500), "是图片"),
    ("words.docx", lambda: "不是压缩包。".encode(), "不是Word"),
    ("empty.docx", lambda: b"", "空文件"),
    ("nothing.docx", lambda: made.docx((0, "　")), "没有文字"),
    ("cut.docx", lambda: GOOD[: len(GOOD) // 2], "「cut.docx」"),
    ("cut.xlsx", lambda: made.xlsx(表=[["甲", "乙"]])[:-60], "「cut.xlsx」"),
    ("nul.csv", lambda: bytes(1000), "「nul.csv」"),
    ("nul.txt", lambda: bytes(1000), "「nul.txt」"),
    ("quote.csv", lambda: '单位,人数\n"没有收尾,3'.encode(), "CSV"),
    ("rtf.docx", lambda: b"{\\rtf1 x}", "RTF"),
    ("bomb.ofd", lambda: made.bomb("OFD.xml"), "解压后有"),
    (
        "many.ofd",
        lambda: ofd_files.packed({"OFD.xml": "x"} | {f"{n}.xml": "x" for n in range(10_001)}),
        "10002 个",
    ),
    ("cut.ofd", lambda: ofd_files.converted(SIX["brief"])[:-60], "「cut.ofd」"),
    ("word.ofd", lambda: GOOD, "其实是Word"),
    ("words.ofd", lambda: "不是压缩包。".encode(), "不是OFD"),
    ("lying.pptx", lambda: made.lying_sizes("ppt/presentation.xml"), "打不开"),
    ("ofd.pptx", lambda: ofd_files.converted(SIX["brief"]), "其实是OFD"),
    ("mail.doc", lambda: outlook("题", "文", {}), "其实是Outlook"),
    ("text.xls", lambda: made.ole(encrypted=False), "其实是旧版文档"),
    ("locked.ppt", lambda: made.ole(encrypted=True), "密码"),
    ("parts.zip", lambda: b"x", "请先取出来"),
]
SWELLING = ("swell.pdf", made.swelling_pdf, "「swell.pdf」")


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory, monkeypatch):
    """A folder for temporary files where no other program, and no other worker of pytest, makes any."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))


def left_behind():
    return {p.name for p in Path(tempfile.gettempdir()).glob("xhs-*")}


def children():
    tasks = Path("/proc/self/task")
    return (
        {c for t in tasks.iterdir() for c in (t / "children").read_text().split()}
        if tasks.exists()
        else set()
    )


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        *(pytest.param(*bad, id=bad[0]) for bad in BAD),
        pytest.param(*SWELLING, id="swell.pdf", marks=pytest.mark.slow),
    ],
)
def test_a_bad_file_is_refused_and_a_good_one_read_after_it(tmp_path, monkeypatch, name, make, said):
    monkeypatch.setattr(child, "WALL", 60.0)  # so that on a busy machine too it is the processor's limit
    path, before, mine = tmp_path / name, left_behind(), children()
    path.write_bytes(make())
    with pytest.raises(UnreadableSource) as refused:
        parse_file(path)
    assert said in str(refused.value)
    assert f"「{name}」" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert (left_behind(), children()) == (before, mine)
    (tmp_path / "good.docx").write_bytes(GOOD)
    assert "1200册" in parse_file(tmp_path / "good.docx").document.text


def test_encrypted_pdf(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(50, 500, "hidden")
    canvas.save()
    with pytest.raises(UnreadableSource, match="打开密码"):
        parse_file(tmp_path / "a.pdf")


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "a.pdf").open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableSource, match=r"200\.0 MB，超过单个文件的上限 32 MB"):
        parse_file(tmp_path / "a.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in folders")
def test_a_pipe_a_folder_and_a_missing_file_are_named_and_nothing_waits(tmp_path):
    os.mkfifo(tmp_path / "a.docx")
    with pytest.raises(UnreadableSource, match="不是文件"):
        parse_file(tmp_path / "a.docx")
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(UnreadableSource, match="文件夹"):
        parse_file(tmp_path / "b.pdf")
    (tmp_path / "c.html").symlink_to(tmp_path / "gone.html")
    with pytest.raises(UnreadableSource, match="找不到"):
        parse_file(tmp_path / "c.html")


@pytest.mark.parametrize("name", ["空 格.docx", "-rf.docx", "'引\"号$(x).docx", "😀" * 20 + ".docx"])
def test_odd_names(tmp_path, name):
    (tmp_path / name).write_bytes(GOOD)
    assert parse_file(tmp_path / name).document.name == name


def test_hidden_characters_in_plain_text_are_told_and_stay(tmp_path):
    (tmp_path / "a.txt").write_text("零\u200b宽\u2060字符在这里。", encoding="utf-8")
    found = parse_file(tmp_path / "a.txt")
    assert found.document.text == "零\u200b宽\u2060字符在这里。"
    (notice,) = found.notices
    assert notice.startswith("原文里有 2 个看不见的字符（如零宽字符），原样保留；")


def test_old_documents_name_the_way_out_without_libreoffice(tmp_path, monkeypatch):
    monkeypatch.setattr(child.shutil, "which", lambda name: None)
    (tmp_path / "a.doc").write_bytes(made.ole(encrypted=False))
    with pytest.raises(UnreadableSource, match=r"另存为 \.docx"):
        parse_file(tmp_path / "a.doc")


OFFICE = """#!{python}
import shutil, sys, time
{first}
folder, wanted = (sys.argv[sys.argv.index(option) + 1] for option in ("--outdir", "--convert-to"))
shutil.copyfile("{good}", folder + "/source." + wanted)
"""


@pytest.mark.skipif(os.name != "posix", reason="stands in for LibreOffice with a script")
@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("", ""),
        ("sys.exit(1)", "没能转换"),
        ("x = bytearray(1 << 33)", "没能转换"),
        ("time.sleep(60)", "没能转换"),
    ],
    ids=["converts", "fails", "memory", "time"],
)
def test_old_documents_go_through_libreoffice_within_limits(tmp_path, monkeypatch, first, said):
    office = tmp_path / "soffice"
    (tmp_path / "good.docx").write_bytes(GOOD)
    office.write_text(OFFICE.format(python=sys.executable, first=first, good=tmp_path / "good.docx"))
    office.chmod(0o755)
    monkeypatch.setattr(child.shutil, "which", lambda name: str(office))
    monkeypatch.setattr(child, "CONVERSION", 3.0 if "sleep" in first else 60.0)
    (tmp_path / "a.wps").write_bytes(made.ole(encrypted=False))
    before = left_behind()
    if said:
        with pytest.raises(UnreadableSource, match=said):
            parse_file(tmp_path / "a.wps")
    else:
        assert "1200册" in parse_file(tmp_path / "a.wps").document.text
    assert left_behind() == before


@pytest.mark.skipif(os.name != "posix", reason="stands in for LibreOffice with a script")
@pytest.mark.parametrize(
    ("name", "good", "words"),
    [
        ("a.xls", made.xlsx(台账=[["单位", "人数"], ["水务站", 32]]), "单位：水务站；人数：32"),
        ("a.et", made.xlsx(台账=[["单位", "人数"], ["水务站", 32]]), "单位：水务站；人数：32"),
        ("a.ppt", slides(SIX["brief"]), "村名：上塘村"),
        ("a.dps", slides(SIX["brief"]), "村名：上塘村"),
    ],
)
def test_old_sheets_and_slides_become_new_ones(tmp_path, monkeypatch, name, good, words):
    office = tmp_path / "soffice"
    (tmp_path / "good").write_bytes(good)
    office.write_text(OFFICE.format(python=sys.executable, first="", good=tmp_path / "good"))
    office.chmod(0o755)
    monkeypatch.setattr(child.shutil, "which", lambda program: str(office))
    stream = "Workbook" if name[2] in "xe" else "PowerPoint Document"
    (tmp_path / name).write_bytes(made.ole(encrypted=False, stream=stream))
    assert words in parse_file(tmp_path / name).document.text
    monkeypatch.setattr(child.shutil, "which", lambda program: None)
    with pytest.raises(UnreadableSource, match=r"请用 WPS 或 \w+ 打开，另存为 \.(xlsx|pptx)"):
        parse_file(tmp_path / name)


GREEDY = {
    "memory": "x = bytearray(1 << 40)",
    "time": "import time; time.sleep(60)",
    "processor": "while True: pass",
    "output": "import sys\nwhile True: sys.stdout.write('x' * 1000000)",
    "crash": "import os; os.abort()",
    "orphan": "import os, time\nif os.fork() == 0: time.sleep(60)\nelse: time.sleep(60)",
}


@pytest.mark.parametrize("greed", GREEDY)
def test_a_child_that_takes_too_much_is_stopped(tmp_path, monkeypatch, greed):
    real = child.run
    monkeypatch.setattr(child, "WALL", 2.0)

    def run(command, wall, **streams):
        code = f"from index.parse.processes import limit\nlimit()\n{GREEDY[greed]}"
        return real([command[0], "-c", code], wall, **streams)

    monkeypatch.setattr(child, "run", run)
    (tmp_path / "a.docx").write_bytes(GOOD)
    began = time.monotonic()
    with pytest.raises(UnreadableSource, match="已停止"):
        parse_file(tmp_path / "a.docx")
    assert time.monotonic() - began < 10
    monkeypatch.undo()
    assert "1200册" in parse_file(tmp_path / "a.docx").document.text


SEEDS = {
    ".docx": GOOD,
    ".xlsx": made.xlsx(台账=[["单位", "人数"], ["水务站", 32]]),
    ".pdf": made.pdf([(50, 500, 12, "三月里送书一千二百册。")]),
    ".html": "<h1>题</h1><p>三月里送书1200册。</p>".encode(),
    ".csv": "单位,人数\n水务站,32\n".encode(),
    ".ofd": ofd_files.templated(SIX["brief"]),
    ".pptx": slides(SIX["brief"]),
    ".txt": "一、送书\n三月里送书1200册。\n".encode("gb18030"),
    ".md": "# 题\n\n- 三月里送书1200册。\n".encode(),
}


@pytest.mark.parametrize("suffix", SEEDS)
def test_mutated_files_give_a_text_or_a_refusal(tmp_path, suffix):
    from bench.mutation import mutated

    chance = random.Random(f"fuzz {suffix}")
    path = tmp_path / f"a{suffix}"
    for _ in range(8):
        path.write_bytes(mutated(SEEDS[suffix], chance))
        with contextlib.suppress(UnreadableSource):  # any other error fails the test
            found = parse_file(path)
            assert all(b.start < b.end <= len(found.document.text) for b in found.blocks)
