"""Negations, and words of direction with their opposites (增加 and 减少). Pure."""

import re
from dataclasses import dataclass

from chinese.words import Words

_NEGATING = re.compile(
    r"(?:并|从|请|切|暂|拒|绝|决|毫|尚|远|还|也|都|均|概|仍|暂|若|如|可|再|皆|无一|没有?|不|未|无|非)?"
    r"(?:不(?:是|能|会|得|再|予|准|许|可|曾|便|宜|应|必|需|须|要|用|想|愿|肯|敢)?"
    r"|没有?|未(?:能|曾|经|予|必)?|无(?:法|需|须|权|从|缘|力|一|任何)?|非|勿)"
)
# Words that hold 不, 没, 未, 无 or 非 and deny nothing of what they speak of.
_AFFIRMING = frozenset(
    """
不断 不仅 不但 不光 不只 不单 不单单 不仅仅 不论 不管 不少 不同 不忘 不久 不时 不禁
不愧 不惜 不懈 不凡 不等 不妨 不料 不已 不息 不止 不停 不辞 不负 不错 不朽 不足 不到
不下 不下于 不由 不由得 不得不 不能不 不可不 不日 不外 不外乎 不亚于 不逊于 不超过 不低于
不少于 不多于 不高于 不大于 不小于 不然 不过 不平凡 不锈钢 不动产 不倒翁 不孕不育 不可或缺
不二 不菲 不竭 不屈 不拔 不渝 不怠 不辍 不俗 不吝 不含糊 不成文 不惑 不畏 不怕 不惧
不啻 不失为 不可谓不 不甘 不遗余力 无不 无非 莫不 莫非 非但 并不是说 除非 岂非 若非
莫过于 没收 没落 没入 没关系 没准 埋没 淹没 沉没 出没 未来 未成年 未成年人 未婚 未必不
未雨绸缪 未尝不 方兴未艾 前所未有 无论 无数 无限 无比 无私 无偿 无线 无线网 无线网络
无线电 无人机 无障碍 无缝 无声 无形 无愧 无悔 无畏 无穷 无烟 无锡 无菌 无感 无疑 无忧
无尽 无边 无价 无微不至 无所不在 无处不在 无时无刻 无怪 无妨 无核 无机 无纸 无纸化 非常
非遗 非公 非公有制 非公企业 非洲 非凡 非法 非物质 非物质文化遗产 非典 非营利 非机动车 非议
非得 非亲非故 是非 莫大 莫名 莫如 莫斯科 不倦 不止步 不打烊 不掉队 不落下 不见面 不跑腿
不间断 不定期 不限于 不厌其烦 不约而同
""".split()
)
_AFFIRMING_HEADS = tuple(
    "不仅 不但 不光 不只 不单 不断 不久 不懈 不忘 不超过 不少于 未来 未成年 无线 无人机 无障碍 无纸 "
    "无烟 无锡 无论 无人驾驶 无意 无害 不论 不远 不法 不列颠 非常 非洲 非公 非遗 非物质 非机动".split()
)
# 不 超过, 非 物质: where the segmenter parts what belongs together.
_PARTED = re.compile(
    r"不(?:[仅但光只单]|超过|少于|低于|多于|高于|大于|小于|下于|亚于|满(?=[0-9一二两三四五六七八九十百半]))|非(?:物质|公有|营利|机动)"
)
_PLAIN = re.compile(r"[绝决从毫并]|没有|不[予准许能会再得]|未|无[法需人]")
_QUESTION = re.compile(r"(.)[不没]\1")
_OPPOSITES = tuple(
    (frozenset(up.split()), frozenset(down.split()))
    for up, down in (
        (
            "增加 提高 上升 增长 扩大 提升 增多 上涨 增强 加大 加强 升高 拓宽 扩充 攀升 递增 "
            "上调 调高 增至 升至 加快 加速 延长",
            "减少 降低 下降 缩短 缩小 压减 下滑 削减 减弱 缩减 压缩 下跌 降至 减至 减轻 "
            "递减 萎缩 下调 调低 放缓 减缓 减慢",
        ),
        ("提前 提早 超前", "推迟 延迟 延后 延期 推后 滞后 逾期"),
        ("成立 设立 组建 建立 创建 创办 新建 新设", "撤销 解散 裁撤 撤并 注销 拆除 关停 停办 取消"),
        (
            "恢复 重启 启动 启用 继续 保留 开通 开启 坚持",
            "取消 暂停 停止 中止 终止 中断 停用 关停 叫停 关闭 放弃",
        ),
        ("允许 准许 许可 鼓励 提倡", "禁止 严禁 不准 不得 不许 禁用 限制"),
        ("首次 首度 第一次 初次", "再次 再度 又一次 多次 第二次"),
        ("同意 批准 赞成 通过 支持 受理 采纳 接受", "反对 否决 驳回 拒绝 退回"),
        ("成功 胜利 达标 合格", "失败 失利 超标 不合格"),
        ("盈利 增收 盈余", "亏损 减收 亏空"),
        ("加入 进入 入驻", "退出 离开 撤出"),
        ("公开 披露", "保密 隐瞒"),
        ("免费 无偿", "收费 有偿"),
        ("线上 网上", "线下 现场"),
        ("最高 最多 最大 最早 最快", "最低 最少 最小 最晚 最慢"),
        ("全部 所有 全体", "部分 个别 少数"),
        ("主动 自愿", "被动 被迫 强制"),
        ("集中", "分散"),
        ("放宽 放松", "收紧 从严"),
        ("升级", "降级"),
        ("表彰 表扬 奖励 嘉奖", "批评 处分 处罚 通报批评"),
        ("获得 取得 赢得", "失去 丧失"),
        ("上岗 任职 就任", "离岗 免职 离任 卸任"),
        ("开工 开建 动工", "停工 完工 竣工"),
        ("必须 应当", "无需 不必 自愿"),
        ("男 男性", "女 女性"),
        ("城市 城镇", "农村 乡村"),
        ("上午", "下午"),
        ("白天 日间", "夜间 晚上"),
        ("大于 高于 多于", "小于 低于 少于"),
        ("优于 领先", "劣于 落后"),
        ("简化 精简", "增设 繁化"),
        ("长期 永久", "短期 临时"),
    )
)
_DIRECTED = re.compile(
    "|".join(sorted({w for pair in _OPPOSITES for side in pair for w in side}, key=len, reverse=True))
)


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies; ``target`` is the word denied, "" at the end of a clause."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Direction:
    """A word that has opposites."""

    start: int
    end: int
    word: str


def negations(text: str) -> list[Negation]:
    """What ``text`` denies, in order; words such as 不断 and 无论, and questions 是不是, deny nothing."""
    words = Words(text)
    asked = {at for m in _QUESTION.finditer(text) for at in range(*m.span())}
    found: list[Negation] = []
    for index, (word, start) in enumerate(zip(words.words, words.starts, strict=True)):
        match = _NEGATING.match(word)
        if not match or not _denies(words, index) or start in asked:
            continue
        if _continued(words, index, found):
            continue
        rest = word[match.end() :]
        after = words.words[index + 1] if index + 1 < len(words.words) else ""
        target = rest or (after if after[:1].isalnum() else "")
        found.append(Negation(start, start + match.end(), target))
    return found


def directions(text: str) -> list[Direction]:
    """Whole words with opposites, in order: 增长, but not inside 增长率."""
    words = Words(text)
    return [
        Direction(*match.span(), match.group())
        for match in _DIRECTED.finditer(text)
        if _whole(words, *match.span())
    ]


def opposite(a: str, b: str) -> bool:
    """Whether two words are opposites by the table, in either order."""
    return any((a in up and b in down) or (b in up and a in down) for up, down in _OPPOSITES)


def _denies(words: Words, index: int) -> bool:
    word, tag = words.words[index], words.tags[index]
    after = words.words[index + 1] if index + 1 < len(words.words) else ""
    if _PARTED.match(word + after):
        return False
    # 无微不至 and 不遗余力; the segmenter calls 绝不允许 an idiom too
    idiom = tag == "i" and len(word) == 4 and not _PLAIN.match(word)
    return word not in _AFFIRMING and not word.startswith(_AFFIRMING_HEADS) and not idiom


def _whole(words: Words, start: int, end: int) -> bool:
    """Whether [start, end) is a word, or joins one of two characters or more: 提前 of 提前完成."""
    before = start - words.start_of(start)
    after = words.end_of(end) - end
    return before != 1 and after != 1


def _continued(words: Words, index: int, found: list[Negation]) -> bool:
    """不 of 不 得不 and 没有 of 没有 不: denying a denial asserts; drops the first of the two."""
    start = words.starts[index]
    if not found or found[-1].end != start:
        return False
    found.pop()
    return True
