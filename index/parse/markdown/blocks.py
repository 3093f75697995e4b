"""Markdown -> blocks, through markdown-it-py's line maps; inline marks stay in the text."""

import re
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chinese import trim
from index.parse.markdown.tables import table_blocks
from index.parse.plain import heading_bound, is_heading, with_levels
from index.records import Block

_LINE_BREAK = re.compile(r"\r\n|[\r\n]")  # what Markdown itself calls a line ending
_CONTAINER = re.compile(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)")
_HASHES = re.compile(r"(#{1,6})[ \t\u3000]*")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_BARE_HASHES = re.compile(r"#{1,6}[^#\s!][^#]*$")  # "##标题": no blank, no Weibo-style #话题#
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_RULES_ONLY = re.compile(r"[\s|:=\-*_`~+>]*")  # table rules, thematic breaks, fences without a language
_ORDERED = re.compile(r"[0-9]{1,9}[.)][ \t]+")
_FENCE = re.compile(r"[\s>]*(?:`{3,}|~{3,})[\w+-]*\s*")
MAX_FRONT_MATTER = 50  # lines


@dataclass
class _Outline:
    """What the parser says of the source's lines, by 0-based line number."""

    headings: dict[int, int] = field(default_factory=dict)  # line -> level
    code: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)  # paragraphs outside lists and quotes
    items: dict[int, int] = field(default_factory=dict)  # first line of a list item -> how deep, from 1
    tables: list[tuple[int, int]] = field(default_factory=list)  # first line, and the one after the last


def markdown_blocks(text: str) -> list[Block]:
    """One block per non-empty line: ``#`` and underlined headings, list items, tables' rows, paragraphs.

    A heading starts after its marks. Bullets and quote marks are left out of a paragraph;
    rules, fences and table rulings are no text. When the file marks at most its title as a
    heading, the lines of its paragraphs are judged like plain text.
    """
    lines = _lines(text)
    outline = _outline(text, lines)
    blocks: list[Block] = []
    loose: list[int] = []
    rows: dict[int, Block | None] = {}
    for count, (first, last) in enumerate(outline.tables, start=1):
        rows |= zip(range(first, last), table_blocks(text, lines[first:last], count), strict=True)
    for number, (start, end) in enumerate(lines):
        block = rows[number] if number in rows else _block(text, start, end, number, outline)
        if block is None:
            continue
        if number in outline.loose:
            loose.append(len(blocks))
        blocks.append(block)
    if sum(block.kind == "heading" for block in blocks) <= 1:
        _promote(text, blocks, loose)
        return with_levels(text, blocks)
    return blocks


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for found in _LINE_BREAK.finditer(text):
        spans.append((start, found.start()))
        start = found.end()
    return [*spans, (start, len(text))]


def _outline(text: str, lines: list[tuple[int, int]]) -> _Outline:
    skipped = _front_matter(text, lines)
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])  # inline marks stay as they are
    tokens = parser.parse(text[lines[skipped][0] :])
    outline = _Outline()
    for token in tokens:
        if token.map is None:
            continue
        first, last = token.map[0] + skipped, token.map[1] + skipped
        if token.type == "heading_open":
            _note_heading(text, lines, outline, token, (first, last))
        elif token.type == "list_item_open":
            outline.items[first] = (token.level + 1) // 2
        elif token.type == "table_open" and token.level == 0:
            outline.tables.append((first, last))
        elif token.type in ("fence", "code_block"):
            outline.code.update(range(first, last))
        elif token.type == "paragraph_open" and token.level == 0:
            for number in range(first, last):
                _note_paragraph(text[slice(*lines[number])], outline, number)
    return outline


def _note_heading(
    text: str, lines: list[tuple[int, int]], outline: _Outline, token: Token, span: tuple[int, int]
) -> None:
    """Record a heading; an underlined one only when it is one line that does not read as a sentence.

    Writers who draw a rule right under a paragraph did not mean a heading.
    """
    first, last = span
    underlined = not token.markup.startswith("#")
    line = text[slice(*lines[first])].strip()
    if underlined and (last - first != 2 or not is_heading(line, heading_bound([]))):
        return
    outline.headings[first] = int(token.tag[1:])


def _note_paragraph(line: str, outline: _Outline, number: int) -> None:
    if _BARE_HASHES.match(line):
        outline.headings[number] = len(line) - len(line.lstrip("#"))
    else:
        outline.loose.add(number)


def _front_matter(text: str, lines: list[tuple[int, int]]) -> int:
    """How many lines of ``---`` front matter open the file; 0 for none."""
    if text[slice(*lines[0])].strip() != "---":
        return 0
    for number, (start, end) in enumerate(lines[1:MAX_FRONT_MATTER], start=1):
        if text[start:end].strip() == "---" and number + 1 < len(lines):
            return number + 1
    return 0


def _block(text: str, start: int, end: int, number: int, outline: _Outline) -> Block | None:
    """The block of one line; None for an empty line or a rule."""
    level = outline.headings.get(number)
    in_code = number in outline.code
    if in_code and _FENCE.fullmatch(text, start, end):
        return None
    if not in_code:
        while found := _CONTAINER.match(text, start, end):
            start = found.end()
        if level is None and _RULES_ONLY.fullmatch(text, start, end):
            return None
    if level is not None:
        if hashes := _HASHES.match(text, *trim(text, start, end)):
            start = hashes.end()
        if closing := _CLOSING_HASHES.search(text, start, end):
            end = closing.start()
    start, end = trim(text, start, end)
    if start == end:
        return None
    if level is not None:
        return Block("heading", start, end, level)
    block = Block("paragraph", start, end)
    return _item(text, block, outline.items[number]) if number in outline.items and not in_code else block


def _item(text: str, block: Block, depth: int) -> Block:
    """A list item; its bullet is left out already, its number is its marker."""
    numbered = _ORDERED.match(text, block.start, block.end)
    marker = numbered.end() - block.start if numbered and numbered.end() < block.end else 0
    return replace(block, kind="item", level=depth, marker=marker)


def _promote(text: str, blocks: list[Block], loose: list[int]) -> None:
    """Make headings of those lines that read as headings, bold marks aside."""
    bound = heading_bound([text[block.start : block.end] for block in blocks])
    for index in loose:
        start, end = blocks[index].start, blocks[index].end
        if bold := _BOLD_LINE.fullmatch(text, start, end):
            start, end = bold.span(2)
        if is_heading(text[start:end], bound):
            blocks[index] = Block("heading", start, end)
