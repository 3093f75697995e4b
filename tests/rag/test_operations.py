"""What is answered to programs where a person has approved an answer; the rest is in tests/api."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from index.records import EVERYTHING, Filter
from rag.tools import AskArguments, Operations, Scope, Turn
from tests.browser.fake_page import FakeChatbot

ASKED, UNDERSTOOD = "它有多少家？", "“党建+双拥”联盟有多少家成员单位？"
FIRST = Turn(question="西湖区有哪些做法？")


class Approving:
    """Has an answer to one question; keeps what it was asked."""

    def __init__(self, question):
        self.question, self.asked = question, []

    def __call__(self, question, where):
        self.asked.append((question, where))
        if question != self.question:
            return None
        answer = FakeChatbot()._grounded(question)
        return replace(answer, engine="approved", note="已核定（王芳，2026年3月5日）")


def asked(approving, **given):
    bot = FakeChatbot()
    program = SimpleNamespace(
        chatbot=bot, narrowed=lambda where: SimpleNamespace(chatbot=bot.narrowed(where))
    )
    operations = Operations(program, approving) if approving else Operations(program)
    return operations.ask(AskArguments(**given), lambda: False), bot


def test_an_approved_answer_is_given_before_the_program_is_asked():
    told, bot = asked(Approving(UNDERSTOOD), question=UNDERSTOOD)
    assert (told["engine"], told["note"]) == ("approved", "已核定（王芳，2026年3月5日）")
    assert told["status"] == "grounded"
    assert bot.asked == []


def test_a_follow_up_is_looked_up_as_it_was_understood():
    told, bot = asked(Approving(UNDERSTOOD), question=ASKED, history=[FIRST])
    assert (told["question"], told["standalone"], told["engine"]) == (ASKED, UNDERSTOOD, "approved")
    assert bot.asked[-1] != FIRST.question
    told, _ = asked(Approving(ASKED), question=ASKED, history=[FIRST])
    assert told["engine"] == "extractive"


@pytest.mark.parametrize("scope", [None, Scope(units=["水利局"])])
def test_who_approves_is_told_what_the_search_is_narrowed_to(scope):
    approving = Approving("")
    told, _ = asked(approving, question=UNDERSTOOD, scope=scope)
    assert approving.asked == [(UNDERSTOOD, Filter(units=("水利局",)) if scope else EVERYTHING)]
    assert told["engine"] == "extractive"


def test_without_anybody_who_approves_the_program_answers():
    told, bot = asked(None, question=UNDERSTOOD)
    assert told["engine"] == "extractive"
    assert bot.asked == [UNDERSTOOD]
