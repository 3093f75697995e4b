"""The words of a sentence that a question shows: whole clauses around a fact, cuts marked ……. Pure."""

import re
from dataclasses import dataclass

from chinese import CLOSE, OPEN
from rag.citing import CUT

SHORTEST, LONGEST = 12, 110  # code points of an excerpt
DANGLING = 9  # code points of a last clause that says too little by itself
LEAD_IN = 40  # code points before an enumeration in which its verb is looked for
_STOP = "，,；;：:"
# What points back at words that the excerpt does not hold.
_POINTS_BACK = re.compile(
    r"^[“‘\s]*(?:[该其这此那他她它]|据此|对此|为此|因此|所以|因而|于是|由此|从而|进而|并[且将在与为对使让把从以通]?|也|还|但|而|却|且|又"
    r"|同时|随后|之后|后来|接着|另外|此外|不过|然而|否则|不仅|不但|以及|特别是|尤其是|其中|例如|比如|如：|总之|可见"
    r"|当[天日年月时晚](?![地代])|同[日年月]|前者|后者|上述|以上|如下|一是|二是|三是|四是|五是|首先|其次|最后|再次|另一|第一[，,]|第二[，,])"
)
# What joins a sentence to the one before it; a question that names its text may still show 该 and 这.
_JOINS = re.compile(
    r"^[“‘\s]*(?:因此|所以|因而|于是|由此|从而|进而|并|也|还|但|而|却|且|又|同时|随后|之后|后来|接着|另外|此外|不过|然而|否则"
    r"|以及|其中|例如|比如|如：|总之|[一二三四五]是|首先|其次|最后|再次)"
)
_LEADS_ON = re.compile(
    r"[而且但并]?(?:为了?|由于|因为?|如果?|若|当|随着|通过|针对|虽然?|尽管|不仅|不但|既|除了?)"
)
_SPEAKER = re.compile(r"[我你您咱俺]")
_AWARDING = re.compile(
    r"(?:被(?:列为|评为|授予|认定为|命名为)|荣获|获评|获得|荣膺|入选|入围|先后获|包括|包含|涵盖|分别为|分别是|设有|设立|推出|开展|提供|打造|实施|建立|落实)"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``lead`` + …… + ``words`` + ……: both verbatim; ``[start, end)`` is where ``words`` stand."""

    lead: str
    words: str
    start: int  # offsets into the text the sentence is of
    end: int
    cut_before: bool
    cut_after: bool
    stem: str = ""  # of the list whose item the words are

    @property
    def text(self) -> str:
        """What is shown."""
        return f"{self._before}{self.words}{CUT if self.cut_after else ''}"

    @property
    def _before(self) -> str:
        return f"{self.stem}：" * bool(self.stem) + (f"{self.lead}{CUT}" if self.cut_before else "")

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into ``text`` of the source's ``[start, end)``, which ``words`` holds."""
        shift = len(self._before) - self.start
        return start + shift, end + shift


def excerpt(
    text: str, sentence: tuple[int, int], fact: tuple[int, int], *, framed: bool = False, whole: int = LONGEST
) -> Excerpt | None:
    """The clauses of ``text[sentence]`` around ``fact`` that can be read alone; None where none can.

    All offsets are into ``text``; ``framed`` as for readable. The sentence, or several with what they lean
    on, is taken whole where it has at most ``whole`` code points.
    """
    start, end = sentence
    if end - start <= whole:
        return _sound(Excerpt("", text[start:end], start, end, False, False), framed=framed, whole=whole)
    bounds = _clauses(text, start, end)
    inside = [i for i, (a, b) in enumerate(bounds) if a < fact[1] and fact[0] < b]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    if bounds[last][1] - bounds[first][0] > LONGEST:
        return _listed(text, (bounds[first][0], bounds[last][1]), fact, end)
    while (
        first
        and bounds[last][1] - bounds[first - 1][0] <= LONGEST
        and text[bounds[first][0] - 1] not in "；;"
    ):
        first -= 1
    while last + 1 < len(bounds) and bounds[last + 1][1] - bounds[first][0] <= LONGEST:
        last += 1
    if last + 1 < len(bounds):
        while last > inside[-1] and _dangles(text[slice(*bounds[last])]):
            last -= 1  # 为此，……: only what follows would tell
    return _between(text, sentence, bounds[first][0], bounds[last][1])


def _dangles(clause: str) -> bool:
    """Whether a last clause says too little, or only why or when something comes that is cut off."""
    return len(clause) <= DANGLING or bool(_LEADS_ON.match(clause))


def readable(words: str, *, framed: bool = False) -> bool:
    """Whether words can be read alone: nothing pointing back, nobody speaking, marks in pairs.

    ``framed`` words stand beside the name of what they are about.
    """
    unquoted = re.sub(r"“[^”]*”", "", words)
    paired = all(words.count(a) == words.count(b) for a, b in zip(OPEN, CLOSE, strict=True))
    back = _JOINS if framed else _POINTS_BACK
    return paired and not back.match(words) and not _SPEAKER.search(unquoted)


def _between(text: str, sentence: tuple[int, int], start: int, end: int, lead: str = "") -> Excerpt | None:
    words = text[start:end]
    end -= len(words) - len(words.rstrip("，,；;：:、 "))
    return _sound(Excerpt(lead, text[start:end], start, end, start > sentence[0], end < sentence[1]))


def _sound(found: Excerpt, *, framed: bool = False, whole: int = LONGEST) -> Excerpt | None:
    if not SHORTEST <= len(found.text) <= whole + LEAD_IN or not readable(found.words, framed=framed):
        return None
    return found if not found.lead or readable(found.lead) else None


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts between commas, each with its stop; quotations and brackets kept whole."""
    found, depth, begun = [], 0, start
    for at in range(start, end):
        depth = max(0, depth + (text[at] in OPEN) - (text[at] in CLOSE))
        if depth == 0 and text[at] in _STOP and not _in_number(text, at):
            found.append((begun, at + 1))
            begun = at + 1
    found.append((begun, end))
    return [(a, b) for a, b in found if any(c.isalnum() for c in text[a:b])]


def _in_number(text: str, at: int) -> bool:
    """1,024 and 9:30 are not cut."""
    return text[at] in ",:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _listed(text: str, clause: tuple[int, int], fact: tuple[int, int], end: int) -> Excerpt | None:
    """Items of an overlong enumeration around the fact, after the words that introduce it."""
    verb = _AWARDING.search(text, clause[0], min(clause[1], clause[0] + LEAD_IN))
    if verb is None or fact[0] < verb.end():
        return None
    stops, depth = [verb.end()], 0
    for at in range(verb.end(), clause[1]):
        depth = max(0, depth + (text[at] in OPEN) - (text[at] in CLOSE))
        if depth == 0 and text[at] == "、":
            stops.append(at + 1)
    start = max(s for s in stops if s <= fact[0])
    stop = min((s - 1 for s in stops if s > fact[1]), default=clause[1])
    lead = text[clause[0] : verb.end()]
    if start == verb.end():
        return _between(text, (clause[0], end), clause[0], stop)
    return _between(text, (clause[0], end), start, stop, lead)
