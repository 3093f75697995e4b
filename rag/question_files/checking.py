"""A raw question -> a question of the bank, or what is wrong with it. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from chinese import bare
from rag.question_files.markers import kind_named, narrow, without_answer, without_points, without_tag
from rag.question_files.records import Fault, RawQuestion, ReadQuestion
from rag.quiz import BLANK, FALSE, KINDS, TRUE, Kind, Point, QuizQuestion, question_id
from rag.records import Citation

OWN_CASE = "自编题"
STEM_CHARS, FIELD_CHARS = 1000, 2000  # code points
POINTS = 100
_YES = frozenset({"正确", "对", "是", "√", "✓", "✔", "T", "TRUE", "YES", "Y"})
_NO = frozenset({"错误", "错", "否", "不对", "不正确", "×", "✗", "✘", "X", "F", "FALSE", "NO", "N"})
_GAP = re.compile(r"_{2,}|＿+|[（(][\s\u3000_＿]*[）)]|【[\s\u3000]*】|﹍+|…{2,}(?=[，。、]|$)")
_BRACKET = re.compile(r"[（(][\s\u3000_＿]*[）)]")
_LETTERED = re.compile(r"[A-H](?:[\s、，,;；/]*[A-H])*")
_POINT = re.compile(
    r"(?:^|\n|；)\s*(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*(?:[、．]|[.](?!\d)))\s*"
    r"|[（(]\s*\d{1,2}\s*[）)]\s*|[①-⑳]\s*|\n|；"
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?")

Sources = Callable[[str], Citation | None]  # the words of a source -> where they stand


class Wrong(Exception):
    """What is wrong with a question and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a question without a source is kept."""

    document_id: str
    generation: int  # of the store


def checked(raw: RawQuestion, sources: Sources, home: Home) -> ReadQuestion | Fault:
    """The question, or why it cannot be taken."""
    begins = raw.stem.replace("\n", " ")[:40]
    try:
        return _checked(raw, sources, home)
    except Wrong as wrong:
        return Fault(raw.place, begins, str(wrong))


def _checked(raw: RawQuestion, sources: Sources, home: Home) -> ReadQuestion:
    raw = _settled(raw)
    kind, guessed = _kind(raw)
    options, answer, points = _options_and_answer(kind, raw)
    stem = _stem(kind, raw.stem)
    citation = sources(raw.quote) if raw.quote else None
    notes = []
    if raw.quote and citation is None:
        notes.append("写的出处在资料库里没有找到，按自编题收下，不作引用")
    document_id = citation.document_id if citation else home.document_id
    question = QuizQuestion(
        id=question_id(document_id, kind, stem, answer or points),
        kind=kind,
        stem=stem,
        options=options,
        answer=answer,
        points=tuple(Point(words, None) for words in points),
        citations=(citation,) if citation else (),
        document=citation.document if citation else OWN_CASE,
        document_id=document_id,
        case=(citation.case if citation else raw.case) or OWN_CASE,
        generation=home.generation,
        explanation=raw.explanation,
        worth=_worth(raw.points),
    )
    return ReadQuestion(raw.place, question, guessed, tuple(notes))


def _settled(raw: RawQuestion) -> RawQuestion:
    """What stands in the stem put where it belongs; lengths checked."""
    stem, points = without_points(raw.stem)
    stem, kind = without_tag(stem)
    answer = raw.answer.strip()
    if not answer:
        stem, answer = without_answer(stem)
    if not stem.strip():
        raise Wrong("题干是空的。请写下题干。")
    if not answer:
        raise Wrong("没有答案。请另起一行写“答案：”和答案，或填在“答案”一列。")
    _check_lengths(replace(raw, stem=stem, answer=answer))
    return replace(raw, stem=stem.strip(), answer=answer, kind=raw.kind or kind, points=points or raw.points)


def _check_lengths(raw: RawQuestion) -> None:
    fields = [
        ("题干", raw.stem, STEM_CHARS),
        ("答案", raw.answer, FIELD_CHARS),
        ("解析", raw.explanation, FIELD_CHARS),
        *(("选项", words, STEM_CHARS) for words in raw.options.values()),
        ("原文依据", raw.quote, FIELD_CHARS),
        ("案例", raw.case, STEM_CHARS),
    ]
    for what, words, most in fields:
        if len(words) > most:
            raise Wrong(f"{what}有 {len(words)} 个字，最多 {most} 个字。请写短一些。")


def _kind(raw: RawQuestion) -> tuple[Kind, bool]:
    """The kind that is named, else the one that fits; and whether it was guessed."""
    named = kind_named(raw.kind) if raw.kind else ""
    if named is None:
        raise Wrong(f"没有“{raw.kind[:10]}”这种题型，可以写判断、单选、多选、填空、简答，或者不写。")
    if named:
        return _kind_of(named), False
    letters = _letters(raw)
    if raw.options:
        return _kind_of("多选" if len(letters) > 1 else "单选"), True
    if _truth(raw.answer):
        return _kind_of("判断"), True
    return _kind_of("填空" if _GAP.search(raw.stem) else "简答"), True


def _kind_of(name: str) -> Kind:
    return next(kind for kind, chinese in KINDS.items() if chinese == name)


def _options_and_answer(
    kind: Kind, raw: RawQuestion
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The options, the accepted answers and the points of a full answer."""
    if kind == "judge":
        truth = _truth(raw.answer)
        if not truth:
            raise Wrong(f"判断题的答案是“{raw.answer[:20]}”，应为“正确”或“错误”（√、× 也可以）。")
        return (TRUE, FALSE), (truth,), ()
    if kind in ("choice", "multi"):
        options = _sound_options(raw)
        return options, _chosen(kind, raw), ()
    if kind == "blank":
        return (), tuple(one.strip() for one in re.split(r"[/／|｜\n]", raw.answer) if one.strip()), ()
    points = tuple(one.strip(" \t\u3000。；;") for one in _POINT.split(raw.answer))
    return (), (), tuple(one for one in points if bare(one))


def _sound_options(raw: RawQuestion) -> tuple[str, ...]:
    letters = list(raw.options)
    if len(letters) < 2:
        raise Wrong(f"选择题只读到 {len(letters)} 个选项，至少要 2 个。选项请写成 A. B. C. D. 的样子。")
    wanted = [chr(ord("A") + at) for at in range(len(letters))]
    if sorted(letters) != wanted:
        missing = next(letter for letter in wanted if letter not in letters)
        raise Wrong(f"选项不连续，缺少选项 {missing}。请补上，或者重新编号。")
    options = tuple(raw.options[letter].strip() for letter in wanted)
    empty = next((letter for letter, words in zip(wanted, options, strict=True) if not words), "")
    if empty:
        raise Wrong(f"选项 {empty} 是空的。请填写，或者删去。")
    if len({bare(option) or option for option in options}) < len(options):
        raise Wrong("有两个选项一样。请改正。")
    return options


def _chosen(kind: Kind, raw: RawQuestion) -> tuple[str, ...]:
    letters = _letters(raw)
    if not letters:
        raise Wrong(
            f"答案“{raw.answer[:20]}”不在选项里。请写选项的字母，如 {'AB' if kind == 'multi' else 'A'}。"
        )
    unknown = [letter for letter in letters if letter not in raw.options]
    if unknown:
        raise Wrong(f"答案里的 {'、'.join(unknown)} 不在选项里。请核对答案和选项。")
    if kind == "choice" and len(letters) > 1:
        raise Wrong(f"单选题的答案有 {len(letters)} 个（{''.join(letters)}）。请改成一个，或把题型改为多选。")
    if kind == "multi" and len(letters) < 2:
        raise Wrong("多选题的答案只有一个。请补全答案，或把题型改为单选。")
    return tuple(raw.options[letter].strip() for letter in letters)


def _letters(raw: RawQuestion) -> list[str]:
    """The letters of the right options, in order; [] where the answer names none."""
    said = narrow(raw.answer).strip(" 。.（）()【】").upper()
    if _LETTERED.fullmatch(said):
        return sorted(dict.fromkeys(letter for letter in said if letter.isalpha()))
    same = [letter for letter, words in raw.options.items() if bare(words) == bare(raw.answer) != ""]
    return same[:1]


def _truth(answer: str) -> str:
    said = narrow(answer).strip(" 。.（）()").upper()
    return TRUE if said in _YES else FALSE if said in _NO else ""


def _stem(kind: Kind, stem: str) -> str:
    """The stem with its gap as gaps are written here. Raises Wrong for a 填空 without one or with several."""
    if kind != "blank":  # where the letter goes is as wide as it is printed
        return _BRACKET.sub("（　　）", stem) if kind in ("choice", "multi") else stem
    gaps = len(_GAP.findall(stem))
    if gaps != 1:
        found = "没有空" if not gaps else f"有 {gaps} 个空"
        raise Wrong(f"填空题的题干里{found}，应正好有一个，用 {BLANK} 标出。几个空请拆成几题。")
    return _GAP.sub(BLANK, stem)


def _worth(points: str) -> float | None:
    words = narrow(points).removesuffix("分").strip()
    if not words:
        return None
    if not _NUMBER.fullmatch(words) or not 0 < float(words) <= POINTS:
        raise Wrong(f"分值写的是“{points[:10]}”，应为大于 0、不超过 {POINTS} 的数字，或者不写。")
    return float(words)
