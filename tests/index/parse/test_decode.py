import codecs
import os
import tracemalloc

import pytest

from index.errors import UnreadableSource
from index.parse import parse_file
from index.parse.decode import MAX_BYTES, check_size, decode

PROSE = "市民政局把养老服务送到家门口，建成社区食堂四十二家，\r\n每天为一千九百位老人供餐。OK 100%\n"
# The same in the characters of Hong Kong and Taiwan.
TRADITIONAL = (
    "市民政局把養老服務送到家門口，建成社區食堂四十二家，每天為一千九百位老人供餐，子女可以在手機上查看記錄。"
)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "gb18030"),
        (b"", "gbk"),
    ],
)
def test_text_comes_back_exactly_and_without_its_mark(mark, encoding):
    assert decode(mark + PROSE.encode(encoding), "a.txt") == PROSE


def test_gb18030_keeps_four_byte_characters():
    text = PROSE + "市民李㼆在𠮷祥街道反映的问题当天就得到了办理。"
    assert decode(text.encode("gb18030"), "a.txt") == text


def test_utf8_is_taken_at_its_word_whatever_it_says():
    text = "café \U0001f468\u200d\U0001f469 \ue000 これは日本語です"
    assert decode(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TRADITIONAL, "big5"),
        (TRADITIONAL[:12], "big5"),
        (TRADITIONAL, "big5hkscs"),
        ("これは日本語の文章です。新しい機関の活動について説明します。", "shift_jis"),
        ("これは日本語の文章です。新しい機関の活動について説明します。", "euc_jp"),
        ("안녕하세요 한국어 문장입니다. 기관의 활동을 설명합니다", "euc_kr"),
        ("Привет, это русский текст о работе городских учреждений", "cp1251"),
        ("Привет, это русский текст о работе городских учреждений", "koi8_r"),
        ("café déjà vu, où êtes-vous né ? ça va très bien", "latin-1"),
        ("naïve", "latin-1"),
        ("größer über Ärger", "cp1252"),
    ],
)
def test_other_encodings_are_refused_not_guessed(text, encoding):
    with pytest.raises(UnreadableSource, match=r"旧稿\.txt.*UTF-8"):
        decode(text.encode(encoding), "旧稿.txt")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 60,
        b"plain ascii\0with a NUL",
        PROSE.encode("utf-8") + b"\xff",
        PROSE.encode("gb18030")[:-3] + b"\xff\xff\xff",
        codecs.BOM_UTF8 + PROSE.encode("gb18030"),
        codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le")[:-1],
        codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"),
    ],
)
def test_damaged_and_binary_files_are_refused(data):
    with pytest.raises(UnreadableSource, match=r"坏\.txt"):
        decode(data, "坏.txt")


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff\u3000\u200b\n".encode()])
def test_files_without_text_are_refused(data):
    with pytest.raises(UnreadableSource, match=r"空\.txt"):
        decode(data, "空.txt")


def test_a_file_over_the_limit_is_refused_with_both_sizes():
    check_size(MAX_BYTES, "a.txt")
    with pytest.raises(UnreadableSource, match=r"大\.txt.*32\.5 MB.*上限 32 MB"):
        check_size(MAX_BYTES + 512 * 1024, "大.txt")


def test_a_file_is_counted_as_it_is_read_not_as_it_is_said_to_be(tmp_path, monkeypatch):
    """One that grows meanwhile, or of a file system that tells no size."""
    path = tmp_path / "甲.txt"
    with path.open("wb") as stream:
        stream.truncate(2 * MAX_BYTES)
    true = os.fstat

    def small(handle):
        status = true(handle)
        return os.stat_result([*status[:6], 10, *status[7:10]])

    monkeypatch.setattr(os, "fstat", small)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableSource, match="超过单个文件的上限 32 MB"):
            parse_file(path)
        assert tracemalloc.get_traced_memory()[1] < 1.25 * MAX_BYTES
    finally:
        tracemalloc.stop()
