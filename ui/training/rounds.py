"""A round of questions as it is gone through: asked, answered, graded, looked back at, appealed against.

The round is in the database: the page only says which question it shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from people import Asked, Given, Learning, Purpose, Round, local_day
from rag.quiz import Grade, QuizQuestion, grade
from rag.reading import SupportsWeighing
from ui.desk import Act, Desk, Refused, Told
from ui.training import render as html
from ui.training.question_bank import QuestionBank
from ui.training.round_choice import HELD_BACK, RoundChoice

UNANSWERED = "请先作答，再提交。"
ANSWERED = "这道题已经答过（可能在另一个页面），以先交的答案为准。"
NONE_TODAY = "今天没有该复习的题，题也都做过了。可以用自选练习再做一遍。"
MAKING = "正在从资料里出题，请等练习页上的进度走完再来。"
NO_QUESTIONS = "还没有题目：资料里没有能出题的内容，或者对你不开放。请到文库看看有没有资料，或请培训员加题。"
OF_A_COURSE = ("lesson", "test")


class Rounds:
    """The handlers of rounds; each takes the desk, which says what is shown, and what was clicked."""

    def __init__(self, bank: QuestionBank, reader: SupportsWeighing, learning: Learning) -> None:
        self.choice = RoundChoice(bank, learning)
        self._bank = bank
        self._reader = reader
        self._learning = learning
        self._rounds = learning.rounds
        self.views: Mapping[str, Callable[[Desk, Act], tuple[Desk, str]]] = {
            "ten": self._ten,
            "resume": self._resume,
            "practise": self._practise,
            "again": self._again,
            "answer": self._answer,
            "appeal": self._appeal,
            "next": lambda desk, act: self.go_on(desk, act, self._shown_round(desk)),
            "look": self._look,
        }

    def today(self, desk: Desk) -> Round | None:
        """今日十题 as far as it is; None where it was not begun."""
        return self._rounds.find(desk.learner().id, Purpose.day(local_day(datetime.now(UTC))))

    def go_on(self, desk: Desk, act: Act, under_way: Round) -> tuple[Desk, str]:
        """The first question that is not answered, or what came of the round."""
        under_way = self._refilled(under_way, act)
        if under_way.at is None:
            return self._done(desk, under_way)
        desk = replace(desk, round_id=under_way.id, question_id=under_way.asked[under_way.at].question_id)
        return desk, self._question(desk, under_way, under_way.at)

    def _ten(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        trainee, now = desk.learner().id, datetime.now(UTC)
        known = self.today(desk)
        if known is None:
            chosen = self.choice.today(trainee, act, now)
            if not chosen:
                raise Refused(self._why_none(act))
            known = self._rounds.begin(trainee, Purpose.day(local_day(now)), chosen, now)
        return self.go_on(desk, act, known)

    def _why_none(self, act: Act) -> str:
        if self._bank.making.running:
            return MAKING
        return NONE_TODAY if self._bank.questions(without=act.closed) else NO_QUESTIONS

    def _resume(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        if act.id:
            return self.go_on(desk, act, self._rounds.get(act.row, desk.learner().id))
        begun = self._rounds.under_way(desk.learner().id, local_day(datetime.now(UTC)).isoformat())
        if not begun:  # an address leads here without saying which
            raise Refused("没有做到一半的练习。请重新开始一轮。")
        return self.go_on(desk, act, begun[0])

    def _practise(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        n, now = act.whole("n", 1, html.MOST, "题数"), datetime.now(UTC)
        chosen = self.choice.fitting(desk.learner().id, act, n, now)
        if not chosen:
            raise Refused("选的案例、题型和范围里没有题目。请换一个题型或案例，或放宽范围。")
        begun = self._rounds.begin(desk.learner().id, Purpose("practice"), chosen, now, anew="always")
        return self.go_on(desk, act, begun)

    def _again(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        now = datetime.now(UTC)
        wrong = self.choice.wrong(desk.learner().id, act, now)[: html.MOST]
        if not wrong:
            raise Refused("错题本里没有现在可以重做的题。")
        begun = self._rounds.begin(desk.learner().id, Purpose("wrong"), wrong, now, anew="always")
        return self.go_on(desk, act, begun)

    def _answer(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        trainee, now, under_way = desk.learner().id, datetime.now(UTC), self._shown_round(desk)
        place = under_way.place(act.id)
        if place is None:
            raise Refused("这道题已经不在这一轮练习里。请回到练习页继续。")
        response, note = act.response("response"), ""
        self._check_open(under_way, act.id, act, now)  # answered already too: its key is shown again
        if under_way.asked[place].answer_id is None:
            if not response.strip():
                raise Refused(UNANSWERED)
            graded = grade(self._bank.question(act.id), response, self._reader)
            if graded.blank:  # nothing was said: the question stays open
                raise Refused(graded.message)
            given = Given(act.id, response, graded.score, graded.correct, now)
            keep = self._learning.walks if under_way.purpose.kind in OF_A_COURSE else self._rounds
            under_way = keep.answer(under_way.id, trainee, given)
        if under_way.asked[place].response != response:  # the other page was quicker
            note = ANSWERED
        if under_way.purpose.kind == "test":
            return self.go_on(desk, act, under_way)
        desk = replace(desk, round_id=under_way.id, question_id=act.id)
        return desk, self._question(desk, under_way, place, note)

    def _look(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        under_way = self._shown_round(desk)
        place = under_way.place(act.id)
        if place is None or under_way.asked[place].answer_id is None or _is_open_test(under_way):
            raise Refused("这道题现在还不能回看。")
        self._check_open(under_way, act.id, act, datetime.now(UTC))
        desk = replace(desk, question_id=act.id)
        return desk, self._question(desk, under_way, place)

    def _appeal(self, desk: Desk, act: Act) -> tuple[Desk, str]:
        under_way = self._shown_round(desk)
        place = under_way.place(desk.question_id)
        answer_id = None if place is None else under_way.asked[place].answer_id
        if place is None or answer_id is None:
            raise Refused("没有可以申诉的作答。请先答题。")
        if _is_open_test(under_way):
            raise Refused("测验还没有做完，现在不能申诉。请做完全部题目后，在结果里点开这道题再申诉。")
        self._check_open(under_way, desk.question_id, act, datetime.now(UTC))
        self._learning.answers.appeal(answer_id, desk.learner().id, act.text("words"))
        return desk, self._question(desk, self._shown_round(desk), place)

    def _shown_round(self, desk: Desk) -> Round:
        if not desk.round_id:
            raise Refused("这一轮练习已经不在这个页面上。请回到练习页继续，答过的都还在。")
        return self._rounds.get(desk.round_id, desk.learner().id)

    def _check_open(self, under_way: Round, question_id: str, act: Act, now: datetime) -> None:
        """Refuse a question whose key must not be shown now. A test under way holds its own back itself."""
        held = self._learning.withheld(under_way.trainee_id, now)
        if not _is_open_test(under_way) and question_id in held:
            raise Refused(HELD_BACK)
        if self._bank.bank.get(question_id).document_id in act.closed:
            raise Refused("这道题的资料现在只对部分账号开放，不能再看。请做下一题。")

    def _refilled(self, under_way: Round, act: Act) -> Round:
        """The round, its next question one that may be asked."""
        trainee, now = under_way.trainee_id, datetime.now(UTC)
        # A course's test holds its own questions back from everything else.
        test = under_way.purpose.kind == "test"
        held = frozenset[str]() if test else self._learning.withheld(trainee, now)
        left = [one.question_id for one in under_way.asked if one.answer_id is None]
        askable = {one for one in left if one not in held and self.choice.is_there(one, act)}
        if len(askable) == len(left):
            return under_way
        spare = self.choice.today(trainee, act, now) if under_way.purpose.kind == "day" else []
        under_way = self._rounds.refill(under_way.id, trainee, askable, spare)
        if under_way.purpose.kind in OF_A_COURSE:
            self._learning.walks.settle(under_way.id, trainee, now)
        return under_way

    def _question(self, desk: Desk, under_way: Round, place: int, note: str = "") -> str:
        asked = under_way.asked[place]
        question = self._bank.question(asked.question_id)
        told = None if asked.answer_id is None else self._told(question, asked, asked.answer_id)
        body = html.round_html(html.Shown(under_way, place, question, told))
        return _page(desk, under_way, body, note)

    def _told(self, question: QuizQuestion, asked: Asked, answer_id: int) -> Told:
        graded: Grade = grade(question, asked.response, self._reader)
        kept = replace(graded, correct=asked.right, score=max(asked.score, float(asked.right)))
        return Told(asked.response, kept, answer_id, asked.appealed)

    def _done(self, desk: Desk, done: Round) -> tuple[Desk, str]:
        desk = replace(desk, round_id=done.id, question_id="")
        stems = [(self._bank.question(one.question_id).stem, one) for one in done.asked]
        course = step = None
        if done.purpose.kind in OF_A_COURSE:
            course = self._learning.courses.of_step(int(done.purpose.about))
            step = next(one for one in course.steps if one.id == int(done.purpose.about))
        streak = self._learning.habit(desk.learner().id, datetime.now(UTC)).streak
        return desk, _page(desk, done, html.done_html(done, stems, streak, course, step))


def _is_open_test(one: Round) -> bool:
    """Whether it is a course's test that is not done: nothing of its keys is told."""
    return one.purpose.kind == "test" and one.at is not None


def _page(desk: Desk, of: Round, body: str, note: str = "") -> str:
    tab = "study" if of.purpose.kind in OF_A_COURSE else "home"
    return html.page_html(tab, desk.trainee, body, note)
