"""Which part of a text a question is about, by the words of its headings, else of its paragraphs. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from chinese import Wording, fold, terms
from index.records import Document, Span
from rag.answering.digest.features import role_above
from rag.answering.digest.outline import Sentence
from rag.answering.digest.roles import Role, heading_role, topic_words

HEADING = 0.45  # share of the question's words, of those the text has, that a heading must hold
PARAGRAPH = 0.6  # the same for a paragraph, of the words that do not name the whole text
NEAR = 0.8  # further paragraphs hold at least this part of what the best one holds
SHORTEST = 20  # code points under a heading: less is a signature
FEW = 3  # paragraphs of a text that is not taken apart
Path = tuple[Span, ...]


def asked_section(
    question: str,
    document: Document,
    sentences: Sequence[Sentence],
    about: str = "",
    wanted: Sequence[Role] = (),
) -> list[Sentence]:
    """The sentences of the section that the question names, or all of them.

    ``about`` are the words that name the whole text, its unit, heading and title: a section is told by other
    words, or by one of its own headings. Sentences before the first heading that hold the heading's words
    belong to it: 组成“听漏队”, to the section 夜里听漏.
    """
    text = document.text
    asked = terms(topic_words(question))
    own = " ".join(term for term in asked if term not in set(terms(about)))
    points = _grouped(sentences)
    pool = [fold(_words(text, some)) for some in points.values()]
    wording = Wording(own, pool)
    headings = _headings(text, sentences)
    path = _best_heading(headings, wording)
    if wanted and path is None:
        inside = [one for one in sentences if one.heads]
        printed = {p: h for p, h in headings.items() if not any(_within(p[-1], one) for one in inside)}
        path = _only_heading(printed, set(asked))
    labelled = {one for one in sentences if role_above(text, one) in wanted}
    under = {one for one in sentences if path and one.path[: len(path)] == path}
    if path and (not labelled or labelled & under):
        named = set(asked) & set(terms(headings[path]))
        return [one for one in sentences if one in under or (not one.path and _holds(text, one, named))]
    if labelled or set(wanted) - {"做法"}:
        return list(sentences)
    shares = {point: wording.share(words) for point, words in zip(points, pool, strict=True)}
    best = max(shares.values(), default=0.0)
    if len(points) <= FEW or best < PARAGRAPH:
        return list(sentences)
    return [one for one in sentences if shares[one.point] >= NEAR * best]


def _headings(text: str, sentences: Sequence[Sentence]) -> Mapping[Path, str]:
    """The headings that are no label of any case (主要做法) nor a signature, each with its words, folded."""
    sizes: Counter[Path] = Counter()
    for one in sentences:
        for depth in range(len(one.path)):
            sizes[one.path[: depth + 1]] += one.end - one.start
    words = {path: text[slice(*path[-1])] for path, size in sizes.items() if size >= SHORTEST}
    return {path: fold(heading) for path, heading in words.items() if heading_role(heading) is None}


def _best_heading(headings: Mapping[Path, str], wording: Wording) -> Path | None:
    """The path to the heading that holds most of the question's words, the outermost of equals."""
    held = {path: wording.share(heading) for path, heading in headings.items()}
    best = max(held.values(), default=0.0)
    if best < HEADING:
        return None
    return min((path for path in held if held[path] == best), key=lambda path: (len(path), path))


def _only_heading(headings: Mapping[Path, str], asked: set[str]) -> Path | None:
    """The heading on a line of its own that alone holds words of the question, the whole text's name too."""
    holding = [path for path, heading in headings.items() if asked & set(terms(heading))]
    return holding[0] if len(holding) == 1 else None


def _within(span: Span, sentence: Sentence) -> bool:
    return sentence.start <= span[0] and span[1] <= sentence.end


def _holds(text: str, sentence: Sentence, named: set[str]) -> bool:
    return bool(named & set(terms(text[sentence.start : sentence.end])))


def _grouped(sentences: Sequence[Sentence]) -> Mapping[int, list[Sentence]]:
    points: defaultdict[int, list[Sentence]] = defaultdict(list)
    for one in sentences:
        points[one.point].append(one)
    return points


def _words(text: str, sentences: Sequence[Sentence]) -> str:
    """A paragraph under its headings."""
    heads = [text[slice(*span)] for span in sentences[0].path]
    return " ".join([*heads, *(text[one.start : one.end] for one in sentences)])
