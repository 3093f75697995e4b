"""Courses: arranged, walked through step by step, passed with a certificate."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from people import Bank, Given, Learning, NotFound, Purpose, StoredQuestion
from people.accounts import Accounts, Groups, Passwords, Role
from people.courses import StepPlan, closed_steps, default_steps
from people.courses.tables import CourseRow, StepRow
from people.database import writing
from people.entries import NotAccepted

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
IDS = tuple(f"题{n:02d}" for n in range(6))
READ = StepPlan("read", "读夜校", "d", "夜校")
PRACTICE = StepPlan("practice", "练两题", questions=2)
TEST = StepPlan("test", "测验", questions=4, pass_percent=75)


@pytest.fixture
def learning(engine):
    Bank(engine).put([StoredQuestion(one, "d", "文档", "夜校", "judge", 1, "made", {}) for one in IDS])
    return Learning(engine)


@pytest.fixture
def wang(learning):
    return learning.trainees.add("王小明").id


@pytest.fixture
def course(learning):
    return learning.courses.get(learning.courses.make(" 新人课 ", [READ, PRACTICE, TEST]))


def walked(learning, course, trainee, closed=()):
    return learning.walks.walk(course.id, trainee, closed, NOW)


def answer_all(learning, trainee, step, kind, ids, right):
    """Go through a round of a step, the first ``right`` answers right."""
    purpose = Purpose(kind, str(step.id))
    begun = learning.rounds.begin(trainee, purpose, ids, NOW, anew="always")
    for number, question_id in enumerate(ids):
        good = number < right
        begun = learning.walks.answer(begun.id, trainee, Given(question_id, "对", float(good), good, NOW))
    return begun


def test_a_course_is_walked_in_order_to_its_certificate(learning, wang, course):
    read, practice, test = course.steps
    assert [(w.done, w.open) for w in walked(learning, course, wang).steps] == [
        (False, True), (False, False), (False, False)]  # fmt: skip
    with pytest.raises(NotAccepted, match="按顺序"):
        learning.walks.step(test.id, wang, ())
    learning.walks.read(read.id, wang, (), NOW)
    with pytest.raises(NotAccepted, match="不是读一遍"):
        learning.walks.read(practice.id, wang, (), NOW)
    answer_all(learning, wang, practice, "lesson", IDS[:2], right=0)
    assert walked(learning, course, wang).next.step == test
    failed = answer_all(learning, wang, test, "test", IDS[:4], right=2)
    assert failed.score == 0.5
    after = walked(learning, course, wang)
    assert (after.next.step, after.next.tries, after.next.best) == (test, 1, 0.5)
    assert after.certificate is None
    answer_all(learning, wang, test, "test", IDS[1:5], right=3)
    passed = walked(learning, course, wang)
    assert (passed.done, passed.next) == (3, None)
    made = passed.certificate
    assert (made.name, made.course, made.score, made.issued) == ("王小明", "新人课", 0.75, NOW)
    assert walked(learning, course, wang).certificate == made  # one for good
    assert learning.certificates.of(course.id, wang) == made
    assert learning.certificates.search(made.serial.lower()) == (made,)
    assert learning.certificates.search("王小明") == learning.certificates.search("") == (made,)
    assert learning.certificates.search("2026-000001-0000") == ()
    (standing,) = learning.certificates.standings(course)
    assert (standing.trainee, standing.done, standing.of, standing.score) == ("王小明", 3, 3, 0.75)
    assert standing.serial == made.serial


def test_a_finished_round_counts_once(learning, wang, course):
    read, practice, _ = course.steps
    learning.walks.read(read.id, wang, (), NOW)
    learning.walks.read(read.id, wang, (), NOW)
    done = answer_all(learning, wang, practice, "lesson", IDS[:2], right=2)
    learning.walks.settle(done.id, wang, NOW)
    learning.walks.answer(done.id, wang, Given(IDS[1], "再答", 0.0, False, NOW))
    assert [w.tries for w in walked(learning, course, wang).steps] == [1, 1, 0]


def test_certificates_made_at_once_are_one(learning, wang):
    course = learning.courses.get(learning.courses.make("读", [READ]))
    learning.walks.read(course.steps[0].id, wang, (), NOW)
    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(lambda _: walked(learning, course, wang).certificate, range(6)))
    assert len(made) == 1
    assert made.pop().score is None


def test_steps_are_arranged(learning, course):
    read, practice, test = course.steps
    for step_id, up, order in (
        (test.id, True, [read.id, test.id, practice.id]),
        (test.id, True, [test.id, read.id, practice.id]),
        (test.id, True, [test.id, read.id, practice.id]),
        (test.id, False, [read.id, test.id, practice.id]),
    ):
        assert learning.courses.move_step(step_id, up) == course.id
        assert [step.id for step in learning.courses.get(course.id).steps] == order
    learning.courses.retitle_step(read.id, "先读这个")
    learning.courses.add_step(course.id, StepPlan("practice", "再练", questions=3))
    learning.courses.remove_step(test.id)
    learning.courses.rename(course.id, "新名字")
    now = learning.courses.get(course.id)
    assert (now.title, [s.plan.title for s in now.steps]) == ("新名字", ["先读这个", "练两题", "再练"])
    with pytest.raises(NotFound):
        learning.courses.remove_step(test.id)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (StepPlan("read", "读"), "没有选要读的案例"),
        (StepPlan("practice", "练", questions=0), "题数 0"),
        (StepPlan("test", "测", questions=51, pass_percent=60), "题数 51"),
        (StepPlan("test", "测", questions=5, pass_percent=0), "及格线 0"),
        (StepPlan("practice", " ", questions=5), "步骤名称"),
        (StepPlan("practice", "字" * 81, questions=5), "步骤名称"),
    ],
)
def test_steps_outside_their_limits_are_refused(learning, course, plan, said):
    with pytest.raises(NotAccepted, match=said):
        learning.courses.add_step(course.id, plan)
    assert learning.courses.get(course.id) == course


def test_a_course_has_an_end(learning, course):
    for _ in range(57):
        learning.courses.add_step(course.id, PRACTICE)
    with pytest.raises(NotAccepted, match="已有 60 步"):
        learning.courses.add_step(course.id, PRACTICE)


def test_a_course_for_a_group_is_not_there_for_others(engine, learning, wang, course):
    accounts = Accounts(engine, Passwords())
    inside, outside = (accounts.add(name, {Role.USER})[0] for name in ("甲", "乙"))
    own, others = (accounts.trainee(account.id) for account in (inside, outside))
    Groups(engine).place(inside.id, "新人组、其他")
    learning.courses.assign(course.id, "新人组")
    assert [c.id for c in learning.walks.courses(own)] == [course.id]
    for trainee in (others, wang):  # one without an account is in no group
        assert learning.walks.courses(trainee) == ()
        for call in (
            lambda trainee=trainee: walked(learning, course, trainee),
            lambda trainee=trainee: learning.walks.step(course.steps[0].id, trainee, ()),
            lambda trainee=trainee: learning.walks.read(course.steps[0].id, trainee, (), NOW),
        ):
            with pytest.raises(NotFound, match=f"没有第 {course.id} 号课程"):
                call()
    learning.courses.assign(course.id, "")
    assert [c.id for c in learning.walks.courses(others)] == [course.id]


def test_whoever_a_course_is_no_longer_for_has_no_test_open(engine, learning, course):
    accounts = Accounts(engine, Passwords())
    inside, outside = (accounts.add(name, {Role.USER})[0] for name in ("甲", "乙"))
    own, others = (accounts.trainee(account.id) for account in (inside, outside))
    Groups(engine).place(inside.id, "新人组")
    for trainee in (own, others):
        learning.rounds.begin(trainee, Purpose("test", str(course.steps[2].id)), IDS[:2], NOW)
    learning.courses.assign(course.id, "新人组")
    assert learning.withheld(own, NOW) == frozenset(IDS[:2])
    assert learning.withheld(others, NOW) == frozenset()


def test_two_pages_that_begin_a_test_again_get_one(learning, wang, course):
    done = answer_all(learning, wang, course.steps[2], "test", IDS[:2], 0)
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(
            lambda n: learning.rounds.begin(wang, done.purpose, IDS[n : n + 2], NOW, anew="done"), range(4)
        ))  # fmt: skip
    assert len({one.id for one in begun} - {done.id}) == 1
    assert len({one.asked for one in begun}) == 1


def test_an_archived_course_is_kept_for_those_who_passed(learning, wang):
    course = learning.courses.get(learning.courses.make("读", [READ]))
    other = learning.trainees.add("李芳").id
    learning.walks.read(course.steps[0].id, wang, (), NOW)
    made = walked(learning, course, wang).certificate
    learning.courses.archive(course.id)
    assert learning.walks.courses(other) == ()
    assert walked(learning, course, wang).certificate == made
    with pytest.raises(NotFound):
        learning.walks.read(course.steps[0].id, other, (), NOW)
    learning.courses.revive(course.id)
    assert [c.id for c in learning.walks.courses(other)] == [course.id]


def test_a_test_holds_its_questions_back_until_it_is_done_or_gone(learning, wang, course):
    test = course.steps[2]
    begun = learning.rounds.begin(wang, Purpose("test", str(test.id)), IDS[:2], NOW)
    assert learning.withheld(wang, NOW) == frozenset(IDS[:2])
    learning.courses.remove_step(test.id)
    assert learning.withheld(wang, NOW) == frozenset()
    with pytest.raises(NotFound):
        learning.walks.answer(begun.id, wang, Given(IDS[0], "对", 1.0, True, NOW))


def test_steps_of_documents_that_are_closed_are_left_out(learning, wang):
    closed_read = StepPlan("read", "读秘密", "秘密", "秘密案例")
    steps = learning.courses.get(learning.courses.make("课", [closed_read, PRACTICE, READ, TEST])).steps
    closed = closed_steps(steps, ["秘密"])
    assert closed == {steps[0].id, steps[1].id}
    course = learning.walks.courses(wang)[0]
    assert [w.step.id for w in walked(learning, course, wang, closed).steps] == [steps[2].id, steps[3].id]
    with pytest.raises(NotFound, match="没有找到这一步"):
        learning.walks.step(steps[0].id, wang, closed)
    everything = closed_steps(steps, ["秘密", "d"])
    assert walked(learning, course, wang, everything).certificate is None


def test_questions_are_of_what_was_read(learning):
    other = StepPlan("read", "读讲堂", "d", "讲堂")
    course = learning.courses.get(
        learning.courses.make("课", [PRACTICE, READ, PRACTICE, other, PRACTICE, PRACTICE, TEST])
    )
    asked = {step.id: course.cases_before(step) for step in course.steps if step.plan.kind != "read"}
    assert list(asked.values()) == [(), ("夜校",), ("讲堂",), ("讲堂",), ("夜校", "讲堂")]


def test_the_program_s_own_course_stands_until_one_is_arranged(learning, wang):
    plans = default_steps([("d", "夜校")])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: learning.courses.provide_default(plans), range(4)))
    (own,) = learning.walks.courses(wang)
    assert (own.ours, [s.plan.kind for s in own.steps]) == (True, ["read", "practice", "test"])
    learning.courses.provide_default(default_steps([("d", "夜校"), ("e", "讲堂")]))  # a document came
    (own,) = learning.walks.courses(wang)
    assert [s.plan.case for s in own.steps] == ["夜校", "", "讲堂", "", ""]
    learning.walks.read(own.steps[0].id, wang, (), NOW)
    learning.courses.provide_default(plans)  # somebody has begun: it stays as it is
    assert learning.walks.courses(wang) == (own,)
    learning.courses.make("安排的课", [READ])
    assert [c.title for c in learning.walks.courses(wang)] == ["安排的课", own.title]
    assert [c.title for c in learning.walks.courses(learning.trainees.add("新").id)] == ["安排的课"]


def test_a_title_that_changes_leaves_certificates_alone(learning, wang):
    course = learning.courses.get(learning.courses.make("老名字", [READ]))
    learning.walks.read(course.steps[0].id, wang, (), NOW)
    made = walked(learning, course, wang).certificate
    learning.courses.rename(course.id, "新名字")
    learning.courses.add_step(course.id, TEST)
    learning.trainees.rename(wang, "王晓明")
    later = learning.walks.walk(course.id, wang, (), NOW + timedelta(days=1))
    assert (later.certificate, later.done) == (made, 1)


def test_a_step_taken_out_by_another_process_meanwhile_is_not_there(engine, learning, course):
    step = course.steps[1].id
    with Session(writing(engine)) as session, session.begin():
        session.get(CourseRow, course.id, with_for_update=True)
        session.get(StepRow, step).removed = True
        with ThreadPoolExecutor(1) as pool:
            moving = pool.submit(learning.courses.move_step, step, up=True)
            with pytest.raises(TimeoutError):
                moving.result(timeout=1)  # it waits for the course
            session.commit()
            with pytest.raises(NotFound, match="没有第"):
                moving.result(timeout=10)
