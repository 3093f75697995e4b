"""What a question may be made of: whole sentences, nothing run into them, no appeal and no guess. Pure."""

import re
from itertools import groupby
from typing import Literal

from chinese import NUMERAL_CHARS, find_persons, quotations
from chinese.values import facts
from rag.quiz.excerpts import readable
from rag.quiz.sentence_subject import COURTESY, NAMES, OPENER, subject

# From clear by itself to hardly; what is None is never asked about.
Grade = Literal["named", "common", "bare", "leaning", "headless", "norm", "vague", "urge"]

SHORTEST = 14  # code points of a sentence
_PAUSES = tuple("，。；：、,;:“《（和与及的在于由对向从为")  # after which a name may come again
DETAILS = 2  # names that make a statement one that can be checked
HEADING = (8, 60)  # code points of a heading
_HAN = r"[\u4e00-\u9fff]"
_MOMENT = (
    r"(?:当地时间|近[日期]|日前|[今昨]天|[今去]年|[0-9]{1,2}月[0-9]{1,2}日|[12][0-9]{3}年|截[至止]到?)"
    r"[上下中午晚间早晨凌夜底末初以来年月日时点分许前后收盘市发稿0-9（）() ]{0,12}，"
)
# 夜校开班了近日云川市…: where something is told before, 近日 begins another sentence.
_SOON = re.compile(
    r"(?<=[\u4e00-\u9fff”》）)？！!?])(?<![于在自从至到截止日年月和与的是为期即将受而但且间])"
    r"(?:近日|日前|近期|连日来|当地时间|(?:[12][0-9]{3}年)?[0-9]{1,2}月[0-9]{1,2}日)"
)
_PURPOSE = (
    "了 进一步 深入 切实 贯彻 认真 全面 充分 更好 推动 推进 增强 提高 提升 丰富 扎实 确保 满足 加强 落实"
)
_BEGUN = f"(?:为(?:{'|'.join(_PURPOSE.split())})|随着)"
_HEARD = r"据[^，。]{2,16}(?:消息|报道|获悉|统计|介绍|了解)|记者(?:从|昨|今|[0-9]|获悉|了解到)"
# Where a sentence begins right after a heading or a caption, without a stop between them.
_RESTART = re.compile(
    r"(?<=[\u4e00-\u9fff”》）)？！!? ])(?<![于在自从至到截止日年月和与的是为期即将受而但且间])"
    rf"(?=[受在]?(?:{_MOMENT}|刚刚过去的[^，。]{{2,8}}，))"
    rf"|(?<=[\u4e00-\u9fff”》）)])(?<![是旨在将也以可能均都既曾要仅只就不正并且而还更伴])(?<!作为)(?={_BEGUN})"
    rf"|(?<=[\u4e00-\u9fff”》）)])(?<![依根证数论凭占])(?={_HEARD})"
    r"|(?<=[\u4e00-\u9fff”》）)])(?=自[^，。]{2,24}(?:以来|开展|启动))"
)
_CREDITS = (
    "资料图 资料照 截图 配图 题图 供图 图片来 返回搜狐 责编 小编 本报 本网 笔者 广告 扫码 转载 投稿 摄影 "
    "点击下 点击图 点击此 点击上 从图中 图片显示"
)
# Blanks between words, marks of a list, a byline, a picture's credit.
_RUN_IN = re.compile(
    r"^[文图][/／|｜]|^(?:撰文|作者|来源)"
    r"|[\u4e00-\u9fff”》）)][ \u3000\t]+[\u4e00-\u9fff“《（(]|(?<![0-9])×|\.\.\.|…| [-—] "
    r"|[●■◆△▲▽○◎★☆※→↓↑|丨｜►▶#@〖]"
    r"|[（(](?:[^（）()]{0,12}[图摄]|记者|通讯员|作者|实习|见习|编辑|来源|文|完|图源)[^（）()]{0,20}[)）]"
    r"|[\u4e00-\u9fff）)][0-9]{1,2}[.．](?=[\u4e00-\u9fff])"
    rf"|[见如]图[，。）)所]|{'|'.join(_CREDITS.split())}|记者[ \u3000]|[讯电][（(]"
)
_BYLINE = re.compile("记者|通讯员|评论员|作者|[文图]/|来源|视觉中国")
# “…”, （…）, 1、…: what somebody says, what stands under a picture or a number.
_LISTED = re.compile(r"^“[^”]*”$|^[（(][^）)]*[)）]|^[0-9]+[、.．]|^[" + NUMERAL_CHARS + r"]、|^[-—]")
_LABEL = re.compile(r"^[^，。“]{1,30}[:：](?![0-9“])")
# What ought to be: of a rule a statement like others, of a reader an appeal.
_NORM = re.compile(
    r"(?<![反供响相对适效感回呼顺照理])应(?![用对急邀聘届变声付征县答允]|[^，。]{1,14}(?:邀请|要求|请求))|必须"
)
_URGES = re.compile(
    r"务必|一定要|切勿|切记|呼吁|倡议[^书》]|让我们"
    r"|不妨|千万(?![元人户])|谨防|不要|最好|(?<![申邀聘宴])请(?![求教示假愿客柬])"
    r"|(?:^|[，；：、]|都|还|也|才|就|更|既|又|[一二三四五]是?)要(?!求|闻|素|点|约)"
    r"|[^主重必只首需]要(?:把|坚持|加强|做好|注意|避免|及时|积极|进一步|深[入刻])|需(?:要?[注做提及加先按])"
)
_SUPPOSES = re.compile(
    r"想必|恐怕|难道|也许|或许|似乎|仿佛|好像|居然|竟然|令人|让人|不禁|不得不|毫无疑问|显然|[吗呢吧啊呀嘛][，。]"
    r"|究竟|到底|可以说|[？！?!]|不知|(?<!不)如果|假如|倘若|要是|只要|只有|我们|谁都|可想而知|众所周知|大抵"
)
_GUESSES = re.compile(
    r"想必|恐怕|难道|也许|或许|似乎|仿佛|好像|居然|竟然|令人|让人|不禁|显然|[吗呢吧啊呀嘛](?:[，。]|$)|究竟|到底|[？！?!]|同志们"
)
_SOMEBODY = re.compile(
    r"(?:网友|网民|人士|专家|学者|分析师|工作人员|负责人|[有一]人|市民|居民|村民|群众|家长|客服"
    r"|[一几]?[位名][^，。]{0,8}|[他她])[^，。《“]{0,10}"
    r"(?:说|表示|称|认为|指出|告诉|坦言|透露|介绍|直言|建议|提醒|解释|感慨|感叹|评论|质疑|反映)"
)
# …告诉记者。 and …发布会现场。: what was said, or what the picture shows, stands elsewhere.
_SAYS_NOTHING = re.compile(r"(?:说|道|表示|称|介绍|指出|告诉[^，。]{0,8}|现场|合影|画面|一角|场景)。$")
_PLANS = re.compile(r"(?:下一步|接下来|后续|未来|今后|下阶段|下一阶段)，")
_TODAY = re.compile(r"[昨今明后][天日晚晨](?!生)")
_JUST_NOW = re.compile("刚才|刚刚[，我]|方才|下面(?:我|就)")
_THAT_DAY = re.compile(r"[当同次][天日年月晚]|是[日夜晚](?!本)|翌日|此前|此后|随后")
# What points at words before it; in a sentence that names its subject, at those of its own.
_POINTS = re.compile(r"(?<![应活])该(?!死)|(?<!其)[他她它](?![人们]?[山乡])|两[人者]|[二三]人")
_THIS = re.compile(r"[这那](?!曲)[一两几]?[个种家名些项款张件座位场部台段次支]?")
_KINDS = "局校院市县区镇乡村厂店国片剧站馆行案车机书社会所队部省州厅团办"  # 该局, 该校
_SAYS = re.compile(
    "表示|称|指出|介绍|宣布|透露|认为|发布|公告|公布|说，"
)  # 雪佛龙表示，该公司…: of whom is clear
_BACK = re.compile(
    r"(?<![因如彼至由])此(?!外|起彼)|双方|上述|(?<!的)(?:一个|主要|重要|根本|直接)原因(?:之一)?[是在]|(?:以下|如下|下列)(?![，。0-9])|前者|后者|本[次届案]|^期[内间]"
    r"|^[" + NUMERAL_CHARS + r"几数半0-9]+(?:个?[月年天日周]|小时|分钟)[之以]?[后内]|新规(?![划定模范])"
)
# 24日 of which month, 全省 of which province: other sentences tell.
_BARE_DAY = re.compile(r"(?<![0-9月满第至—～~、和.-])(?:[1-9]|[12][0-9]|3[01])日(?![内均前后游间用均照出历])")
_WHOLE_AREA = re.compile(
    r"[全我本](?:省|市|县|自治区|区|州)(?![区人域别间])"
    r"|(?<![\u4e00-\u9fff])[省市县区](?:委|政府|人大|政协|纪委|直机关)"
)
# 张某, 某银行: whom a text hides, nobody can name who does not know the text.
_HIDDEN = re.compile(rf"某(?![些种个])|(?:^|[，。、的和与位])[\u4e00-\u9fff](?:{COURTESY})")
_THAT_MONTH = re.compile("[上下本][周月]|[上本下]季")
# (志愿者在巡河): what stands under a picture, before the sentence that goes on with the text.
_CAPTION = re.compile(r"[（(][^（）()]{2,40}[)）](?=[\u4e00-\u9fff0-9“])")


def grade(sentence: str, text: str = "") -> Grade | None:
    """How clear a sentence of ``text`` is by itself; None when it states nothing that could be asked.

    It names its subject, has a common noun for one, or one that tells only after what was said before;
    it leans on a sentence before it, has no subject, says what ought to be or what somebody thinks, or
    appeals to somebody. An opener (此外，) does not count: whoever shows the sentence leaves it out.
    """
    words = re.sub(",(?![0-9])", "，", sentence[opener(sentence) :])
    plain = _unquoted(words)
    run_in = any(rule.search(plain) for rule in (_RESTART, _RUN_IN, _LISTED))
    if not _whole(words) or run_in or repeated(plain) or _restarts(plain) or _begins_again(plain):
        return None
    found: dict[Grade, tuple[re.Pattern[str], ...]] = {
        "urge": (_URGES,),
        "vague": (_SUPPOSES, _SOMEBODY, _LABEL),
        "norm": (_NORM,),
    }
    poor = (clear for clear, rules in found.items() if any(rule.search(plain) for rule in rules))
    return next(poor, None) or _clear(words, text)


def checkable(words: str) -> bool:
    """Whether words hold a number, a date, a rank, a quoted name or two others: more than praise."""
    import rjieba

    if facts(words) or quotations(words):
        return True
    # 云川市 and 税务局 side by side are one name.
    runs = groupby(rjieba.tag(words), lambda pair: pair[1] in NAMES and len(pair[0]) > 1)
    names = {"".join(word for word, _ in run) for is_name, run in runs if is_name}
    return len(names) >= DETAILS


def opener(sentence: str) -> int:
    """How many code points at the sentence's beginning it can do without."""
    found = _CAPTION.match(sentence) or OPENER.match(sentence)
    return found.end() if found else 0


def printed(words: str) -> bool:
    """Whether a byline, a picture's credit or the like stands among the words."""
    return bool(_RUN_IN.search(_unquoted(words)) or _BYLINE.search(words))


def heading_end(words: str) -> int:
    """How long a heading is that a text begins with, without a stop after it; 0 when there is none."""
    marks = (_RESTART.search(words), re.search(r"[ \u3000\t]{2,}", words))
    ends = [*(m.start() for m in marks if m), repeated(words, 6), _told_before(words), _begun_again(words)]
    end = min(filter(None, ends), default=0)
    return end if HEADING[0] <= end <= HEADING[1] else 0


def _begun_again(words: str) -> int:
    """Where the words begin again after a heading, 0 where they do not: 云川：夜校开到家门口云川市税务局…."""
    import rjieba

    again = words.find(words[:3], HEADING[0])
    if again < 0 or words[again - 1] in _PAUSES:
        return 0
    return 0 if rjieba.tag(words[:again])[-1][1] in ("v", "p") else again  # 联合云川市…


def _told_before(words: str) -> int:
    """Where a 近日 stands after words that do more than name who will do something; 0 where none does."""
    import rjieba

    soon = _SOON.search(words)
    if soon is None or "。" in words[: soon.start()]:
        return 0
    before = words[: soon.start()]
    told = re.search("[，：:！？!? “]", before) or any(tag == "v" for _, tag in rjieba.tag(before)[:-1])
    return soon.start() if told else 0


def repeated(sentence: str, size: int = 4) -> int:
    """Where as many characters stand for the second time before the first stop; 0 when none do.

    There a heading ends that the page ran into its sentence.
    """
    stretch = _stretch(sentence)
    for at in range(len(stretch) - 2 * size + 1):
        some = stretch[at : at + size]
        again = stretch.find(some, at + size)
        if again > 0 and re.fullmatch(f"{_HAN}+", some):
            while at and stretch[at - 1] == stretch[again - 1]:
                at, again = at - 1, again - 1
            return again
    return 0


def _stretch(sentence: str) -> str:
    """What stands before the first stop."""
    return re.split("[，。；：、,;:]", sentence, maxsplit=1)[0]


def _begins_again(sentence: str) -> bool:
    """Whether its first characters come again before the first stop, after a heading that was run into it."""
    stretch = _stretch(sentence)
    return bool(re.match(f"{_HAN}{{3}}", stretch) and _begun_again(stretch))


def _restarts(sentence: str) -> bool:
    """Whether the sentence's first characters open another clause of it: a caption before its sentence."""
    begins = sentence[:4]
    return bool(re.fullmatch(f"{_HAN}{{4}}", begins)) and any(
        f"{stop}{begins}" in sentence for stop in "，；"
    )


def _clear(words: str, text: str) -> Grade:
    found, end = subject(words, text)
    first, plain = _unquoted(words[:end]), _unquoted(words)
    if _BACK.search(plain) or not readable(words) or not all(map(_resolved, _THIS.finditer(plain))):
        return "leaning"
    if found == "none":
        return "headless"
    if _TODAY.search(plain) or _THAT_MONTH.search(plain) or _undated(plain) or _unplaced(words):
        return "leaning"
    each = plain.find("分别")
    if each >= 0 and not re.search("[、和与及两双]", plain[:each]):
        return "leaning"  # 净利润分别为…: of which years is said before
    if found == "named" and _PLANS.match(plain):
        found = "common"
    if found in ("named", "common") and _HIDDEN.search(plain):
        found = "bare"
    day, pointer = _THAT_DAY.search(first), _POINTS.search(plain if found != "named" else first)
    told = day and re.search(r"[0-9] ?[日月年]", first[: day.start()])
    return "leaning" if pointer or not told_whose(plain) or (day and not told) else found


def points_back(words: str) -> bool:
    """Whether something in the words is told only by words before them: 该局, 这项, 她, 此举."""
    plain = _unquoted(words)
    if _TODAY.search(plain) or _JUST_NOW.search(plain):
        return True
    pronoun = re.search("[他她它](?!们?[山乡])|两[人者]", plain)
    whose = pronoun is None or bool(find_persons(plain[: pronoun.start()]))
    this = all(map(_resolved, _THIS.finditer(plain)))
    return bool(_BACK.search(plain)) or not (whose and this and told_whose(plain))


def supposes(words: str) -> bool:
    """Whether somebody guesses, exclaims or asks, or what is said stands elsewhere."""
    return bool(_GUESSES.search(_unquoted(words)) or _SAYS_NOTHING.search(words))


def told_whose(words: str) -> bool:
    """Whether what 该 points at stands before it in the words: a bank before 该行, or who says something."""
    theirs = re.finditer("(?<![应活])该(?!死)", words)
    return all(_resolved(one) or _SAYS.search(words[: one.start()]) for one in theirs)


def _undated(plain: str) -> bool:
    """Whether it tells a day whose month stands elsewhere."""
    day = _BARE_DAY.search(plain)
    return day is not None and "月" not in plain[: day.start()]


def _unplaced(words: str) -> bool:
    """Whether it speaks of a whole province or city and names no place before."""
    import rjieba

    area = _WHOLE_AREA.search(words)
    return area is not None and not any(tag == "ns" for _, tag in rjieba.tag(words[: area.start()]))


def _resolved(this: re.Match[str]) -> bool:
    """Whether the noun after 这 stands before it in the sentence: BookTok是社区，在这个社区里."""
    noun = this.string[this.end() : this.end() + 2]
    before = this.string[: this.start()]
    return len(noun) == 2 and (noun in before or (noun[0] in before and noun[0] in _KINDS))


def _whole(sentence: str) -> bool:
    ends = re.search(r"。[”’」』）)]?$", sentence)
    return len(sentence) >= SHORTEST and bool(ends) and not _SAYS_NOTHING.search(sentence)


def _unquoted(sentence: str) -> str:
    return re.sub(r"《[^》]*》", "《》", re.sub(r"“[^”]*”", "“”", sentence))
