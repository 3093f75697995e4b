"""Which files of a folder are case texts."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import UnreadableSource
from index.parse import FORMATS


def corpus_files(folder: Path) -> list[Path]:
    """The files under ``folder`` that can be parsed, sorted; a README explains them and is none.

    Raises:
        UnreadableSource: ``folder`` is missing or not a folder.

    """
    return [path for path in _files(folder) if path.suffix.lower() in FORMATS]


def unsupported_files(folder: Path) -> list[Path]:
    """The files under ``folder`` that ``corpus_files`` leaves out for their format, sorted."""
    return [path for path in _files(folder) if path.suffix.lower() not in FORMATS]


def _files(folder: Path) -> Iterator[Path]:
    """Every file that is neither hidden, nor in a hidden folder, nor a README."""
    if not folder.is_dir():
        raise UnreadableSource(f"找不到资料文件夹「{folder}」。请检查路径，或新建它并放入案例文本。")
    for path in sorted(folder.rglob("*")):
        hidden = any(name.startswith(".") for name in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.stem.upper() != "README":
            yield path
