"""Mails and zip files are opened one level; each part is a document, or is refused by name."""

import io
import re
import zipfile

import pytest

from index.errors import SecretSource, UnreadableSource
from index.parse import open_container, parse_file
from index.parse.containers import parcel
from tests.support.files import container_files as made
from tests.support.files import office_files
from tests.support.files.compound_files import outlook

WORD = office_files.docx((1, "河口镇志愿服务"), (0, "三月里送书1200册。"))
TEXT = "书屋由村民自己照看，借书还书都不用跑远路。".encode()


def opened(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    return open_container(tmp_path / name, tmp_path)


def read(contents):
    """Name -> text of each document."""
    return {each.name: parse_file(each.path, each.name).document.text for each in contents.documents}


def test_a_zip_gives_its_files_under_its_name(tmp_path):
    files = {"通知.docx": WORD, "一季度/说明.txt": TEXT, "__MACOSX/._通知.docx": b"x", ".DS_Store": b"x"}
    contents = opened(tmp_path, "报送.zip", made.zipped(files))
    assert read(contents) == {
        "报送.zip › 通知.docx": "河口镇志愿服务\n三月里送书1200册。",
        "报送.zip › 一季度 › 说明.txt": TEXT.decode(),
    }
    assert contents.refused == ()
    assert contents.size == len(WORD) + len(TEXT)


def test_names_in_gbk_are_read(tmp_path):
    contents = opened(tmp_path, "a.zip", made.zipped({"台账/志愿者.txt": TEXT}, names="gb18030"))
    assert list(read(contents)) == ["a.zip › 台账 › 志愿者.txt"]


def test_a_name_leads_nowhere(tmp_path):
    names = ["../../etc/甲.txt", "C:\\乙.txt", "/丙.txt", "a/\u202etxt.丁.txt", "戊\n.txt", "a › 己.txt"]
    contents = opened(tmp_path, "a.zip", made.zipped({name: TEXT + name.encode() for name in names}))
    assert [each.name.removeprefix("a.zip › ") for each in contents.documents] == [
        "etc › 甲.txt", "乙.txt", "丙.txt", "a › _txt.丁.txt", "戊_.txt", "a _ 己.txt",
    ]  # fmt: skip
    assert {each.path.parent.parent for each in contents.documents} == {tmp_path}
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["a.zip"]


def test_two_files_of_one_name_stay_apart(tmp_path):
    data = io.BytesIO(made.zipped({"a.txt": TEXT}))
    with zipfile.ZipFile(data, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("a.txt", "另一份，内容不同。")
    contents = opened(tmp_path, "a.zip", data.getvalue())
    assert read(contents) == {"a.zip › a.txt": TEXT.decode(), "a.zip › a（2）.txt": "另一份，内容不同。"}


def test_what_is_left_out_is_named(tmp_path):
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = 0o120777 << 16
    data = io.BytesIO(
        made.zipped({"内.zip": made.zipped({"a.txt": TEXT}), "图.png": b"x", "空.txt": b"", "甲.txt": TEXT})
    )
    with zipfile.ZipFile(data, "a") as package:
        package.writestr(link, "/etc/passwd")
    contents = opened(tmp_path, "a.zip", data.getvalue())
    assert list(read(contents)) == ["a.zip › 甲.txt"]
    said = [str(reason) for reason in contents.refused]
    assert [line.split("」")[0] for line in said] == [
        "「a.zip › 内.zip",
        "「a.zip › 图.png",
        "「a.zip › 空.txt",
        "「a.zip › 链接.txt",
    ]
    assert [
        word in line for word, line in zip(("只打开一层", "是图片", "空文件", "是链接"), said, strict=True)
    ] == [True] * 4


BAD = {
    "locked.zip": (lambda: made.locked({"a.txt": TEXT}), "设了密码"),
    "bomb.zip": (lambda: office_files.bomb("a.txt"), "解压后有"),
    "many.zip": (lambda: made.zipped({f"{n}.txt": TEXT for n in range(101)}), "超过上限 100 个"),
    "cut.zip": (lambda: made.zipped({"a.txt": TEXT})[:-30], "「cut.zip」"),
    "word.zip": (lambda: WORD, "其实是Word"),
    "words.zip": (lambda: TEXT, "不是压缩包"),
    "words.eml": (lambda: TEXT, "「words.eml」打不开"),
    "words.msg": (lambda: TEXT, "不是Outlook"),
    "cut.msg": (lambda: outlook("题", "文", {})[:700], "「cut.msg」"),
    "empty.eml": (lambda: b"", "空文件"),
    "deep.eml": (lambda: _nested(60), "嵌套"),
}


def _nested(depth):
    data = b"Content-Type: text/plain\r\n\r\n" + TEXT
    for n in range(depth):
        mark = b"b%d" % n
        head = b'Subject: a\r\nContent-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
        data = head + b"--" + mark + b"\r\n" + data + b"\r\n--" + mark + b"--\r\n"
    return data


@pytest.mark.parametrize("name", BAD)
def test_a_bad_container_is_refused_by_name(tmp_path, name):
    make, said = BAD[name]
    with pytest.raises(UnreadableSource) as refused:
        opened(tmp_path, name, make())
    assert said in str(refused.value)
    assert f"「{name}」" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_many_pictures_beside_a_document_are_counted(tmp_path):
    files = {f"{n}.jpg": b"x" for n in range(130)} | {"甲.txt": TEXT}
    contents = opened(tmp_path, "a.zip", made.zipped(files))
    assert list(read(contents)) == ["a.zip › 甲.txt"]
    assert len(contents.refused) == 101
    assert str(contents.refused[-1]) == "「a.zip」里另有 30 个文件没有读入。"


def test_too_much_in_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "MAX_TOTAL", 10)  # the child has its own
    parts = parcel.Parcel("a.zip", tmp_path)
    with pytest.raises(UnreadableSource, match=r"「a\.zip」里的文件超过上限"):
        parts.put("a.txt", TEXT)


def test_a_damaged_member_does_not_lose_the_others(tmp_path):
    data = bytearray(made.zipped({"坏.txt": TEXT * 50, "好.txt": TEXT}))
    data[60] ^= 0xFF
    contents = opened(tmp_path, "a.zip", bytes(data))
    assert list(read(contents)) == ["a.zip › 好.txt"]
    assert "「a.zip › 坏.txt」在压缩包里已损坏" in str(contents.refused[0])


def test_a_mail_gives_its_body_and_its_attachments(tmp_path):
    data = made.mail(
        "关于报送志愿服务材料的通知",
        "各单位：\n请于5月20日前报送。\n",
        [("通知.docx", WORD), ("表.zip", b"x")],
    )
    contents = opened(tmp_path, "来信.eml", data)
    assert read(contents) == {
        "来信.eml › 正文.txt": "关于报送志愿服务材料的通知\n\n发件人：河口镇\n日期：2024-05-06"
        "\n\n各单位：\n请于5月20日前报送。\n",
        "来信.eml › 通知.docx": "河口镇志愿服务\n三月里送书1200册。",
    }
    assert ["「来信.eml › 表.zip」" in str(reason) for reason in contents.refused] == [True]


def test_a_mail_in_html_is_read_with_its_tables(tmp_path):
    html = (
        "<p>各村送书数：</p><table><tr><th>村</th><th>册</th></tr><tr><td>上塘</td><td>180</td></tr></table>"
    )
    contents = opened(tmp_path, "a.eml", made.mail("送书", "纯文本", html=html))
    (words,) = read(contents).values()
    assert words.splitlines()[0] == "送书"
    assert "村：上塘；册：180" in words
    assert "纯文本" not in words


def test_raw_gbk_in_a_mail_is_read(tmp_path):
    contents = opened(tmp_path, "a.eml", made.raw_mail("报送材料", "附件一.txt", TEXT))
    found = read(contents)
    assert list(found) == ["a.eml › 正文.txt", "a.eml › 附件一.txt"]
    assert found["a.eml › 正文.txt"].startswith("报送材料\n")
    assert "各单位：请报送材料。" in found["a.eml › 正文.txt"]


def test_a_mail_in_a_mail_is_named_and_not_opened(tmp_path):
    from email import message_from_bytes, policy

    outer = message_from_bytes(made.mail("转发", "请看。"), policy=policy.default)
    outer.add_attachment(message_from_bytes(made.mail("里面的", "机要。"), policy=policy.default))
    contents = opened(tmp_path, "a.eml", outer.as_bytes())
    assert list(read(contents)) == ["a.eml › 正文.txt"]
    assert "只打开一层" in str(contents.refused[0])


def test_an_outlook_mail_gives_its_body_and_its_attachments(tmp_path):
    files = {"通知.docx": WORD, "说明.txt": TEXT, "转来的": None}
    contents = opened(tmp_path, "来信.msg", outlook("报送材料", "请于5月20日前报送。", files))
    assert read(contents) == {
        "来信.msg › 正文.txt": "报送材料\n\n发件人：张三\n\n请于5月20日前报送。",
        "来信.msg › 通知.docx": "河口镇志愿服务\n三月里送书1200册。",
        "来信.msg › 说明.txt": TEXT.decode(),
    }
    assert "「来信.msg › 转来的.msg」套在里面" in str(contents.refused[0])


def test_marks_of_secrecy_hold_for_what_is_inside(tmp_path):
    for name, data in (
        ("北关闸口加固（机密）.zip", made.zipped({"a.txt": TEXT})),
        ("a.eml", made.mail("【机密】关于北关闸口加固", "正文。")),
    ):
        with pytest.raises(SecretSource, match="按涉密文件处理"):
            opened(tmp_path, name, data)
    files = {
        "秘密文件/a.txt": TEXT,
        "北关闸口加固（绝密）.txt": TEXT,
        "c.txt": "秘密★1年\n正文。".encode(),
    }
    for each in opened(tmp_path, "b.zip", made.zipped(files)).documents:
        with pytest.raises(SecretSource, match=f"「{re.escape(each.name)}」标有"):
            parse_file(each.path, each.name)


def test_a_child_that_names_another_file_is_not_followed(tmp_path, monkeypatch):
    from index.parse.containers import opening

    answer = {"documents": [["甲.txt", "../a.zip"]], "refused": [], "head": ""}
    monkeypatch.setattr(opening, "asked", lambda *arguments: answer)
    with pytest.raises(UnreadableSource, match="文件名不对"):
        opened(tmp_path, "a.zip", made.zipped({"甲.txt": TEXT}))
