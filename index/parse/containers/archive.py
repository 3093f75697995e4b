"""The files in a .zip."""

import stat
import zipfile

from index.errors import UnreadableSource
from index.parse.containers.parcel import MAX_TOTAL, Parcel, decoded, shown_name
from index.parse.package import open_zip, read_member

_UTF8 = 0x800  # flag of a member whose name is in UTF-8


def unpack_zip(parcel: Parcel, data: bytes) -> None:
    """Take the files out. Raises UnreadableSource for a zip that is damaged, encrypted or out of bounds."""
    package = open_zip(parcel.name, data, unpacked=MAX_TOTAL)
    for member in package.infolist():
        name = shown_name(_name(member))
        if member.is_dir() or not name:
            continue
        if stat.S_ISLNK(member.external_attr >> 16):
            parcel.refuse(f"「{parcel.name} › {name}」是链接，没有打开。")
        elif parcel.wants(name, member.file_size):
            try:
                parcel.put(name, _content(package, parcel.name, member))
            except _Damaged:
                parcel.refuse(f"「{parcel.name} › {name}」在压缩包里已损坏，没有读入。请重新压缩后再试。")


class _Damaged(Exception):
    """A member that cannot be unpacked."""


def _content(package: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> bytes:
    try:
        content = read_member(package, name, member)
    except UnreadableSource as error:
        raise _Damaged from error
    return content or b""


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name; without its flag for UTF-8 Python reads it as cp437."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        return decoded(member.filename.encode("cp437"))
    except UnicodeEncodeError:
        return member.filename
