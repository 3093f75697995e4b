"""Measure words (量词) and units -> one canonical word each, with its scale. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts. ``scale`` is the worth of one in the canonical unit: 1000 米 for 公里."""

    name: str
    scale: Fraction
    counts: bool  # counts people or things, rather than measuring size, time or money


# Canonical word, then its synonyms; things are counted one by one.
_COUNTS = """
人 名 位 个人 号人 口人
人次
户
户次
家
件
项
条
场 场次
次 回 趟
批 批次
届
类
种
样
点
处
座
所
间
栋 幢
层
级
个 大
门
部
台
架 架次
辆
车次
班次
艘
只
头
匹
株 棵
篇
本 册
份
人份
期
集
首
幅
枚
颗
块
片
支
队
组
班
对
双
套
节
课
步
张
把
道
面
笔
号
版
版本
轮
起
例
页
字
句
段
票
席
师
团
连
营
省
市
县
区
乡
镇
村
方面
封
盏
根
款
档
站
顿
床
箱
袋
盒
瓶
桶
"""
# Canonical unit, then unit:worth; a bare unit is worth one.
_SIZES = """
元 块钱 元人民币
美元
欧元
港元
日元
倍
百分点 个百分点
米 公里:1000 千米:1000 km:1000 m 厘米:1/100 cm:1/100 毫米:1/1000 mm:1/1000
平方米 平米 ㎡ m2 平方公里:1000000 平方千米:1000000 公顷:10000
亩
立方米 m3
升 毫升:1/1000 ml:1/1000
千克 公斤 kg 斤:1/2 吨:1000 克:1/1000 g:1/1000
度 千瓦时
千瓦
年 个月:1/12 月:1/12
天 日 周:7 星期:7 个星期:7 礼拜:7
小时 个小时 钟头 个钟头 分钟:1/60 秒:1/3600 秒钟:1/3600 刻钟:1/4
岁 周岁
周年
季度 个季度
分
时
角
"""


def _entries(table: str, *, counts: bool) -> dict[str, Measure]:
    found = {}
    for line in table.split("\n"):
        canonical = line.split(" ")[0]
        for entry in line.split():
            word, _, worth = entry.partition(":")
            found[word] = Measure(canonical, Fraction(worth or 1), counts)
    return found


MEASURES = _entries(_COUNTS, counts=True) | _entries(_SIZES, counts=False)


def _pattern(words: Iterable[str]) -> str:
    """Any of the measures, the longest first; a Latin one ends there: 100mm are not 100 m."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(f"{word}(?![A-Za-z0-9])" if word.isascii() else word for word in longest)


# 3月 is a month of the year; a span of months is said with 个.
ANY = _pattern(MEASURES.keys() - {"月"})
SIZE = _pattern(word for word, measure in MEASURES.items() if not measure.counts and word != "月")
