"""Made-up bodies from made-up towns, for building layouts that rules take apart."""

from index.parse import ParsedFile, parse_text
from index.segment import Segmentation
from index.segment.cases import by_rules

CANTEEN = "临江市在六个街道开办长者食堂四十二家，每天为一千九百位老人供餐，子女可以在手机上查看记录。"
SCHOOL = "针对群众反映的入学难，全市新建中小学校十七所，新增学位二万六千个，课后服务延长到晚上六点。"
RIVER = "每周巡河一次，发现问题当天交办，三年清理河道垃圾八百吨，水质优良比例提高到百分之九十六。"
LIFT = "居民议事会先后召开恳谈会三百场，改造老旧小区一百二十个，加装电梯二百零六部，投诉量下降六成。"
LEAD = "为民办实事，贵在坚持。近日，临江市评出一批为民办实事的好案例，本报今日选登，以飨读者。"


def take_apart(text: str, suffix: str = ".txt") -> tuple[ParsedFile, Segmentation]:
    parsed = parse_text(text, "layout" + suffix)
    return parsed, by_rules(parsed.document, parsed.blocks)


def cases_of(text: str, suffix: str = ".txt") -> list[tuple[str, str, str]]:
    """(unit, title, body) of every case."""
    parsed, segmentation = take_apart(text, suffix)
    return [(c.unit, c.title, parsed.document.text[c.start : c.end]) for c in segmentation.cases]


def parts_of(text: str, suffix: str = ".txt") -> list[tuple[str, str]]:
    """(kind, text) of every part."""
    parsed, segmentation = take_apart(text, suffix)
    return [(p.kind, parsed.document.text[p.start : p.end]) for p in segmentation.parts]
