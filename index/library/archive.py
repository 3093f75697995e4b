"""A zip file from outside, read member by member within absolute bounds: nothing it declares is trusted."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

MAX_MEMBERS = 200_000
MAX_DIRECTORY = 24 << 20  # bytes of the list of members, which zipfile reads whole
MAX_UNPACKED = 64 << 30  # bytes of all members
MAX_RATIO = 200  # unpacked to packed, of members over a megabyte
CHUNK = 1 << 20
_MEGABYTE = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others take as much memory as they declare
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, OSError)


class Archive:
    """An open zip file. Its methods raise ValueError, in Chinese, for what is damaged or out of bounds."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """``size`` is the file's, in bytes."""
        try:
            _refuse_long_directory(stream)
            self._file = zipfile.ZipFile(stream)
        except (*_DAMAGED, struct.error) as error:
            raise ValueError(f"不是完好的 zip 文件：{error}") from error
        self._members = {member.filename: member for member in self._file.infolist()}
        _refuse_bounds(self._file.infolist(), len(self._members), size)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._members)

    def read(self, name: str, most: int) -> bytes:
        """A member's bytes, at most ``most`` of them: counted as they are unpacked."""
        content = bytearray()
        self.copy(name, most, content.extend)
        return bytes(content)

    def copy(self, name: str, most: int, take: Callable[[bytes], object]) -> None:
        """Hand a member's bytes to ``take`` piece by piece; refused as soon as they exceed ``most``."""
        if name not in self._members:
            raise ValueError(f"里面缺少 {name}")
        member = self._members[name]
        if member.file_size > most:
            raise ValueError(_too_large(name, member.file_size, most))
        count = 0
        try:
            with self._file.open(member) as stream:
                while piece := stream.read(CHUNK):
                    count += len(piece)
                    if count > most:
                        raise ValueError(_too_large(name, count, most))
                    take(piece)
        except _DAMAGED as error:
            raise ValueError(f"{name} 读不出来：{error}") from error


def _too_large(name: str, size: int, most: int) -> str:
    return f"{name} 解压后有 {size / _MEGABYTE:.1f} MB，超过上限 {most / _MEGABYTE:.1f} MB"


def _refuse_long_directory(stream: BinaryIO) -> None:
    """Zipfile makes an object of every entry of the directory before anybody can count them."""
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]  # what ZipFile itself goes by
    if end is None:
        raise ValueError("不是 zip 文件")
    length = end[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
    if length > MAX_DIRECTORY:
        raise ValueError(f"文件清单有 {length / _MEGABYTE:.1f} MB，超过上限 {MAX_DIRECTORY >> 20} MB")


def _refuse_bounds(members: list[zipfile.ZipInfo], distinct: int, size: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise ValueError(f"里面有 {len(members)} 个部件，超过上限 {MAX_MEMBERS} 个")
    if distinct < len(members):
        raise ValueError("里面有重名的部件")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise ValueError(f"解压后有 {unpacked >> 30} GB，超过上限 {MAX_UNPACKED >> 30} GB")
    if sum(member.compress_size for member in members) > size:
        raise ValueError("部件互相重叠")
    for member in members:
        if member.compress_type not in _METHODS or member.flag_bits & 1:
            raise ValueError(f"部件 {member.filename[:60]} 加了密，或压缩方式不是本程序用的")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise ValueError(f"部件 {member.filename[:60]} 是链接")
        large = member.file_size > _MEGABYTE
        if large and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise ValueError(f"部件 {member.filename[:60]} 的压缩比超过上限 {MAX_RATIO} 倍")
