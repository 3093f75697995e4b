"""How many independent pieces a document holds: phone articles, pages, briefs and compilations."""

from pathlib import Path

from index.parse import parse_file
from index.segment.cases import by_rules
from tests.support.layouts import CANTEEN, LIFT, RIVER, SCHOOL, cases_of


def _told(text: str, suffix: str = ".txt") -> list[tuple[str, str]]:
    return [(unit, title) for unit, title, _ in cases_of(text, suffix)]


def _pieces_of_page(html: str, folder: Path) -> int:
    path = folder / "page.html"
    path.write_text(html, encoding="utf8")
    parsed = parse_file(path)
    return len(by_rules(parsed.document, parsed.blocks).cases)


def test_a_phone_article_with_counted_stations_and_number_cards_is_one_piece(tmp_path):
    text = (
        "<h1>巷口那张长桌</h1><p>原创 苏木 临江机关党建 2025-03-02 07:30</p>"
        f"<p>{CANTEEN}</p>"
        "<p><strong>STOP 1</strong></p><p><strong>先把凳子摆出来</strong></p>"
        f"<p>{SCHOOL}</p><p>{RIVER}</p>"
        "<p><strong>STOP 2</strong></p><p><strong>再把茶添上</strong></p>"
        f"<p>{LIFT}</p><p>{CANTEEN}</p>"
        "<p><strong>一张桌子的账</strong></p><p><strong>312场</strong></p><p><strong>居民夜谈</strong></p>"
        "<p>95.1%</p><p><strong>当场答复</strong></p><p>46次</p><p><strong>登门道谢</strong></p>"
        f"<p>{RIVER}</p><p>— END —</p><p>来源：临江市民政局</p>"
    )
    assert _pieces_of_page(text, tmp_path) == 1


def test_a_phone_article_of_scenes_with_labels_over_numbers_is_one_piece(tmp_path):
    text = (
        "<h1>把夜校开到码头</h1><p>白术 临江先锋 2024-11-08 20:15</p>"
        f"<p>{SCHOOL}</p>"
        "<p><strong>镜头一</strong></p><p><strong>灯亮了</strong></p>"
        f"<p>{RIVER}</p><p>“来了就不想走。”</p><p>{LIFT}</p>"
        "<p><strong>镜头二</strong></p><p><strong>船靠岸</strong></p>"
        f"<p>{CANTEEN}</p><p>{SCHOOL}</p>"
        "<p><strong>开课</strong></p><p>88堂</p><p><strong>学员</strong></p><p>1240人</p>"
        "<p><strong>回头客</strong></p><p>七成</p>"
        f"<p>{LIFT}</p>"
    )
    assert _pieces_of_page(text, tmp_path) == 1


def test_headlines_of_one_rank_on_a_page_are_all_pieces():
    text = (
        "临江日报　2024年5月17日　星期五　第03版·机关党建\n\n# 食堂里的“加法”\n\n本报记者 苏木\n\n"
        f"{CANTEEN}\n\n# 学位“翻番”的背后\n\n东溪县融媒体中心 石韦\n\n{SCHOOL}\n\n"
        f"# 一条河的三十年\n\n本报记者 白术\n\n{RIVER}\n\n# 少一点“留痕”\n\n车前\n\n{LIFT}\n"
    )
    titles = [title for _, title in _told(text, ".md")]
    assert titles == ["食堂里的“加法”", "学位“翻番”的背后", "一条河的三十年", "少一点“留痕”"]


def test_a_subheading_of_a_lower_rank_on_a_page_is_no_piece():
    text = (
        "临江日报　2024年5月17日　星期五　第03版·机关党建\n\n# 食堂里的“加法”\n\n本报记者 苏木\n\n"
        f"{CANTEEN}\n\n## 添一双筷子\n\n{RIVER}\n\n# 学位“翻番”的背后\n\n本报记者 白术\n\n{SCHOOL}\n"
    )
    assert [title for _, title in _told(text, ".md")] == ["食堂里的“加法”", "学位“翻番”的背后"]


def test_who_edited_a_compilation_heads_no_case():
    pieces = "".join(
        f"{mark} {title}\n—— 临江市{name}局机关党支部\n难处｜{CANTEEN}\n办法｜{SCHOOL}\n结果｜{RIVER}\n"
        for mark, title, name in [
            ("壹", "长桌宴", "民政"),
            ("贰", "带着问题下工地", "教育"),
            ("叁", "河边的灯", "水务"),
        ]
    )
    editors = ("临江市直属机关党委 编印", "中共临江市委市直机关工作委员会 汇编", "临江市委组织部编")
    for editor in editors:
        text = f"临江市机关党建品牌选编\n（2023年卷）\n{editor}\n卷首语：{LIFT}\n{pieces}"
        assert [unit for unit, _ in _told(text)] == [
            "临江市民政局机关党支部",
            "临江市教育局机关党支部",
            "临江市水务局机关党支部",
        ], editor


def test_a_unit_alone_in_brackets_heads_its_piece():
    text = (
        "# 临江机关党建动态\n\n2024年第5期（总第40期）\n\n临江区委区直机关工委 编\n\n"
        f"## 【区民政局】长者食堂\n\n{CANTEEN}\n\n## 【区水务局】\n\n{RIVER}\n\n"
        f"## 【区教育局】课后服务\n\n{SCHOOL}\n"
    )
    assert _told(text, ".md") == [
        ("区民政局", "长者食堂"),
        ("区水务局", "区水务局"),
        ("区教育局", "课后服务"),
    ]


def test_news_in_a_list_under_a_column_are_a_case_each():
    text = (
        "# 临江机关党建动态\n\n2024年第5期（总第40期）\n\n"
        f"## 【区民政局】长者食堂\n\n{CANTEEN}\n\n## 【区教育局】课后服务\n\n{SCHOOL}\n\n### 快讯\n\n"
        "- 区残联机关党支部10月9日举办手语党日，23名党员参加。\n"
        "- 区地震局与区第九小学结对，98秒完成疏散。\n\n"
        "报：区委常委。　送：区直各单位。\n"
    )
    assert [unit for unit, _ in _told(text, ".md")] == [
        "区民政局",
        "区教育局",
        "区残联机关党支部",
        "区地震局",
    ]


def test_duties_in_a_list_inside_a_piece_are_no_news():
    text = (
        "# 临江机关党建动态\n\n2024年第5期（总第40期）\n\n"
        f"## 【区民政局】长者食堂\n\n{CANTEEN}\n\n"
        "各单位分工如下：\n\n- 区残联负责摸底。\n- 区财政局负责拨款。\n\n"
        f"## 【区教育局】课后服务\n\n{SCHOOL}\n"
    )
    assert [unit for unit, _ in _told(text, ".md")] == ["区民政局", "区教育局"]
