"""Judging, misses, approved answers and the view 反馈, through the page's handlers."""

from types import SimpleNamespace

import gradio as gr
import pytest

from index.records import EVERYTHING, Filter
from people.accounts import Accounts, Caller, Passwords, Role
from people.audit import Action
from tests.support.visitors import APPROVED, SAID, SECRET, House, Visitor, handlers
from ui.feedback.drafts import without_short
from ui.feedback.render import miss_id

ASKED, FOLLOWING, NOWHERE = "“党建+双拥”联盟有多少家成员单位？", "它有多少家？", "西湖区有哪些做法？"
MARK = 'class="approved">已核定（王芳，'
PRESSED = '<button type="button" data-judge="{}" aria-pressed="true"'
USEFUL, WRONG = PRESSED.format("useful"), PRESSED.format("why")


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr("ui.chat.chat.SENTENCE_SECONDS", 0)
    with House(tmp_path).opened() as house:
        yield house


@pytest.fixture
def user(house):
    return Visitor(house.page)


def desk(user, do, chosen="", **form):
    update = user.call(f"feedback-desk.act:{do}", id=chosen, form=form)[-1]
    return SimpleNamespace(html=str(update["feedback-desk"]), note=str(update["feedback-note"]))


def asked(user, question):
    """The turn as it stands at the end."""
    shown = [update["live"] for update in user.call("send.click", box=question)]
    return [turn for turn in shown if isinstance(turn, str)][-1]


def approve(user, question, text=f"{SAID}[1]", by="王芳"):
    form = {"question": question, "words": question, "by": by, "text": text, "cite": ["1"]}
    desk(user, "write", "new")
    desk(user, "find", **form)
    return desk(user, "approve", **form)


def test_what_is_judged_is_the_kept_turn_and_stays_pressed(house, user):
    assert asked(user, ASKED).count("data-judge") == 3
    told = user.call("live.judge", number=0, judge="wrong", reason="数字旧了", answer="假的", asked="假的")
    assert "已记下：有误" in told[0]["judged"]
    given = house.feedback.open()[0]
    assert (given.asked, given.reason, given.useful) == (ASKED, "数字旧了", False)
    assert (given.owner, given.generation, given.account_id) == (user.browser, 1, None)
    assert "34家" in given.judged["answer"]
    again = user.call("load Chat.start")[0]["transcript"]
    assert WRONG in again
    assert 'value="数字旧了"' in again
    assert USEFUL not in again
    user.call("transcript.judge", number=0, judge="useful", reason="数字旧了")
    again = user.call("load Chat.start")[0]["transcript"]
    assert USEFUL in again
    assert WRONG not in again
    assert house.feedback.counts() == (1, 1)  # 有误 is the house's owner's


def test_an_answer_of_a_long_conversation_is_found_by_its_place(house, user):
    for question in (ASKED, NOWHERE, "接近的问题"):
        asked(user, question)
    user.call("transcript.judge", number=1, judge="useful")
    given = [one for one in house.feedback.open() if one.useful]
    assert [one.asked for one in given] == [NOWHERE]
    turns = user.call("load Chat.start")[0]["transcript"].split("<article")[1:]
    assert [USEFUL in turn for turn in turns] == [False, True, False]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"number": 5, "judge": "useful"}, "没有找到要评价的内容"),
        ({"number": -1, "judge": "useful"}, "没有找到要评价的内容"),
        ({"number": 0, "judge": "delete"}, "没有这个操作"),
        ({"number": 0, "judge": "wrong", "reason": "长" * 501}, "最多 500 个字"),
    ],
)
def test_what_cannot_be_judged_says_so(house, user, event, said):
    asked(user, ASKED)
    before = house.contents()
    assert said in user.call("live.judge", **event)[0]["judged"]
    assert house.contents() == before


def test_help_is_not_judged(user):
    assert "data-judge" not in asked(user, "你好")


def test_a_verdict_is_judged_from_the_page_s_check(house):
    owner = house.owner
    shown = owner.call("draft-result.detail", number=3)[0]["draft-detail"]
    assert 'aria-label="评价这个结论" data-number="3"' in shown
    owner.call("draft-detail.judge", number=3, judge="wrong", reason="另有文件", text="假的")
    given = next(one for one in house.feedback.open() if one.kind == "verdict")
    assert given.judged["text"] == given.asked
    assert given.judged["verdict"] in ("supported", "contradicted", "unverifiable")
    assert "假的" not in str(given)
    assert WRONG in owner.call("draft-result.detail", number=3)[0]["draft-detail"]
    listed = desk(owner, "lists").html
    assert "另有文件" in listed
    assert f'data-id="judged:{given.id}"' not in listed  # a verdict is no question
    assert "不能写成问题的核定答案" in desk(owner, "write", f"judged:{given.id}").note


def test_questions_that_found_nothing_are_counted_as_understood(house, user):
    for _ in range(3):
        asked(user, NOWHERE)
    asked(user, ASKED)
    asked(Visitor(house.page), NOWHERE)
    first = house.first.misses.misses()[0]
    assert (first.question, first.times, first.askers) == (NOWHERE, 4, 2)
    user.call("ask-scope.act:narrow", form={"scope-units": "水利局"})
    asked(user, NOWHERE)  # only a part was searched
    assert house.first.misses.misses()[0].times == 4
    assert desk(user, "dismiss", miss_id(NOWHERE)).note == ""
    assert NOWHERE not in [m.question for m in house.first.misses.misses()]
    assert "可能已有人处理" in desk(user, "dismiss", miss_id(NOWHERE)).note


def test_an_approved_answer_is_given_first_and_judged_like_any(house, user):
    approve(user, NOWHERE)
    shown = asked(user, "请问西湖区有哪些做法")
    assert MARK in shown
    assert SAID in shown
    assert 'data-open="0123456789abcdef"' in shown
    assert "由模型" not in shown
    user.call("live.judge", number=0, judge="wrong", reason="过时")
    assert house.feedback.open()[0].judged["engine"] == "approved"
    assert MARK in user.call("load Chat.start")[0]["transcript"]
    assert MARK in asked(user, NOWHERE)  # after other questions too


def test_a_follow_up_gets_the_approved_answer_to_what_it_means_only(user):
    approve(user, FOLLOWING)
    asked(user, NOWHERE)
    assert MARK not in asked(user, FOLLOWING)  # means another question here
    approve(user, ASKED)
    shown = asked(user, FOLLOWING)
    assert MARK in shown
    assert f"理解为：{ASKED}" in shown


def test_an_approved_answer_is_kept_from_who_may_not_read_its_source(house):
    assert house.first.answer(APPROVED, EVERYTHING)
    assert house.first.answer(APPROVED, Filter(without=("f" * 16,)))
    assert house.first.answer(APPROVED, Filter(without=("0123456789abcdef",))) is None
    assert house.first.answer(APPROVED, Filter(units=("水利局",))) is None


def test_an_approved_answer_ends_with_its_source(house, user, monkeypatch):
    approve(user, NOWHERE)
    store = type(house.first._store)
    monkeypatch.setattr(store, "documents", lambda self: [])
    assert MARK in asked(user, NOWHERE)  # nothing was committed yet
    monkeypatch.setattr(store, "generation", 2)
    assert MARK not in asked(Visitor(house.page), NOWHERE)
    assert "出处有变，已停用" in desk(user, "lists").html
    monkeypatch.undo()
    assert house.first.answer(NOWHERE)  # the same text is there again


def test_a_withdrawn_answer_is_given_no_more(house, user):
    chosen = str(house.ids["approved"])
    assert APPROVED in desk(user, "lists").html
    assert APPROVED not in desk(user, "withdraw", chosen).html
    assert MARK not in asked(user, APPROVED)
    assert "没有第 999 号核定答案" in desk(user, "withdraw", "999").note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{SAID}", "这句话没有标出处"),
        (f"{SAID}[7]", "没有编号为[7]的出处"),
        (f"{SAID}[1]联盟另有90家企业。[1]", "“联盟另有90家企业。”："),
        ("", "答案是空的"),
    ],
)
def test_a_refusal_names_the_sentence_and_leaves_what_was_typed(house, user, text, said):
    before = house.contents()
    refused = approve(user, NOWHERE, text)
    assert said in refused.note
    assert "update" in refused.html  # the form stays as it is
    assert house.contents() == before
    form = {"question": NOWHERE, "words": NOWHERE, "by": "王芳", "text": f"{SAID}[1]", "cite": ["1"]}
    assert desk(user, "approve", **form).note == ""  # what it may rest on is known still


@pytest.mark.parametrize(
    ("question", "by", "said"),
    [
        ("去年有哪些做法？", "王芳", "从提问那天算起"),
        ("", "王芳", "没有可读的字"),
        (NOWHERE, "", "请填写核定人，最多 40 个字"),
    ],
)
def test_what_cannot_be_approved_says_why(house, user, question, by, said):
    before = house.contents()
    form = {"question": question, "words": ASKED, "by": by, "text": f"{SAID}[1]", "cite": ["1"]}
    desk(user, "find", **form)
    assert said in desk(user, "approve", **form).note
    assert house.contents() == before


def test_what_was_judged_wrong_is_begun_with_its_own_words_and_settled(house, user):
    asked(user, ASKED)
    user.call("live.judge", number=0, judge="wrong", reason="啰嗦")
    judgement = house.feedback.open()[0].id
    form = desk(user, "write", f"judged:{judgement}").html
    assert f'value="{ASKED}"' in form
    assert f"{SAID}[1]" in form
    assert 'value="2" checked' in form
    text, by = f"{SAID}[1]", "王芳"
    assert desk(user, "approve", question=ASKED, text=text, by=by, cite=["1"]).note == ""
    assert judgement not in [one.id for one in house.feedback.open()]
    assert MARK in asked(Visitor(house.page), ASKED)
    assert house.first.answer(ASKED).span == "34家"


@pytest.mark.parametrize(
    ("text", "span", "begun"),
    [
        ("34家。[1]\n联盟有34家。[1]", "34家", "联盟有34家。[1]"),
        ("34家[1]", "34家", "34家[1]"),
        ("甲。[1]\n乙。[2]", "", "甲。[1]\n乙。[2]"),
    ],
)
def test_a_line_that_is_the_short_answer_alone_is_left_out(text, span, begun):
    assert without_short(text, span) == begun


def test_words_that_are_used_stay_when_others_are_looked_for(user):
    desk(user, "write", "new")
    form = {"question": NOWHERE, "words": NOWHERE, "by": "", "text": "", "cite": ["1"]}
    first = desk(user, "find", **form).html
    assert first.count('name="cite"') == 1
    again = desk(user, "find", **form).html
    assert again.count('name="cite"') == 1
    assert 'value="1" checked' in again
    assert "还没有写要查找什么" in desk(user, "find", **{**form, "words": " "}).note


def test_a_judgement_is_settled_with_a_note(house, user):
    chosen = house.ids["judgement"]
    assert SECRET in desk(user, "lists").html
    assert "有误（0 条）" in desk(user, "settle", str(chosen), note="已更正资料").html
    assert house.feedback.get(chosen).note == "已更正资料"
    assert "没有第 999 号评价" in desk(user, "settle", "999").note


def test_an_account_s_judgements_and_approvals_are_its_own(house):
    roles = frozenset([Role.LIBRARIAN])
    account, _ = Accounts(house.engine, Passwords(8)).add("李文", roles)
    visitor = Visitor(house.page)
    asked_by = SimpleNamespace(scope={"caller": Caller(account, roles, "127.0.0.1")})
    visitor.request = gr.Request(asked_by, session_hash=visitor.request.session_hash)
    asked(visitor, ASKED)
    visitor.call("live.judge", number=0, judge="useful")
    given = next(one for one in house.feedback.open() if one.useful)
    assert (given.owner, given.account_id) == (account.owner, account.id)
    assert 'name="by"' not in desk(visitor, "write", "new").html
    approve(visitor, NOWHERE, by="别人")
    approved = house.first.approved.list()[0]
    assert (approved.approved_by, approved.account_id) == ("李文", account.id)


def test_approving_and_withdrawing_are_audited_with_the_answers_id(house, user):
    heard = []
    librarian = handlers(house.page)["feedback-desk.act:approve"].fn.__self__
    librarian._auditor = SimpleNamespace(did=lambda caller, *what, **detail: heard.append((*what, detail)))
    approve(user, ASKED)
    newest = max(one.id for one in house.first.approved.list())
    desk(user, "withdraw", str(newest))
    desk(user, "withdraw", "999")  # refused: nothing was done
    assert heard == [
        (Action.APPROVED_ANSWER, str(newest), {"change": "approve"}),
        (Action.APPROVED_ANSWER, str(newest), {"change": "withdraw"}),
    ]
