"""Lists -> 多选 (what of this belongs to it), and 简答 (what does it name). Pure."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chinese import bare, terms
from rag.quiz.askable_facts import askable
from rag.quiz.bound.statements import Span, marked, stem_words, whole_stem
from rag.quiz.candidates import Candidate, frame, gives_away, question
from rag.quiz.distractors import others, put
from rag.quiz.excerpts import readable
from rag.quiz.learning_card import honours
from rag.quiz.naming import inner, place_of
from rag.quiz.topics import Topic

OPTIONS = 4
FEWEST, MOST = 3, 8  # items of a list
ITEM = (4, 56)  # code points of one
STEM = (7, 64)  # and of what stands over them
HONOUR = (5, 30)  # code points of an honour's name
LIKE = 0.4  # share of an item's terms in the list's text from which another list's may belong to it
_BETWEEN = re.compile(r"[；;。\n]|[（(][^（）()]{1,3}[)）]|[①-⑳]")
_OPENS, _GAP = re.compile(r"[：:\n]"), re.compile(r"[；;\n]|[（(][^（）()]{1,3}[)）]|[①-⑳]")
_NO_STEM = re.compile(
    r"如下$|通知$|^(?:附件|注|说明|备注)|(?:通报|公示|汇报|报告)$|指出$|强调$|说$|介绍$|表示$|电话|联系|地址|抄送"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: the words over it, and its items without their numbers."""

    topic: Topic
    stem: Span
    items: tuple[Span, ...]
    place: str

    @property
    def lead(self) -> str:
        """The words over it."""
        return stem_words(self.topic, self.stem)

    def words(self, item: Span) -> str:
        """An item as a question shows it."""
        return self.topic.document.text[slice(*item)]


def lists_of(topic: Topic) -> list[Listed]:
    """The lists of a case whose stem and items can all be read alone."""
    text = topic.document.text
    runs: dict[Span, list[Span]] = {}
    places: dict[Span, str] = {}
    for one in topic.propositions:
        stems = [c for c in one.carried if c.role == "stem"]
        if not stems or any(c.role in ("row", "column", "speaker") for c in one.carried):
            continue
        stem = whole_stem(text, (stems[-1].start, stems[-1].end))
        runs.setdefault(stem, []).append((one.start, one.end))
        places.setdefault(stem, place_of(topic, one.carried))
    found = (Listed(topic, stem, tuple(_items(text, spans)), places[stem]) for stem, spans in runs.items())
    return [one for one in found if _sound(one)]


def _items(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Propositions of one item joined, those between which nothing separates."""
    begun: Span | None = None
    for start, end in sorted(spans):
        if begun and not _BETWEEN.search(text[begun[1] : start]):
            begun = (begun[0], end)
            continue
        if begun:
            yield begun
        begun = (start + marked(text[start:end]), end)
    if begun:
        yield begun


def _sound(one: Listed) -> bool:
    lead, words = one.lead, [one.words(item) for item in one.items]
    if not STEM[0] <= len(lead) <= STEM[1] or _NO_STEM.search(lead) or not readable(lead):
        return False
    told = {bare(word) for word in words}
    text = one.topic.document.text
    gaps = [text[a[1] : b[0]] for a, b in pairwise(one.items)]
    after = text[one.stem[1] : one.items[0][0]]
    if not _OPENS.search(after) or not all(_GAP.search(gap) for gap in gaps):
        return False
    return (
        FEWEST <= len(words) <= MOST
        and len(told) == len(words)
        and all(ITEM[0] <= len(word) <= ITEM[1] and readable(word) and "。" not in word for word in words)
        and one.stem[1] <= one.items[0][0]
    )


def belongings(topic: Topic, lists: Sequence[Listed], chance: random.Random) -> Iterator[Candidate]:
    """多选: which of four belong to a list; the others are another list's, or altered ones of its own."""
    for one in lists:
        about = frame(topic, one.lead, place=one.place)
        items = list(one.items)
        chance.shuffle(items)
        right = items[: chance.choice([2, 3]) if len(items) > 3 else 2]
        rest = [item for item in items if item not in right]
        wrong = [*_altered(one, rest, chance), *_of_others(one, lists, chance)]
        texts = [one.words(item) for item in right]
        wrong = [word for word in wrong if not gives_away(word, "\n".join(texts))][: OPTIONS - len(right)]
        if about is None or len(wrong) < OPTIONS - len(right):
            continue
        options = [*texts, *wrong]
        chance.shuffle(options)
        stem = f"{about}写明“{inner(one.lead)}……”。下列各项中，属于其中所列内容的有哪些？"
        answer = [option for option in options if option in texts]
        cited = [one.stem, *right]
        made = question("multi", topic, stem, cited, answer=answer, options=options)
        yield Candidate(made, one.lead, bound=True)


def _altered(one: Listed, rest: Sequence[Span], chance: random.Random) -> Iterator[str]:
    """Items that are not shown, each with another number.

    Not of a list of cases: who already has 4 has 2 as well.
    """
    for item in rest:
        words = one.words(item)
        if words.endswith("的"):
            continue
        facts = [fact for fact in askable(words) if fact.kind in ("number", "date")]
        for fact in facts[:1]:
            for value in others(words, fact, one.topic.text, chance, 1):
                yield put(words, fact, value)


def _of_others(one: Listed, lists: Sequence[Listed], chance: random.Random) -> list[str]:
    """Items of the case's other lists that nothing in this one speaks of.

    Of lists of cases only, 弄虚作假的: a sum among such or a deed among sums is out of place.
    """
    if not all(one.words(item).endswith("的") for item in one.items):
        return []
    own = set(terms("\n".join([one.lead, *map(one.words, one.items)])))
    found = []
    for other in lists:
        for item in other.items if other.stem != one.stem else ():
            wanted = set(terms(other.words(item)))
            if other.words(item).endswith("的") and wanted and len(wanted & own) <= LIKE * len(wanted):
                found.append(other.words(item))
    chance.shuffle(found)
    return found


def named_points(topic: Topic, lists: Sequence[Listed]) -> Iterator[Candidate]:
    """简答: what a list names."""
    for one in lists:
        about = frame(topic, one.lead, place=one.place)
        if about and len(one.items) <= 6:
            points = [one.words(item) for item in one.items]
            stem = f"{about}写明“{inner(one.lead)}……”。请写出其中所列的各项内容。"
            made = question("short", topic, stem, one.items, points=points)
            yield Candidate(made, one.lead, bound=True)


def honour_belongings(topic: Topic, others: Sequence[Topic], chance: random.Random) -> Iterator[Candidate]:
    """多选: which honours a case lists; the wrong ones are those of the document's other cases."""
    text, about = topic.document.text, frame(topic)
    own = [span for span in honours(topic) if _names_one(text[slice(*span)])]
    if about is None or len(own) < 2:
        return
    chance.shuffle(own)
    right = own[: 2 if len(own) < 4 else chance.choice([2, 3])]
    told = bare(topic.text)
    pool = [other.document.text[a:b] for other in others for a, b in honours(other) if _names_one(text[a:b])]
    wrong = [word for word in dict.fromkeys(pool) if not _likely(word, [text[slice(*s)] for s in own], told)]
    chance.shuffle(wrong)
    texts = [text[slice(*span)] for span in right]
    if len(wrong) < OPTIONS - len(right) or any(gives_away(word, about) for word in texts):
        return
    options = [*texts, *wrong[: OPTIONS - len(right)]]
    chance.shuffle(options)
    answer = [option for option in options if option in texts]
    stem = f"{about}提到的荣誉有哪些？"
    made = question("multi", topic, stem, right, answer=answer, options=options)
    yield Candidate(made, "\n".join(texts), bound=True)


def _names_one(words: str) -> bool:
    """Whether words name one honour and nothing else."""
    return HONOUR[0] <= len(words) <= HONOUR[1] and readable(words) and not re.search("[，；。：等]", words)


def _likely(word: str, own: Sequence[str], told: str) -> bool:
    """Whether an honour of another case may be this one's as well."""
    wanted = set(terms(word))
    alike = any(len(wanted & set(terms(one))) > LIKE * len(wanted) for one in own)
    return bare(word) in told or alike
