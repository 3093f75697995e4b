"""Errors that end at a user: each names the value, the limit and the next step, in Chinese."""

import errno

_WHY = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EACCES: "没有写这个文件夹的权限",
    errno.EPERM: "没有写这个文件夹的权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ENOENT: "文件夹已不在",
}


def why_not_stored(error: OSError) -> str:
    """Why a file could not be written, in Chinese; a rare reason by the system's number."""
    return _WHY.get(error.errno or 0, f"系统错误 {error.errno}")


class IndexFailure(Exception):
    """Base of every error the offline half raises for its user."""


class UnreadableSource(IndexFailure):
    """A source file that cannot be read as text; names the file and what to do."""


class SecretSource(UnreadableSource):
    """A source file that bears a mark of secrecy, or one of an office that nobody confirmed."""


class StoreMismatch(IndexFailure):
    """The store was made by another model, splitter or corpus; names both and the mending command."""


class StoreMissing(IndexFailure):
    """There is no store in the folder yet."""


class StoreDamaged(IndexFailure):
    """The store's database is damaged; nothing was deleted."""


class StoreBusy(IndexFailure):
    """Another process is writing to the store."""


class ModelUnavailable(IndexFailure):
    """The model's folder or hub name cannot be loaded."""
