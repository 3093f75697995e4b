"""The one file of a backup: a zip whose members are stored as they are, and a manifest of their hashes."""

import hashlib
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from index.library import Archive
from index.settings import ROOT
from people.operations.errors import DamagedBackup, OperationRefused

FORMAT = "xhs-backup-1"
MANIFEST = "manifest.json"
PEOPLE, STORE, RECORDS, SETTINGS, ORIGINALS, RECOGNISED = (
    "people.db",
    "store.db",
    "records.db",
    "settings.toml",
    "originals/",
    "recognised/",  # what was recognised of originals that are scans
)
MAX_MANIFEST = 64 << 20  # bytes: about 300,000 members
MAX_SETTINGS = 1 << 20  # bytes
_CHUNK = 1 << 20
_ORIGINAL = re.compile(r"originals/(?!\.{1,2}$)[^/\\\0]{1,255}", re.S)  # a name, and no path
RECOGNISED_FILE = re.compile(r"recognised/[0-9a-f]{64}\.[0-9]{1,4}\.jsonl")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Member:
    """What a member's bytes are."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: str
    program: str  # version of the program that made it
    made: str  # UTC, ISO 8601
    schema: str  # alembic revision of people.db; "" without one
    members: dict[str, Member]
    elsewhere: tuple[str, ...] = ()  # what is not in it, in Chinese
    missing: tuple[str, ...] = ()  # originals that the store named and that were not there


_MANIFESTS = TypeAdapter(Manifest)


def program_version() -> str:
    """The version in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    return str(project["version"])


class BackupWriter:
    """Writes members one after the other, hashing what it writes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED)
        self._members: dict[str, Member] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def add(self, name: str, source: BinaryIO) -> None:
        """Copy what is left of ``source`` into a member. Raises OSError where there is no room."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as member:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self._members[name] = Member(size, digest.hexdigest())

    def finish(
        self, schema: str, now: datetime, elsewhere: tuple[str, ...], missing: tuple[str, ...]
    ) -> Manifest:
        """Write the manifest and the directory. Raises OperationRefused for what no restore would take."""
        made = now.isoformat(timespec="seconds")
        manifest = Manifest(FORMAT, program_version(), made, schema, self._members, elsewhere, missing)
        if fault := _fault(manifest, frozenset({MANIFEST, *self._members})):
            raise OperationRefused(f"备份没有写成：{fault}。没有留下不完整的文件。")
        self._zip.writestr(_entry(MANIFEST), json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.close()
        return manifest

    def close(self) -> None:
        """Let go of a backup, whole or not; the directory of one that is not is of no use to anybody."""
        with suppress(OSError):
            self._zip.close()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16  # who unpacks it by hand gets files of their own, too
    return entry


class BackupReader:
    """An open backup. Its methods raise DamagedBackup for what is not as it was written."""

    def __init__(self, file: Path, archive: Archive) -> None:
        self._file = file
        self._archive = archive
        self.digest = ""  # of the manifest: which backup this is
        self.manifest = self._read_manifest()

    def check(self) -> None:
        """Read every byte and compare."""
        for name in self.manifest.members:
            self.copy(name, lambda chunk: None)

    def read(self, name: str) -> bytes:
        """A small member."""
        content = bytearray()
        self.copy(name, content.extend)
        return bytes(content)

    def copy(self, name: str, take: Callable[[bytes], object]) -> None:
        """Hand a member's bytes to ``take``, then compare their hash with the manifest's."""
        member, digest, size = self.manifest.members[name], hashlib.sha256(), 0

        def count(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            digest.update(chunk)
            take(chunk)

        try:
            self._archive.copy(name, member.size, count)
        except ValueError as error:
            raise damaged(self._file, str(error)) from error
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise damaged(self._file, f"{name} 的校验和不对")

    def _read_manifest(self) -> Manifest:
        try:
            data = self._archive.read(MANIFEST, MAX_MANIFEST)
            manifest = _MANIFESTS.validate_python(json.loads(data))
        except ValidationError as error:
            raise damaged(self._file, f"{MANIFEST} 的写法不对") from error
        except (ValueError, RecursionError) as error:
            raise damaged(self._file, str(error)) from error
        if manifest.format != FORMAT:
            raise damaged(self._file, f"格式是“{manifest.format[:40]}”，本程序用 {FORMAT}")
        if fault := _fault(manifest, self._archive.names):
            raise damaged(self._file, fault)
        self.digest = hashlib.sha256(data).hexdigest()
        return manifest


def _fault(manifest: Manifest, names: frozenset[str]) -> str:
    """What is wrong with the list of members; "" for nothing. A name of no other shape leads anywhere."""
    if names != {MANIFEST, *manifest.members}:
        return f"部件与清单不一致：{'、'.join(sorted(names ^ {MANIFEST, *manifest.members}))[:80]}"
    for name, member in manifest.members.items():
        file = _ORIGINAL.fullmatch(name) or RECOGNISED_FILE.fullmatch(name)
        if name not in (PEOPLE, STORE, RECORDS, SETTINGS) and not file:
            return f"部件名 {name[:80]!r} 不是备份里会有的"
        if member.size < 0 or not _DIGEST.fullmatch(member.sha256):
            return f"清单里 {name[:80]} 的大小或校验和不对"
    if SETTINGS in manifest.members and manifest.members[SETTINGS].size > MAX_SETTINGS:
        return f"{SETTINGS} 有 {manifest.members[SETTINGS].size} 字节，超过上限 {MAX_SETTINGS} 字节"
    return ""


def damaged(file: Path, reason: str) -> DamagedBackup:
    """What a file that cannot be used is refused with."""
    return DamagedBackup(
        f"{file} 不是本程序的备份，或者已损坏、被改动过（{reason}）。没有恢复任何内容；请换一份备份。"
    )


@contextmanager
def opened(file: Path) -> Iterator[BackupReader]:
    """A backup of which every byte has been compared with its manifest.

    Raises DamagedBackup, or OperationRefused for a file that cannot be opened.
    """
    try:
        stream = file.open("rb")
    except OSError as error:
        raise OperationRefused(f"打不开备份 {file}（{error.strerror}）。请检查路径和读取权限。") from error
    with stream:
        try:
            archive = Archive(stream, file.stat().st_size)
        except ValueError as error:
            raise damaged(file, str(error)) from error
        reader = BackupReader(file, archive)
        reader.check()
        yield reader
