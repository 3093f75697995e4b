"""The members of an OFD file, by the places that its parts give."""

import posixpath
from typing import Any

from index.errors import UnreadableSource
from index.parse.package import open_package, read_xml

MAX_ENTRIES = 10_000  # members: a page takes two to five
_ENCRYPTIONS = "encryptions.xml"


class Container:
    """An open OFD file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Raises UnreadableSource for one that is damaged, encrypted, or out of bounds."""
        self.name = name
        self._package = open_package(name, data, MAX_ENTRIES)
        names = self._package.namelist()
        self._members = {member.replace("\\", "/").lower(): member for member in names}  # as Windows looks
        if any(posixpath.basename(member) == _ENCRYPTIONS for member in self._members):
            raise locked(name)

    def xml(self, place: str) -> Any:
        """A member's root element; None when there is none. Raises UnreadableSource for a damaged one."""
        member = self._members.get(place.lower())
        return None if member is None else read_xml(self._package, self.name, member)

    def find(self, place: str | None, base: str) -> str:
        """Where the place that the member ``base`` gives lies; "" for one that is not there.

        From the root with a leading slash, else from the folder of ``base``, as some producers write from
        one of the folders above.
        """
        wanted = posixpath.normpath((place or "").strip().replace("\\", "/"))
        folder = "" if wanted.startswith("/") else posixpath.dirname(base)
        while True:
            candidate = posixpath.normpath(posixpath.join(folder, wanted.lstrip("/")))
            if candidate.lower() in self._members:
                return candidate
            if not folder:
                return ""
            folder = posixpath.dirname(folder)

    def linked(self, element: Any, tag: str, base: str) -> list[tuple[str, Any]]:
        """Place and root of each sound member that the children ``tag`` of an element name."""
        found = []
        for child in () if element is None else element.iterfind(f"{{*}}{tag}"):
            place = self.find(child.text, base)
            root = self.sound(place)
            if root is not None:
                found.append((place, root))
        return found

    def sound(self, place: str) -> Any:
        """As ``xml``, but None for a damaged one: what stands elsewhere is not lost."""
        try:
            return self.xml(place) if place else None
        except UnreadableSource:
            return None


def locked(name: str) -> UnreadableSource:
    """What to say of a file that is encrypted."""
    return UnreadableSource(f"「{name}」加了密，无法打开。请用 OFD 阅读器打开，取消加密、另存后再试。")
