"""A check -> a Word file or plain text to pass on; both read in black and white."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx.document import Document as WordDocument
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from rag.citing import cautious, formal
from rag.records import Check, CheckedSentence
from rag.reports import wording
from rag.reports.footnotes import Footnotes
from rag.reports.word_document import blank_document, clean

TITLE = "稿件核查报告"
NOTICE = "本报告由“新活实问答”与资料库中的资料逐句核对生成，供参考，以资料原文为准。"
MARKED = "有出入的字词"
SHORT = "不足以证明这句话的相关原文："  # before a quote that was found and does not prove the sentence
SCOPE = "核查时只对照了这些资料："
NO_PROBLEM = "没有发现矛盾或无依据的句子。"
UNDERLINES: dict[wording.State, WD_UNDERLINE | None] = {
    "supported": WD_UNDERLINE.SINGLE,
    "contradicted": WD_UNDERLINE.WAVY,
    "unverifiable": WD_UNDERLINE.DASH,
    "unchecked": None,
}
_LINES: dict[wording.State, str] = {
    "supported": "单线",
    "contradicted": "波浪线",
    "unverifiable": "虚线",
    "unchecked": "不画线",
}


def word_report(check: Check, created: datetime) -> bytes:
    """A .docx: counts, legend, what needs attention, then the draft with its evidence in footnotes.

    ``created`` is shown in its own time zone.
    """
    document = blank_document(TITLE, created)
    document.add_heading(TITLE, 0)
    _say(document, f"核查时间：{created.year}年{created.month}月{created.day}日 {created:%H:%M}")
    _say(document, wording.summary(check) + "。")
    if check.scope:
        _say(document, f"{SCOPE}{check.scope}。")
    document.add_heading("一、标记说明", 1)
    _legend(document)
    document.add_heading("二、需要处理的句子", 1)
    _list_problems(document, check)
    document.add_heading("三、稿件全文和核查结果", 1)
    _write_draft(document, check)
    _say(document, NOTICE)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def plain_report(check: Check) -> str:
    """The same as text to paste: differing words in 【】, sources numbered at the end."""
    scope = [f"{SCOPE}{check.scope}。"] if check.scope else []
    lines = [
        TITLE,
        f"{wording.summary(check)}。",
        *scope,
        "",
        f"稿件（〔〕内是核查结果，【】内是{MARKED}）：",
    ]
    lines += ["".join(_plain(check, piece) for piece in line) for line in wording.paragraphs(check)]
    problems = _problems(check)
    lines += ["", "需要处理的句子：" if problems else NO_PROBLEM]
    for n, sentence in enumerate(problems, 1):
        lines.append(f"{n}. 〔{wording.WORDS[wording.state(sentence)]}〕{sentence.text.strip()}")
        lines += [f"   {reason}" for reason in reasons(sentence, check.text)]
    cited = {c.n: c for sentence in check.sentences for c in sentence.evidence}
    lines += ["", "出处："] if cited else []
    lines += [f"[{n}] {cautious(c)}：“{c.quote.strip()}”" for n, c in sorted(cited.items())]
    return "\n".join([*lines, "", NOTICE])


def reasons(sentence: CheckedSentence, draft: str) -> list[str]:
    """Why a sentence needs attention, a line each: what differs, then what has no evidence."""
    texts = [f"{wording.difference_words(d)}。" for d in sentence.differences]
    bare_verdicts = [p for p in sentence.parts if p.checkable and p.verdict != "supported"]
    texts += [
        f"“{draft[p.start : p.end].strip()}”：{wording.sureness(p, draft)}"
        for p in bare_verdicts
        if not p.differences
    ]
    return texts


def _problems(check: Check) -> list[CheckedSentence]:
    return [s for s in check.sentences if wording.state(s) in wording.PROBLEMS]


def _plain(check: Check, piece: wording.Piece) -> str:
    if piece.sentence is None:
        return check.text[piece.start : piece.end]
    sentence = check.sentences[piece.sentence]
    words = "".join(
        f"【{check.text[a:b]}】" if marked else check.text[a:b]
        for a, b, marked in wording.cut(piece.start, piece.end, wording.draft_marks(sentence.differences))
    )
    if not piece.last:
        return words
    return f"{words}〔{wording.WORDS[wording.state(sentence)]}〕" + "".join(
        f"[{c.n}]" for c in sentence.evidence
    )


def _say(document: WordDocument, text: str) -> None:
    document.add_paragraph(clean(text))


def _legend(document: WordDocument) -> None:
    for name, word in wording.WORDS.items():
        line = document.add_paragraph()
        _write(line, word, name)
        _write(line, f"：{_LINES[name]}。{wording.MEANINGS[name]}。")
    line = document.add_paragraph()
    _write(line, MARKED, marked=True)
    _write(line, "：加粗并加方框。依据的原话和出处见每页的脚注。")


def _list_problems(document: WordDocument, check: Check) -> None:
    problems = _problems(check)
    if not problems:
        _say(document, NO_PROBLEM)
    for n, sentence in enumerate(problems, 1):
        line = document.add_paragraph()
        _write(line, f"{n}. 〔{wording.WORDS[wording.state(sentence)]}〕")
        _write_cut(line, check.text, sentence.start, sentence.end, wording.draft_marks(sentence.differences))
        for reason in reasons(sentence, check.text):
            _say_indented(document, reason)


def _say_indented(document: WordDocument, text: str) -> None:
    line = document.add_paragraph(clean(text))
    line.paragraph_format.left_indent = Pt(28)


def _write_draft(document: WordDocument, check: Check) -> None:
    notes = Footnotes(document, size=10.5)
    cited: dict[int, int] = {}  # a citation's number -> the footnote that gave it in full
    for pieces in wording.paragraphs(check):
        line = document.add_paragraph()
        line.paragraph_format.first_line_indent = Pt(28)
        for piece in pieces:
            if piece.sentence is None:
                _write(line, check.text[piece.start : piece.end])
                continue
            sentence = check.sentences[piece.sentence]
            marks = wording.draft_marks(sentence.differences)
            _write_cut(line, check.text, piece.start, piece.end, marks, wording.state(sentence))
            if piece.last:
                _write(line, f"〔{wording.WORDS[wording.state(sentence)]}〕")
                _note(notes, line, sentence, cited)


def _note(notes: Footnotes, line: Paragraph, sentence: CheckedSentence, cited: dict[int, int]) -> None:
    # A citation proves a sentence where any part rests on it.
    proving = {c.n for part in sentence.parts if part.verdict != "unverifiable" for c in part.evidence}
    for citation in sentence.evidence:
        differences = [d for d in sentence.differences if d.n == citation.n]
        number, note = notes.add(line)
        before = "" if citation.n in proving else SHORT
        if citation.n in cited and not differences:
            _write(note, f"{before}{formal(citation)}，原话见脚注{cited[citation.n]}。")
            continue
        cited.setdefault(citation.n, number)
        _write(note, f"{before}{cautious(citation)}：“")
        _write_cut(note, citation.quote, 0, len(citation.quote), wording.quote_marks(citation, differences))
        _write(note, "”" + "".join(f"{wording.difference_words(d)}。" for d in differences))


def _write_cut(
    line: Paragraph,
    text: str,
    start: int,
    end: int,
    marks: Sequence[wording.Range],
    name: wording.State = "unchecked",
) -> None:
    for a, b, marked in wording.cut(start, end, marks):
        _write(line, text[a:b], name, marked=marked)


def _write(line: Paragraph, text: str, name: wording.State = "unchecked", *, marked: bool = False) -> None:
    run = line.add_run(clean(text))
    run.font.underline = UNDERLINES[name]
    if marked:
        run.bold = True
        box = {"val": "single", "sz": "6", "space": "0", "color": "auto"}
        frame = OxmlElement("w:bdr", {qn(f"w:{key}"): value for key, value in box.items()})
        run._r.get_or_add_rPr().append(frame)
