"""Steps and dated events -> 排序: in which order they come. Pure."""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from chinese import NUMERAL_CHARS, bare
from rag.quiz.bound.statements import Span, Statement, marked
from rag.quiz.candidates import Candidate, frame, question
from rag.quiz.excerpts import readable
from rag.quiz.naming import place_of
from rag.quiz.topics import Topic

STEPS = (3, 4)  # shown in one question, at least and at most
NAME = (3, 24)  # code points of a step's name
EVENT = (8, 46)  # and of an event
ORDERS = 4
_ORDERED = re.compile(r"步骤|程序|流程|阶段|进度|环节")
_STAGE = re.compile(rf"第[{NUMERAL_CHARS}]+(?:阶段|步|环节)[：:，\s\u3000]*|[{NUMERAL_CHARS}]是")
_DATE = re.compile(
    r"(?:(?P<year>[12][0-9]{3})年)?(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?(?![0-9前底后起以内至~—-])"
)
_ENDS = re.compile(r"[（(：:，。；;]")
_MARKS = "①②③④"
_TELLS = re.compile(
    r"首次|首批|第["
    + NUMERAL_CHARS
    + r"0-9]+[次批届期轮]|再次|最后|随后|之后|此后|后来|年|月|[0-9]日|昨|今|明|同时"
)


def steps(topic: Topic, chance: random.Random) -> Iterator[Candidate]:
    """排序 of what a part called 步骤, 程序 or 流程 numbers through."""
    text = topic.document.text
    parts: dict[Span, list[Span]] = {}
    for a, b in topic.sentences:
        inside = [p for p in topic.propositions if a <= p.start < b and p.kind != "cell"]
        paths = [c for c in inside[0].carried if c.role == "path"] if inside else []
        numbered = marked(text[a:b])
        if not paths or not _ORDERED.search(text[paths[-1].start : paths[-1].end]):
            continue
        stage = _STAGE.match(text, a, b)
        if numbered or stage:
            begin = stage.end() if stage else a + numbered
            end = _ENDS.search(text, begin, b)
            parts.setdefault((paths[-1].start, paths[-1].end), []).append((begin, end.start() if end else b))
    for path, spans in parts.items():
        names = [text[a:b].strip() for a, b in spans]
        fit = all(NAME[0] <= len(name) <= NAME[1] and readable(name) for name in names)
        if fit and len(set(names)) == len(names) >= STEPS[0]:
            place = place_of(
                topic, [c for p in topic.propositions for c in p.carried if (c.start, c.end) == path][:1]
            )
            about = frame(topic, place=place)
            yield from _asked(topic, f"{about}把工作分为下列步骤，正确的先后顺序是", spans, chance)


def events(statements: Sequence[Statement], chance: random.Random) -> Iterator[Candidate]:
    """排序 of what a case dates, where the text tells it in the order in which it came."""
    if not statements:
        return
    topic = statements[0].topic
    dated = list(_dated(statements))
    years = {year for year, _, _ in dated}
    if 0 in years and len(years) > 1:
        dated = [one for one in dated if one[0]]
    rising = all(a[:2] < b[:2] for a, b in pairwise(dated))
    if len(dated) < STEPS[0] or (0 in years and not rising):
        return
    if len(dated) > STEPS[1]:
        dated = chance.sample(dated, STEPS[1])
    dated.sort(key=lambda one: (one[0], one[1]))
    if all(a[:2] < b[:2] for a, b in pairwise(dated)):
        about = frame(topic)
        spans = [span for _, _, span in dated]
        yield from _asked(topic, f"{about}记载了下列事项，按时间先后排列正确的是", spans, chance)


def _dated(statements: Sequence[Statement]) -> Iterator[tuple[int, tuple[int, int], Span]]:
    """The year, 0 for none, the month and day, and what happened, of what begins with its date."""
    for one in statements:
        found = _DATE.match(one.text)
        if not found:
            continue
        words = one.text[found.end() :]
        begin = found.end() + len(words) - len(words.lstrip(" \u3000，,：:"))
        end = len(one.text.rstrip("。；; "))
        if len(one.text[begin:end]) > EVENT[1]:
            cut = [
                m.start()
                for m in re.finditer("[，；,;]", one.text)
                if begin + EVENT[0] <= m.start() <= begin + EVENT[1]
            ]
            end = cut[-1] if cut else begin
        words = one.text[begin:end]
        day = (int(found["month"]), int(found["day"] or 0))
        if len(words) >= EVENT[0] and readable(words) and not _TELLS.search(words):
            yield int(found["year"] or 0), day, (one.start + begin, one.start + end)


def _asked(topic: Topic, stem: str, spans: Sequence[Span], chance: random.Random) -> Iterator[Candidate]:
    """The question; ``spans`` in their right order."""
    start = chance.randrange(len(spans) - STEPS[1] + 1) if len(spans) > STEPS[1] else 0
    right = list(spans[start : start + STEPS[1]])
    shown = list(right)
    while shown == right:
        chance.shuffle(shown)
    text = topic.document.text
    marks = {span: _MARKS[i] for i, span in enumerate(shown)}
    answer = "→".join(marks[span] for span in right)
    wrong = ["→".join(marks[span] for span in order) for order in permutations(right) if list(order) != right]
    options = [answer, *chance.sample(wrong, ORDERS - 1)]
    chance.shuffle(options)
    listed = "".join(f"\n{marks[span]}{text[slice(*span)].strip()}" for span in shown)
    if len({bare(text[slice(*span)]) for span in shown}) == len(shown):
        made = question("order", topic, f"{stem}（　　）。{listed}", right, answer=[answer], options=options)
        yield Candidate(made, text[right[0][0] : right[-1][1]], bound=True)
