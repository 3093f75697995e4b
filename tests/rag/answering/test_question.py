import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.question import analyse, content_words

# Question, what it asks for, and the noun it asks about ("*": not stated here).
TABLE = """
青湖县的龙舟赛是第几届？|ordinal|*
渔港书屋属于第几批？|ordinal|*
车展办到哪一届了？|ordinal|*
跨海大桥哪一年通车？|date|*
跨海大桥是哪年哪月通车的？|date|*
渡轮什么时候停运？|date|*
港口是几月开放的？|date|*
夜市何时开张？|date|*
啥时候装电梯？|date|*
哪天举办开渔节？|date|*
青湖县哪个单位最先推行错时服务？|unit|*
哪几家单位一起修了绿道？|unit|*
哪两家医院建了医联体？|unit|*
谁家的食堂办得最好？|unit|*
渔港开设了哪些课程？|list|课程
食堂有哪几种套餐？|list|套餐
驿站分别设在哪些广场？|list|广场
请列出绿道经过的公园。|list|*
开渔节包括哪些活动？|list|活动
哪三座码头在扩建？|list|*
码头停了多少艘船？|number|*
渔港有多少注册船员？|number|注册船员
开放了几家书屋？|number|书屋
绿道有多长？|number|*
办证要多久？|number|*
成本降低了百分之几？|number|*
每周几次渡轮？|number|*
渡轮星期几停航？|other|*
停了多少艘渡轮？|number|渡轮
青湖县有几名调解员？|number|调解员
广场有多大？|number|*
食堂得了什么奖？|honour|*
书屋获得过什么荣誉？|honour|*
渔港被授予哪个省级称号？|honour|*
为什么要改造码头？|reason|*
夜市为何搬走？|reason|*
渔民凭啥满意？|reason|*
怎么会堵车？|reason|*
青湖县怎样清理河道？|method|*
食堂如何控制成本？|method|*
靠什么留住游客？|method|*
渔港用什么办法防台风？|method|*
咋报名？|method|*
谁在管理码头？|person|*
龙舟赛的总教练是哪位？|person|*
何人创办书屋？|person|*
书屋建在哪里？|place|*
龙舟赛在什么地方举行？|place|*
开渔节在哪个镇举办？|place|*
“海风计划”是什么意思？|meaning|*
什么是错时服务？|meaning|*
“蓝桥”指的是什么？|meaning|*
书屋叫什么名字？|name|书屋
渔港推出的小程序叫什么？|name|*
绿道的名称是？|name|*
码头扩建完成了吗？|yesno|*
食堂是否收费？|yesno|*
能否网上报名？|yesno|*
说说渔港的变化。|other|*
"""
ROWS = [tuple(line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("question", "asked", "focus"), ROWS, ids=[row[0] for row in ROWS])
def test_asked_and_focus(question, asked, focus):
    analysed = analyse(question)
    assert analysed.asked == asked
    if focus != "*":
        assert analysed.focus == focus
    assert analysed.original == question


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("哪八个码头在扩建？", 8),
        ("哪两家医院建了医联体？", 2),
        ("哪十二个村通了公交？", 12),
        ("哪十个村通了公交？", 10),
        ("哪二十个村通了公交？", 20),
        ("哪二十四个村通了公交？", 24),
        ("哪3座码头在扩建？", 3),
        ("哪些码头在扩建？", None),
        ("码头有八个吗？", None),
        ("哪个码头在扩建？", None),
    ],
)
def test_count(question, count):
    assert analyse(question).count == count


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("哪些单位开了夜市？", True),
        ("哪几家单位一起修了绿道？", True),
        ("哪两家医院建了医联体？", True),
        ("哪些案例讲养老？", True),
        ("哪个单位开了夜市？", False),
        ("哪些课程免费？", False),
        ("夜市有多少摊位？", False),
    ],
)
def test_several(question, several):
    assert analyse(question).several is several


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("“海风书屋”在哪里？", ("海风书屋",)),
        ("《渔家故事》和「渔家课堂」是谁写的？", ("渔家故事", "渔家课堂")),
        ('"海风书屋"在哪里？', ("海风书屋",)),
        ("“海风”和“海风”是什么？", ("海风",)),
        ("海风书屋在哪里？", ()),
        ("“海风书屋在哪里？", ()),
    ],
)
def test_quoted(question, quoted):
    assert analyse(question).quoted == quoted


def test_a_question_word_inside_a_name_does_not_ask():
    assert analyse("“为什么不来”行动哪一年开始？").asked == "date"
    assert analyse("“谁来办”机制有多少人参加？").asked == "number"
    assert analyse("“谁来办”机制").asked == "person"  # nothing else asks


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("青岛市修了几座码头？", ("青岛",)),
        ("寧波市和舟山誰先通橋？", ("宁波", "舟山")),
        ("全市有多少码头？", ()),
    ],
)
def test_places(question, places):
    assert analyse(question).places == places


def test_facts_are_what_is_given_not_what_is_asked():
    analysed = analyse("2021年7月，哪八个码头接待了3.5万人次？第三届呢？")
    assert [(m.kind, m.value) for m in analysed.facts] == [
        ("date", "2021-7"),
        ("number", "35000"),
        ("ordinal", "第3"),
    ]


def test_tokens():
    assert analyse("拨打１２３４５热线，APP 2.0版有什么用？").tokens == ("12345", "app", "2.0")


def test_folded_and_without_particles():
    analysed = analyse(" 漁港書屋在哪裡呀？")
    assert analysed.text == "渔港书屋在哪里?"
    assert analysed.asked == "place"
    assert "渔港" in analysed.words


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("码头停了多少艘船？", True),
        ("书屋叫什么名字？", True),
        ("食堂如何控制成本？", False),
        ("渔港开设了哪些课程？", False),
        ("哪些单位开了夜市？", False),
    ],
)
def test_short(question, short):
    assert analyse(question).short is short


def test_content_words_leave_out_what_asks_and_what_holds_together():
    words = content_words("渔港的食堂一共有多少座位?")
    assert {"渔港", "食堂"} <= set(words)
    assert not set(words) & {"的", "一共", "有", "多少", "?"}
    assert words == list(dict.fromkeys(words))


@pytest.mark.parametrize(
    "question", ["", " ", "？", "呢", "呢吧？", "“”", "\x00", "哪", "第几", "𠮷" * 5, "?!。" * 50]
)
def test_never_raises_on_scraps(question):
    assert analyse(question).original == question


@given(
    st.text(max_size=60)
    | st.text(alphabet="哪谁几多少什么怎么第年月日12十“”《》？呢青岛市区的个家单位叫名", max_size=40)
)
def test_never_raises(question):
    analysed = analyse(question)
    assert analysed.original == question
    assert analysed.focus == "" or analysed.focus in analysed.text
    assert all(
        word in analysed.text
        for word in (*analysed.words, *analysed.quoted, *analysed.tokens, *analysed.places)
    )
    assert analysed.count is None or analysed.count >= 0


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("从哪天开始施行，试行多长时间？", 2),
        ("派了多少人、组了几支队？", 2),
        ("周六几点开门几点关？", 2),
        ("多大年纪、入党多少年", 2),
        ("几月几号开的会", 1),
        ("哪年哪月评上的", 1),
        ("一共用了几个月", 0),
        ("“三个如何”是什么", 1),
        ("八大机关分别是哪八大", 1),
    ],
)
def test_several_things_asked_at_once_are_noticed(question, asks):
    assert analyse(question).asks == asks
