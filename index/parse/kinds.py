"""What a file really is, by its first bytes; a wrong extension is named, not guessed around."""

import zipfile
import zlib
from io import BytesIO

from index.errors import UnreadableSource

_LISTED = 1 << 20  # bytes of a list of parts that are looked at
ZIP, OLE, PDF, RTF = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"%PDF-", b"{\\rtf"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMES = {".docx": "Word 文档（.docx）", ".xlsx": "Excel 表格（.xlsx）", ".pdf": "PDF 文件（.pdf）"}


def check_kind(name: str, suffix: str, data: bytes) -> None:
    """Refuse a file whose content is not what its ``suffix`` (lower case) says."""
    if data.startswith(_PROGRAMS):
        raise UnreadableSource(f"「{name}」是程序，不是文档，没有打开。")
    if data.startswith(_PICTURES):
        raise UnreadableSource(f"「{name}」是图片，没有文字可读。请先用文字识别（OCR）软件转成文字。")
    if data.startswith(OLE) and _ENCRYPTED in data:
        raise UnreadableSource(f"「{name}」设了打开密码。请取消密码、另存后再试。")
    real = _kind(data)
    if real and real != suffix and not (real == ".doc" and suffix == ".wps"):
        shown = _NAMES.get(real, "旧版 Office 文件（.doc 或 .xls）" if real == ".doc" else "RTF 文档")
        raise UnreadableSource(f"「{name}」其实是{shown}。请改成正确的扩展名，或另存为 .docx 后再试。")
    if not real and suffix in _NAMES:
        raise UnreadableSource(
            f"「{name}」不是{_NAMES[suffix]}，或者已损坏。请用 WPS 或 Word 打开，另存后再试。"
        )


def _kind(data: bytes) -> str:
    """The suffix of what the bytes are; "" for text and for what is not known."""
    if PDF in data[:1024]:
        return ".pdf"
    if data.startswith(OLE):
        return ".doc"
    if data.startswith(RTF):
        return ".rtf"
    if data.startswith(ZIP):
        return _package(data)
    return ""


def _package(data: bytes) -> str:
    try:
        package = zipfile.ZipFile(BytesIO(data))
        names = [name.replace("\\", "/").lower() for name in package.namelist()]
        types = _types(package)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    if any(name.startswith("xl/") for name in names):
        return ".xlsx"
    return ".docx" if b"wordprocessingml.document.main" in types or _has_words(names) else ""


def _has_words(names: list[str]) -> bool:
    return any(name.startswith("word/") for name in names)


def _types(package: zipfile.ZipFile) -> bytes:
    """The beginning of the package's list of what its parts are; b"" when it has none that can be read."""
    try:
        with package.open("[Content_Types].xml") as stream:
            return stream.read(_LISTED)
    except (KeyError, RuntimeError, EOFError, zlib.error):
        return b""
