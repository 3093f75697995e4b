"""Documents: listed, added as a form or as they are, removed; the library's rules hold."""

import pytest

from index.store import open_store
from tests.support.files.container_files import zipped

DOCUMENTS = "/api/v1/documents"
TEXT = "# 河口镇案例\n\n## 县水利局 修好水渠\n\n县水利局修好水渠12条。\n"
KEY = "librarian-key"
ABOUT = {"unit": "河口镇", "date": "2024-05-01", "source": "镇简报", "tag": ["志愿", "水利"]}


def form(office, name="案例.md", text=TEXT, **about):
    return office.call("POST", DOCUMENTS, KEY, files={"file": (name, text.encode())}, data=about)


def raw(office, text=TEXT, **query):
    return office.call("POST", DOCUMENTS, KEY, content=text.encode(), params=query)


def listed(office):
    return office.call("GET", DOCUMENTS).json()


def test_a_form_adds_a_document_with_what_is_said_of_it(office):
    got = form(office, **ABOUT)
    assert got.status_code == 201
    (document,) = listed(office)
    assert got.json()["document"] == document
    assert got.json()["report"] == ["新入库：《案例.md》"]
    assert list(document) == ["id", "name", "title", "cases", "passages", "unit", "date", "source", "tags",
                              "valid_until", "versions"]  # fmt: skip
    assert (document["name"], document["unit"], document["tags"]) == ("案例.md", "河口镇", ["志愿", "水利"])
    assert office.events[0][1:4] == ("add_document", f"{document['id']} 案例.md", "done")


def test_a_file_as_it_is_and_again_and_removed(office):
    added = raw(office, name="案例.md", unit="河口镇")
    assert added.status_code == 201
    again = raw(office, name="又一次.md")
    assert (again.status_code, again.json()["document"]) == (200, added.json()["document"])
    document_id = added.json()["document"]["id"]
    removed = office.call("DELETE", f"{DOCUMENTS}/{document_id}", KEY)
    assert removed.json() == {"removed": {"id": document_id, "name": "案例.md"}}
    assert listed(office) == []
    gone = office.call("DELETE", f"{DOCUMENTS}/{document_id}", KEY)
    assert (gone.status_code, document_id in gone.json()["detail"]) == (404, True)


def test_a_new_version_takes_the_place_of_the_old(office):
    old = raw(office, name="案例.md").json()["document"]["id"]
    new = raw(office, TEXT.replace("12", "15"), name="案例.md", replaces=old).json()["document"]
    assert new["versions"] == [old]
    assert [document["id"] for document in listed(office)] == [new["id"]]
    refused = raw(office, TEXT.replace("12", "16"), name="案例.md", replaces="f" * 16)
    assert refused.status_code == 422


@pytest.mark.parametrize("mark", ["秘密", "机密★1年", "绝密"])
def test_what_is_marked_secret_is_refused_with_the_reason(office, mark):
    got = form(office, "通知.txt", f"{mark}\n关于某事的通知\n正文若干。\n")
    assert got.status_code == 422
    assert "按涉密文件处理" in got.json()["detail"]
    assert listed(office) == []
    assert office.events[0][1:4] == ("add_document", "通知.txt", "refused")


def test_what_is_marked_internal_has_to_be_confirmed(office):
    text = "内部资料\n\n" + TEXT
    got = form(office, "内部.txt", text)
    assert (got.status_code, "加上 internal=true" in got.json()["detail"]) == (422, True)
    assert form(office, "内部.txt", text, internal="true").status_code == 201


@pytest.mark.parametrize(("query", "status", "words"), [
    ({}, 400, "没有文件名"),
    ({"name": "../甲.md"}, 422, "是路径"),
    ({"name": "甲.exe"}, 422, "甲.exe"),
    ({"name": "长" * 100 + ".md"}, 422, "文件名有 303 字节，超过上限 255 字节"),
    ({"name": "甲\n.md"}, 422, "控制字符"),
    ({"name": "甲.md", "unti": "x"}, 400, "没有 “unti” 这一项"),
    ({"name": "甲.md", "date": "昨天"}, 422, "不是日期"),
    ({"name": "甲.md", "unit": "长" * 101}, 422, "超过上限 100"),
])  # fmt: skip
def test_what_cannot_be_added_is_refused_by_name(shared, query, status, words):
    got = raw(shared, **query)
    assert (got.status_code, words in got.json()["detail"]) == (status, True), got.text
    assert listed(shared) == []


def packed(office, files, **query):
    query = {"name": "报送.zip", **query}
    return office.call("POST", DOCUMENTS, KEY, content=zipped(files), params=query)


def test_a_zip_adds_each_document_in_it(office):
    files = {"甲.md": TEXT.encode(), "内.zip": b"x", "乙.txt": "机密★1年\n正文若干。".encode()}
    got = office.call(
        "POST", DOCUMENTS, KEY, content=zipped(files), params={"name": "报送.zip", "unit": "河口镇"}
    )
    assert got.status_code == 201, got.text
    (document,) = got.json()["documents"]
    assert listed(office) == [document]
    assert (document["name"], document["unit"]) == ("报送.zip › 甲.md", "河口镇")
    told = "".join(got.json()["report"])
    assert all(
        words in told for words in ("「报送.zip › 内.zip」套在里面", "「报送.zip › 乙.txt」标有“机密★1年”")
    )
    assert office.events[0][1:4] == ("add_document", f"{document['id']} 报送.zip", "done")
    again = packed(office, files)
    assert (again.status_code, again.json()["documents"]) == (200, [document])


def test_a_zip_of_nothing_that_can_be_read_is_refused(office):
    for files, words in (({"内.zip": b"x"}, "没有能读的文件"), ({"a.txt": "绝密\n正文。".encode()}, "涉密")):
        got = packed(office, files)
        assert (got.status_code, words in got.json()["detail"]) == (422, True), got.text
    two = {"a.md": TEXT.encode(), "b.md": b"# b\n\nb"}
    got = office.call(
        "POST", DOCUMENTS, KEY, content=zipped(two), params={"name": "a.zip", "replaces": "f" * 16}
    )
    assert (got.status_code, "里有 2 篇" in got.json()["detail"]) == (400, True)
    assert listed(office) == []


def test_forms_that_are_none(shared):
    assert form(shared, "", "").status_code == 400
    empty = shared.call("POST", DOCUMENTS, KEY, files={"other": (None, "x")})
    assert (empty.status_code, "没有文件名" in empty.json()["detail"]) == (400, True)
    two = shared.call("POST", DOCUMENTS, KEY, files=[("file", ("a.md", b"a")), ("file", ("b.md", b"b"))])
    assert (two.status_code, "一个文件" in two.json()["detail"]) == (400, True)
    broken = {"Content-Type": "multipart/form-data"}
    assert shared.call("POST", DOCUMENTS, KEY, content=b"x", headers=broken).status_code == 400


def test_a_file_larger_than_the_limit_is_refused(shared, monkeypatch):
    monkeypatch.setattr("api.documents.MAX_BYTES", 2 * 1024 * 1024)
    got = raw(shared, "长" * 1_000_000, name="长.txt")
    assert (got.status_code, "上限 2 MB" in got.json()["detail"]) == (413, True)


def test_while_somebody_else_writes_it_says_when_to_come(office):
    with open_store(office.folder, writable=True):
        got = raw(office, name="案例.md")
    assert (got.status_code, got.headers["retry-after"]) == (503, "5")
    assert "请" in got.json()["detail"]
    assert raw(office, name="案例.md").status_code == 201


def test_nothing_of_an_upload_stays_behind(office, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "uploads"))
    (tmp_path / "uploads").mkdir()
    assert raw(office, name="案例.md").status_code == 201
    assert form(office, "通知.txt", "绝密\n\n正文。\n").status_code == 422
    assert raw(office, name="甲.md", nothing="x").status_code == 400
    assert list((tmp_path / "uploads").iterdir()) == []
