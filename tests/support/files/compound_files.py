"""Compound files (OLE) made for tests: storages and streams; an Outlook mail among them."""

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM, STORAGE, ROOT = 2, 1, 5


def compound(tree):
    """A file of this tree: name -> bytes, or a tree of its own."""
    entries = [("Root Entry", ROOT, None)]
    _collect(tree, entries)
    minis, fat, sectors, mini_fat = b"", [], [], []

    def chained(data, table, size):
        start, count = len(table), -(-len(data) // size)
        table += [start + n + 1 for n in range(count - 1)] + [END]
        return start

    placed = {}
    for number, (_, kind, content) in enumerate(entries):
        if kind == STREAM and content and len(content) < CUTOFF:
            placed[number] = (chained(content, mini_fat, MINI), len(content))
            minis += content + bytes(-len(content) % MINI)
        elif kind == STREAM and content:
            placed[number] = (chained(content, fat, SECTOR), len(content))
            sectors.append(content + bytes(-len(content) % SECTOR))
    if minis:
        placed[0] = (chained(minis, fat, SECTOR), len(minis))
        sectors.append(minis + bytes(-len(minis) % SECTOR))
    directory = b"".join(_entry(entries, number, placed, tree) for number in range(len(entries)))
    directory += bytes(-len(directory) % SECTOR)
    first_directory = chained(directory, fat, SECTOR)
    sectors.append(directory)
    table = b"".join(struct.pack("<I", n) for n in mini_fat)
    table += struct.pack("<I", FREE) * (-len(mini_fat) % (SECTOR // 4))
    first_mini = chained(table, fat, SECTOR) if table else END
    sectors.append(table)
    count = 1
    while len(fat) + count > count * SECTOR // 4:
        count += 1
    first_fat = len(fat)
    fat += [FAT] * count
    fat += [FREE] * (-len(fat) % (SECTOR // 4))
    sectors.append(b"".join(struct.pack("<I", n) for n in fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    starts = (0, count, first_directory, 0, CUTOFF, first_mini, len(table) // SECTOR, END, 0)
    header += struct.pack("<9I", *starts)
    places = [first_fat + n for n in range(count)]
    header += b"".join(struct.pack("<I", place) for place in places + [FREE] * (109 - count))
    return header + b"".join(sectors)


def _collect(tree, entries):
    """Entries in order, each storage followed by what is in it."""
    for name, content in tree.items():
        if isinstance(content, dict):
            entries.append((name, STORAGE, content))
            _collect(content, entries)
        else:
            entries.append((name, STREAM, content))


def _places(tree, start):
    """Where the entries of a tree stand: name -> number."""
    places, at = {}, start
    for name, content in tree.items():
        places[name] = at
        at += 1 + (_size(content) if isinstance(content, dict) else 0)
    return places


def _size(tree):
    return sum(1 + (_size(content) if isinstance(content, dict) else 0) for content in tree.values())


def _entry(entries, number, placed, tree):
    """One directory entry; what stands in one storage is a chain to the right."""
    name, kind, content = entries[number]
    child = FREE
    if kind == ROOT:
        child = 1 if tree else FREE
    elif kind == STORAGE:
        child = number + 1 if content else FREE
    start, size = placed.get(number, (END if kind == STREAM else 0, 0))
    right = _right(tree, 1, number)
    coded = name.encode("utf-16-le") + b"\0\0"
    packed = coded + bytes(64 - len(coded)) + struct.pack("<HBBIII", len(coded), kind, 1, FREE, right, child)
    return packed + bytes(36) + struct.pack("<IQ", start, size)


def _right(tree, start, number):
    places = list(_places(tree, start).values())
    for here, after in zip(places, [*places[1:], FREE], strict=True):
        if here == number:
            return after
    for place, content in zip(places, tree.values(), strict=True):
        if isinstance(content, dict):
            found = _right(content, place + 1, number)
            if found is not None:
                return found
    return None if start > 1 else FREE


def outlook(subject, body, attachments, sender="张三"):
    """An .msg; attachments are name -> bytes, or None for a mail inside the mail."""
    words = {0x0037: subject, 0x1000: body, 0x0C1A: sender}
    tree = _properties(words, 32)
    for number, (name, content) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = _properties({0x3707: name}, 8, content)
    return compound(tree)


def _properties(words, header, content=None):
    streams, entries = {}, b""
    for place, said in words.items():
        coded = said.encode("utf-16-le")
        streams[f"__substg1.0_{place:04X}001F"] = coded
        entries += struct.pack("<HHIII", 0x001F, place, 6, len(coded) + 2, 0)
    if content is not None:
        streams["__substg1.0_37010102"] = content
        entries += struct.pack("<HHIII", 0x0102, 0x3701, 6, len(content), 0)
    return {"__properties_version1.0": bytes(header) + entries} | streams
