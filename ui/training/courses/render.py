"""Courses as HTML. Pure."""

from collections.abc import Collection, Sequence

from people.courses import QUESTIONS, TITLE_CHARS, Certificate, Course, Standing, Step, Walk
from rag.quiz import Line, Topic
from ui.templating import render
from ui.training.render import card_sections

KINDS = {"read": "读案例", "practice": "练习", "test": "测验"}
PARAGRAPHS = 400  # of a case that is read on the page


def courses_html(walks: Sequence[Walk]) -> str:
    """The courses of a trainee, with how far they are."""
    return render("training/courses/list.html", walks=walks)


def course_html(walk: Walk) -> str:
    """One course, step by step."""
    return render("training/courses/course.html", walk=walk, kinds=KINDS)


def reading_html(course: Course, step: Step, topic: Topic, lines: Sequence[Line], held: int) -> str:
    """A case to be read: its card, then its words; ``held`` lines prove answers of a paper that goes on."""
    text = topic.document.text
    start = topic.case.start if topic.case else topic.sentences[0][0]
    end = topic.case.end if topic.case else topic.sentences[-1][1]
    words = [line.strip() for line in text[start:end].splitlines() if line.strip()]
    return render(
        "training/courses/reading.html",
        course=course,
        step=step,
        name=topic.name,
        unit=topic.unit,
        document=topic.document.name,
        sections=card_sections(lines),
        held=held,
        paragraphs=words[:PARAGRAPHS],
    )


def arranged_html(courses: Sequence[Course]) -> str:
    """The courses there are, for the trainer."""
    return render("training/courses/arranged.html", courses=courses, title_chars=TITLE_CHARS)


def arrange_html(
    course: Course,
    hidden: Collection[int],
    cases: Sequence[tuple[str, str]],
    groups: Sequence[str],
    standings: Sequence[Standing],
) -> str:
    """One course to be arranged; of steps ``hidden`` the trainer may not see the case."""
    return render(
        "training/courses/arrange.html",
        course=course,
        hidden=hidden,
        cases=cases,
        groups=groups,
        standings=[(one, points(one.score)) for one in standings],
        kinds=KINDS,
        title_chars=TITLE_CHARS,
        most=QUESTIONS,
    )


def certificates_html(found: Sequence[Certificate], words: str) -> str:
    """Certificates that were looked up."""
    rows = [(one, points(one.score)) for one in found]
    return render("training/courses/certificates.html", rows=rows, words=words)


def points(score: float | None) -> str:
    """A score 0..1 in points of 100; a dash for none."""
    return "—" if score is None else f"{round(100 * score, 1):g}"


def cut(title: str) -> str:
    """At most TITLE_CHARS code points."""
    return title if len(title) <= TITLE_CHARS else title[: TITLE_CHARS - 1] + "…"
