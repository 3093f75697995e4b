"""A draft's file -> its text: .txt, .md and .docx, bounded in size; nothing in it is run or fetched."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from index.errors import UnreadableSource
from index.parse.decode import decode

FORMATS = (".txt", ".md", ".docx")
MAX_FILE = 20 * 1024 * 1024  # bytes of a draft's file
MAX_UNPACKED = 20 * 1024 * 1024  # bytes of a .docx once unpacked; a small file can hold gigabytes
MAX_ENTRIES = 5000  # files inside a .docx
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # a password-protected .docx, or an old .doc under a new name
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a reader does not see: deletions and the old place of moved words, the second copy of a text
# box, and a syllable's reading above it.
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})


def read_draft(name: str, data: bytes) -> str:
    """The text of the draft in a file called ``name``; a paragraph or table cell of a .docx is a line.

    Raises:
        UnreadableSource: another format, too large, empty, damaged or protected; one line in Chinese.

    """
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        shown = suffix or "没有扩展名"
        raise UnreadableSource(
            f"不支持「{name}」的格式（{shown}），可以上传 {'、'.join(FORMATS)}。请另存为其中一种后再试。"
        )
    if len(data) > MAX_FILE:
        raise UnreadableSource(too_large(name, len(data)))
    return _docx_text(name, data) if suffix == ".docx" else decode(data, name)


def read_file(path: Path) -> str:
    """The text of the draft at ``path``. Raises UnreadableSource."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise UnreadableSource(too_large(path.name, size))
        return read_draft(path.name, path.read_bytes())
    except OSError as error:
        raise UnreadableSource(f"读不了 {path}：{error.strerror or error}。请检查路径和权限。") from error


def too_large(name: str, size: int) -> str:
    """What to say of a file of ``size`` bytes, more than MAX_FILE."""
    return f"「{name}」有 {size / 1048576:.1f} MB，超过上限 {MAX_FILE // 1048576} MB。请拆小后再试。"


def _docx_text(name: str, data: bytes) -> str:
    from docx import Document

    _check_package(name, data)
    try:
        document = Document(BytesIO(data))
        hidden = _hidden_styles(document.styles.element)
        text = "\n".join(_lines(document.element.body, hidden))
    except Exception as error:  # python-docx meets damage with whatever its own code runs into
        raise _damaged(name) from error
    if not text.strip():
        raise UnreadableSource(f"「{name}」里没有文字。请确认选对了文件，写入正文后再试。")
    return text


def _check_package(name: str, data: bytes) -> None:
    """Refuse what is no .docx, or unpacks to too much. No member is ever read beyond its stated size."""
    if not data:
        raise UnreadableSource(f"「{name}」是空文件（0 字节）。请确认选对了文件，写入正文后再试。")
    if data.startswith(_OLE):
        raise UnreadableSource(f"「{name}」设了打开密码，或者是旧版 .doc。请取消密码、另存为 .docx 后再试。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(name) from error
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableSource(f"「{name}」设了密码，无法打开。请取消密码后再试。")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or len(members) > MAX_ENTRIES:
        raise UnreadableSource(
            f"「{name}」解压后有 {unpacked / 1048576:.1f} MB、{len(members)} 个部件，超过上限"
            f" {MAX_UNPACKED // 1048576} MB、{MAX_ENTRIES} 个。请删去图片后再试，或直接粘贴文字。"
        )


def _damaged(name: str) -> UnreadableSource:
    return UnreadableSource(
        f"「{name}」打不开，可能已损坏或不是 Word 文档。请用 WPS 或 Word 打开，另存为 .docx 后再试。"
    )


def _lines(body: Any, hidden: frozenset[str]) -> Iterator[str]:
    """The paragraphs of a body in document order, those in tables and text boxes too."""
    for paragraph in body.iter(f"{_W}p"):
        if not any(above.tag in _UNSEEN for above in paragraph.iterancestors()):
            own = _style(paragraph, "pPr", "pStyle") in hidden
            yield "" if own else "".join(_runs(paragraph, hidden))


def _runs(element: Any, hidden: frozenset[str]) -> Iterator[str]:
    """The words in an element, without those of paragraphs inside it: they come by themselves."""
    for child in element:
        if child.tag in _UNSEEN or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag != f"{_W}r" or not _is_hidden(child, hidden):
            yield from _runs(child, hidden)


def _is_hidden(run: Any, hidden: frozenset[str]) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    if mark is not None:
        return mark.get(f"{_W}val", "1") not in _OFF
    return _style(run, "rPr", "rStyle") in hidden


def _style(element: Any, properties: str, name: str) -> str | None:
    child = element.find(f"{_W}{properties}/{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _hidden_styles(styles: Any) -> frozenset[str]:
    """The ids of styles that hide their text, their own or through the style they are based on."""
    based: dict[str, Any] = {s.get(f"{_W}styleId", ""): s for s in styles.iter(f"{_W}style")}

    def hides(style: Any, seen: frozenset[str]) -> bool:
        mark = style.find(f"{_W}rPr/{_W}vanish")
        if mark is not None:
            return mark.get(f"{_W}val", "1") not in _OFF
        parent = style.find(f"{_W}basedOn")
        name = "" if parent is None else parent.get(f"{_W}val", "")
        return name in based and name not in seen and hides(based[name], seen | {name})

    return frozenset(name for name, style in based.items() if hides(style, frozenset({name})))
