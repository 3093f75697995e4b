"""The zip packages that office files are: their bounds checked before anything in them is read."""

import zipfile
from io import BytesIO
from typing import Any

from index.errors import UnreadableSource
from index.parse.unread import opener

MAX_ENTRIES = 2000
MAX_UNPACKED = 256 * 1024 * 1024  # bytes of all members
MAX_RATIO = 200  # unpacked to packed, of members over a megabyte
_MEGABYTE = 1024 * 1024
# Strict Open XML says the same under names of its own: the end of a name, and what stands before it.
_STRICT, _USUAL = "{http://purl.oclc.org/ooxml/", "{http://schemas.openxmlformats.org/"
_YEARS = (
    ("wordprocessingml/main}", "wordprocessingml/2006/main}"),
    ("officeDocument/", "officeDocument/2006/"),
    ("drawingml/", "drawingml/2006/"),
    ("schemaLibrary/", "schemaLibrary/2006/"),
)


def open_package(name: str, data: bytes, entries: int = MAX_ENTRIES) -> zipfile.ZipFile:
    """The package of an office file, when it is sound and within bounds. Raises UnreadableSource."""
    package = open_zip(name, data, entries)
    for member in package.infolist():
        if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
            raise UnreadableSource(f"「{name}」里有指向外面的文件名（{member.filename[:60]}），没有打开。")
    return package


def open_zip(
    name: str, data: bytes, entries: int = MAX_ENTRIES, unpacked: int = MAX_UNPACKED
) -> zipfile.ZipFile:
    """A zip file that is sound, without a password, and within bounds; the names in it are not looked at.

    Args:
        name: of the file, for errors.
        data: its bytes.
        entries: how many members it may have.
        unpacked: how many bytes they may have together.

    Raises:
        UnreadableSource: damaged, encrypted, or out of bounds.

    """
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged(name) from error
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableSource(f"「{name}」设了密码，无法打开。请取消密码后再试。")
    if len(members) > entries:
        raise UnreadableSource(
            f"「{name}」里有 {len(members)} 个部件，超过上限 {entries} 个，不像正常的文档。请另存后再试。"
        )
    size = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > _MEGABYTE and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if size > unpacked or swollen:
        raise UnreadableSource(
            f"「{name}」解压后有 {size / _MEGABYTE:.0f} MB，超过上限 {unpacked // _MEGABYTE} MB"
            f"或压缩比的上限 {MAX_RATIO} 倍，可能是恶意文件，没有打开。"
        )
    return package


def read_member(package: zipfile.ZipFile, name: str, member: str | zipfile.ZipInfo) -> bytes | None:
    """One member's bytes; None when the package lacks it. Raises UnreadableSource for a damaged one."""
    try:
        return package.read(member)
    except KeyError:
        return None
    except Exception as error:  # zlib, CRC, lengths: a damaged member fails in many ways
        raise damaged(name) from error


def read_xml(package: zipfile.ZipFile, name: str, member: str) -> Any:
    """One member as an lxml element; None when the package lacks it. Raises UnreadableSource.

    No entity is expanded, nothing is fetched; lxml bounds depth and sizes (huge_tree is off). The names of
    Strict Open XML come as those of the usual, transitional kind.
    """
    from lxml import etree

    data = read_member(package, name, member)
    if data is None:
        return None
    refuse_entities(name, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UnreadableSource(f"「{name}」的表格或结构嵌套太深，超过上限 256 层，没有打开。") from error
        raise damaged(name) from error
    if b"purl.oclc.org" in data.replace(b"\0", b""):
        _make_transitional(root)
    return root


def _make_transitional(root: Any) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_STRICT):
            element.tag = _transitional(element.tag)
        for key in [key for key in element.attrib if key.startswith(_STRICT)]:
            element.set(_transitional(key), element.attrib.pop(key))


def _transitional(name: str) -> str:
    rest = name.removeprefix(_STRICT)
    for strict, usual in _YEARS:
        if rest.startswith(strict):
            return _USUAL + usual + rest.removeprefix(strict)
    return name


def refuse_entities(name: str, data: bytes) -> None:
    """Refuse XML that declares a document type: no office file has one, entity attacks all do."""
    plain = data.replace(b"\0", b"")  # UTF-16 hides it from a plain search
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableSource(f"「{name}」里有外部实体声明，正常的文档没有，可能是恶意文件，没有打开。")


def damaged(name: str) -> UnreadableSource:
    """What to say of a file whose inside cannot be read."""
    return UnreadableSource(f"「{name}」打不开，可能已损坏。请用{opener(name)}打开检查，另存一份后再试。")
