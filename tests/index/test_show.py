"""``python -m index show``, and invariants 1, 2 and 4 of propositions from files to the store."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library.ingest import take_apart
from index.records import Document
from index.settings import IndexSettings
from index.store import Source
from index.store.opening import open_store
from index.store.packing import spans_of
from index.verify.verify import problems
from tests.index.test_index_cli import Kit

TEXT = """# 河口镇案例

## 水利类

### 县水利局 修好水渠

县水利局修好水渠12条，受益村民3000人。

### 县文化局 送书下乡

书屋送书1200册。一等奖发800元，二等奖发500元。
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    return Kit(tmp_path, monkeypatch, capsys)


@pytest.fixture
def built(run):
    run.write("案例.md", TEXT)
    assert run("build") == 0
    return run


def shown(run, document="案例.md"):
    assert run("show", document, "--json") == 0
    assert run.err == ""
    return json.loads(run.out)


def test_show_lists_cases_and_propositions_with_what_they_carry(built):
    contents = shown(built)
    (document_id,) = built.ids().values()
    assert (contents["document"], contents["title"]) == (document_id, "河口镇案例")
    assert [(c["order"], c["unit"], c["title"]) for c in contents["cases"]] == [
        (1, "县水利局", "修好水渠"),
        (2, "县文化局", "送书下乡"),
    ]
    assert [c["path"] for c in contents["cases"]] == [["水利类"]] * 2
    body = TEXT[contents["cases"][0]["start"] : contents["cases"][0]["end"]]
    assert body.strip() == "县水利局修好水渠12条，受益村民3000人。"
    for p in contents["propositions"]:
        for part in (p, *p["carried"], *p["values"]):
            assert TEXT[part["start"] : part["end"]] == part["quote"]
    (prize,) = [p for p in contents["propositions"] if p["quote"].strip("，。") == "二等奖发500元"]
    assert (prize["kind"], prize["case"]) == ("clause", 2)
    assert [c["quote"] for c in prize["carried"] if c["role"] == "unit"] == ["县文化局"]
    assert shown(built, document_id) == contents


def test_show_without_json_is_a_chinese_listing(built):
    assert built("show", "案例.md") == 0
    lines = built.out.splitlines()
    assert lines[0].startswith("《案例.md》（")
    assert lines[1].startswith("案例 2 个，命题 ")
    assert "案例 2  县文化局  送书下乡  （水利类）" in lines
    at = next(n for n, line in enumerate(lines) if "二等奖发500元" in line)
    assert lines[at].strip().startswith("[句] ")
    assert "单位：县文化局" in lines[at + 1]


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_showing_what_is_not_stored_is_one_line_and_2(built, flags):
    assert built("show", "没有.md", *flags) == 2
    assert built.out == ""
    assert built.err.count("\n") == 1
    assert "没有.md" in built.err
    assert "python -m index list" in built.err


def test_a_name_of_several_documents_asks_for_the_number(built, tmp_path):
    other = tmp_path / "案例.md"
    other.write_text("# 别的案例\n\n别的话。\n", encoding="utf-8")
    assert built("add", other) == 0
    assert built("show", "案例.md") == 2
    said = built.err
    with open_store(built.store) as store:
        for entry in store.documents():
            assert entry.id in said
            assert shown(built, entry.id)["document"] == entry.id


def test_a_table_is_shown_cell_by_cell(run, tmp_path):
    (tmp_path / "表.csv").write_text("单位,件数,人数\n县水利局,12,300\n县文化局,,45\n", encoding="utf-8")
    run.write("案例.md", TEXT)
    assert run("build") == 0
    assert run("add", tmp_path / "表.csv") == 0
    cells = [p for p in shown(run, "表.csv")["propositions"] if p["kind"] == "cell"]
    bound = {
        p["quote"]: {
            role: [c["quote"] for c in p["carried"] if c["role"] == role] for role in ("row", "column")
        }
        for p in cells
    }
    assert bound["12"] == {"row": ["县水利局"], "column": ["件数"]}
    assert bound["45"] == {"row": ["县文化局"], "column": ["人数"]}
    assert problems(run.store) == []


# ---- invariants


PIECES = st.sampled_from(
    ["# 题目", "## 县水利局 修渠", "一、做法", "（一）建机制。", "1.修渠12条；", "一是送书3册，二是办夜校。",
     "县水利局2023年修渠12条，受益3000人。", "“跑了三趟。”王某说。", "问：怎么办？", "答：来窗口办。",
     "第一条 三个月内审批，特殊情况可延长。", "😀é", "——", "1200", "", "\u3000\u3000由3天压缩到0.5天。"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
@settings(max_examples=60, deadline=None)
def test_1_and_2_any_text_gives_sound_propositions_with_stable_ids(lines):
    source = parsed("\n".join(lines) + "\n完。")
    first, again = (take_apart(source, IndexSettings()) for _ in range(2))
    assert first.propositions == again.propositions
    text = source.document.text
    orders = {None, *(case.order for case in first.cases)}
    for proposition in first.propositions:
        assert proposition.case_order in orders
        for start, end in spans_of(proposition):
            assert 0 <= start < end <= len(text)
        core = f"{source.document.id}:{proposition.start}-{proposition.end}"
        leans = [f"{part.start}-{part.end}" for part in proposition.carried]
        assert proposition.id == "+".join([core, *leans])


def parsed(text):
    from tests.support.layouts import take_apart as laid_out

    file, _ = laid_out(text, ".md")
    assert isinstance(file.document, Document)
    return Source(file.document, file.blocks)


def test_2_ids_are_the_same_after_a_rebuild_in_another_folder(built, tmp_path):
    with open_store(built.store) as store:
        (document_id,) = built.ids().values()
        before = [p.id for p in store.propositions_of(document_id)]
    assert len(before) == len(set(before)) > 5
    built.store = tmp_path / "again"
    assert built("build") == 0
    with open_store(built.store) as store:
        assert [p.id for p in store.propositions_of(document_id)] == before
        assert [p.id for p in store.propositions(before)] == before


def test_4_nothing_of_a_removed_document_is_left(built):
    (document_id,) = built.ids().values()
    built.write("别的.md", "# 别的案例\n\n## 市商务局 办夜市\n\n夜市有摊位45个。\n")
    assert built("build") == 0
    assert built("remove", document_id) == 0
    with open_store(built.store) as store:
        assert store.propositions_of(document_id) == []
        assert store.search_propositions("修好水渠 书屋送书 二等奖", 10) == []
        assert store.search_propositions("夜市摊位", 10)
    with closing(sqlite3.connect(built.store / "store.db")) as raw:
        query = "SELECT count(*) FROM propositions WHERE document_id = ?"
        assert raw.execute(query, (document_id,)).fetchone() == (0,)
        rows = {row for (row,) in raw.execute("SELECT row FROM propositions")}
        assert rows == {row for (row,) in raw.execute("SELECT id FROM proposition_words_docsize")}
        terms = {term for (term,) in raw.execute("SELECT term FROM proposition_vocabulary")}
        assert "水渠" not in terms
        assert "夜市" in terms
    assert problems(built.store) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("""UPDATE propositions SET "end" = 9999 WHERE row = 2""", "命题"),
        ("UPDATE propositions SET case_order = 7 WHERE row = 2", "命题"),
        ("UPDATE propositions SET carried = '[]'", "命题"),
        ("DELETE FROM propositions WHERE row = 2", "全文索引与命题不一致"),
        ("INSERT INTO proposition_words (rowid, carried, core) VALUES (99999, '', '多余')", "命题"),
    ],
)
def test_verify_finds_and_mends_altered_propositions(built, statement, said):
    with closing(sqlite3.connect(built.store / "store.db")) as raw, raw:
        raw.execute(statement)
    assert built("verify") == 2
    assert said in built.err
    assert built("verify", "--mend") == 0
    assert problems(built.store) == []


def test_a_bundle_carries_cells_and_import_makes_the_propositions_again(built, tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("单位,件数\n县水利局,12\n县文化局,45\n", encoding="utf-8")
    assert built("add", path) == 0
    bundle = tmp_path / "all.zip"
    assert built("export", bundle) == 0
    with open_store(built.store) as store:
        ids = sorted(built.ids().values())
        before = [(store.source(i).blocks, store.propositions_of(i)) for i in ids]
    assert any(cell.headers for blocks, _ in before for block in blocks for cell in block.cells)
    built.store = tmp_path / "other"
    built.write("空.md", "# 空\n\n无。\n")
    assert built("build") == 0
    assert built("import", bundle) == 0
    with open_store(built.store) as store:
        assert [(store.source(i).blocks, store.propositions_of(i)) for i in ids] == before
    assert problems(built.store) == []
