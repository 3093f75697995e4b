"""The parts of an Office Open XML package: which is the document, and what it is related to."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from index.parse.package import read_xml

_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_MAIN = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml$|ms-word\.\S+\.main\+xml$")
_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a package as lxml's root element, and the parts it names, by the end of their type."""

    root: Any  # None when the package lacks it
    related: dict[str, tuple[str, ...]]  # "styles" -> ("word/styles.xml",)


def main_part(package: zipfile.ZipFile, name: str) -> Part:
    """The document itself, wherever the package keeps it. Raises UnreadableSource for a damaged one.

    As the package's relationships say, else as its list of content types does, else where it usually is.
    """
    said = _relations(package, name, "").get("officeDocument", ())
    for member in (*said, *_typed(package, name), _USUAL):
        root = read_part(package, name, member)
        if root is not None:
            return Part(root, _relations(package, name, member))
    return Part(None, {})


def related_part(package: zipfile.ZipFile, name: str, part: Part, kind: str) -> Any:
    """The root of the part of a ``kind`` (styles, numbering, settings) that ``part`` names; None without."""
    for member in (*part.related.get(kind, ()), f"word/{kind}.xml"):
        root = read_part(package, name, member)
        if root is not None:
            return root
    return None


def read_part(package: zipfile.ZipFile, name: str, member: str) -> Any:
    """A part's root, whatever the case and the slashes of its name in the package."""
    stored = {other.replace("\\", "/").lower(): other for other in package.namelist()}
    found = stored.get(member.lower())
    return None if found is None else read_xml(package, name, found)


def _typed(package: zipfile.ZipFile, name: str) -> list[str]:
    types = read_part(package, name, "[Content_Types].xml")
    if types is None:
        return []
    listed = ((e.get("ContentType", ""), e.get("PartName", "")) for e in types.iter(_OVERRIDE))
    return [part.lstrip("/") for kind, part in listed if _MAIN.search(kind)]


def _relations(package: zipfile.ZipFile, name: str, member: str) -> dict[str, tuple[str, ...]]:
    """The parts inside the package that a part ("" for the package itself) is related to."""
    folder, file = posixpath.split(member)
    root = read_part(package, name, posixpath.join(folder, "_rels", f"{file}.rels"))
    related: dict[str, tuple[str, ...]] = {}
    for relation in () if root is None else root.iter(_RELATED):
        if relation.get("TargetMode") == "External":
            continue
        kind = relation.get("Type", "").rpartition("/")[2]
        target = unquote(relation.get("Target", ""))
        place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        related[kind] = (*related.get(kind, ()), posixpath.normpath(place))
    return related
