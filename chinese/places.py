"""Names of China's provinces and prefecture-level cities: which words of a question are places. Pure."""

import re
from itertools import pairwise

_PROVINCES = """
北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾
"""
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城
忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺
本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨
齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通
连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥
芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明
泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博
枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁
新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感
荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳
云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州
成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝
甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧
楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳
渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏
甘南 西宁 海东 海北 黄南 海南州 果洛 玉树 海西 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番
哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰
"""
_KNOWN = re.compile(
    "|".join(sorted({*_PROVINCES.split(), *_CITIES.split()}, key=len, reverse=True)) + "|台湾|港澳"
)
_NOT_NAMES = frozenset(
    "各全本我某每该两多几哪这那个一二三四五六七八九十整辖城郊社小园景校片地新老市县省区乡镇跨分"
)


_SUFFIX = re.compile(r"(?:族自治县|自治区|自治州|新区|省|市|区|县|旗|镇|乡|街道)$")


def find_places(text: str) -> list[str]:
    """Places named in folded ``text``, without 市, 区, 县 …: known cities, and districts by form."""
    import rjieba

    found = [match.group() for match in _KNOWN.finditer(text)]
    for (word, tag), (after, _) in pairwise([*rjieba.tag(text), ("", "")]):
        stem = _SUFFIX.sub("", word)
        named = stem != word or after in ("区", "县", "市", "镇", "乡")
        # 城市 and 河水 carry the same tag; only a name before its suffix is sure.
        repeated = stem.startswith(tuple(found))  # 西双版纳傣族自治州
        if tag == "ns" and named and not repeated and len(stem) >= 2 and not set(stem) & _NOT_NAMES:
            found.append(stem)
    return list(dict.fromkeys(found))


_LOCALITY = re.compile(
    r"([\u4e00-\u9fff]{2,3}?)(街道|社区|小区|新村|镇|乡|村|区|县|市场|集市)(?![委直级化域])"
)
_FUNCTION = frozenset(
    "那这哪的各每全几多个些某在是为到从和与对把被让由于向往本我你他老旧新大小好了着过市县区街镇乡村"
)


def localities(text: str) -> list[str]:
    """Named neighbourhoods of folded ``text``: 张庙街道, 石泉社区; never 老旧小区 or 示范村."""
    import rjieba

    words = rjieba.tag(text)
    found, at = [], 0
    for i, (word, _) in enumerate(words):  # a name begins where a word does
        match = _LOCALITY.match(text, at)
        at += len(word)
        if not match:
            continue
        stem, suffix = match.groups()
        common = rjieba.has_word(stem) and rjieba.tag(stem)[0][1] not in ("ns", "nr", "nz")
        named = all(tag[0] in "nja" for _, tag in _covering(words[i:], len(stem)))
        if named and not common and not set(stem) & _FUNCTION and not rjieba.has_word(stem[-1] + suffix):
            found.append(stem + suffix)
    return list(dict.fromkeys(found))


def _covering(words: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """The first words that together reach ``length`` characters."""
    covered, reached = [], 0
    for pair in words:
        if reached >= length:
            break
        covered.append(pair)
        reached += len(pair[0])
    return covered
