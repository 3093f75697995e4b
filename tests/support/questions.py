"""Questions written by hand, about a made-up case; tests of training use them."""

from rag.quiz.records import FALSE, TRUE, Point, QuizQuestion, question_id
from rag.records import Citation

CASE = "“星火学堂”点亮社区夜校"
UNIT = "云川市税务局"
SOURCE = (
    "云川市税务局开办“星火学堂”夜校，截至2023年底已开课186期，累计服务居民1.26万人次，获评全市优秀党建品牌。"
)
DOCUMENT = "0123456789abcdef"
GONE = "f" * 16


def citation(quote=SOURCE, n=1, document_id=DOCUMENT):
    return Citation(n, "云川.txt", document_id, CASE, UNIT, quote, 30, 30 + len(quote), 1)


def question(kind, stem, answer=(), options=(), points=(), document_id=DOCUMENT, correction="", case=CASE):
    rubric = tuple(Point(text, citation(text, n)) for n, text in enumerate(points, start=1))
    return QuizQuestion(
        id=question_id(document_id, kind, stem, answer or points),
        kind=kind,
        stem=stem,
        options=tuple(options),
        answer=tuple(answer),
        points=rubric,
        citations=tuple(point.citation for point in rubric) or (citation(document_id=document_id),),
        document="云川.txt",
        document_id=document_id,
        case=case,
        generation=1,
        correction=correction,
    )


JUDGE = question("judge", "夜校已开课168期。", [FALSE], [TRUE, FALSE], correction="168 → 186")
CHOICE = question("choice", "夜校已开课（　　）期。", ["186"], ["168", "186", "198", "216"])
BLANK = question("blank", "夜校累计服务居民____人次。", ["1.26万", "1.26万人次"])
ORDINAL = question("blank", "夜校入选第____批试点。", ["九", "第九批"])
DATED = question("blank", "夜校在____开办。", ["2021年9月"])
NAMED = question("blank", "云川市税务局开办“____”夜校。", ["星火学堂"])
MATCH = question(
    "match", "下面这段话说的是哪个单位的做法？开办夜校。", [UNIT], [UNIT, "市水务局", "市园林局", "市档案馆"]
)
SHORT = question(
    "short", "夜校取得了哪些成效？", points=["截至2023年底已开课186期", "累计服务居民1.26万人次"]
)
ALL = (JUDGE, CHOICE, BLANK, ORDINAL, DATED, NAMED, MATCH, SHORT)
