"""Sound files -> broken ones: bytes flipped and cut, XML doubled and dropped, sizes changed, deep nesting."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable

DEPTHS = (30, 400, 20_000)  # elements inside one another
LARGEST = 4 * 1024 * 1024  # bytes a file may grow to by being changed
_ELEMENT = re.compile(rb"<([A-Za-z][A-Za-z0-9:]*)[^<>]*>")
_NUMBER = re.compile(rb"[0-9]+")
_NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e400", b"x", b"")
_BYTES = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
_MARKS = ("> ", "- ", "[", "![", "*", "`", "#", "|", "（", "(", "“", "<div>", "<b><i>", "&#", "\t", "1. ")
_STRANGE = ("\0", "\u202e", "\ud7ff", "\ufffd", "\u2028", "\x85", "\r", "\x1c", "\U0010ffff", "é́" * 40)

Change = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to three changes; of a zip half of the time inside its members."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        change = chance.choice(_changes_for(data, chance))
        data = change(data, chance)[:LARGEST]
    return data


def _changes_for(data: bytes, chance: random.Random) -> tuple[Change, ...]:
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.75:
        return (inside, inside, inside, parts, declared_sizes)
    if data.lstrip()[:1] == b"<":
        return (flipped, elements, elements, numbers, nested)
    if data[:4] in (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return (flipped, flipped, numbers)
    return (flipped, numbers, words, words, words)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Some bytes flipped, replaced, cut, repeated or overwritten."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(max(1, len(changed)))
        way = chance.randrange(5)
        if way == 0 and changed:
            changed[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            changed[at : at + chance.randint(1, 64)] = chance.randbytes(chance.randint(0, 64))
        elif way == 2:
            del changed[at : at + chance.randint(1, max(1, len(changed) // 4))]
        elif way == 3:
            changed[at:at] = changed[at : at + chance.randint(1, 400)] * chance.randint(1, 20)
        else:
            changed[at : at + 4] = chance.choice(_BYTES)
    return bytes(changed)


def elements(data: bytes, chance: random.Random) -> bytes:
    """One element of XML or HTML doubled, dropped, or put elsewhere."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return flipped(data, chance)
    start = chance.choice(found)
    end = data.find(b"</" + start[1] + b">", start.end())
    end = start.end() if end < 0 else end + len(start[1]) + 3
    piece, way = data[start.start() : end], chance.randrange(3)
    if way == 0:
        return data[:end] + piece * chance.choice((1, 2, 50)) + data[end:]
    rest = data[: start.start()] + data[end:]
    at = chance.choice(found).start() if way == 1 else len(rest)
    return rest[:at] + piece + rest[at:] if way == 1 else rest


def numbers(data: bytes, chance: random.Random) -> bytes:
    """A number in the text (a size, a span, an index) made another, or none."""
    found = list(_NUMBER.finditer(data))
    for place in sorted(chance.sample(found, min(len(found), 4)), key=lambda m: -m.start()):
        data = data[: place.start()] + chance.choice(_NUMBERS) + data[place.end() :]
    return data


def nested(data: bytes, chance: random.Random) -> bytes:
    """An element put inside itself, over and over."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return data
    start, depth = chance.choice(found), chance.choice(DEPTHS)
    close = b"</" + start[1] + b">"
    opened = data[: start.start()] + start[0] * depth
    return opened + (close * depth if chance.random() < 0.5 else b"") + data[start.start() :]


def words(data: bytes, chance: random.Random) -> bytes:
    """Strange characters, marks of Markdown in great number, or a line without end, put into a text."""
    way = chance.randrange(3)
    if way == 0:
        piece = chance.choice(_MARKS) * chance.choice((3, 300, 20_000))
    elif way == 1:
        piece = chance.choice(_STRANGE) * chance.randint(1, 9)
    else:
        piece = chance.choice(("一", "1", "，", "第一条 ", "“")) * chance.choice((500, 50_000))
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((piece.encode() + lines[at], lines[at] + piece.encode()))
    return b"\n".join(lines)


def inside(data: bytes, chance: random.Random) -> bytes:
    """One member changed and packed again, so that its checksum holds and the parser sees the change."""
    members = _members(data)
    name, content = chance.choice(members)
    change = chance.choice((flipped, elements, elements, numbers, nested))
    changed = change(content, chance)[:LARGEST]
    return _packed([(n, changed if n == name else old) for n, old in members])


def parts(data: bytes, chance: random.Random) -> bytes:
    """One member dropped, doubled under its name, or put in another's place."""
    members = _members(data)
    place, way = chance.randrange(len(members)), chance.randrange(3)
    if way == 0:
        del members[place]
    elif way == 1:
        members.append(members[place])
    else:
        members[place] = (members[place][0], chance.choice(members)[1])
    return _packed(members)


def declared_sizes(data: bytes, chance: random.Random) -> bytes:
    """A size in the zip's directory that is not true."""
    changed = bytearray(data)
    at = changed.rfind(b"PK\x01\x02", 0, chance.randrange(1, len(changed) + 1))
    if 0 <= at <= len(changed) - 46:
        struct.pack_into("<I", changed, at + chance.choice((20, 24, 42)), chance.randrange(1 << 32))
    return bytes(changed)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """Those that can be read; at least one, so that something can be changed."""
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = [(name, package.read(name)) for name in package.namelist()]
    except Exception:
        found = []
    return found or [("word/document.xml", data)]


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
