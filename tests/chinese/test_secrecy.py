"""Marks of secrecy on a document's first lines and margins, and the many texts that only speak of secrets."""

import pytest

from chinese import internal_mark, secrecy_mark

BODY = "经研究，现将有关事项报告如下。"
TITLE = "关于北关闸口加固工程的报告"

SECRET = [
    "秘密★1年",
    "机密★启用前",
    "绝密",
    "【机密】",
    "密级：秘密",
    "机 密",
    "机　　密",
    "秘密级 10年",
    "绝密★",
    "绝密★长期",
    "机密☆5年",
    "秘密 ★ 10 年",
    "秘密⭐3年",
    "秘密*1年",
    "机密★10年　　　特急",
    "000012　　机密★1年　　特急",
    "特急 秘密",
    "秘密★六个月",
    "秘密★2027年12月31日前",
    "绝密★考试结束前",
    "密级:机密 保密期限:5年",
    "密　级：绝密★20年",
    "密级 | 秘密",
    "【密级】秘密",
    "密级（保密期限）：秘密★1年",
    "文号：北委发〔2031〕7号  密　级： 秘密  签发人：黎望舒",
    "机密文件　严禁外传",
    "★机密★",
    "秘\u200b密★1\u2060年",
    "本件为秘密级，请妥善保管。",
    "文件密级：机密级",
    "秘密等级：秘密",
    "份号：000031 密级：机密 保密期限：3年",
    "密级：□绝密 □机密 ☑秘密",
    "密级：绝密（ ）机密（√）秘密（ ）",
    "北委发〔2031〕7号　　　秘密",
    "机密　北委办〔2031〕15号",
    "秘密★1年　北委发〔2031〕7号",
    "【秘密】关于北关闸口加固工程的请示",
    "（机密）北关闸口防汛物资分布表",
    "关于北关闸口加固工程的请示（秘密）",
    "北关闸口值守方案【机密★3年】",
    "（秘密）",
    "**机密★1年**",
    "# 绝密",
    "秘密★1年　　　　　中共北关县委办公室文件",
    "機密★5年",
    "［秘密］",
    "秘密（5年）",
]


@pytest.mark.parametrize("line", SECRET)
def test_a_mark_on_the_first_line_is_seen(line):
    assert secrecy_mark([line, TITLE, BODY])


@pytest.mark.parametrize("line", SECRET)
def test_a_mark_below_the_title_is_seen(line):
    assert secrecy_mark(["北关县水利局", TITLE, line, BODY])


MARGINS = [
    "机密",
    "秘密★1年",
    "机密 第1页 共3页",
    "中共北关县委办公室    秘密",
    "绝密★长期 | 北关县防汛办",
    "密级：机密",
    "- 2 - 秘密★5年",
    "机 密",
    "（秘密）",
]


@pytest.mark.parametrize("line", MARGINS)
def test_a_mark_in_a_header_or_footer_is_seen(line):
    assert secrecy_mark([TITLE, BODY], [line])


PUBLIC = [
    "保守国家秘密是每个公民的义务",
    "涉密文件怎么管",
    "商业秘密",
    "不得涉及国家秘密",
    "中华人民共和国保守国家秘密法",
    "北关县机关保密工作办法",
    "第二章　国家秘密的范围和密级",
    "第十四条　国家秘密的密级分为绝密、机密、秘密三级。",
    "绝密级国家秘密是最重要的国家秘密，泄露会使国家安全和利益遭受特别严重的损害。",
    "密级：无",
    "密级：公开",
    "密级：非密",
    "密级：/",
    "密级：□绝密 □机密 □秘密",
    "密级：绝密（ ）机密（ ）秘密（ ）",
    "密级：",
    "密级：绝密、机密、秘密",
    "密级：秘密级事项的保密期限不超过十年",
    "密级和保密期限",
    "在首页左上角标注“秘密★1年”字样",
    "标注密级和保密期限，如“机密★5年”",
    "秘密★1年字样应当用3号黑体字，顶格编排在版心左上角第二行。",
    "一、绝密",
    "（一）秘密级计算机的管理",
    "机密级计算机不得接入互联网",
    "秘密载体销毁流程",
    "机密文件柜管理制度",
    "秘密级涉密人员",
    "绝密档案的故事",
    "“绝密”背后的人",
    "《绝密》观后感",
    "一封机密电报",
    "守护国家秘密 人人有责",
    "国家秘密",
    "工作秘密管理办法",
    "个人隐私和商业秘密受法律保护",
    "秘密战线上的无名英雄",
    "解密北关闸口",
    "保密",
    "保密工作",
    "保密期限：10年",
    "密码",
    "机要",
    "机密性、完整性、可用性",
    "无密级",
    "三、定密的等级（秘密）",
    "（秘密）是指一般的国家秘密",
    "（机密）包括下列事项",
    "秘密，一般的国家秘密；机密，重要的国家秘密。",
    "问：秘密级文件能不能复印？",
    "答：机密。",
    "涉密文件（机密）由专人保管。",
    "本资料不含国家秘密",
    "此件公开发布",
    "★北关★",
    "秘密投票",
    "无记名秘密投票产生",
    "评标情况应当秘密",
    "会议实行秘密表决（一人一票）",
    "秘密调查组2023年报告",
    "秘密1年级",
    "北关县国家保密局〔2031〕3号",
    "北保发〔2031〕3号",
    "本文件属于公开文件。",
    "秘密文件管理",
    "机密文件由专人保管。",
    "密级：秘密级以上的文件由机要室登记",
]


@pytest.mark.parametrize("line", PUBLIC)
def test_what_only_speaks_of_secrets_bears_no_mark(line):
    assert secrecy_mark([line, TITLE, BODY]) == ""
    assert secrecy_mark([TITLE, line, BODY]) == ""
    assert secrecy_mark([TITLE, BODY], [line]) == ""


DOCUMENTS = {
    "a rule that lists the levels": [
        "国家秘密保密期限规定",
        "密级 保密期限",
        "绝密 30年",
        "机密 20年",
        "秘密 10年",
    ],
    "levels one below the other": ["保密知识问答", "密级有哪几种？", "绝密", "机密", "秘密"],
    "an example of how to mark": ["公文格式说明", "密级标注示例：", "秘密★1年", "份号标注示例：", "000001"],
    "a layout told step by step": ["公文写作", "涉密公文在左上角标注，格式如下", "机密★5年"],
    "a word after many lines": [TITLE, *[BODY] * 9, "秘密"],
    "a story in a magazine": ["北关文艺", "《秘密》（外一首）", "作者 黎望舒", BODY],
}


@pytest.mark.parametrize("lines", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents_that_show_or_list_levels_bear_no_mark(lines):
    assert secrecy_mark(lines) == ""


INTERNAL = [
    "内部资料 注意保存",
    "内部资料，注意保存",
    "内部文件",
    "仅供内部使用",
    "内部★",
    "内部★3年",
    "（内部资料，请勿外传）",
    "内部资料　严禁外传",
    "【内部】干部谈心谈话记录",
    "密级：内部",
    "内部参考",
    "本资料仅限内部传阅，不得外传",
    "工作情况交流（内部资料）",
    "内部资料 第3期",
    "内部刊物　免费交流",
    "工作秘密★2年",
    "工作秘密",
    "普通商密▲3年",
    "密级：内部公开",
    "内 部 资 料",
    "供机关内部学习使用",
]


@pytest.mark.parametrize("line", INTERNAL)
def test_internal_material_is_named_and_is_no_secret(line):
    assert internal_mark([line, TITLE, BODY])
    assert internal_mark([TITLE, BODY], [line])
    assert secrecy_mark([line, TITLE, BODY]) == ""


NOT_INTERNAL = [
    "内部控制制度",
    "内部审计工作办法",
    "内部文件管理办法",
    "加强内部管理",
    "系统内部交流会纪要",
    "内部",
    "党内法规",
    "三、内部资料的管理",
    "内部资料应当注明，不得外传。",
    "单位内部事务公开",
    "仅供参考",
    "密级：公开",
    "内部监督机制（试行）",
    "人民内部矛盾",
    "内部使用的印章由办公室保管",
]


@pytest.mark.parametrize("line", NOT_INTERNAL)
def test_what_only_speaks_of_the_inside_is_not_internal(line):
    assert internal_mark([line, TITLE, BODY]) == ""
    assert internal_mark([TITLE, BODY], [line]) == ""


def test_the_mark_is_told_as_printed_and_not_too_long():
    assert secrecy_mark(["  机　密★5年  ", TITLE]) == "机 密★5年"
    assert internal_mark([f"【内部】{'关' * 49}"]) == f"【内部】{'关' * 46}…"
