"""What a file really is, by its first bytes; a wrong extension is named, not guessed around."""

import zipfile
import zlib
from io import BytesIO

from index.errors import UnreadableSource
from index.parse.scans.pages import PICTURES
from index.parse.unread import opener

_LISTED = 1 << 20  # bytes of a list of parts that are looked at
ZIP, OLE, PDF, RTF = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"%PDF-", b"{\\rtf"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What only one kind of OLE file has, and the extensions it goes by. A mail may hold the others: it is first.
_STREAMS = (
    ("__properties_version1.0", "Outlook 邮件（.msg）", (".msg",)),
    ("PowerPoint Document", "旧版演示文稿（.ppt 或 .dps）", (".ppt", ".dps")),
    ("WordDocument", "旧版文档（.doc 或 .wps）", (".doc", ".wps")),
    ("Workbook", "旧版表格（.xls 或 .et）", (".xls", ".et")),
)
_NAMES = {
    ".docx": "Word 文档（.docx）",
    ".xlsx": "Excel 表格（.xlsx）",
    ".pptx": "PowerPoint 演示文稿（.pptx）",
    ".ofd": "OFD 版式文件（.ofd）",
    ".pdf": "PDF 文件（.pdf）",
    ".zip": "压缩包（.zip）",
    ".msg": "Outlook 邮件（.msg）",
}


def check_kind(name: str, suffix: str, data: bytes) -> None:
    """Refuse a file whose content is not what its ``suffix`` (lower case) says."""
    if data.startswith(_PROGRAMS):
        raise UnreadableSource(f"「{name}」是程序，不是文档，没有打开。")
    if data.startswith(_PICTURES) and suffix in PICTURES:
        return
    if suffix in PICTURES:
        raise UnreadableSource(f"「{name}」不是图片，或者已损坏。请用看图软件打开，另存后再试。")
    if data.startswith(_PICTURES):
        raise UnreadableSource(f"「{name}」其实是图片。请改成正确的扩展名（如 .png、.jpg）后再试。")
    if data.startswith(OLE):
        _check_ole(name, suffix, data)
        return
    real = _kind(suffix, data)
    if real and real != suffix:
        shown = _NAMES.get(real, "RTF 文档")
        raise UnreadableSource(f"「{name}」其实是{shown}。请改成正确的扩展名，或另存为 .docx 后再试。")
    if not real and suffix in _NAMES:
        raise UnreadableSource(
            f"「{name}」不是{_NAMES[suffix]}，或者已损坏。请用{opener(name)}打开检查，另存后再试。"
        )


def _check_ole(name: str, suffix: str, data: bytes) -> None:
    if _ENCRYPTED in data:
        raise UnreadableSource(f"「{name}」设了打开密码。请取消密码、另存后再试。")
    own = [(shown, suffixes) for stream, shown, suffixes in _STREAMS if stream.encode("utf-16-le") in data]
    if own[:1] and ".msg" in own[0][1]:
        own = own[:1]
    if any(suffix in suffixes for _, suffixes in own):
        return  # one may be embedded in another
    readable = {each for _, _, suffixes in _STREAMS for each in suffixes}
    if own or suffix not in readable:
        shown = own[0][0] if own else "旧版 Office 文件（.doc、.xls 或 .ppt）"
        raise UnreadableSource(f"「{name}」其实是{shown}。请改成正确的扩展名，或另存为新格式后再试。")


def _kind(suffix: str, data: bytes) -> str:
    """The suffix of what the bytes are; "" for text and for what is not known."""
    if PDF in data[:1024]:
        return ".pdf"
    if data.startswith(RTF):
        return ".rtf"
    if data.startswith((ZIP, b"PK\x05\x06")):
        return _package(suffix, data)
    return ""


def _package(suffix: str, data: bytes) -> str:
    try:
        package = zipfile.ZipFile(BytesIO(data))
        names = [name.replace("\\", "/").lower() for name in package.namelist()]
        types = _types(package)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    if suffix == ".zip" and not types:
        return ".ofd" if "ofd.xml" in names else ".zip"  # whatever its folders are called
    told = (
        (".xlsx", any(name.startswith("xl/") for name in names)),
        (".ofd", "ofd.xml" in names),
        (".pptx", b"presentationml." in types or any(name.startswith("ppt/") for name in names)),
        (
            ".docx",
            b"wordprocessingml.document.main" in types or any(name.startswith("word/") for name in names),
        ),
    )
    return next((real for real, is_one in told if is_one), ".zip")


def _types(package: zipfile.ZipFile) -> bytes:
    """The beginning of the package's list of what its parts are; b"" when it has none that can be read."""
    try:
        with package.open("[Content_Types].xml") as stream:
            return stream.read(_LISTED)
    except (KeyError, RuntimeError, EOFError, zlib.error):
        return b""
