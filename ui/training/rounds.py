"""A round of questions: drawn, asked one after the other, answered, graded, appealed against."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from people import Learning
from rag.quiz import draw, grade
from rag.reading import SupportsWeighing
from ui.desk import Act, Desk, Refused, Told
from ui.scope import filter_of
from ui.training import render as html
from ui.training.question_bank import QuestionBank

TEN = 10
ALL_ANSWERS = 1_000_000  # of one trainee


class Rounds:
    """The handlers of a round; each takes the desk, which holds it, and what was clicked."""

    def __init__(self, bank: QuestionBank, reader: SupportsWeighing, learning: Learning) -> None:
        self._bank = bank
        self._reader = reader
        self._answers = learning.answers
        self.views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str]]] = {
            "ten": self._ten,
            "practise": self._practise,
            "again": self._again,
            "answer": self._answer,
            "appeal": self._appeal,
            "next": self._next,
        }

    def _ten(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        trainee = desk.learner().id
        known = {question.id: question for question in self._bank.questions(without=act.closed)}
        due = [known[i] for i in self._answers.due(trainee, datetime.now(UTC), TEN) if i in known]
        seen = {answer.question_id for answer in self._answers.history(trainee, ALL_ANSWERS)}
        fresh = [question for question in known.values() if question.id not in seen]
        seed = int(f"{datetime.now().astimezone():%Y%m%d}{trainee}")
        chosen = [*due, *draw(fresh, TEN - len(due), seed)]
        if not chosen:
            raise Refused("今天没有该复习的题，题也都做过了。可以用自选练习再做一遍。")
        return self._asked(Desk(desk.trainee, tuple(map(self._bank.marked, chosen))))

    def _practise(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        n = act.whole("n", 1, html.MOST, "题数")
        seed = random.SystemRandom().randrange(2**31)
        where = replace(filter_of(act), without=tuple(sorted(act.closed)))
        chosen = self._bank.drawn(n, seed, act.chosen("cases"), act.chosen("kinds"), where)
        if not chosen:
            raise Refused("选的案例、题型和范围里没有题目。请换一个题型或案例，或放宽范围。")
        return self._asked(Desk(desk.trainee, tuple(chosen)))

    def _asked(self, desk: Desk) -> tuple[Desk, str]:
        return desk, _page(desk, html.ask_html(desk))

    def _answer(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.at >= len(desk.questions) or desk.question.id != act.id:
            raise Refused("这道题已经不在本轮练习里。请回到练习页重新开始。")
        if desk.told is not None:  # pressed twice: counted once
            return desk, _page(desk, html.told_html(desk, desk.told))
        response = act.text("response")
        graded = grade(desk.question, response, self._reader)
        answer = self._answers.record(
            desk.learner().id, desk.question.id, response, graded.score, graded.correct
        )
        desk = replace(desk, told=Told(response, graded, answer), right=desk.right + graded.correct)
        return desk, _page(desk, html.told_html(desk, Told(response, graded, answer)))

    def _appeal(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.told is None:
            raise Refused("没有可以申诉的作答。请先答题。")
        self._answers.appeal(desk.told.answer_id, desk.learner().id, act.text("words"))
        told = replace(desk.told, appealed=True)
        return replace(desk, told=told), _page(desk, html.told_html(desk, told))

    def _next(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if desk.told is None:
            raise Refused("这道题还没有作答。")
        if desk.at + 1 < len(desk.questions):
            return self._asked(replace(desk, at=desk.at + 1, told=None))
        return Desk(desk.trainee), _page(desk, html.done_html(desk))

    def _again(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        known = (self._bank.question(e.question_id) for e in self._answers.wrong_book(desk.learner().id))
        questions = tuple(islice((q for q in known if q.document_id not in act.closed), html.MOST))
        if not questions:
            raise Refused("错题本里没有题。")
        return self._asked(Desk(desk.trainee, questions))


def _page(desk: Desk, body: str) -> str:
    return html.page_html("home", desk.trainee, body)
