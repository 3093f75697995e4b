"""A follow-up question and the turns before it -> questions that stand alone. Pure.

Rules say what a question leaves out: who 它 is, which year 那一年 was, whose 第二个 is asked for, what
社区呢 takes the place of. What they cannot know, whether a reading can be answered, the chatbot finds out
by trying the readings. A question that names something of its own is left as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chinese import NUMERAL_CHARS, find_organisations, fold, names_unit
from chinese.values import find_dates, number_value
from rag.answering.question import Question, analyse, content_words
from rag.records import Answer

REMEMBERED = 4  # turns before this one that are looked at
_AFTER = "（接着“", "”问）"  # around the question that another one goes on from
SHORT = 16  # code points of a question that may lack its subject without any word that says so
_NUMBER = NUMERAL_CHARS + "0-9"
_LEADS = re.compile(
    r"^(?:那么|那(?![一个些家项种年天时里儿边届批次])|好的?|对了|嗯|哦|请问|再问一?下|另外)[，,、\s]*"
)
_HE = re.compile(
    r"(?<!其)它们?|(?<![尤极与])其(?![中他它余次实])|(?<![其吉])他们?(?!人)|她们?|这个单位|这家单位|该单位|该案例|这个案例"
    r"|该(?:局|院|委|校)(?![长务内外])"
)
# A question about whom it means begins so; 其, and what stands further in, may point elsewhere.
_POINTING = re.compile(
    r"(?:(?:请|再)?(?:介绍|总结|概括|说说|讲讲|说|讲)(?:一下)?|(?:[0-9]{4}|去|今)年)?"
    r"(?P<word>它们?|[他她]们|[他她](?=[的是在有叫又还也都曾被获当任做干负和说])|[这该][个家]?(?:单位|案例)"
    r"|该(?:局|院|委|校)(?![长务内外]))"
)
_THIS = re.compile(
    r"(?:这一?|那一?|该|此|上述|前述|刚才(?:说的)?)(?:个|家|项|种|次|场|支|座|套|条|款|本)?(?=[\u4e00-\u9fff])"
)
_THESE = re.compile(r"(?:上面|以上|前面)?(?:这|那)些(?:东西|内容|方面|事)?")
_INSIDE = re.compile(r"^(?:这|那)?(?:里面|其中|当中|里头)的?[，,]?")
_THAT_YEAR = re.compile(r"(?:那|这|同|当)一?年")
_SAME = re.compile(r"(?:同一?|这一?|那一?)(?P<measure>批|届|期|年)(?:里|中|里面|当中)?")
_MORE = re.compile(
    r"^(?:还有(?:呢|吗|别的吗|其他的吗|没有)?|(?:别的|其他的?)呢|继续|接着说|再(?:说|讲)(?:说|讲)?|更多)[？?。!！]*$"
)
_OTHERS = re.compile(
    r"还有(?:谁|哪[些几]?个?家?(?:单位|机关|案例)?)|(?:别的|其他|另外)[^，。]{0,4}(?:单位|机关|案例)"
)
_WHAT_ABOUT = re.compile(r"^(?P<what>[^，,。？?]{1,20}?)呢(?:[，,](?P<rest>[^？?]+))?[？?。]*$")
_ASKS = re.compile(r"什么|哪|谁|几|多少|怎|为何|吗|是不是|有没有|啥")
_PLACE = re.compile(
    rf"排?第(?P<n>[{_NUMBER}]+)(?:个|家|项|条|位|名|种|类|点|方面|步)?|(?P<last>最后|末)(?:一|那)?(?:个|家|项|条|位|名|种|类|点)?"
    r"|(?P<first>头一|首)(?:个|家|项|条|位|名|种|类|点)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the turn before was about."""

    question: str  # as it was understood
    span: str  # its short answer, "" when it had none
    evidence: str  # the words it quoted
    document_id: str
    case_order: int | None
    unit: str
    title: str
    seen: tuple[tuple[str, int], ...]  # (document, offset) of the sentences already shown
    said: tuple[str, ...] = ()  # what was asked, as it was typed, oldest first


@dataclass(frozen=True, slots=True)
class Understood:
    """One way to understand a follow-up question."""

    standalone: str  # what the user is shown
    asked: str  # what is looked for, in the place below
    within: tuple[str, int | None] | None = None  # (document id, case order) to look in; None is everywhere
    without: tuple[str, int | None] | None = None  # the case already told
    seen: tuple[tuple[str, int], ...] = ()  # sentences already told
    place: int = 0  # which item of an enumeration is asked for, from 1; -1 the last; 0 none
    before: tuple[str, ...] = ()  # the questions that it goes on from, oldest first
    sought: str = ""  # what is looked for besides what is asked
    near: tuple[str, int | None] | None = None  # (document id, case order) of the turn before


def understand(question: str, context: Context | None) -> list[Understood]:
    """The readings of a question, likeliest first; the question itself is always one of them."""
    if context is None:
        return [Understood(question, question)]
    near = context.document_id, context.case_order
    return [replace(reading, near=near) for reading in _readings(question, context)]


def _readings(question: str, context: Context) -> list[Understood]:
    alone = Understood(question, question)
    text = _LEADS.sub("", question.strip()) or question
    if _MORE.match(text):
        within = context.document_id, context.case_order
        return [Understood(context.question, context.question, within, seen=context.seen), alone]
    if _own_subject(analyse(text), context):
        return [alone if text == question else Understood(text, text), _joined(text, context)]
    joined = _joined(text, context)
    if _POINTING.match(text) and _entity(text, context):  # said of another unit it would be a wrong answer
        about = _about(text, context)
        return [about, Understood(about.asked, about.asked), replace(joined, within=about.within)]
    return [*_resolved(text, alone, context), joined]


def _resolved(text: str, alone: Understood, context: Context) -> list[Understood]:
    """The readings that say what a question leaves out, and the question itself."""
    asked = analyse(text)
    rewritten, marked = resolve(text, context)
    about = _about(text, context)
    if _OTHERS.search(text) and _SAME.search(text):
        other = Understood(rewritten, rewritten, without=(context.document_id, context.case_order))
        return [other, about, alone]
    if marked or about.place:
        return [about, alone]
    return [alone, about] if len(text) <= SHORT and not (asked.quoted or asked.places) else [alone]


def _about(text: str, context: Context) -> Understood:
    """The question with what it leaves out, asked of the case of the turn before."""
    rewritten, _ = resolve(text, context)
    return Understood(
        standalone=_with_subject(rewritten, context),
        asked=rewritten,
        within=(context.document_id, context.case_order),
        place=_place(text),
        before=context.said,
    )


def dangling(question: str) -> str:
    """The word that a first question begins with and that points to nothing: 它; "" where none does."""
    pointing = _POINTING.match(_LEADS.sub("", question.strip()))
    return "" if pointing is None or analyse(question).quoted else pointing["word"]


def _joined(text: str, context: Context) -> Understood:
    """The question read after those before it, which are looked for too; nothing is rewritten."""
    before = context.said or (context.question,)
    sought = "，".join([*before[-1:], text])
    return Understood(f"{text}{_AFTER[0]}{before[-1]}{_AFTER[1]}", text, before=before, sought=sought)


def goes_on(question: str) -> bool:
    """Whether a question says by its first word that it goes on from the one before: 那…."""
    return bool(re.match("那", question)) and bool(_LEADS.match(question))


def resolve(text: str, context: Context) -> tuple[str, bool]:
    """The question with its pointing words replaced, and whether it had any."""
    before = text
    text = _what_about(text, context)
    if same := _SAME.search(text):
        known = re.search(rf"第[{_NUMBER}]+{same['measure']}", f"{context.span}\n{context.question}")
        text = text.replace(same.group(), f"{known.group()}里" if known else same.group())
    if year := next((d for d in find_dates(f"{context.span}，{context.evidence}") if d.first), None):
        text = _THAT_YEAR.sub(f"{year.first.year}年" if year.first else "", text)
    text = _INSIDE.sub("", text)
    text = _THESE.sub(lambda _: _quoted(context.question) or "这些", text)
    text = _HE.sub(lambda _: _entity(before, context), text, count=1)  # 该局 before 该夜校
    text = _named(text, context)
    return text, text != before


def context_of(history: Sequence[Answer], place_of: Callable[[str, int], int | None]) -> Context | None:
    """What the newest answered turn was about; None when none was.

    What was only near counts where the question named it; small talk counts for nothing.
    """
    history = [answer for answer in history if answer.status != "help"]
    for answer in reversed(history[-REMEMBERED:]):
        if answer.status not in ("grounded", "related") or not answer.citations:
            continue
        if answer.status == "related" and not _named_in(answer):
            continue
        cited = answer.citations[0] if answer.citations[0].paragraph else answer.citations[-1]
        order = place_of(cited.document_id, cited.start)
        return Context(
            question=_without_before(answer.standalone),
            span=answer.span or "",
            evidence="\n".join(c.quote for c in answer.citations),
            document_id=cited.document_id,
            case_order=order,
            unit=cited.unit or "",
            title=cited.case or "",
            seen=tuple((c.document_id, c.start) for c in answer.citations),
            said=tuple(turn.question for turn in history[-REMEMBERED:]),
        )
    return None


def _named_in(answer: Answer) -> bool:
    """Whether the question names the unit of what is cited first, or words of its title in quotes."""
    first, asked = answer.citations[0], fold(answer.standalone)
    quoted = [fold(name) for name in re.findall(r"“([^“”]{2,20})”", first.case or "")]
    return bool(first.unit and names_unit(asked, first.unit)) or any(name in asked for name in quoted)


def _without_before(standalone: str) -> str:
    """The question without the one that it goes on from."""
    return standalone.partition(_AFTER[0])[0]


def _own_subject(asked: Question, context: Context) -> bool:
    """Whether the question names a body or thing of its own, other than the turn before."""
    known = fold(f"{context.question}\n{context.evidence}\n{context.unit}\n{context.title}\n{context.span}")
    bodies = [name for name in find_organisations(asked.text) if name not in known]
    bodies = [name for name in bodies if not (context.unit and names_unit(name, context.unit))]
    return bool(bodies) or any(fold(name) not in known for name in asked.quoted)


def _with_subject(text: str, context: Context) -> str:
    """The question with the case it is about, unless it names it."""
    folded = fold(text)
    names = [context.unit, context.title, _quoted(context.question)]
    if any(name and fold(name).strip("“”") in folded for name in names):
        return text
    if context.unit:
        return f"{context.unit}的案例里，{text}"
    return f"《{context.title}》里，{text}" if context.title else text


def _quoted(text: str) -> str:
    match = re.search(r"“[^“”]{1,20}”", text)
    return match.group() if match else ""


def _entity(text: str, context: Context) -> str:
    """Who 它 is: the name that was the answer, else the one that was asked about, else the case's unit."""
    if context.unit and re.search(r"该(?:单位|局|院|委|校)|这[个家]单位", text):
        return context.unit
    asked = analyse(context.question).asked
    if context.span and asked in ("unit", "person", "name", "place") and len(context.span) <= 20:
        return context.span
    return _quoted(context.question) or context.unit or context.title


def _named(text: str, context: Context) -> str:
    """该机制 and 这个办公室: the name in the turn before that ends so; else the bare noun."""
    match = _THIS.search(text)
    if match is None or _ASKS.match(text[match.end() :]):
        return text
    told = f"{context.question}\n{context.span}\n{context.evidence}"
    for size in (6, 5, 4, 3, 2):
        noun = text[match.end() : match.end() + size]
        if len(noun) < size or not re.fullmatch(r"[\u4e00-\u9fff]+", noun):
            continue
        names = re.findall(_name_before(noun), told)
        if names:
            return text[: match.start()] + str(names[0]) + text[match.end() + size :]
    return text[: match.start()] + text[match.end() :]


def _name_before(noun: str) -> str:
    """What names end with: a quoted name and the noun, or a run of characters."""
    quoted = rf"“[^“”]{{1,20}}”[^，。；、\s“”]{{0,4}}{noun}"
    return rf"{quoted}|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,14}}{noun}"


def _what_about(text: str, context: Context) -> str:
    """社区呢: the question before about something else; 网格员呢，有多少: what is asked is said."""
    match = _WHAT_ABOUT.match(text)
    if match is None:
        return _elliptic(text, context)
    what, rest = match["what"], match["rest"]
    if rest:
        return f"{what}{rest}"
    if _ASKS.search(what):
        return _elliptic(what, context)
    return _instead(what, _LEADS.sub("", context.question))


def _instead(what: str, before: str) -> str:
    """The question before with ``what`` in the place of what it is another of."""
    if _PLACE.fullmatch(what):
        return _PLACE.sub(what, before, count=1) if _PLACE.search(before) else f"{what}是什么"
    if (found := find_dates(before)) and find_dates(what):
        return before[: found[0].start] + what + before[found[0].end :]
    head = re.sub(r"^[^，,]{1,24}里，", "", before)
    words = [word for word in content_words(head) if word in head]
    if not words:
        return f"{what}{head}"
    at = head.find(words[0])
    return head[:at] + what + head[at + len(words[0]) :]


def _elliptic(text: str, context: Context) -> str:
    """哪个栏目: of what was just answered."""
    bare = text.rstrip("？?呢 ")
    if context.span and len(bare) <= 8 and re.match(r"(?:是)?(?:哪|什么|谁|几)", bare):
        return f"{context.span}{bare}"
    return text


def _place(text: str) -> int:
    """Which item of an enumeration is asked for: 2 for 第二个, -1 for 最后一个, 0 when none is."""
    match = _PLACE.search(text)
    if match is None or re.search(r"第(?:一|二|三|四|五|六|七|八|九|十)+(?:批|届|期|轮|次|季度|书记)", text):
        return 0
    if match["last"]:
        return -1
    return 1 if match["first"] else int(number_value(match["n"]) or 0)
