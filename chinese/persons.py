"""Personal names in Chinese text, by surname and surroundings. Pure."""

import re

_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|端木|司徒"
_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁"
    "葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景"
    "薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫嵇荀连"
)
_NAME = re.compile(rf"(?:{_DOUBLE}|[{_SINGLE}])[\u4e00-\u9fff]{{1,2}}")
_ROLE = (
    r"书记|主任|局长|处长|科长|部长|院长|校长|所长|队长|会长|秘书长|理事长|馆长|站长|组长|行长|总经理|经理|董事长|主席|委员|"
    r"省长|市长|县长|区长|镇长|乡长|村长|厅长|司令员|政委|教授|医生|大夫|医师|护士|律师|法官|检察官|民警|警官|教师|老师|工程师|师傅|"
    r"记者|通讯员|同志|先生|女士|大叔|大爷|大妈|阿姨|奶奶|爷爷|党员|干部|社工|志愿者|负责人|创始人|发起人|工作者|代表|居民|村民|冠军"
)
_AFTER = r"[，,、（(。\s]|$|同志|先生|女士|说|表示|介绍|告诉|指出|认为|坦言|荣获|获|入选|[在对向是带和与等的]"
_VERB = r"同志|说|表示|介绍|告诉|荣获|获|入选|当选|[，。、的等]"
_BEFORE = rf"(?:{_ROLE}|名叫|叫|由|[、：:（(])[ 　]?$"


def find_persons(sentence: str, *, reporters: bool = False) -> list[tuple[int, int]]:
    """Offsets of personal names: a surname and one or two characters where a name can stand.

    Those who wrote the text are left out unless ``reporters`` are asked for.
    """
    import rjieba

    found: list[tuple[int, int]] = []
    at = 0
    for word, tag in rjieba.tag(sentence):
        if tag.startswith("nr") and 2 <= len(word) <= 4 and _NAME.fullmatch(word):
            end = at + len(word)
            longer = len(word) == 2 and not re.match(_AFTER, sentence[end:])
            found.append((at, end + 1 if longer and re.match(_VERB, sentence[end + 1 :]) else end))
        at += len(word)
    for match in re.finditer(rf"(?={_NAME.pattern})", sentence):
        start = match.start()
        if not re.search(_BEFORE, sentence[max(0, start - 5) : start]):
            continue
        for size in (4, 3, 2):
            name, rest = sentence[start : start + size], sentence[start + size :]
            if len(name) == size and _NAME.fullmatch(name) and re.match(_AFTER, rest):
                found.append((start, start + size))
                break
    return [
        span
        for span in sorted(set(found))
        if not _shadowed(span, found) and not _other(sentence, span, reporters) and not _word(sentence, span)
    ]


def _word(sentence: str, span: tuple[int, int]) -> bool:
    """Whether it is a word of the language, 洪水 or 申请人, and nothing before it says that it is a name."""
    import rjieba

    name = sentence[slice(*span)]
    if re.search(_BEFORE, sentence[max(0, span[0] - 5) : span[0]]):
        return False
    # The segmenter's dictionary tags 洪水 and 申请人 as names; real ones of three characters it mostly lacks.
    common = rjieba.has_word(name) and (len(name) == 2 or name[-1] in "人员者子儿手家")
    return common or bool(re.search("[由被把的了是者区县省]", name[1:]))


def _shadowed(span: tuple[int, int], found: list[tuple[int, int]]) -> bool:
    """Whether a longer reading covers this one: 周义 inside 周义闯."""
    return any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in found)


def _other(sentence: str, span: tuple[int, int], reporters: bool) -> bool:
    """A place (白塔街道), or the reporter who wrote the text."""
    before, after = sentence[max(0, span[0] - 4) : span[0]], sentence[span[1] : span[1] + 2]
    wrote = bool(re.search(r"(?:记者|通讯员)[ 　]*$", before)) and not reporters
    return wrote or bool(re.match(r"街道|社区|小区|[区市县镇乡村路街山湖河]", after))


def asks_person(question: str) -> bool:
    """Whether a folded question asks for somebody's name, not for an organisation's."""
    who = re.search(r"是谁|谁是|哪位|什么人|何人|姓甚|姓什么|哪个人|都有谁", question)
    named = re.search(rf"(?:{_ROLE}|的人|那位)[^，,。?]{{0,4}}(?:叫什么|叫啥|名字|姓名)", question)
    return bool(named) or bool(who and re.search(rf"(?:{_ROLE}|的人|那位|第一|冠军)", question))
