"""Lines of a page that belong to its site and not to what is told, and lines that are headings unmarked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chinese import is_lone_label
from index.parse.layout import FEW_HEADINGS, Hidden, Line
from index.parse.plain import MAX_HEADING, is_heading

FURNITURE = "网页的固定文字"
MAX_FURNITURE = 60  # code points
_COUNTERS = r"(?:阅读(?:原文)?|赞|点赞|在看|分享|收藏|转发|留言|写留言|推荐|喜欢|评论|浏览)\s*[0-9.,，万+]*"
# What the program that shows an article prints around it: nobody writes these lines.
_SHELL = re.compile(
    rf"(?:[轻]?(?:触|点)阅读原文|(?:继续|向上|上滑)?滑动看下一个|继续滑动看下一个|预览时标签不可点"
    rf"|微信扫一扫.{{0,20}}|(?:长按|扫描?|扫一扫)(?:识别)?(?:上|下)?方?二维码(?:[，,]?(?:关注|加入|进入|查看|了解|添加).{{0,16}})?|轻点两下取消(?:赞|在看)"
    rf"|取消\s*允许|即将打开\W*小程序|该内容已被发布者删除|当前内容可能存在未经审核.{{0,30}}"
    rf"|使用(?:完整服务|小程序)|可打开此内容，?|：，。视频小程序赞.{{0,40}}|[—－-]*\s*已无更多推荐\s*[—－-]*"
    rf"|{_COUNTERS}(?:[\s，、]+{_COUNTERS})*)"
)
_FOLLOW = re.compile(
    r"(?:点击|点|轻触)[^。；]{0,6}蓝色?字(?=[^。]*(?:关注|订阅))[^。]*|(?:点击|长按)[^。；]{0,12}关注(?:我们|公众号|本号)?[^。]{0,8}"
)
_SITE = re.compile(
    r"(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置\s*[:：]?\s*(?:网站)?(?:首页|主页).*"
    r"|[\[【（(]?\s*(?:打印|关闭|收藏|返回顶部|返回|打印本页|关闭窗口|字体[:：]?\s*大\s*中\s*小)\s*[\]】）)]?"
    r"(?:\s*[\[【（(|｜]?\s*(?:打印|关闭|收藏|返回顶部|打印本页|关闭窗口)\s*[\]】）)]?)*"
    r"|[\[【]打印[\]】].*|上一篇[:：].*|下一篇[:：].*"
)
_HOME = re.compile(r"(?:网站|本站)?(?:首页|主页)")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line and how it was printed."""

    line: Line
    bold: bool = False  # all of it
    links: int = 0  # how many it is made of, when it is nothing else


def told(lines: Sequence[PageLine], hidden: Hidden) -> Iterator[Line]:
    """The lines without the site's own, those that are headings by their print marked as such."""
    kept = []
    for each in lines:
        if not each.line.kind and not each.line.level and is_furniture(each):
            hidden.drop(FURNITURE, each.line.text)
        else:
            kept.append(each)
    return _with_headings(_with_labels(kept))


def is_furniture(each: PageLine) -> bool:
    """Whether a line is certainly one of the site's own."""
    words = each.line.text.strip(" ▲▼△▽↑↓👆👇☝☟·•>＞")
    if each.links > 1 and _HOME.match(words):
        return True
    if len(words) > MAX_FURNITURE:
        return False
    return any(pattern.fullmatch(words) for pattern in (_SHELL, _FOLLOW, _SITE))


def _with_labels(lines: Sequence[PageLine]) -> list[PageLine]:
    """Numbers that stand alone joined to the heading below: 01 and the line after it."""
    joined: list[PageLine] = []
    label: PageLine | None = None
    for each in lines:
        if label and _is_headed(each):
            both = replace(each.line, text=f"{label.line.text} {each.line.text}")
            each = replace(each, line=replace(both, level=each.line.level or label.line.level), bold=True)
        elif label:
            joined.append(label)
        label = None
        if not each.line.kind and is_lone_label(each.line.text):
            label = each
        else:
            joined.append(each)
    return [*joined, label] if label else joined


def _is_headed(each: PageLine) -> bool:
    words = each.line.text
    return not each.line.kind and not is_lone_label(words) and is_heading(words, MAX_HEADING)


def _with_headings(lines: Sequence[PageLine]) -> Iterator[Line]:
    """Where the page marks headings by tags, lines in bold that read as headings stand under the last."""
    marked = sum(bool(each.line.level) for each in lines)
    above = 0
    for each in lines:
        line = each.line
        above = line.level or above
        plain = not line.kind and not line.level
        if marked > FEW_HEADINGS and above and each.bold and plain and is_heading(line.text, MAX_HEADING):
            line = replace(line, level=min(above + 1, 6))
        yield line
